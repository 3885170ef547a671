"""Walking order: the shortest way found through a set of places."""

import numpy as np
from numba import njit
from numpy.typing import ArrayLike, NDArray

from perron.errors import ParameterError
from perron.routing.draws import State, new_state
from perron.routing.moves import Floats, Ints
from perron.routing.search import improve_tour, nearest_neighbour
from perron.words import Words

EFFORT = 5
"""Kicks per place of the iterated local search, by default."""


@njit(cache=True, nogil=True)
def closed_walk(d: Floats, kicks: int, state: State) -> Ints:
    """Return a short closed tour.

    Parameters
    ----------
    d : ndarray of float64, shape (n, n)
        Symmetric distances.
    kicks : int
        Kicks of the local search.
    state : ndarray of uint64
        Random state.

    Returns
    -------
    ndarray of int32, shape (n,)
        The tour, place 0 first.
    """
    n = d.shape[0]
    order = np.empty(n, np.int32)
    nearest_neighbour(d, order)
    improve_tour(d, order, kicks, state)
    zero = 0
    while n > 0 and order[zero] != 0:
        zero += 1
    tour = np.empty(n, np.int32)
    for i in range(n):
        tour[i] = order[(zero + i) % n]
    return tour


@njit(cache=True, nogil=True)
def open_walk(d: Floats, start: int, kicks: int, state: State) -> Ints:
    """Return a short open walk, from a given place or from the best one.

    A dummy place at distance zero of every other closes the walk; tied to the start by a bonus longer than
    any walk, it makes a closed tour of the open walk that begins there.

    Parameters
    ----------
    d : ndarray of float64, shape (n, n)
        Symmetric distances.
    start : int
        First place, or -1 for any.
    kicks : int
        Kicks of the local search.
    state : ndarray of uint64
        Random state.

    Returns
    -------
    ndarray of int32, shape (n,)
        The walk.
    """
    n = d.shape[0]
    wide = np.zeros((n + 1, n + 1))
    longest = 0.0
    for i in range(n):
        for j in range(n):
            wide[i + 1, j + 1] = d[i, j]
            longest = max(longest, d[i, j])
    if start >= 0:
        bonus = 1.0 + 2.0 * n * longest
        wide[0, start + 1] = -bonus
        wide[start + 1, 0] = -bonus
    tour = closed_walk(wide, kicks, state)
    walk = np.empty(n, np.int32)
    turn = start >= 0 and tour[1] != start + 1
    for i in range(n):
        walk[i] = tour[n - i if turn else i + 1] - 1
    return walk


def walk_order(
    distance: ArrayLike,
    *,
    start: int | None = None,
    closed: bool = False,
    effort: int = EFFORT,
    seed: int = 1,
) -> NDArray[np.int32]:
    """Return the order in which to visit places, as short as the search finds.

    Parameters
    ----------
    distance : array_like of float, shape (n, n)
        Symmetric distances, metres or minutes; only their sum matters.
    start : int, optional
        First place, 0 to n - 1; by default the walk starts wherever it is shortest.
    closed : bool
        Come back to the first place (place 0 unless `start` is given).
    effort : int
        Kicks per place, 0 or more.
    seed : int
        Seed; the same seed gives the same order on every machine.

    Returns
    -------
    ndarray of int32, shape (n,)
        The places in walking order.

    Raises
    ------
    ParameterError
        The matrix is not square, symmetric and finite, or the start is not a place.

    Notes
    -----
    Iterated local search (Lourenço, Martin & Stützle 2003) over 2-opt (Croes 1958) and Or-opt (Or 1976);
    nine places or fewer are solved exactly (Held & Karp 1962).
    """
    d = np.ascontiguousarray(distance, dtype=np.float64)
    if d.ndim != 2 or d.shape[0] != d.shape[1] or not np.isfinite(d).all() or not np.allclose(d, d.T):
        raise ParameterError(
            Words(
                "distances must be a square, symmetric table of finite numbers",
                "les distances doivent former un tableau carré, symétrique, de nombres finis",
            )
        )
    n = len(d)
    if start is not None and not 0 <= start < n:
        raise ParameterError(
            Words("the start is not one of the places", "le départ n’est pas un des lieux"), found=str(start)
        )
    if n == 0:
        return np.zeros(0, np.int32)
    kicks = effort * n
    if not closed:
        return np.asarray(open_walk(d, -1 if start is None else start, kicks, new_state(seed)))
    tour = closed_walk(d, kicks, new_state(seed))
    return np.roll(tour, -int(np.flatnonzero(tour == (start or 0))[0]))
