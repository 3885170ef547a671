"""Reads of turfs: lists for pages, the workbench of a bureau, tables for printing and downloads."""
