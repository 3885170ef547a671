"""Several arms in one regression: each against the control, as published tables show them."""

from math import sqrt

import numpy as np

from perron.experiments.estimate.clustered import NAMES
from perron.experiments.estimate.estimate import Estimate, t_estimate
from perron.experiments.estimate.linear import fit
from perron.experiments.estimate.robust import Kind, robust
from perron.experiments.estimate.sample import Codes, Floats, dense
from perron.words import Words


def joint_regression(
    outcome: Floats,
    arms: Codes,
    *,
    blocks: Codes | None = None,
    clusters: Codes | None = None,
    weights: Floats | None = None,
    covariates: Floats | None = None,
    names: tuple[str, ...] = (),
    level: float = 0.95,
    kind: Kind = "CR2",
) -> tuple[Estimate, ...]:
    """Regress the outcome on all arms at once.

    Parameters
    ----------
    outcome : ndarray of float64, shape (n,)
        Outcome.
    arms : ndarray of int64, shape (n,)
        0 for the control, 1…A for the other arms.
    blocks, clusters : ndarray of int64 or None, shape (n,)
        Any codes.
    weights : ndarray of float64 or None, shape (n,)
        Above 0.
    covariates : ndarray of float64 or None, shape (n, k)
        Added to the regression.
    names : tuple of str
        Names of arms 1…A, then of covariates; numbered where not given.
    level : float
        Level of the intervals, between 0 and 1.
    kind : {"CR0", "CR1", "CR1S", "CR2"}
        Correction of the errors.

    Returns
    -------
    tuple of Estimate
        One for each arm but the control, in their order.

    Raises
    ------
    BadInputError
        A column is a combination of the others.

    Notes
    -----
    y = a_b + sum_a tau_a [arm = a] + x beta + e by (weighted) least squares; errors as `robust`. Without
    blocks or covariates each tau_a is the plain difference in means.
    """
    count = int(arms.max())
    columns = [(arms == a).astype(np.float64) for a in range(1, count + 1)]
    columns += [] if covariates is None else list(covariates.T)
    labels = names if len(names) == len(columns) else tuple(f"x{j + 1}" for j in range(len(columns)))
    blocks = None if blocks is None else dense(blocks)
    clusters = None if clusters is None else dense(clusters)
    fitted = fit(outcome, columns, labels, blocks=blocks, weights=weights)
    first = 0 if blocks is not None else 1
    wanted = tuple(range(first, first + count))
    found = robust(fitted, clusters, kind=kind, wanted=wanted)
    covariance = found.covariance()
    return tuple(
        t_estimate(
            "joint_regression",
            Words("All arms in one regression", "Tous les groupes dans une régression"),
            fitted.coefficients[i, 0],
            sqrt(covariance[i, i]),
            found.df[i],
            level=level,
            n=len(outcome),
            clusters=found.clusters,
            details={"arm": labels[i - first], "errors": kind if clusters is not None else NAMES[kind]},
        )
        for i in wanted
    )
