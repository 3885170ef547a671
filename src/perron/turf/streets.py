"""Walking distances on a street network, the sides of the streets kept apart."""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from perron.geo.streets import StreetNetwork
from perron.routing.addresses import to_graph
from perron.routing.paths import Graph

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]

MARGIN_DEG: Final = 0.004
"""Streets kept around the doors, degrees: some 300 to 450 m."""
SNAP_M: Final = 100.0
"""Farthest street an address is brought to, metres."""
OWN_M: Final = 50.0
"""Links between addresses kept beside the streets: next doors and crossings, metres."""


class Streets(NamedTuple):
    """Streets around some bureaux.

    Parameters
    ----------
    lon, lat : ndarray of float64, shape (n,)
        Nodes, degrees.
    start, end : ndarray of int32, shape (m,)
        Edges.
    length : ndarray of float64, shape (m,)
        Metres.
    """

    lon: Floats
    lat: Floats
    start: Ints
    end: Ints
    length: Floats


def crop(network: StreetNetwork | Streets, lon: Floats, lat: Floats) -> Streets:
    """Keep the streets near some points.

    Parameters
    ----------
    network : StreetNetwork or Streets
        Streets.
    lon, lat : ndarray of float64
        Points, degrees.

    Returns
    -------
    Streets
        Edges with an end in the points' box and its margin.
    """
    inside = (
        (network.lon >= lon.min() - MARGIN_DEG)
        & (network.lon <= lon.max() + MARGIN_DEG)
        & (network.lat >= lat.min() - MARGIN_DEG)
        & (network.lat <= lat.max() + MARGIN_DEG)
    )
    edge = np.flatnonzero(inside[network.start] | inside[network.end])
    node = np.unique(np.concatenate([network.start[edge], network.end[edge]]))
    number = np.zeros(len(network.lon), np.int32)
    number[node] = np.arange(len(node))
    return Streets(
        network.lon[node],
        network.lat[node],
        number[network.start[edge]],
        number[network.end[edge]],
        network.length[edge],
    )


def street_ways(graph: Graph, px: Floats, py: Floats, sx: Floats, sy: Floats, streets: Streets) -> Graph:
    """Return the graph of distances: places first, then their feet on the streets, then the streets' nodes.

    A place reaches the nearest street within `SNAP_M`, on its own side: along a side the way is free, across
    it is by the address graph's priced crossings or round the end of the street.

    Parameters
    ----------
    graph : Graph
        The address graph.
    px, py : ndarray of float64, shape (places,)
        Places, metres.
    sx, sy : ndarray of float64, shape (nodes,)
        The streets' nodes, metres on the same plane.
    streets : Streets
        Streets.

    Returns
    -------
    Graph
        Places, feet and nodes.
    """
    n = len(px)
    tail = np.repeat(np.arange(n, dtype=np.int32), np.diff(graph.first))
    one_way = tail < graph.to
    a, b, length = tail[one_way], graph.to[one_way], graph.length[one_way]
    if not len(streets.start):
        return graph
    edge, along, off, left = _snap(px, py, sx, sy, streets)
    on = off <= SNAP_M
    own = (length <= OWN_M) | ~on[a] | ~on[b]
    node = 2 * n
    feet = np.flatnonzero(on)
    order = feet[np.lexsort((along[feet], left[feet], edge[feet]))]
    key = 2 * edge[order] + left[order]
    new = np.concatenate([[True], key[1:] != key[:-1]]) if len(order) else np.zeros(0, bool)
    last = np.concatenate([new[1:], [True]]) if len(order) else new
    run = order[~last], order[~new]
    tails = [a[own], feet, order[new] + n, order[last] + n, run[0] + n, streets.start + node]
    heads = [
        b[own],
        feet + n,
        streets.start[edge[order[new]]] + node,
        streets.end[edge[order[last]]] + node,
        run[1] + n,
        streets.end + node,
    ]
    metres = [
        length[own],
        off[feet],
        along[order[new]],
        streets.length[edge[order[last]]] - along[order[last]],
        along[run[1]] - along[run[0]],
        streets.length,
    ]
    ends = tuple(np.concatenate(c).astype(np.int32) for c in (tails, heads))
    return to_graph(node + len(sx), ends[0], ends[1], np.concatenate(metres))


def _snap(
    px: Floats, py: Floats, sx: Floats, sy: Floats, streets: Streets
) -> tuple[NDArray[np.int64], Floats, Floats, NDArray[np.int64]]:
    """Return the nearest edge of each place, metres along it, metres off it, and the side (1 left)."""
    x0, y0 = sx[streets.start], sy[streets.start]
    dx, dy = sx[streets.end] - x0, sy[streets.end] - y0
    square = np.maximum(dx * dx + dy * dy, 1e-9)
    edge, share = np.empty(len(px), np.int64), np.empty(len(px))
    off, left = np.empty(len(px)), np.empty(len(px), np.int64)
    for i in range(len(px)):
        t = np.clip(((px[i] - x0) * dx + (py[i] - y0) * dy) / square, 0.0, 1.0)
        far = np.hypot(px[i] - x0 - t * dx, py[i] - y0 - t * dy)
        e = int(np.argmin(far))
        edge[i], share[i], off[i] = e, t[e], far[e]
        left[i] = dx[e] * (py[i] - y0[e]) - dy[e] * (px[i] - x0[e]) > 0
    return edge, share * streets.length[edge], off, left
