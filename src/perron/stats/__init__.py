"""Shrinkage, intervals, sampling and the measures of a forecast."""
