"""The sample shipped with Perron: Paris, from open data, small enough to carry along."""

from perron.samples.paris import CREDITS, ParisSample, load_paris

__all__ = ["CREDITS", "ParisSample", "load_paris"]
