"""Means of groups of rows with the variance of each mean: what comparisons of groups are made of."""

from typing import NamedTuple

import numpy as np

from perron.experiments.estimate.linear import Fit
from perron.experiments.estimate.robust import robust
from perron.experiments.estimate.sample import Codes, Floats, Sample


class Cells(NamedTuple):
    """One row for each group of rows.

    Parameters
    ----------
    mean : ndarray of float64, shape (c,)
        Mean of the outcome, weighted; NaN where the group is empty.
    variance : ndarray of float64, shape (c,)
        Variance of the mean; NaN where the group has fewer than two clusters (or rows).
    units : ndarray of int64, shape (c,)
        Clusters; rows where there are none.
    rows : ndarray of int64, shape (c,)
        Rows.
    mass : ndarray of float64, shape (c,)
        Sum of weights; rows without weights.
    freedom : ndarray of float64, shape (c,)
        Bell–McCaffrey degrees of freedom of the variance: units - 1 where they are of one size.
    """

    mean: Floats
    variance: Floats
    units: Codes
    rows: Codes
    mass: Floats
    freedom: Floats


def cells(sample: Sample, groups: Codes, count: int) -> Cells:
    """Return the mean of each group and its robust variance.

    Parameters
    ----------
    sample : Sample
        The rows.
    groups : ndarray of int64, shape (n,)
        Group of each row, from 0 to count - 1.
    count : int
        Groups.

    Returns
    -------
    Cells
        Means, variances and sizes.

    Notes
    -----
    Without clusters the variance is s²/n, with weights sum w²e² / (1 - w/W) / W² (HC2). With clusters it is
    CR2 for a mean: without weights sum over clusters (sum e)² / (1 - n_g/n) / n²; with weights as `robust`.
    Degrees of freedom: 1 / (sum t² - 2 sum u t² + (sum u t)²), u the share of a unit in its group's mass,
    t = u / (1 - u), which is (tr P)² / tr(P²) of `robust` for a mean (with weights and clusters, nearly).
    """
    w = sample.weights
    rows = np.bincount(groups, minlength=count)
    mass = np.asarray(np.bincount(groups, weights=w, minlength=count), dtype=np.float64)
    y = sample.outcome if w is None else sample.outcome * w
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = np.bincount(groups, weights=y, minlength=count) / mass
    residuals = sample.outcome - mean[groups]
    if sample.clusters is None:
        units, variance = rows, _by_rows(residuals, w, groups, mass)
        freedom = _freedom((np.ones(sample.n) if w is None else w) / mass[groups], groups, count)
    else:
        units, variance, freedom = _by_clusters(sample, residuals, groups, mass)
    return Cells(mean, np.where(units >= 2, variance, np.nan), units, rows, mass, freedom)


def _freedom(share: Floats, groups: Codes, count: int) -> Floats:
    odds = np.divide(share, 1.0 - share, out=np.zeros(len(share)), where=share < 1.0)
    first, second = odds**2 * (1.0 - 2.0 * share), odds * share
    squares = np.bincount(groups, weights=first, minlength=count)
    squares += np.bincount(groups, weights=second, minlength=count) ** 2
    return np.asarray(np.divide(1.0, squares, out=np.full(count, np.nan), where=squares > 0))


def _by_rows(residuals: Floats, w: Floats | None, groups: Codes, mass: Floats) -> Floats:
    weight = np.ones(len(residuals)) if w is None else w
    rest = 1.0 - weight / mass[groups]
    parts = np.where(rest > 0, (weight * residuals) ** 2 / np.where(rest > 0, rest, 1.0), 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.bincount(groups, weights=parts, minlength=len(mass)) / mass**2)


def _by_clusters(
    sample: Sample, residuals: Floats, groups: Codes, mass: Floats
) -> tuple[Codes, Floats, Floats]:
    """Clusters are taken within each group: one that lies in two counts once in each."""
    clusters = sample.clusters
    assert clusters is not None
    pairs, at = np.unique(groups * (int(clusters.max()) + 1) + clusters, return_inverse=True)
    group = (pairs // (int(clusters.max()) + 1)).astype(np.int64)
    units = np.bincount(group, minlength=len(mass))
    share = np.bincount(at, weights=sample.weights) / mass[group]
    if sample.weights is None:
        total = np.bincount(at, weights=residuals)
        rest = 1.0 - share
        parts = np.where(rest > 0, total**2 / np.where(rest > 0, rest, 1.0), 0.0)
    else:
        parts = _weighted_parts(sample.weights, residuals, groups, at, group)
    with np.errstate(divide="ignore", invalid="ignore"):
        variance = np.asarray(np.bincount(group, weights=parts, minlength=len(mass)) / mass**2)
    return units, variance, _freedom(share, group, len(mass))


def _weighted_parts(weights: Floats, residuals: Floats, groups: Codes, at: Codes, group: Codes) -> Floats:
    used, dense = np.unique(groups, return_inverse=True)
    scale = weights.mean()
    levels = Fit(
        coefficients=np.zeros((0, 1)),
        residuals=residuals[:, None],
        basis=np.zeros((len(residuals), 0)),
        root=np.zeros((0, 0)),
        weights=weights / scale,
        blocks=dense,
        names=(),
    )
    mass = np.bincount(dense, weights=weights / scale)
    unit = np.sqrt(mass)[np.searchsorted(used, group)]
    return np.asarray((robust(levels, at).levels[:, 0] * unit * scale) ** 2)
