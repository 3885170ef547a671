"""Lin's covariate adjustment: never worse than the plain difference in large samples."""

from math import sqrt

import numpy as np

from perron.errors import BadInputError
from perron.experiments.estimate.clustered import NAMES
from perron.experiments.estimate.estimate import Estimate, t_estimate
from perron.experiments.estimate.linear import fit
from perron.experiments.estimate.robust import Kind, robust
from perron.experiments.estimate.sample import Sample
from perron.words import Words


def lin(sample: Sample, *, level: float = 0.95, kind: Kind = "CR2") -> Estimate:
    """Compare the arms, each with its own regression on centred covariates.

    Parameters
    ----------
    sample : Sample
        The rows, with covariates known before the draw.
    level : float
        Level of the interval, between 0 and 1.
    kind : {"CR0", "CR1", "CR1S", "CR2"}
        Correction of the error (HC2 without clusters for "CR2").

    Returns
    -------
    Estimate
        The adjusted difference.

    Raises
    ------
    BadInputError
        No covariates, or covariates that are combinations of one another.

    Notes
    -----
    y = a + tau z + (x - m) beta + z (x - m) gamma + e, m the (weighted) mean of x over all rows; blocks,
    where there are any, replace a by a level each (Lin 2013, Annals of Applied Statistics 7(1),
    doi:10.1214/12-AOAS583). tau is consistent for the average effect whatever the true curve; with blocks
    drawn in different shares it averages them as `fixed_effects` does.
    """
    if sample.covariates is None:
        raise BadInputError(Words("no covariate to adjust for", "aucune covariable pour ajuster"))
    centred = sample.covariates - np.average(sample.covariates, axis=0, weights=sample.weights)
    z = sample.assigned.astype(np.float64)
    columns = [z, *centred.T, *(centred * z[:, None]).T]
    names = ["assigned", *sample.names, *(f"assigned × {name}" for name in sample.names)]
    fitted = fit(sample.outcome, columns, names, blocks=sample.blocks, weights=sample.weights)
    at = 0 if sample.blocks is not None else 1
    found = robust(fitted, sample.clusters, kind=kind, wanted=(at,))
    return t_estimate(
        "lin",
        Words("Adjusted for covariates (Lin)", "Ajustée sur les covariables (Lin)"),
        fitted.coefficients[at, 0],
        sqrt(found.covariance()[at, at]),
        found.df[at],
        level=level,
        n=sample.n,
        clusters=found.clusters,
        details={
            "errors": kind if sample.clusters is not None else NAMES[kind],
            "covariates": list(sample.names),
            "coefficients": dict(zip(fitted.names, fitted.coefficients[:, 0].tolist(), strict=True)),
        },
    )
