"""Filters of the pages of evaluation."""
