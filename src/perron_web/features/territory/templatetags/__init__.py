"""Filters of the pages of data."""
