"""Turfs of the adopted plan."""
