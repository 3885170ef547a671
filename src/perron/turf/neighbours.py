"""Which stops are neighbours: those of one place, and those of linked places."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from perron.routing.paths import Graph

Ints = NDArray[np.int32]
Floats = NDArray[np.float64]

DENSE = 8
"""Up to this many stops at a place, every two are linked; beyond, only the nearest in order."""
BAND = 4
HOLD_M = 200
"""Neighbours this far apart are held together no more than strangers, metres."""


@njit(cache=True, nogil=True)
def stops_by_place(place: Ints, places: int) -> tuple[Ints, Ints]:
    """List the stops of each place.

    Parameters
    ----------
    place : ndarray of int32, shape (n,)
        Place of each stop.
    places : int
        Number of places.

    Returns
    -------
    first : ndarray of int32, shape (places + 1,)
        Where each place begins in `stops`.
    stops : ndarray of int32, shape (n,)
        Stops, place by place, in their own order.
    """
    first = np.zeros(places + 1, np.int32)
    for p in place:
        first[p + 1] += 1
    for p in range(places):
        first[p + 1] += first[p]
    stops = np.empty(place.size, np.int32)
    fill = first[:-1].copy()
    for s in range(place.size):
        stops[fill[place[s]]] = s
        fill[place[s]] += 1
    return first, stops


@njit(cache=True, nogil=True)
def _linked(a: int, b: int, many_a: int, many_b: int) -> bool:
    """Whether the a-th stop of a place is linked with the b-th of a neighbouring place."""
    if many_a * many_b <= DENSE * DENSE:
        return True
    return abs(a * many_b - b * many_a) <= max(many_a, many_b)


@njit(cache=True, nogil=True)
def stop_graph(place: Ints, graph: Graph) -> Graph:
    """Return the graph of stops: one piece on it is one piece on the address graph.

    Parameters
    ----------
    place : ndarray of int32, shape (n,)
        Place of each stop.
    graph : Graph
        Places and links.

    Returns
    -------
    Graph
        Stops and links, metres.
    """
    n = place.size
    places = graph.first.size - 1
    begin, stops = stops_by_place(place, places)
    first = np.zeros(n + 1, np.int32)
    to = np.empty(0, np.int32)
    length = np.empty(0, np.float64)
    for pass_ in range(2):
        if pass_ == 1:
            to = np.empty(first[n], np.int32)
            length = np.empty(first[n], np.float64)
        total = 0
        for s in range(n):
            p = place[s]
            mine = begin[p + 1] - begin[p]
            a = 0
            while stops[begin[p] + a] != s:
                a += 1
            for b in range(mine):
                if b != a and (mine <= DENSE or abs(a - b) <= BAND):
                    if pass_ == 1:
                        to[total] = stops[begin[p] + b]
                        length[total] = 0.0
                    total += 1
            for e in range(graph.first[p], graph.first[p + 1]):
                q = graph.to[e]
                theirs = begin[q + 1] - begin[q]
                for b in range(theirs):
                    if _linked(a, b, mine, theirs):
                        if pass_ == 1:
                            to[total] = stops[begin[q] + b]
                            length[total] = graph.length[e]
                        total += 1
            if pass_ == 0:
                first[s + 1] = total
    return Graph(first, to, length)


@njit(cache=True, nogil=True)
def nearness(graph: Graph) -> Ints:
    """Return how strongly METIS should hold neighbours together: the nearer, the more.

    Parameters
    ----------
    graph : Graph
        Stops and links.

    Returns
    -------
    ndarray of int32, shape (m,)
        Weight of each link, 1 or more.
    """
    weight = np.empty(graph.to.size, np.int32)
    for e in range(weight.size):
        weight[e] = max(1, HOLD_M - int(graph.length[e]))
    return weight
