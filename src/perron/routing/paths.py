"""Shortest ways on a sparse graph (Dijkstra 1959, binary heap)."""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]


class Graph(NamedTuple):
    """A sparse undirected graph, every edge in both directions.

    Parameters
    ----------
    first : ndarray of int32, shape (n + 1,)
        Where the neighbours of each node begin.
    to : ndarray of int32, shape (m,)
        Neighbours.
    length : ndarray of float64, shape (m,)
        Length of each edge, metres.
    """

    first: Ints
    to: Ints
    length: Floats


@njit(cache=True, nogil=True)
def _push(key: Floats, node: Ints, size: int, far: float, what: int) -> int:
    slot = size
    while slot > 0:
        up = (slot - 1) >> 1
        if key[up] <= far:
            break
        key[slot] = key[up]
        node[slot] = node[up]
        slot = up
    key[slot] = far
    node[slot] = what
    return size + 1


@njit(cache=True, nogil=True)
def _pop(key: Floats, node: Ints, size: int) -> int:
    size -= 1
    far, what = key[size], node[size]
    slot = 0
    while True:
        child = 2 * slot + 1
        if child >= size:
            break
        if child + 1 < size and key[child + 1] < key[child]:
            child += 1
        if key[child] >= far:
            break
        key[slot] = key[child]
        node[slot] = node[child]
        slot = child
    key[slot] = far
    node[slot] = what
    return size


@njit(cache=True, nogil=True)
def ways_from(
    graph: Graph,
    source: int,
    reach: float,
    wanted: NDArray[np.bool_],
    left: int,
    far: Floats,
    seen: Ints,
    key: Floats,
    node: Ints,
) -> int:
    """Write the distance from a node to those within reach, nearest first.

    Parameters
    ----------
    graph : Graph
        The graph.
    source : int
        Where from.
    reach : float
        Farthest distance, metres.
    wanted : ndarray of bool, shape (n,)
        Nodes whose distances matter.
    left : int
        Number of wanted nodes; the search stops once they are all reached.
    far : ndarray of float64, shape (n,)
        Receives distances; all infinite before the call.
    seen : ndarray of int32, shape (n,)
        Receives the nodes whose `far` was written, so that the caller can clear them.
    key, node : ndarray, shape (m + 1,)
        Scratch of the heap.

    Returns
    -------
    int
        Nodes in `seen`. Distances of nodes not reached may be too long, never too short.
    """
    far[source] = 0.0
    seen[0] = source
    count = 1
    size = _push(key, node, 0, 0.0, source)
    while size > 0:
        here, what = key[0], node[0]
        size = _pop(key, node, size)
        if here > far[what]:
            continue
        if wanted[what]:
            left -= 1
            if left == 0:
                break
        for e in range(graph.first[what], graph.first[what + 1]):
            there = here + graph.length[e]
            other = graph.to[e]
            if there < far[other] and there <= reach:
                if far[other] == np.inf:
                    seen[count] = other
                    count += 1
                far[other] = there
                size = _push(key, node, size, there, other)
    return count


@njit(cache=True, nogil=True)
def all_ways(graph: Graph, nodes: Ints, reach: float) -> Floats:
    """Return the distance between every two of some nodes.

    Parameters
    ----------
    graph : Graph
        The graph.
    nodes : ndarray of int32, shape (k,)
        Nodes, distinct.
    reach : float
        Farthest distance searched, metres.

    Returns
    -------
    ndarray of float64, shape (k, k)
        Metres, symmetric; infinite where there is no way within reach.
    """
    n = graph.first.size - 1
    k = nodes.size
    wanted = np.zeros(n, np.bool_)
    for node in nodes:
        wanted[node] = True
    far = np.full(n, np.inf)
    seen = np.empty(n, np.int32)
    between = np.full((k, k), np.inf)
    key, node = np.empty(graph.to.size + 1), np.empty(graph.to.size + 1, np.int32)
    for i in range(k):
        count = ways_from(graph, nodes[i], reach, wanted, k, far, seen, key, node)
        for j in range(k):
            between[i, j] = far[nodes[j]]
        for s in range(count):
            far[seen[s]] = np.inf
    for i in range(k):
        between[i, i] = 0.0
        for j in range(i):
            shortest = min(between[i, j], between[j, i])
            between[i, j] = shortest
            between[j, i] = shortest
    return between


@njit(cache=True, nogil=True)
def components(graph: Graph) -> Ints:
    """Return the piece of the graph each node belongs to, numbered from 0 in the order of the nodes.

    Parameters
    ----------
    graph : Graph
        The graph.

    Returns
    -------
    ndarray of int32, shape (n,)
        Piece of each node.
    """
    n = graph.first.size - 1
    piece = np.full(n, -1, np.int32)
    stack = np.empty(n, np.int32)
    count = 0
    for root in range(n):
        if piece[root] >= 0:
            continue
        piece[root] = count
        stack[0] = root
        size = 1
        while size > 0:
            size -= 1
            node = stack[size]
            for e in range(graph.first[node], graph.first[node + 1]):
                other = graph.to[e]
                if piece[other] < 0:
                    piece[other] = count
                    stack[size] = other
                    size += 1
        count += 1
    return piece


@njit(cache=True, nogil=True)
def spanning_length(graph: Graph) -> float:
    """Return the length of a minimum spanning forest (Kruskal 1956).

    Parameters
    ----------
    graph : Graph
        The graph.

    Returns
    -------
    float
        Metres.
    """
    n = graph.first.size - 1
    tail = np.empty(graph.to.size, np.int32)
    for i in range(n):
        tail[graph.first[i] : graph.first[i + 1]] = i
    root = np.arange(n)
    total = 0.0
    for e in np.argsort(graph.length, kind="mergesort"):
        a, b = tail[e], graph.to[e]
        if a > b:
            continue
        while root[a] != a:
            root[a] = root[root[a]]
            a = root[a]
        while root[b] != b:
            root[b] = root[root[b]]
            b = root[b]
        if a != b:
            root[a] = b
            total += graph.length[e]
    return total
