"""The shortest closed tour of a handful of places, by dynamic programming."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

LARGEST = 9
"""Places solved exactly: 2**8 × 8 states, some ten microseconds."""


@njit(cache=True, nogil=True)
def shortest_tour(distance: NDArray[np.float64], tour: NDArray[np.int32]) -> None:
    """Write the shortest closed tour (Bellman 1962; Held & Karp 1962).

    Parameters
    ----------
    distance : ndarray of float64, shape (n, n)
        Symmetric distances, n at most `LARGEST`.
    tour : ndarray of int32, shape (n,)
        Receives the tour, which begins with place 0.
    """
    n = distance.shape[0]
    for i in range(n):
        tour[i] = i
    if n <= 3:
        return
    m = n - 1
    full = 1 << m
    best = np.full((full, m), np.inf)
    before = np.zeros((full, m), np.int8)
    for j in range(m):
        best[1 << j, j] = distance[0, j + 1]
    for subset in range(1, full):
        for j in range(m):
            here = best[subset, j]
            if not (subset >> j) & 1 or here == np.inf:
                continue
            for k in range(m):
                if (subset >> k) & 1:
                    continue
                grown = subset | (1 << k)
                cost = here + distance[j + 1, k + 1]
                if cost < best[grown, k]:
                    best[grown, k] = cost
                    before[grown, k] = j
    last = 0
    for j in range(1, m):
        if best[full - 1, j] + distance[j + 1, 0] < best[full - 1, last] + distance[last + 1, 0]:
            last = j
    subset = full - 1
    for place in range(m, 0, -1):
        tour[place] = last + 1
        subset, last = subset & ~(1 << last), before[subset, last]
