"""How good a forecast was."""

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

Floats = NDArray[np.float64]


def mean_absolute_error(forecast: Floats, outcome: Floats) -> float:
    """Return the mean absolute error over places, unweighted.

    Parameters
    ----------
    forecast, outcome : ndarray of float64, shape (n,)
        Shares.

    Returns
    -------
    float
        Mean of |forecast - outcome|, in the unit of the inputs.
    """
    return float(np.abs(forecast - outcome).mean())


def rank_correlation(forecast: Floats, outcome: Floats) -> float:
    """Return Spearman's rank correlation.

    Parameters
    ----------
    forecast, outcome : ndarray of float64, shape (n,)
        Values.

    Returns
    -------
    float
        Between -1 and 1; NaN where one of them does not vary.
    """
    a, b = rankdata(forecast), rankdata(outcome)
    if np.ptp(a) == 0 or np.ptp(b) == 0:
        return float("nan")
    return float(np.corrcoef(a, b)[0, 1])


def top_capture(forecast: Floats, outcome: Floats, share: float = 0.1) -> float:
    """Return how much of the true top a forecast finds.

    Parameters
    ----------
    forecast, outcome : ndarray of float64, shape (n,)
        Values.
    share : float
        Size of the top, as a share of the places, above 0.

    Returns
    -------
    float
        Share of the true top that is in the forecast's top, between 0 and 1.
    """
    k = max(1, round(share * len(outcome)))
    found = np.argsort(-forecast, kind="stable")[:k]
    true = np.argsort(-outcome, kind="stable")[:k]
    return len(np.intersect1d(found, true)) / k


def coverage(low: Floats, high: Floats, outcome: Floats) -> float:
    """Return the share of outcomes inside their interval.

    Parameters
    ----------
    low, high, outcome : ndarray of float64, shape (n,)
        Interval and outcome.

    Returns
    -------
    float
        Between 0 and 1.
    """
    return float(((outcome >= low) & (outcome <= high)).mean())
