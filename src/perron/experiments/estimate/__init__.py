"""What the experiment says: each estimator in its own file, with its formula and where it comes from."""

from perron.experiments.estimate.anderson_rubin import anderson_rubin
from perron.experiments.estimate.blocked import blocked, precision_weighted
from perron.experiments.estimate.choose import Comparison, called_for, estimate_all
from perron.experiments.estimate.clustered import cluster_robust
from perron.experiments.estimate.difference import difference_in_means
from perron.experiments.estimate.estimate import Estimate
from perron.experiments.estimate.joint import joint_regression
from perron.experiments.estimate.lin import lin
from perron.experiments.estimate.regression import fixed_effects, regression
from perron.experiments.estimate.sample import Sample
from perron.experiments.estimate.two_stage import two_stage

__all__ = [
    "Comparison",
    "Estimate",
    "Sample",
    "anderson_rubin",
    "blocked",
    "called_for",
    "cluster_robust",
    "difference_in_means",
    "estimate_all",
    "fixed_effects",
    "joint_regression",
    "lin",
    "precision_weighted",
    "regression",
    "two_stage",
]
