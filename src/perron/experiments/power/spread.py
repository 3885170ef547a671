"""The spread of past results: what strata and earlier elections leave of it, and who resembles whom."""

from dataclasses import dataclass
from math import inf, sqrt

import numpy as np
from numpy.typing import NDArray

from perron.experiments.power.placebo import Adjusted, Floats, Strata


@dataclass(frozen=True, slots=True)
class Spread:
    """Standard deviations of a past outcome between units.

    Parameters
    ----------
    total : float
        Around the mean of all units.
    within : float
        Around the means of strata.
    residual : float
        Once earlier elections are accounted for too: what the comparison has to overcome.
    df : int
        Degrees of freedom of the last.
    units : int
        Units used.
    cost : float
        What adjusting costs: by how much the variance of the comparison grows, on average over draws, because
        the arm resembles the earlier shares by chance; 1 or more.
    """

    total: float
    within: float
    residual: float
    df: int
    units: int
    cost: float = 1.0

    @property
    def explained(self) -> float:
        """Share of the variance within strata that earlier elections explain, never below 0."""
        return max(0.0, 1.0 - (self.residual / self.within) ** 2) if self.within else 0.0


def spread_of(adjusted: Adjusted) -> Spread:
    """Measure the spread of a past outcome.

    Parameters
    ----------
    adjusted : Adjusted
        From `adjust`.

    Returns
    -------
    Spread
        Standard deviations; 0 where no degree of freedom is left.

    Notes
    -----
    √(mean(w²) Σ w² e² / d) with w the electors over their mean, e what remains, and d what Σ w² e² would be
    on average for independent errors of variance 1: Σ over strata of Σw² − 2 Σw³/W + (Σw²)²/W², less in
    proportion to the earlier shares used (n − s with equal weights). It is the spread that makes the standard
    error of a comparison weighted by electors equal to spread / √(Σ t c / (t + c)), whether or not large
    units vary less than small ones. What earlier shares leave of the variance of the arm, of k out of
    n − s dimensions, follows a beta law; the mean of its inverse is (n − s − 2) / (n − s − k − 2).
    """
    w, n, s = adjusted.strata.weights, len(adjusted.kept), adjusted.strata.count
    alone = np.zeros(n, dtype=np.int64)
    whole = Strata(alone, np.arange(n), alone[:1], w)
    used = (n - s) / adjusted.df if adjusted.df > 0 else inf
    return Spread(
        _root(adjusted.total, whole),
        _root(adjusted.within, adjusted.strata),
        _root(adjusted.residual, adjusted.strata, used) if adjusted.df > 0 else 0.0,
        adjusted.df,
        n,
        (n - s - 2) / (adjusted.df - 2) if adjusted.df > 2 else inf if adjusted.basis.shape[1] else 1.0,
    )


def _root(rest: Floats, strata: Strata, used: float = 1.0) -> float:
    w = strata.weights
    first, second, third = (strata.sums(w**power) for power in (1, 2, 3))
    usual = float(np.sum(second - 2.0 * third / first + (second / first) ** 2))
    if usual < 1e-9:
        return 0.0
    return sqrt(float(np.mean(w**2)) * float(np.sum((w * rest) ** 2)) * used / usual)


def icc(values: Floats, groups: NDArray[np.int64]) -> float:
    """Return the intra-cluster correlation of values: how much units of one group resemble each other.

    Parameters
    ----------
    values : ndarray of float64, shape (n,)
        Values; NaN are left out.
    groups : ndarray of int64, shape (n,)
        Group of each (commune, arrondissement).

    Returns
    -------
    float
        Between −1 / (size − 1) and 1; NaN with fewer than two groups or nothing but groups of one.

    Notes
    -----
    Analysis of variance: (MSB − MSW) / (MSB + (n₀ − 1) MSW), n₀ = (N − Σ n² / N) / (k − 1) (Donner & Koval
    1980, Biometrics 36(1)).
    """
    known = np.isfinite(values)
    _, codes = np.unique(groups[known], return_inverse=True)
    y = values[known]
    n, sizes = len(y), np.bincount(codes).astype(np.float64)
    k = len(sizes)
    if k < 2 or n <= k:
        return float("nan")
    means = np.bincount(codes, weights=y) / sizes
    between = float(np.sum(sizes * (means - y.mean()) ** 2)) / (k - 1)
    inside = float(np.sum((y - means[codes]) ** 2)) / (n - k)
    usual = (n - float(np.sum(sizes**2)) / n) / (k - 1)
    whole = between + (usual - 1.0) * inside
    return (between - inside) / whole if whole > 0 else float("nan")


def icc_of_people(share: Floats, people: Floats) -> float:
    """Return the correlation of two electors of the same unit, from shares and numbers of electors.

    Parameters
    ----------
    share : ndarray of float64, shape (n,)
        Share of each unit who did it (voted, voted for us); NaN are left out.
    people : ndarray of float64, shape (n,)
        Electors of each.

    Returns
    -------
    float
        Between −1 and 1, about 0.01 to 0.05 for turnout by bureau; NaN with fewer than two units.

    Notes
    -----
    The analysis of variance of `icc` for answers of 0 and 1, written with sums: within a unit of m electors
    and share p the squares add up to m p (1 − p).
    """
    known = np.isfinite(share) & (people > 0)
    p, m = share[known], people[known]
    k, n = len(p), float(m.sum())
    if k < 2 or n <= k:
        return float("nan")
    mean = float(np.sum(m * p)) / n
    between = float(np.sum(m * (p - mean) ** 2)) / (k - 1)
    inside = float(np.sum(m * p * (1.0 - p))) / (n - k)
    usual = (n - float(np.sum(m**2)) / n) / (k - 1)
    whole = between + (usual - 1.0) * inside
    return (between - inside) / whole if whole > 0 else float("nan")
