"""Many draws of the same law, fast: units shuffled within strata, counts drawn anew each time."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numba import njit
from numpy.typing import NDArray

from perron.experiments.design.rounding import split, uniforms_needed
from perron.routing.draws import below, new_state, uniform

_APART = 0x9E3779B97F4A7C15
_THREADED = 4_000_000
"""Assignments from which several threads are worth their start."""


def _in_pieces(fill: Callable[[NDArray[np.int8], int], None], out: NDArray[np.int8], first: int) -> None:
    """Fill draws, by as many threads as there are processors when there is much to fill."""
    threads = min(os.cpu_count() or 1, 8) if out.size > _THREADED else 1
    if threads == 1:
        fill(out, first)
        return
    edges = [len(out) * i // threads for i in range(threads + 1)]
    with ThreadPoolExecutor(threads) as pool:
        for _ in pool.map(lambda i: fill(out[edges[i] : edges[i + 1]], first + edges[i]), range(threads)):
            pass


def shuffled(  # noqa: PLR0917 - arrays by position, as its kernel
    order: NDArray[np.int64],
    sizes: NDArray[np.int64],
    shares: NDArray[np.float64],
    seed: int,
    first: int,
    draws: int,
) -> NDArray[np.int8]:
    """Return draws of arms within strata.

    Parameters
    ----------
    order : ndarray of int64, shape (n,)
        Units, those of the first stratum first.
    sizes : ndarray of int64, shape (strata,)
        Units in each.
    shares : ndarray of float64, shape (arms,)
        Shares of the arms, which add to 1.
    seed : int
        Seed, 0 or more.
    first : int
        Number of the first draw: draw i depends on the seed and i, not on what is drawn with it.
    draws : int
        How many.

    Returns
    -------
    ndarray of int8, shape (draws, n)
        Arms.
    """
    out = np.empty((draws, len(order)), np.int8)
    _in_pieces(lambda part, at: _shuffle(order, sizes, shares, seed, at, part), out, first)
    return out


@njit(cache=True, nogil=True)
def _shuffle(  # noqa: PLR0917
    order: NDArray[np.int64],
    sizes: NDArray[np.int64],
    shares: NDArray[np.float64],
    seed: int,
    first: int,
    out: NDArray[np.int8],
) -> None:
    need = uniforms_needed(len(sizes), len(shares))
    uniforms = np.empty(need)
    for d in range(len(out)):
        state = new_state(_mixed(seed, first + d))
        for i in range(need):
            uniforms[i] = 1.0 - uniform(state)
        counts = split(sizes, shares, uniforms)
        places = order.copy()
        start = 0
        for s in range(len(sizes)):
            _deal(places[start : start + sizes[s]], counts[s], state, out[d])
            start += sizes[s]


@njit(cache=True, nogil=True)
def _mixed(seed: int, draw: int) -> int:
    return int((np.uint64(seed) * np.uint64(6364136223846793005)) ^ (np.uint64(draw) * np.uint64(_APART)))


@njit(cache=True, nogil=True)
def _deal(
    places: NDArray[np.int64], counts: NDArray[np.int64], state: NDArray[np.uint64], out: NDArray[np.int8]
) -> None:
    """Shuffle one stratum (Fisher and Yates) and give its arms in turn."""
    n = len(places)
    at = 0
    for k in range(len(counts)):
        for _ in range(counts[k]):
            if k < len(counts) - 1:  # the last arm takes what is left
                other = at + below(state, n - at)
                places[at], places[other] = places[other], places[at]
            out[places[at]] = k
            at += 1


def within(  # noqa: PLR0917 - arrays by position, as its kernel
    order: NDArray[np.int64],
    sizes: NDArray[np.int64],
    levels: NDArray[np.int8],
    treated: NDArray[np.float64],
    seed: int,
    first: int,
) -> NDArray[np.int8]:
    """Return draws of units within clusters whose level was drawn.

    Parameters
    ----------
    order : ndarray of int64, shape (n,)
        Units, those of the first cluster first.
    sizes : ndarray of int64, shape (clusters,)
        Units in each.
    levels : ndarray of int8, shape (draws, clusters)
        Level of each cluster.
    treated : ndarray of float64, shape (levels,)
        Share of units treated at each level.
    seed : int
        Seed, 0 or more.
    first : int
        Number of the first draw.

    Returns
    -------
    ndarray of int8, shape (draws, n)
        1 for treated units. Fractions are carried among the clusters of a level, as between strata.
    """
    out = np.empty((len(levels), len(order)), np.int8)

    def fill(part: NDArray[np.int8], at: int) -> None:
        _within(order, sizes, levels[at - first : at - first + len(part)], treated, seed, at, part)

    _in_pieces(fill, out, first)
    return out


@njit(cache=True, nogil=True)
def _within(  # noqa: PLR0917
    order: NDArray[np.int64],
    sizes: NDArray[np.int64],
    levels: NDArray[np.int8],
    treated: NDArray[np.float64],
    seed: int,
    first: int,
    out: NDArray[np.int8],
) -> None:
    starts = np.empty(len(treated))
    for d in range(len(levels)):
        state = new_state(_mixed(seed ^ 0x5DEECE66D, first + d))
        for i in range(len(treated)):
            starts[i] = 1.0 - uniform(state)
        seen = np.zeros(len(treated), np.int64)
        before = np.zeros(len(treated), np.int64)
        places = order.copy()
        at = 0
        for c in range(len(sizes)):
            level = levels[d, c]
            seen[level] += sizes[c]
            end = int(np.floor(np.round(seen[level] * (1.0 - treated[level]), 9) + starts[level]))
            counts = np.array([end - before[level], sizes[c] - end + before[level]])
            before[level] = end
            _deal(places[at : at + sizes[c]], counts, state, out[d])
            at += sizes[c]
