"""What the experiment says: each estimator in its own file, with its formula and where it comes from."""

from perron.experiments.estimate.estimate import Estimate
from perron.experiments.estimate.sample import Sample

__all__ = ["Estimate", "Sample"]
