"""Walking distances between points along a street network."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

from perron.geo.projection import local_metres, local_origin
from perron.geo.shortest import shortest_ways
from perron.geo.streets import StreetNetwork

_FAR: Final = np.inf


@dataclass(frozen=True, slots=True)
class Snapped:
    """Points brought to the nearest edge of a network.

    Parameters
    ----------
    edge : ndarray of int64, shape (n,)
        Nearest edge.
    off : ndarray of float64, shape (n,)
        Metres from the point to the edge.
    along : ndarray of float64, shape (n,)
        Metres along the edge from its start to the foot of the point.
    """

    edge: NDArray[np.int64]
    off: NDArray[np.float64]
    along: NDArray[np.float64]


def snap(network: StreetNetwork, lon: ArrayLike, lat: ArrayLike) -> Snapped:
    """Find the nearest edge of each point, edges taken as straight lines between their nodes.

    Parameters
    ----------
    network : StreetNetwork
        Streets; at least one edge.
    lon, lat : array_like of float, shape (n,)
        Points, WGS 84 degrees.

    Returns
    -------
    Snapped
        Edge, distance to it, and place along it; of edges equally near, the first.
    """
    origin = local_origin(network.lon, network.lat)
    x, y = local_metres(network.lon, network.lat, origin=origin)
    px, py = local_metres(lon, lat, origin=origin)
    start, end = network.start, network.end
    lines = shapely.linestrings(np.stack([x[start], x[end]], 1), np.stack([y[start], y[end]], 1))
    points = shapely.points(px, py)
    if not len(points):
        return Snapped(np.zeros(0, np.int64), np.zeros(0), np.zeros(0))
    which, edge = shapely.STRtree(lines).query_nearest(points, all_matches=True)
    order = np.lexsort((edge, which))
    first = np.unique(which[order], return_index=True)[1]
    edge = edge[order][first].astype(np.int64)
    off = shapely.distance(points, lines[edge])
    share = shapely.line_locate_point(lines[edge], points, normalized=True)
    return Snapped(edge, off, np.nan_to_num(share) * network.length[edge])


def network_distances(
    network: StreetNetwork, lon: ArrayLike, lat: ArrayLike, limit_m: float = _FAR
) -> NDArray[np.float64]:
    """Return the walking distance between every two points along the streets.

    Parameters
    ----------
    network : StreetNetwork
        Streets, walked both ways.
    lon, lat : array_like of float, shape (n,)
        Points, WGS 84 degrees.
    limit_m : float
        Search no farther than this many metres of street.

    Returns
    -------
    ndarray of float64, shape (n, n)
        Metres, symmetric, zero on the diagonal; each distance holds the way from the point to its street and
        from the other street to the other point. Infinite where there is no way within the limit.
    """
    at = snap(network, lon, lat)
    from_start, from_end = at.along, network.length[at.edge] - at.along
    nodes = np.concatenate([network.start[at.edge], network.end[at.edge]]).astype(np.int64)
    stops, place = np.unique(nodes, return_inverse=True)
    offset, head, metres = _adjacency(network)
    between = shortest_ways(offset, head, metres, stops, float(limit_m))
    n = len(at.edge)
    distance: NDArray[np.float64] = np.full((n, n), _FAR)
    for mine, i in ((from_start, place[:n]), (from_end, place[n:])):
        for theirs, j in ((from_start, place[:n]), (from_end, place[n:])):
            np.minimum(distance, mine[:, None] + between[np.ix_(i, j)] + theirs[None, :], out=distance)
    same = at.edge[:, None] == at.edge[None, :]
    distance = np.where(same, np.minimum(distance, np.abs(at.along[:, None] - at.along[None, :])), distance)
    distance = np.minimum(distance, distance.T)
    distance[distance > limit_m] = _FAR
    distance += at.off[:, None] + at.off[None, :]
    np.fill_diagonal(distance, 0.0)
    return distance


def node_distances(network: StreetNetwork, nodes: ArrayLike, limit_m: float = _FAR) -> NDArray[np.float64]:
    """Return the walking distance between every two of some nodes.

    Parameters
    ----------
    network : StreetNetwork
        Streets, walked both ways.
    nodes : array_like of int, shape (n,)
        Node numbers, distinct.
    limit_m : float
        Search no farther than this many metres.

    Returns
    -------
    ndarray of float64, shape (n, n)
        Metres; infinite where there is no way within the limit.
    """
    ways: NDArray[np.float64] = shortest_ways(
        *_adjacency(network), np.asarray(nodes, dtype=np.int64), float(limit_m)
    )
    return ways


def _adjacency(network: StreetNetwork) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    tail = np.concatenate([network.start, network.end]).astype(np.int64)
    head = np.concatenate([network.end, network.start]).astype(np.int64)
    metres = np.concatenate([network.length, network.length])
    order = np.argsort(tail, kind="stable")
    offset = np.zeros(len(network.lon) + 1, dtype=np.int64)
    np.cumsum(np.bincount(tail, minlength=len(network.lon)), out=offset[1:])
    return offset, head[order], metres[order]
