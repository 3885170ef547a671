"""Shortest ways in a sparse graph, for many starts, in compiled code."""

from typing import Any

import numpy as np
from numba import njit


@njit(cache=True, nogil=True)
def _push(keys: Any, items: Any, size: int, key: float, item: int) -> int:
    """Put an item on a binary heap and return the heap's new size."""
    at = size
    while at > 0:
        above = (at - 1) // 2
        if keys[above] <= key:
            break
        keys[at], items[at] = keys[above], items[above]
        at = above
    keys[at], items[at] = key, item
    return size + 1


@njit(cache=True, nogil=True)
def _pop(keys: Any, items: Any, size: int) -> int:
    """Take the first item off a binary heap (leaving it to the caller) and return the new size."""
    size -= 1
    key, item = keys[size], items[size]
    at = 0
    while 2 * at + 1 < size:
        below = 2 * at + 1
        if below + 1 < size and keys[below + 1] < keys[below]:
            below += 1
        if keys[below] >= key:
            break
        keys[at], items[at] = keys[below], items[below]
        at = below
    keys[at], items[at] = key, item
    return size


@njit(cache=True, nogil=True)
def shortest_ways(offset: Any, head: Any, metres: Any, stops: Any, limit: float) -> Any:
    """Shortest ways from each stop to all stops (Dijkstra 1959), stopped at the limit."""
    n = len(offset) - 1
    room = len(head) + 1
    keys, items = np.empty(room), np.empty(room, dtype=np.int64)
    best = np.full(n, np.inf)
    touched = np.empty(n, dtype=np.int64)
    out = np.empty((len(stops), len(stops)))
    for row in range(len(stops)):
        seen = 1
        touched[0] = stops[row]
        best[stops[row]] = 0.0
        size = _push(keys, items, 0, 0.0, stops[row])
        while size > 0:
            key, node = keys[0], items[0]
            size = _pop(keys, items, size)
            if key > best[node]:
                continue
            for k in range(offset[node], offset[node + 1]):
                reach = key + metres[k]
                if reach <= limit and reach < best[head[k]]:
                    if best[head[k]] == np.inf:
                        touched[seen] = head[k]
                        seen += 1
                    best[head[k]] = reach
                    size = _push(keys, items, size, reach, head[k])
        for column in range(len(stops)):
            out[row, column] = best[stops[column]]
        for k in range(seen):
            best[touched[k]] = np.inf
    return out
