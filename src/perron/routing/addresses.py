"""The address graph: which doors are neighbours on foot, from numbers and points alone.

Nodes are places: distinct points. Links join (1) consecutive numbers of one side of a street, (2) a number
and the nearest one across the street, the crossing priced, (3) addresses of two streets that are each other's
nearest, around a corner, and the ends of each side with their nearest neighbours of other streets, (4) pieces
left apart, by their nearest points.
"""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from perron.routing.grid import make_grid, nearest
from perron.routing.paths import Graph, components

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]

CELL_M = 40.0
CLOSE_M = 35.0
"""Farthest neighbour around a corner, metres."""
CORNER_M = 80.0
"""Farthest neighbour of a side's first and last number, metres."""
ACROSS_M = 60.0
"""Widest street crossed, metres."""
SIDE_M = 250.0
"""Farthest next number on a side, metres; beyond, other streets lie between."""
DETOUR = 1.3
"""Length on foot over length as the crow flies, where no street is known (Boscoe, Henry & Zdeb 2012: 1.4)."""


class Links(NamedTuple):
    """Links found so far, each once."""

    a: Ints
    b: Ints
    length: Floats
    used: Ints


@njit(cache=True, nogil=True)
def _link(links: Links, a: int, b: int, length: float) -> None:
    slot = links.used[0]
    if a != b and slot < links.a.size:
        links.a[slot] = a
        links.b[slot] = b
        links.length[slot] = length
        links.used[0] = slot + 1


@njit(cache=True, nogil=True)
def places(x: Floats, y: Floats) -> Ints:
    """Give each distinct point a number, in the order they first appear.

    Parameters
    ----------
    x, y : ndarray of float64, shape (n,)
        Points, metres.

    Returns
    -------
    ndarray of int32, shape (n,)
        Place of each point, from 0.
    """
    n = x.size
    order = np.argsort(x, kind="mergesort")
    same = np.arange(n).astype(np.int32)  # first row at the same point
    for i in range(n):
        j = i - 1
        while j >= 0 and x[order[j]] == x[order[i]]:
            if y[order[j]] == y[order[i]]:
                same[order[i]] = same[order[j]]
                break
            j -= 1
    place = np.empty(n, np.int32)
    count = 0
    for i in range(n):
        if same[i] == i:
            place[i] = count
            count += 1
        else:
            place[i] = place[same[i]]
    return place


