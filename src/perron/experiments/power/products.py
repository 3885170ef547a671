"""Sums over the units of each arm, redraw by redraw: the part of the simulation that must be fast."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@njit(cache=True, nogil=True)
def products(  # noqa: PLR0917 - a kernel takes arrays by position
    codes: NDArray[np.int8], stratum: NDArray[np.int64], columns: Floats, whole: Floats, base: int, arms: int
) -> tuple[Floats, Floats]:
    """Add up columns over the units of each arm but one, and multiply the arms' weights by stratum.

    Parameters
    ----------
    codes : ndarray of int8, shape (d, m)
        Arm of each unit in each redraw.
    stratum : ndarray of int64, shape (m,)
        Stratum of each unit.
    columns : ndarray of float64, shape (m, k)
        What is added up; the first column is the weight.
    whole : ndarray of float64, shape (s,)
        Weight of each stratum.
    base : int
        The arm left out: the most numerous, for speed.
    arms : int
        How many arms there are.

    Returns
    -------
    ndarray of float64, shape (d, arms, k)
        Sums by arm; the row of `base` stays 0.
    ndarray of float64, shape (d, arms, arms)
        Σ over strata of weight of one arm × weight of another / weight of the stratum.
    """
    draws, units = codes.shape
    width, strata = columns.shape[1], len(whole)
    sums = np.zeros((draws, arms, width))
    shared = np.zeros((draws, arms, arms))
    for i in range(draws):
        held = np.zeros((strata, arms))
        for j in range(units):
            arm = codes[i, j]
            if arm != base:
                held[stratum[j], arm] += columns[j, 0]
                for k in range(width):
                    sums[i, arm, k] += columns[j, k]
        for s in range(strata):
            for a in range(arms):
                if held[s, a] != 0.0:
                    for b in range(arms):
                        shared[i, a, b] += held[s, a] * held[s, b] / whole[s]
    return sums, shared
