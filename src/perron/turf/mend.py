"""Put a cut in order before it is refined: every turf in one piece, none empty."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from perron.routing.paths import Graph

Ints = NDArray[np.int32]
Floats = NDArray[np.float64]

ROUNDS = 6


@njit(cache=True, nogil=True)
def _spread(graph: Graph, part: Ints, root: int, label: Ints, mark: int, queue: Ints) -> int:
    """Mark what a stop reaches inside its turf, nearest first; return how many stops are in `queue`."""
    queue[0] = root
    label[root] = mark
    head, tail = 0, 1
    while head < tail:
        i = queue[head]
        head += 1
        for e in range(graph.first[i], graph.first[i + 1]):
            j = graph.to[e]
            if part[j] == part[root] and label[j] < 0:
                label[j] = mark
                queue[tail] = j
                tail += 1
    return tail


@njit(cache=True, nogil=True)
def keep_largest(graph: Graph, minutes: Floats, part: Ints, parts: int) -> Floats:
    """Keep the heaviest piece of each turf and give the other stops to the lightest turf they touch.

    Parameters
    ----------
    graph : Graph
        Stops and links; connected.
    minutes : ndarray of float64, shape (n,)
        Minutes of each stop.
    part : ndarray of int32, shape (n,)
        Turf of each stop, changed in place.
    parts : int
        Number of turfs.

    Returns
    -------
    ndarray of float64, shape (parts,)
        Minutes of each turf.
    """
    n = part.size
    label, queue = np.full(n, -1, np.int32), np.empty(n, np.int32)
    best, kept = np.full(parts, -1.0), np.full(parts, -1, np.int32)
    mark = 0
    for root in range(n):
        if label[root] >= 0:
            continue
        many = _spread(graph, part, root, label, mark, queue)
        weight = 0.0
        for q in range(many):
            weight += minutes[queue[q]]
        if weight > best[part[root]]:
            best[part[root]] = weight
            kept[part[root]] = mark
        mark += 1
    load = np.zeros(parts)
    for i in range(n):
        if label[i] != kept[part[i]]:
            part[i] = -1
        else:
            load[part[i]] += minutes[i]
    moved = True
    while moved:
        moved = False
        for i in range(n):
            if part[i] >= 0:
                continue
            for e in range(graph.first[i], graph.first[i + 1]):
                k = part[graph.to[e]]
                if k >= 0 and (part[i] < 0 or load[k] < load[part[i]]):
                    part[i] = k
            if part[i] >= 0:
                load[part[i]] += minutes[i]
                moved = True
    return load


@njit(cache=True, nogil=True)
def mend(graph: Graph, minutes: Floats, part: Ints, parts: int) -> int:
    """Make every turf one piece, and fill empty ones with half of the heaviest.

    Parameters
    ----------
    graph, minutes, part, parts
        As in `keep_largest`; turfs are renumbered so that none is empty.

    Returns
    -------
    int
        Number of turfs.
    """
    n = part.size
    label, queue = np.full(n, -1, np.int32), np.empty(n, np.int32)
    for _ in range(ROUNDS):
        load = keep_largest(graph, minutes, part, parts)
        many = np.zeros(parts, np.int32)
        for i in range(n):
            many[part[i]] += 1
        empty, heavy = -1, -1
        for k in range(parts):
            if many[k] == 0:
                empty = k
            elif many[k] > 1 and (heavy < 0 or load[k] > load[heavy]):
                heavy = k
        if empty < 0 or heavy < 0:
            break
        while empty >= 0 and heavy >= 0:
            root = 0
            while part[root] != heavy:
                root += 1
            label[:] = -1
            count = _spread(graph, part, root, label, 0, queue)
            label[:] = -1
            count = _spread(graph, part, queue[count - 1], label, 0, queue)
            half = 0.0
            for q in range(count - 1):
                if q > 0 and half + minutes[queue[q]] / 2.0 > load[heavy] / 2.0:
                    break
                half += minutes[queue[q]]
                part[queue[q]] = empty
                many[heavy] -= 1
                many[empty] += 1
            load[heavy] -= half
            load[empty] = half
            empty, heavy = -1, -1
            for k in range(parts):
                if many[k] == 0:
                    empty = k
                elif many[k] > 1 and (heavy < 0 or load[k] > load[heavy]):
                    heavy = k
    keep_largest(graph, minutes, part, parts)
    number = np.full(parts, -1, np.int32)
    turfs = 0
    for i in range(n):
        if number[part[i]] < 0:
            number[part[i]] = turfs
            turfs += 1
        part[i] = number[part[i]]
    return turfs
