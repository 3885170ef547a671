"""Experiments: who is left alone, and (later) what the visits changed."""

from perron.experiments.holdout import hold_out

__all__ = ["hold_out"]
