"""The line of a walk on foot: along the graph its length was measured on, not straight from stop to stop."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from perron.routing.paths import Graph

Ints = NDArray[np.int32]
Floats = NDArray[np.float64]


@njit(cache=True, nogil=True)
def way_between(graph: Graph, start: int, end: int, far: Floats, back: Ints, seen: Ints) -> Ints:
    """Return the nodes of a shortest way (Dijkstra 1959, the queue a plain list: bureaux are small).

    Parameters
    ----------
    graph : Graph
        The graph.
    start, end : int
        Nodes.
    far : ndarray of float64, shape (n,)
        Scratch, infinite; left so.
    back, seen : ndarray of int32, shape (n,)
        Scratch.

    Returns
    -------
    ndarray of int32
        Nodes from start to end; only these two where no way leads.
    """
    far[start] = 0.0
    seen[0] = start
    head, count = 0, 1
    while head < count:
        best = head
        for s in range(head, count):
            if far[seen[s]] < far[seen[best]]:
                best = s
        seen[head], seen[best] = seen[best], seen[head]
        here = seen[head]
        head += 1
        if here == end:
            break
        for e in range(graph.first[here], graph.first[here + 1]):
            there = graph.to[e]
            metres = far[here] + graph.length[e]
            if metres < far[there]:
                if far[there] == np.inf:
                    seen[count] = there
                    count += 1
                far[there] = metres
                back[there] = here
    length = 2
    if far[end] < np.inf:
        node = end
        length = 1
        while node != start:
            node = back[node]
            length += 1
    way = np.empty(length, np.int32)
    way[0], way[length - 1] = start, end
    node = end
    for i in range(length - 1, 0, -1):
        way[i] = node
        if i > 1:
            node = back[node]
    for s in range(count):
        far[seen[s]] = np.inf
    return way


@njit(cache=True, nogil=True)
def walk_nodes(graph: Graph, places: Ints) -> Ints:
    """Return the nodes that a walk passes.

    Parameters
    ----------
    graph : Graph
        The graph.
    places : ndarray of int32, shape (m,)
        Places in walking order, m >= 1.

    Returns
    -------
    ndarray of int32
        Nodes, none twice in a row.
    """
    n = graph.first.size - 1
    far, back, seen = np.full(n, np.inf), np.empty(n, np.int32), np.empty(n, np.int32)
    room = np.empty(64, np.int32)
    room[0] = places[0]
    count = 1
    for i in range(1, places.size):
        if places[i] == places[i - 1]:
            continue
        way = way_between(graph, places[i - 1], places[i], far, back, seen)
        while count + way.size > room.size:
            wider = np.empty(2 * room.size, np.int32)
            wider[:count] = room[:count]
            room = wider
        for j in range(1, way.size):
            room[count] = way[j]
            count += 1
    return room[:count].copy()


def on_foot(ways: Graph, places: Ints, nodes: Floats) -> Floats:
    """Return the line of a walk.

    Parameters
    ----------
    ways : Graph
        The graph on which the walk was measured.
    places : ndarray of int32, shape (m,)
        Place of each stop, in walking order; m >= 1.
    nodes : ndarray of float64, shape (nodes, 2)
        Longitude and latitude of the graph's nodes, degrees; rows of NaN are passed over.

    Returns
    -------
    ndarray of float64, shape (k, 2)
        Longitude and latitude, rounded to six decimals, no point twice in a row.
    """
    line = nodes[walk_nodes(ways, places)]
    line = np.round(line[~np.isnan(line[:, 0])], 6)
    moved = np.concatenate([[True], (np.diff(line, axis=0) != 0).any(axis=1)])
    return np.asarray(line[moved])