@njit(cache=True, nogil=True)
def place_points(place: Ints, x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Return the point of each place.

    Parameters
    ----------
    place : ndarray of int32, shape (n,)
        Place of each address.
    x, y : ndarray of float64, shape (n,)
        Addresses, metres.

    Returns
    -------
    tuple of ndarray of float64, shape (places,)
        Metres east and north.
    """
    count = place.max() + 1
    px, py = np.empty(count), np.empty(count)
    for i in range(place.size):
        px[place[i]] = x[i]
        py[place[i]] = y[i]
    return px, py


@njit(cache=True, nogil=True)
def to_graph(n: int, a: Ints, b: Ints, length: Floats) -> Graph:
    """Turn a list of links into a graph; of several links between two nodes the shortest stays.

    Parameters
    ----------
    n : int
        Nodes.
    a, b : ndarray of int32, shape (m,)
        Ends.
    length : ndarray of float64, shape (m,)
        Metres.

    Returns
    -------
    Graph
        The graph.
    """
    first = np.zeros(n + 1, np.int32)
    for e in range(a.size):
        first[a[e] + 1] += 1
        first[b[e] + 1] += 1
    for i in range(n):
        first[i + 1] += first[i]
    to = np.empty(2 * a.size, np.int32)
    metres = np.empty(2 * a.size)
    fill = first[:-1].copy()
    for e in range(a.size):
        for way in range(2):
            here = a[e] if way == 0 else b[e]
            there = b[e] if way == 0 else a[e]
            to[fill[here]] = there
            metres[fill[here]] = length[e]
            fill[here] += 1
    kept = 0
    start = 0
    for i in range(n):
        begin = kept
        for e in range(start, first[i + 1]):
            old = begin
            while old < kept and to[old] != to[e]:
                old += 1
            if old == kept:
                to[kept] = to[e]
                metres[kept] = metres[e]
                kept += 1
            elif metres[e] < metres[old]:
                metres[old] = metres[e]
        start = first[i + 1]
        first[i + 1] = kept
    return Graph(first, to[:kept].copy(), metres[:kept].copy())


@njit(cache=True, nogil=True)
def _street_links(
    x: Floats, y: Floats, street: Ints, side: Ints, place: Ints, crossing: float, links: Links
) -> None:
    """Link along both sides, across and around corners; rows sorted by street and number."""
    n = x.size
    grid = make_grid(x, y, CELL_M)
    last = np.full(3, -1, np.int64)
    ends = np.zeros(n, np.bool_)
    for i in range(n):
        if i == 0 or street[i] != street[i - 1]:
            last[:] = -1
        before = last[side[i]]
        apart = 0.0 if before < 0 else np.hypot(x[i] - x[before], y[i] - y[before])
        if before < 0 or side[i] == 2 or apart > SIDE_M:
            ends[i] = True
            if before >= 0:
                ends[before] = True
        else:
            _link(links, place[before], place[i], apart)
        last[side[i]] = i
    last_of = np.full(3, -1, np.int64)
    for i in range(n - 1, -1, -1):
        if i == n - 1 or street[i] != street[i + 1]:
            last_of[:] = -1
        if last_of[side[i]] < 0:
            ends[i] = True
        last_of[side[i]] = i
    for i in range(n):
        if side[i] < 2:
            j = nearest(grid, i, street, True, side, ACROSS_M)
            if j >= 0:
                _link(links, place[i], place[j], np.hypot(x[i] - x[j], y[i] - y[j]) + crossing)
        j = nearest(grid, i, street, False, side, CORNER_M if ends[i] else CLOSE_M)
        if j >= 0 and (ends[i] or nearest(grid, j, street, False, side, CLOSE_M) == i):
            _link(links, place[i], place[j], np.hypot(x[i] - x[j], y[i] - y[j]))
            if ends[i]:
                k = _second(grid.x, grid.y, i, j, street, grid, CORNER_M)
                if k >= 0:
                    _link(links, place[i], place[k], np.hypot(x[i] - x[k], y[i] - y[k]) + crossing)


@njit(cache=True, nogil=True)
def _second(x: Floats, y: Floats, i: int, j: int, street: Ints, grid, reach: float) -> int:  # type: ignore[no-untyped-def]  # noqa: ANN001
    """Return the nearest address of a third street."""
    column, row = int((x[i] - grid.left) / grid.cell), int((y[i] - grid.low) / grid.cell)
    span = int(reach / grid.cell) + 1
    best = -1
    bound = reach * reach
    for r in range(max(row - span, 0), min(row + span, grid.rows - 1) + 1):
        for c in range(max(column - span, 0), min(column + span, grid.columns - 1) + 1):
            cell = r * grid.columns + c
            for m in range(grid.first[cell], grid.first[cell + 1]):
                k = grid.member[m]
                if street[k] in (street[i], street[j]):
                    continue
                far = (x[k] - x[i]) ** 2 + (y[k] - y[i]) ** 2
                if far < bound or (far == bound and (best < 0 or k < best)):
                    bound = far
                    best = k
    return best


@njit(cache=True, nogil=True)
def _bridges(px: Floats, py: Floats, graph: Graph, limit: float, links: Links) -> bool:
    """Link each piece but the largest to the nearest other one; False when nothing is left to link."""
    piece = components(graph)
    count = piece.max() + 1
    if count == 1:
        return False
    size = np.zeros(count, np.int32)
    for p in piece:
        size[p] += 1
    largest = np.argmax(size)
    grid = make_grid(px, py, CELL_M)
    best = np.full(count, np.inf)
    ends = np.full((count, 2), -1, np.int32)
    for i in range(px.size):
        p = piece[i]
        if p == largest:
            continue
        j = nearest(grid, i, piece, False, piece, min(limit, best[p]))
        if j >= 0:
            apart = np.hypot(px[i] - px[j], py[i] - py[j])
            if apart < best[p]:
                best[p] = apart
                ends[p, 0] = i
                ends[p, 1] = j
    found = False
    for p in range(count):
        if ends[p, 0] >= 0:
            _link(links, ends[p, 0], ends[p, 1], DETOUR * best[p])
            found = True
    return found


@njit(cache=True, nogil=True)
def address_links(
    x: Floats, y: Floats, street: Ints, number: Ints, place: Ints, crossing: float, limit: float
) -> Graph:
    """Build the address graph of one bureau.

    Parameters
    ----------
    x, y : ndarray of float64, shape (n,)
        Addresses, metres on a local plane, sorted by street and number.
    street : ndarray of int32, shape (n,)
        Street of each address.
    number : ndarray of int32, shape (n,)
        House number, negative where unknown; its parity is the side of the street.
    place : ndarray of int32, shape (n,)
        Place of each address, from `places`.
    crossing : float
        Price of crossing a street, metres of walk.
    limit : float
        Longest gap, metres, bridged between pieces that no street joins.

    Returns
    -------
    Graph
        Places and links.
    """
    n = x.size
    count = place.max() + 1
    px, py = place_points(place, x, y)
    side = np.empty(n, np.int32)
    for i in range(n):
        side[i] = 2 if number[i] < 0 else number[i] % 2
    room = 6 * n + 16
    links = Links(np.empty(room, np.int32), np.empty(room, np.int32), np.empty(room), np.zeros(1, np.int32))
    _street_links(x, y, street, side, place, crossing, links)
    for _ in range(64):
        m = links.used[0]
        graph = to_graph(count, links.a[:m], links.b[:m], links.length[:m])
        if not _bridges(px, py, graph, limit, links):
            return graph
    return graph
