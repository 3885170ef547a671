"""One series predicted from the others, whatever is missing."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


class Prediction(NamedTuple):
    """What the other series say of one series.

    Parameters
    ----------
    mean : ndarray of float64, shape (n,)
        Conditional mean; 0 where no other series is known.
    left : ndarray of float64, shape (n,)
        Variance left, as a share of the series' own, between 0 and 1.
    weights : ndarray of float64, shape (m,)
        Coefficient of each series where all are known; 0 for the series itself.
    """

    mean: Floats
    left: Floats
    weights: Floats


def shrunk_correlations(z: Floats, *, prior: float = 0.85, strength: float = 20.0) -> Floats:
    """Return correlations between series over the places where both are known.

    Parameters
    ----------
    z : ndarray of float64, shape (m, n)
        Standardised series; NaN where unknown.
    prior : float
        Correlation supposed before looking, between 0 and 1.
    strength : float
        Places the prior is worth, 0 or more.

    Returns
    -------
    ndarray of float64, shape (m, m)
        Correlations, 1 on the diagonal.
    """
    known = np.isfinite(z)
    filled = np.where(known, z, 0.0)
    both = known.astype(np.float64) @ known.T.astype(np.float64)
    squares = (filled**2) @ known.T.astype(np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        raw = (filled @ filled.T) / np.sqrt(squares * squares.T)
    raw = np.clip(np.where(np.isfinite(raw), raw, prior), -1.0, 1.0)
    out = (both * raw + strength * prior) / np.maximum(both + strength, 1e-12)
    np.fill_diagonal(out, 1.0)
    return np.asarray(out)


def predict_from_others(z: Floats, row: int, correlations: Floats, *, ridge: float = 0.03) -> Prediction:
    """Predict one series from the others, place by place, with those that are known there.

    Parameters
    ----------
    z : ndarray of float64, shape (m, n)
        Standardised series; NaN where unknown.
    row : int
        Series to predict.
    correlations : ndarray of float64, shape (m, m)
        Correlations between series.
    ridge : float
        Added to the diagonal, 0 or more: part of each series that is chance.

    Returns
    -------
    Prediction
        The conditional mean and the variance left.

    Notes
    -----
    Best linear prediction: w = (R + ridge I)^-1 r (Henderson 1975), one system for each pattern
    of missing values.
    """
    known = np.isfinite(z)
    known[row] = False
    mean, left = np.zeros(z.shape[1]), np.ones(z.shape[1])
    weights = np.zeros(len(z))
    packed = np.ascontiguousarray(np.packbits(known, axis=0).T)
    _, first, which = np.unique(
        packed.view(f"V{packed.shape[1]}").ravel(), return_index=True, return_inverse=True
    )
    for number, example in enumerate(first):
        others = np.flatnonzero(known[:, example])
        if len(others) == 0:
            continue
        places = np.flatnonzero(which.ravel() == number)
        system = correlations[np.ix_(others, others)] + ridge * np.eye(len(others))
        w = np.linalg.solve(system, correlations[row, others])
        mean[places] = w @ z[np.ix_(others, places)]
        left[places] = np.clip(1.0 - w @ correlations[row, others], 0.02, 1.0)
        if len(others) == len(z) - 1:
            weights[others] = w
    return Prediction(mean, left, weights)
