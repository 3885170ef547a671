"""Edit the turfs of one bureau by hand: who is in which changes here, `walk_again` tells what it costs."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

from perron.errors import ParameterError
from perron.routing.addresses import place_points
from perron.routing.paths import Graph, components, spanning_length
from perron.turf.bench import FREE, Bench
from perron.turf.cut import REFINE
from perron.turf.mend import mend
from perron.turf.neighbours import stop_graph
from perron.turf.refine import DETOUR, Piece, refine_piece
from perron.turf.start import first_cut
from perron.turf.walks import number_turfs
from perron.turf.windows import subgraph
from perron.words import Words

Ints = NDArray[np.int32]
Rows = NDArray[np.int64]

LONG: Final = 1.15
"""A turf longer than the outing by more than this is told: the plan itself stays within 15 %."""
FEWEST_CORNERS: Final = 3


def building(bench: Bench, addresses: Sequence[str]) -> Rows:
    """Return the pieces of some buildings.

    Parameters
    ----------
    bench : Bench
        The bureau.
    addresses : sequence of str
        Identifiers of addresses.

    Returns
    -------
    ndarray of int64
        Pieces.

    Raises
    ------
    ParameterError
        An address is not in this bureau.
    """
    own = bench.pieces.get_column("address")
    unknown = set(addresses) - set(own)
    if unknown:
        words = Words("this address is not in the bureau", "cette adresse n’est pas dans le bureau")
        raise ParameterError(words, column="address", found=", ".join(sorted(unknown)))
    return np.flatnonzero(own.is_in(list(addresses)).to_numpy())


def inside(bench: Bench, corners: ArrayLike) -> Rows:
    """Return the pieces inside a line drawn around them.

    Parameters
    ----------
    bench : Bench
        The bureau.
    corners : array_like of float, shape (n, 2)
        Longitude and latitude, degrees; the line closes by itself and may cross itself.

    Returns
    -------
    ndarray of int64
        Pieces, none when there is no door inside.

    Raises
    ------
    ParameterError
        Fewer than three points, or something else than numbers.
    """
    ring = np.asarray(corners, dtype=np.float64)
    if ring.ndim != 2 or ring.shape[1:] != (2,) or len(ring) < FEWEST_CORNERS or not np.isfinite(ring).all():
        words = Words("a line around doors has three points or more", "un tracé compte au moins trois points")
        raise ParameterError(words, column="polygon", found=str(len(ring)))
    shape = shapely.make_valid(shapely.polygons(ring))
    lon, lat = bench.pieces.get_column("lon").to_numpy(), bench.pieces.get_column("lat").to_numpy()
    return np.flatnonzero(shapely.intersects_xy(shape, lon, lat))


def moved(turf: Ints, pieces: Rows, to: int) -> Ints:
    """Give some pieces to a turf.

    Parameters
    ----------
    turf : ndarray of int32, shape (n,)
        Number of the turf of each piece.
    pieces : ndarray of int64
        Pieces.
    to : int
        Number of the turf, one that stands or a new one.

    Returns
    -------
    ndarray of int32, shape (n,)
        The same with the pieces moved.
    """
    after = turf.copy()
    after[pieces] = to
    return after


def merged(turf: Ints, numbers: Sequence[int]) -> Ints:
    """Make one turf of several; it keeps the smallest number.

    Parameters
    ----------
    turf : ndarray of int32, shape (n,)
        Number of the turf of each piece.
    numbers : sequence of int
        Turfs, two or more.

    Returns
    -------
    ndarray of int32, shape (n,)
        The same with the turfs merged.

    Raises
    ------
    ParameterError
        Fewer than two turfs.
    """
    if len(set(numbers)) < 2:
        words = Words("merging takes two turfs or more", "il faut au moins deux secteurs à fusionner")
        raise ParameterError(words, found=str(len(set(numbers))))
    return moved(turf, np.flatnonzero(np.isin(turf, list(numbers))), min(numbers))


def split(bench: Bench, turf: Ints, number: int, fresh: Sequence[int]) -> Ints:
    """Split a turf into equal times, each part in one piece when the turf is.

    METIS, then the refinement of `perron.turf.cut`, on the turf alone.

    Parameters
    ----------
    bench : Bench
        The bureau.
    turf : ndarray of int32, shape (n,)
        Number of the turf of each piece.
    number : int
        The turf; the part nearest to the meeting point keeps the number.
    fresh : sequence of int
        Numbers of the other parts: one fewer than there will be parts.

    Returns
    -------
    ndarray of int32, shape (n,)
        The same with the turf split.

    Raises
    ------
    ParameterError
        The turf has fewer stops than parts are wanted, or one part is.
    """
    own = np.flatnonzero(turf == number)
    parts = len(fresh) + 1
    if parts < 2 or len(own) < parts:
        words = Words(
            "this turf cannot be split into so many", "ce secteur ne peut pas être divisé en autant"
        )
        raise ParameterError(words, found=str(parts), expected=Words(f"2 to {len(own)}", f"2 à {len(own)}"))
    part = _parts(bench, own, parts)
    x, y = bench.chunk.x[own], bench.chunk.y[own]
    part = number_turfs(part, parts, x, y, float(x.mean()), float(y.mean()))
    keeps = part[np.argmin((x - bench.meet[0]) ** 2 + (y - bench.meet[1]) ** 2)]
    others = iter(fresh)
    name = np.array([number if p == keeps else next(others) for p in range(parts)], np.int32)
    after = turf.copy()
    after[own] = name[part]
    return after


def _parts(bench: Bench, own: Rows, parts: int) -> Ints:
    """Cut some pieces of a bureau into so many parts, numbered from 0, none empty."""
    points = place_points(bench.place, bench.chunk.x, bench.chunk.y)
    linked = subgraph(stop_graph(bench.place, bench.graph), own)
    stops = _one_piece(linked, bench.chunk.x[own], bench.chunk.y[own])
    minutes = np.ascontiguousarray(bench.chunk.minutes[own])
    seed = int(bench.chunk.seed[0])
    part = first_cut(stops, minutes, parts, seed)
    made = mend(stops, minutes, part, parts)
    assert made == parts
    length = spanning_length(stops)
    pace = bench.settings.pace
    return refine_piece(
        Piece(bench.ways, *points, bench.place[own], stops, minutes),
        part,
        target=float(minutes.sum() + length / pace) / parts,
        pace=pace,
        scale=max(length / max(len(own) - 1, 1), 1.0),
        moves=REFINE,
        seed=seed,
    )


def _one_piece(graph: Graph, x: NDArray[np.float64], y: NDArray[np.float64]) -> Graph:
    """Link what is apart by the nearest points, so that METIS can cut it."""
    piece = components(graph)
    tail = np.repeat(np.arange(len(x), dtype=np.int32), np.diff(graph.first))
    to, length = graph.to, graph.length
    while piece.max() > 0:
        a, b = np.flatnonzero(piece == 0), np.flatnonzero(piece != 0)
        far = np.hypot(x[a][:, None] - x[b], y[a][:, None] - y[b])
        i, j = np.unravel_index(int(far.argmin()), far.shape)
        tail = np.append(tail, [a[i], b[j]]).astype(np.int32)
        to = np.append(to, [b[j], a[i]]).astype(np.int32)
        length = np.append(length, [DETOUR * far[i, j]] * 2)
        piece = np.where(piece == piece[b[j]], 0, piece).astype(np.int32)
    order = np.argsort(tail, kind="stable")
    first = np.zeros(len(x) + 1, np.int32)
    np.cumsum(np.bincount(tail, minlength=len(x)), out=first[1:])
    return Graph(first, to[order], length[order])


def touched(before: Ints, after: Ints) -> list[int]:
    """Return the turfs that an edit changes, those it empties or makes included.

    Parameters
    ----------
    before, after : ndarray of int32, shape (n,)
        Number of the turf of each piece.

    Returns
    -------
    list of int
        Numbers, increasing.
    """
    changed = before != after
    found = np.union1d(before[changed], after[changed])
    return [int(number) for number in found if number != FREE]


def too_long(minutes: float, outing: float) -> bool:
    """Tell whether a turf takes clearly longer than an outing.

    Parameters
    ----------
    minutes : float
        Minutes of the turf, walk included.
    outing : float
        Minutes of an outing.

    Returns
    -------
    bool
        Whether it is more than 15 % longer.
    """
    return minutes > LONG * outing
