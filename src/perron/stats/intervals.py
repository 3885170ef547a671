"""Intervals and ranks from draws."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Draws = NDArray[np.floating]

BLOCK: Final = 64
"""Columns sorted together: what the cache holds."""


def interval(draws: Draws, *, level: float = 0.9) -> tuple[Floats, Floats]:
    """Return the central interval of draws, column by column.

    Parameters
    ----------
    draws : ndarray, shape (draws, n)
        Draws.
    level : float
        Probability inside, between 0 and 1.

    Returns
    -------
    low, high : ndarray of float64, shape (n,)
        Order statistics nearest to the two quantiles.
    """
    count = draws.shape[0]
    tail = (1.0 - level) / 2.0
    first = round(tail * (count - 1))
    last = count - 1 - first
    low, high = np.empty(draws.shape[1]), np.empty(draws.shape[1])
    for start in range(0, draws.shape[1], BLOCK):
        here = slice(start, start + BLOCK)
        by_place = np.array(draws[:, here].T, order="C", copy=True)
        by_place.partition([first, last], axis=1)
        low[here], high[here] = by_place[:, first], by_place[:, last]
    return low, high


def top_probability(draws: Draws, k: int) -> Floats:
    """Return how often each column is among the k largest of its row.

    Parameters
    ----------
    draws : ndarray, shape (draws, n)
        Joint draws of a score.
    k : int
        Places at the top, 1 or more; above n every place is always in.

    Returns
    -------
    ndarray of float64, shape (n,)
        Share of the draws, between 0 and 1; the shares add up to min(k, n).
    """
    count, n = draws.shape
    if k >= n:
        return np.ones(n)
    hits = np.zeros(n, dtype=np.int64)
    for row in draws:
        np.add.at(hits, np.argpartition(row, n - k)[n - k :], 1)
    out: Floats = hits / count
    return out
