"""Writes of canvassing."""
