"""Between shares and log-odds, and the total a place must add up to."""

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

Floats = NDArray[np.float64]


def log_odds(successes: Floats, trials: Floats) -> Floats:
    """Return empirical log-odds, finite at 0 and at 100 %.

    Parameters
    ----------
    successes, trials : ndarray of float64, any shape
        Counts, 0 <= successes <= trials; NaN where unknown.

    Returns
    -------
    ndarray of float64
        log((s + 1/2) / (t - s + 1/2)) (Haldane 1956; Anscombe 1956); NaN where unknown or no trial.
    """
    known = np.isfinite(successes) & np.isfinite(trials) & (np.nan_to_num(trials) > 0)
    s, t = np.where(known, successes, 0.0), np.where(known, trials, 1.0)
    return np.where(known, np.log((s + 0.5) / (t - s + 0.5)), np.nan)


def share(odds: Floats) -> Floats:
    """Return the share of given log-odds.

    Parameters
    ----------
    odds : ndarray of float64
        Log-odds.

    Returns
    -------
    ndarray of float64
        Shares, between 0 and 1.
    """
    out: Floats = expit(odds)
    return out


def shift_to_total(odds: Floats, weights: Floats, total: float, *, steps: int = 60) -> float:
    """Return the constant to add to log-odds so that the weighted mean share is the given total.

    Parameters
    ----------
    odds : ndarray of float64, shape (n,)
        Log-odds by place.
    weights : ndarray of float64, shape (n,)
        People by place, at least one above 0.
    total : float
        Share over all places, strictly between 0 and 1.
    steps : int
        Steps at most; a handful suffices.

    Returns
    -------
    float
        The shift, by Newton's method held within a bracket (the mean share increases with the shift).
    """
    low, high, shift = -40.0, 40.0, 0.0
    weights = weights / weights.sum()
    for _ in range(steps):
        p = expit(odds + shift)
        gap = float((weights * p).sum()) - total
        low, high = (shift, high) if gap < 0 else (low, shift)
        slope = float((weights * p * (1.0 - p)).sum())
        step = gap / slope if slope > 1e-12 else np.inf
        if abs(step) < 1e-13:
            break
        shift = shift - step if low < shift - step < high else 0.5 * (low + high)
    return shift
