"""Reads of canvassing."""
