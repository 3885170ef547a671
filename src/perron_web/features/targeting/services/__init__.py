"""Writes of targeting."""
