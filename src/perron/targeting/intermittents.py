"""Intermittents du vote: the registered who vote at some elections and not at others."""

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

Floats = NDArray[np.float64]


def bounds(turnout: Floats) -> tuple[Floats, Floats]:
    """Return the smallest and largest share of intermittents that the turnouts allow.

    Parameters
    ----------
    turnout : ndarray of float64, shape (m, n)
        Turnout by election and bureau, between 0 and 1; NaN where unknown.

    Returns
    -------
    low, high : ndarray of float64, shape (n,)
        Sharp bounds on the share voting at one election at least and missing one at least:
        max t - min t, and min(1, sum t, sum (1 - t)); NaN without two elections.

    Notes
    -----
    Fréchet's bounds on the joint law of events given their probabilities (Fréchet 1935; Duncan & Davis 1953
    for areas). The low one is reached when those who vote at the less attended election vote at all
    the others. It supposes one roll: the same people registered at every election.
    """
    known = np.isfinite(turnout)
    enough = known.sum(axis=0) >= 2
    t = np.where(known, turnout, 0.0)
    largest = np.where(known, turnout, -np.inf).max(axis=0)
    smallest = np.where(known, turnout, np.inf).min(axis=0)
    missed = np.where(known, 1.0 - turnout, 0.0)
    high = np.minimum(1.0, np.minimum(t.sum(axis=0), missed.sum(axis=0)))
    with np.errstate(invalid="ignore"):
        low = largest - smallest
    return np.where(enough, low, np.nan), np.where(enough, high, np.nan)


def expected(turnout: Floats, correlation: float, *, nodes: int = 24) -> Floats:
    """Return the share of intermittents when inclinations to vote are correlated.

    Parameters
    ----------
    turnout : ndarray of float64, shape (m, n)
        Turnout by election and bureau, between 0 and 1; NaN where unknown.
    correlation : float
        Correlation between two elections of the latent inclination, at least 0 and below 1.
    nodes : int
        Points of the Gauss-Hermite quadrature.

    Returns
    -------
    ndarray of float64, shape (n,)
        1 - P(all) - P(none) of a one-factor Gaussian copula (Vasicek 2002 for the formula); NaN without two
        elections.
    """
    known = np.isfinite(turnout)
    x, w = np.polynomial.hermite_e.hermegauss(nodes)
    w = w / w.sum()
    t = np.clip(np.where(known, turnout, 0.5), 1e-6, 1 - 1e-6)
    threshold = ndtri(t)
    same = np.zeros(turnout.shape[1])
    scale = np.sqrt(1.0 - correlation)
    for point, weight in zip(x, w, strict=True):
        votes = ndtr((threshold + np.sqrt(correlation) * point) / scale)
        every = np.where(known, votes, 1.0).prod(axis=0)
        none = np.where(known, 1.0 - votes, 1.0).prod(axis=0)
        same += weight * (every + none)
    return np.where(known.sum(axis=0) >= 2, 1.0 - same, np.nan)
