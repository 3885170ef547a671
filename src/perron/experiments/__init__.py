"""Experiments: who is left alone, what could be measured, and (later) what the visits changed."""

from perron.experiments.holdout import hold_out
from perron.experiments.power.formula import smallest_effect

__all__ = ["hold_out", "smallest_effect"]
