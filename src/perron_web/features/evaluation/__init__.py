"""Evaluation: results come in, the effect comes out as it was designed, whatever it says."""
