"""Experiments: who is left alone, what could be measured, and (later) what the visits changed."""

from perron.experiments.detectable import smallest_effect
from perron.experiments.holdout import hold_out

__all__ = ["hold_out", "smallest_effect"]
