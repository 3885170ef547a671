"""The unit of work: some whole bureaux as arrays, in and out, on any executor.

Bureaux are independent and each has its own seed, so the result is the same bytes whatever runs it.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from perron.routing.addresses import address_links, place_points, places
from perron.routing.paths import Graph, components, spanning_length
from perron.turf.mend import mend
from perron.turf.neighbours import stop_graph
from perron.turf.refine import Piece
from perron.turf.start import first_cut
from perron.turf.streets import Streets, crop, street_ways
from perron.turf.walks import number_turfs, walk_turfs
from perron.turf.windows import refine, subgraph

Ints = NDArray[np.int32]
Floats = NDArray[np.float64]

WALK_OVER_TREE = 1.1
"""Length of the turfs' open walks over the length of a minimum spanning tree, to guess how many turfs."""


class Settings(NamedTuple):
    """Parameters of a cut, as plain numbers.

    Parameters
    ----------
    minutes : float
        Target, minutes.
    pace : float
        Metres a minute.
    crossing_m : float
        Price of a crossing, metres.
    gap_m : float
        Longest gap bridged between pieces of a bureau, metres.
    refine : int
        Refinement moves tried per stop.
    effort : int
        Kicks per place in the final walks.
    """

    minutes: float
    pace: float
    crossing_m: float
    gap_m: float
    refine: int
    effort: int


class Chunk(NamedTuple):
    """Some bureaux.

    Parameters
    ----------
    first : ndarray of int64, shape (bureaux + 1,)
        Where the stops of each bureau begin.
    x, y : ndarray of float64, shape (n,)
        Stops, metres on their bureau's plane, sorted by bureau, street and number.
    street, number : ndarray of int32, shape (n,)
        Street, and house number (-1 unknown).
    minutes : ndarray of float64, shape (n,)
        Minutes of each stop.
    meet_x, meet_y : ndarray of float64, shape (bureaux,)
        Meeting point of each bureau, metres; NaN for its centre.
    seed : ndarray of int64, shape (bureaux,)
        Seed of each bureau.
    plane : ndarray of float64, shape (bureaux, 4)
        Each bureau's plane: longitude and latitude of its origin, metres per degree east and north.
    streets : Streets or None
        Streets to walk on.
    """

    first: NDArray[np.int64]
    x: Floats
    y: Floats
    street: Ints
    number: Ints
    minutes: Floats
    meet_x: Floats
    meet_y: Floats
    seed: NDArray[np.int64]
    plane: Floats
    streets: Streets | None


class Done(NamedTuple):
    """What a chunk gives back, in the chunk's order.

    Parameters
    ----------
    turf, order : ndarray of int32, shape (n,)
        Turf of each stop within its bureau from 0, and place in the walk from 1.
    leg : ndarray of float64, shape (n,)
        Metres walked to each stop from the one before.
    turfs : ndarray of int32, shape (bureaux,)
        Turfs of each bureau.
    walk : ndarray of float64, shape (all turfs,)
        Length of each walk, metres.
    one_piece : ndarray of bool, shape (all turfs,)
        Whether each turf is connected.
    """

    turf: Ints
    order: Ints
    leg: Floats
    turfs: Ints
    walk: Floats
    one_piece: NDArray[np.bool_]


def turfs_for(minutes: float, target: float) -> int:
    """Return how many turfs bring their minutes nearest to the target, in ratio.

    Parameters
    ----------
    minutes : float
        Minutes in all, walk included.
    target : float
        Minutes of a turf.

    Returns
    -------
    int
        Number of turfs, 1 or more.
    """
    few = max(1, int(minutes / target))
    return few if minutes * minutes <= few * (few + 1) * target * target else few + 1


def bureau_graph(chunk: Chunk, b: int, settings: Settings) -> tuple[Ints, Graph]:
    """Return the place of each stop of a bureau, and the places' links.

    Parameters
    ----------
    chunk : Chunk
        Bureaux.
    b : int
        Which.
    settings : Settings
        Parameters.

    Returns
    -------
    place : ndarray of int32
        Place of each stop.
    graph : Graph
        Links, metres.
    """
    rows = slice(int(chunk.first[b]), int(chunk.first[b + 1]))
    x, y = chunk.x[rows], chunk.y[rows]
    place = places(x, y)
    graph = address_links(
        x, y, chunk.street[rows], chunk.number[rows], place, settings.crossing_m, settings.gap_m
    )
    return place, graph


