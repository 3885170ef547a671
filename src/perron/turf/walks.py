"""The walks of a bureau's turfs: start, order, legs."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from perron.routing.draws import new_state
from perron.routing.moves import Floats, Ints
from perron.routing.paths import Graph, all_ways, components
from perron.routing.walk import open_walk
from perron.turf.neighbours import stops_by_place

Found = tuple[Ints, Ints, Floats, Floats, NDArray[np.bool_]]


@njit(cache=True, nogil=True)
def number_turfs(part: Ints, parts: int, x: Floats, y: Floats, cx: float, cy: float) -> Ints:
    """Give the turfs numbers, clockwise from the north around the bureau.

    Parameters
    ----------
    part : ndarray of int32, shape (n,)
        Part of each stop.
    parts : int
        Number of parts.
    x, y : ndarray of float64, shape (n,)
        Stops, metres.
    cx, cy : float
        Centre, metres.

    Returns
    -------
    ndarray of int32, shape (n,)
        Turf of each stop, from 0.
    """
    sx, sy, count = np.zeros(parts), np.zeros(parts), np.zeros(parts)
    for i in range(part.size):
        sx[part[i]] += x[i] - cx
        sy[part[i]] += y[i] - cy
        count[part[i]] += 1.0
    angle = np.full(parts, np.inf)
    for p in range(parts):
        if count[p] > 0:
            angle[p] = np.arctan2(sx[p], sy[p]) % (2.0 * np.pi)
    order = np.argsort(angle, kind="mergesort")
    rank = np.empty(parts, np.int32)
    for r in range(parts):
        rank[order[r]] = r
    turf = np.empty(part.size, np.int32)
    for i in range(part.size):
        turf[i] = rank[part[i]]
    return turf


@njit(cache=True, nogil=True)
def _distances(graph: Graph, nodes: Ints, x: Floats, y: Floats) -> Floats:
    """Return walking distances between places; a long way round where no link leads."""
    d = all_ways(graph, nodes, np.inf)
    for i in range(nodes.size):
        for j in range(nodes.size):
            if d[i, j] == np.inf:
                d[i, j] = 2.0 * np.hypot(x[i] - x[j], y[i] - y[j])
    return d


@njit(cache=True, nogil=True)
def _inside(graph: Graph, nodes: Ints) -> bool:
    """Whether places are one piece on the links between them."""
    number = np.full(graph.first.size - 1, -1, np.int32)
    for i in range(nodes.size):
        number[nodes[i]] = i
    first = np.zeros(nodes.size + 1, np.int32)
    room = 0
    for node in nodes:
        room += graph.first[node + 1] - graph.first[node]
    to = np.empty(room, np.int32)
    kept = 0
    for i in range(nodes.size):
        for e in range(graph.first[nodes[i]], graph.first[nodes[i] + 1]):
            if number[graph.to[e]] >= 0:
                to[kept] = number[graph.to[e]]
                kept += 1
        first[i + 1] = kept
    return bool(components(Graph(first, to, np.empty(0))).max() < 1)


@njit(cache=True, nogil=True)
def walk_turf(
    graph: Graph,
    ways: Graph,
    place: Ints,
    x: Floats,
    y: Floats,
    stops: Ints,
    meet_x: float,
    meet_y: float,
    effort: int,
    seed: int,
) -> tuple[Ints, Floats, bool]:
    """Order the stops of one turf.

    Parameters
    ----------
    graph : Graph
        The bureau's places and links.
    ways : Graph
        The graph on which distances are measured, its first nodes the places.
    place : ndarray of int32, shape (n,)
        Place of each of the bureau's stops.
    x, y : ndarray of float64, shape (n,)
        The bureau's stops, metres.
    stops : ndarray of int32, shape (m,)
        The turf's stops, in the bureau's order (street, number, floor).
    meet_x, meet_y : float
        Meeting point, metres: the walk starts at the stop nearest to it.
    effort : int
        Kicks per place.
    seed : int
        Seed.

    Returns
    -------
    order : ndarray of int32, shape (m,)
        The turf's stops in walking order; stops of one place stay together in their own order.
    leg : ndarray of float64, shape (m,)
        Metres walked to each of them from the one before; 0 at the start.
    one_piece : bool
        Whether the turf is connected on the address graph.
    """
    m = stops.size
    slot = np.full(graph.first.size - 1, -1, np.int32)
    nodes = np.empty(m, np.int32)
    px, py = np.empty(m), np.empty(m)
    count = 0
    start = 0
    nearest = np.inf
    for s in stops:
        if slot[place[s]] >= 0:
            continue
        far = (x[s] - meet_x) ** 2 + (y[s] - meet_y) ** 2
        if far < nearest:
            nearest = far
            start = count
        slot[place[s]] = count
        nodes[count], px[count], py[count] = place[s], x[s], y[s]
        count += 1
    nodes = nodes[:count].copy()
    d = _distances(ways, nodes, px, py)
    walk = open_walk(d, start, effort * count, new_state(seed))
    order = np.empty(m, np.int32)
    leg = np.zeros(m)
    done = 0
    for w in range(count):
        if w > 0:
            leg[done] = d[walk[w - 1], walk[w]]
        for s in stops:
            if slot[place[s]] == walk[w]:
                order[done] = s
                done += 1
    return order, leg, _inside(graph, nodes)


@njit(cache=True, nogil=True)
def walk_turfs(
    graph: Graph,
    ways: Graph,
    place: Ints,
    x: Floats,
    y: Floats,
    turf: Ints,
    meet_x: float,
    meet_y: float,
    effort: int,
    seed: int,
) -> Found:
    """Order the stops of every turf of a bureau.

    Parameters
    ----------
    graph, ways, place, x, y, meet_x, meet_y, effort, seed
        As in `walk_turf`.
    turf : ndarray of int32, shape (n,)
        Turf of each stop, from 0.

    Returns
    -------
    order : ndarray of int32, shape (n,)
        Place of each stop in its walk, from 1.
    first : ndarray of int32, shape (turfs,)
        First stop of each turf.
    leg : ndarray of float64, shape (n,)
        Metres walked to each stop from the one before.
    walk : ndarray of float64, shape (turfs,)
        Length of each walk, metres.
    one_piece : ndarray of bool, shape (turfs,)
        Whether each turf is connected.
    """
    n = turf.size
    turfs = int(turf.max()) + 1
    order, first = np.empty(n, np.int32), np.empty(turfs, np.int32)
    leg, walk, one_piece = np.empty(n), np.zeros(turfs), np.empty(turfs, np.bool_)
    begin, members = stops_by_place(turf, turfs)
    for t in range(turfs):
        stops = members[begin[t] : begin[t + 1]]
        found, legs, whole = walk_turf(graph, ways, place, x, y, stops, meet_x, meet_y, effort, seed + t)
        first[t] = found[0]
        one_piece[t] = whole
        for i in range(stops.size):
            order[found[i]] = i + 1
            leg[found[i]] = legs[i]
            walk[t] += legs[i]
    return order, first, leg, walk, one_piece
