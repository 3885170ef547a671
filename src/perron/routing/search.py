"""Iterated local search for a closed tour (Lourenço, Martin & Stützle 2003)."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from perron.routing.draws import State, below
from perron.routing.exact import LARGEST, shortest_tour
from perron.routing.moves import EPSILON, Floats, Ints, or_opt, push, two_opt

NEIGHBOURS = 10
"""Nearest places tried from each place."""

LONGEST_KICK = 50
"""Longest segment, in places, that a kick exchanges."""


@njit(cache=True, nogil=True)
def tour_length(d: Floats, order: Ints) -> float:
    """Return the length of a closed tour.

    Parameters
    ----------
    d : ndarray of float64, shape (n, n)
        Distances.
    order : ndarray of int32, shape (n,)
        The tour.

    Returns
    -------
    float
        Length, in the unit of `d`.
    """
    total = 0.0
    last = order[order.size - 1]
    for place in order:
        total += d[last, place]
        last = place
    return total


@njit(cache=True, nogil=True)
def nearest_places(d: Floats, k: int) -> Ints:
    """Return the nearest places of each place, nearest first, the smaller number first when equal.

    Parameters
    ----------
    d : ndarray of float64, shape (n, n)
        Distances.
    k : int
        Places wanted, at most n - 1.

    Returns
    -------
    ndarray of int32, shape (n, k)
        Places.
    """
    n = d.shape[0]
    near = np.empty((n, k), np.int32)
    length = np.empty(k)
    for i in range(n):
        kept = 0
        for j in range(n):
            if j == i or (kept == k and d[i, j] >= length[k - 1]):
                continue
            slot = kept if kept < k else k - 1
            kept = min(kept + 1, k)
            while slot > 0 and length[slot - 1] > d[i, j]:
                length[slot] = length[slot - 1]
                near[i, slot] = near[i, slot - 1]
                slot -= 1
            length[slot] = d[i, j]
            near[i, slot] = j
    return near


@njit(cache=True, nogil=True)
def nearest_neighbour(d: Floats, order: Ints) -> None:
    """Write the tour that always goes to the nearest place left, from place 0.

    Parameters
    ----------
    d : ndarray of float64, shape (n, n)
        Distances.
    order : ndarray of int32, shape (n,)
        Receives the tour.
    """
    n = order.size
    for i in range(n):
        order[i] = i
    for i in range(1, n):
        best = i
        for j in range(i + 1, n):
            if d[order[i - 1], order[j]] < d[order[i - 1], order[best]]:
                best = j
        order[i], order[best] = order[best], order[i]


@njit(cache=True, nogil=True)
def descend(
    d: Floats,
    near: Ints,
    order: Ints,
    at: Ints,
    queue: Ints,
    waiting: NDArray[np.bool_],
    head: int,
    tail: int,
    touched: Ints,
) -> float:
    """Improve the tour around the queued places until nothing improves.

    Parameters
    ----------
    d, near, order, at, touched
        As in `perron.routing.moves.two_opt`.
    queue, waiting, head, tail
        Ring of places to look at.

    Returns
    -------
    float
        Length saved.
    """
    saved = 0.0
    while head < tail:
        place = queue[head % queue.size]
        head += 1
        waiting[place] = False
        while True:
            ends = 4
            gain = two_opt(d, near, order, at, place, touched)
            if gain == 0.0:
                ends = 6
                gain = or_opt(d, near, order, at, place, touched)
            if gain == 0.0:
                break
            saved += gain
            for i in range(ends):
                if touched[i] != place:
                    tail = push(queue, waiting, tail, touched[i])
    return saved


@njit(cache=True, nogil=True)
def kick(d: Floats, order: Ints, at: Ints, state: State, touched: Ints, spare: Ints) -> float:
    """Exchange two neighbouring segments: the double bridge, kept local (Martin, Otto & Felten 1991).

    Parameters
    ----------
    d, order, at
        The tour, changed in place; 8 places or more.
    state : ndarray of uint64
        Random state.
    touched : ndarray of int32, shape (6,)
        Receives the six ends.
    spare : ndarray of int32, shape (n,)
        Scratch.

    Returns
    -------
    float
        Length added.
    """
    n = order.size
    longest = min(LONGEST_KICK, n // 3)
    first = below(state, n)
    a = 1 + below(state, longest)
    b = 1 + below(state, longest)
    p0 = order[first]
    p1 = order[(first + 1) % n]
    p2 = order[(first + a) % n]
    p3 = order[(first + a + 1) % n]
    p4 = order[(first + a + b) % n]
    p5 = order[(first + a + b + 1) % n]
    for i in range(a + b):
        spare[i] = order[(first + 1 + i) % n]
    for i in range(a + b):
        place = spare[(i + a) % (a + b)]
        position = (first + 1 + i) % n
        order[position] = place
        at[place] = position
    touched[0], touched[1], touched[2], touched[3], touched[4], touched[5] = p0, p1, p2, p3, p4, p5
    return float(d[p0, p3] + d[p4, p1] + d[p2, p5] - d[p0, p1] - d[p2, p3] - d[p4, p5])


@njit(cache=True, nogil=True)
def improve_tour(d: Floats, order: Ints, kicks: int, state: State) -> None:
    """Shorten a closed tour: descent, then kicks kept when the tour is no longer than before.

    Parameters
    ----------
    d : ndarray of float64, shape (n, n)
        Symmetric distances, zero on the diagonal.
    order : ndarray of int32, shape (n,)
        A tour, changed in place; never made longer.
    kicks : int
        Kicks, 0 for a plain descent.
    state : ndarray of uint64
        Random state.
    """
    n = order.size
    if n <= 3:
        return
    if n <= LARGEST:
        shortest_tour(d, order)
        return
    near = nearest_places(d, min(NEIGHBOURS, n - 1))
    at = np.empty(n, np.int32)
    queue = np.empty(n, np.int32)
    waiting = np.ones(n, np.bool_)
    touched = np.empty(6, np.int32)
    spare = np.empty(n, np.int32)
    for position in range(n):
        at[order[position]] = position
        queue[position] = order[position]
    descend(d, near, order, at, queue, waiting, 0, n, touched)
    best_order = order.copy()
    for _ in range(kicks):
        added = kick(d, order, at, state, touched, spare)
        tail = 0
        for i in range(6):
            tail = push(queue, waiting, tail, touched[i])
        added -= descend(d, near, order, at, queue, waiting, 0, tail, touched)
        if added <= EPSILON:
            for i in range(n):
                best_order[i] = order[i]
        else:
            for i in range(n):
                place = best_order[i]
                order[i] = place
                at[place] = i