def cut_bureau(
    chunk: Chunk, b: int, settings: Settings
) -> tuple[Ints, Ints, Floats, Floats, NDArray[np.bool_]]:
    """Cut one bureau of a chunk and order its walks.

    Parameters
    ----------
    chunk : Chunk
        Bureaux.
    b : int
        Which.
    settings : Settings
        Parameters.

    Returns
    -------
    tuple of ndarray
        Turf, order and leg of each stop; walk and one_piece of each turf.
    """
    rows = slice(int(chunk.first[b]), int(chunk.first[b + 1]))
    x, y, minutes = chunk.x[rows], chunk.y[rows], chunk.minutes[rows]
    place, graph = bureau_graph(chunk, b, settings)
    seed = int(chunk.seed[b])
    points = place_points(place, x, y)
    ways = bureau_ways(chunk, b, graph, points)[0]
    part = _parts(place, graph, ways, points, minutes, settings, seed)
    weight = minutes / max(minutes.sum(), 1e-9)
    cx, cy = float(x @ weight), float(y @ weight)
    turf = number_turfs(part, int(part.max()) + 1, x, y, cx, cy)
    meet = (float(chunk.meet_x[b]), float(chunk.meet_y[b]))
    if np.isnan(meet[0]):
        meet = (cx, cy)
    order, _, leg, walk, one_piece = walk_turfs(graph, ways, place, x, y, turf, *meet, settings.effort, seed)
    return turf, order, leg, walk, one_piece


def bureau_ways(
    chunk: Chunk, b: int, graph: Graph, points: tuple[Floats, Floats]
) -> tuple[Graph, Floats, Floats]:
    """Return the graph on which the distances of a bureau are measured: its own links, or the streets around.

    Parameters
    ----------
    chunk : Chunk
        Bureaux.
    b : int
        Which.
    graph : Graph
        The bureau's places and links.
    points : tuple of ndarray of float64
        Its places, metres east and north.

    Returns
    -------
    ways : Graph
        The graph, its first nodes the places.
    x, y : ndarray of float64, shape (nodes,)
        Its nodes, metres; NaN for the foot of a place on its street.
    """
    if chunk.streets is None:
        return graph, *points
    lon0, lat0, east, north = chunk.plane[b]
    near = crop(chunk.streets, points[0] / east + lon0, points[1] / north + lat0)
    sx, sy = (near.lon - lon0) * east, (near.lat - lat0) * north
    ways = street_ways(graph, *points, sx, sy, near)
    if ways is graph:
        return graph, *points
    feet = np.full(len(points[0]), np.nan)
    return ways, np.concatenate([points[0], feet, sx]), np.concatenate([points[1], feet, sy])


def _parts(
    place: Ints,
    graph: Graph,
    ways: Graph,
    points: tuple[Floats, Floats],
    minutes: Floats,
    settings: Settings,
    seed: int,
) -> Ints:
    """Cut each piece of a bureau."""
    stops = stop_graph(place, graph)
    piece = components(stops)
    part = np.empty(len(place), np.int32)
    done = 0
    for p in range(int(piece.max()) + 1):
        inside = np.flatnonzero(piece == p)
        own = stops if len(inside) == len(place) else subgraph(stops, inside)
        found = cut_piece(
            Piece(ways, *points, place[inside], own, np.ascontiguousarray(minutes[inside])), settings, seed
        )
        part[inside] = found + done
        done += int(found.max()) + 1
    return part


def cut_piece(piece: Piece, settings: Settings, seed: int) -> Ints:
    """Cut a connected part of a bureau: METIS, then refinement.

    Parameters
    ----------
    piece : Piece
        Stops and distances.
    settings : Settings
        Parameters.
    seed : int
        Seed.

    Returns
    -------
    ndarray of int32, shape (n,)
        Turf of each stop, from 0, none empty.
    """
    n = len(piece.minutes)
    length = spanning_length(piece.stops)
    total = float(piece.minutes.sum()) + WALK_OVER_TREE * length / settings.pace
    turfs = min(turfs_for(total, settings.minutes), n)
    if turfs == 1:
        return np.zeros(n, np.int32)
    part = first_cut(piece.stops, piece.minutes, turfs, seed)
    turfs = mend(piece.stops, piece.minutes, part, turfs)
    scale = max(length / max(len(np.unique(piece.place)) - 1, 1), 1.0)
    return refine(
        piece,
        part,
        target=settings.minutes,
        pace=settings.pace,
        scale=scale,
        moves=settings.refine,
        seed=seed,
    )


def cut_chunk(chunk: Chunk, settings: Settings) -> Done:
    """Cut every bureau of a chunk.

    Parameters
    ----------
    chunk : Chunk
        Bureaux, at least one stop each.
    settings : Settings
        Parameters.

    Returns
    -------
    Done
        Turfs and walks.
    """
    parts = [cut_bureau(chunk, b, settings) for b in range(len(chunk.first) - 1)]
    turf, order, leg, walk, one_piece = (np.concatenate(column) for column in zip(*parts, strict=True))
    turfs = np.array([len(p[3]) for p in parts], np.int32)
    return Done(turf, order, leg, turfs, walk, one_piece)
