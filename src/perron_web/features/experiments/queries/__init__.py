"""Queries of experiments."""
