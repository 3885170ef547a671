"""Filters of teams."""
