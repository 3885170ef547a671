"""Very large pieces are refined by windows of neighbouring turfs, elsewhere each round."""

from concurrent.futures import ThreadPoolExecutor
from os import cpu_count
from typing import Final

import numpy as np
from numpy.typing import NDArray

from perron.routing.paths import Graph
from perron.turf.refine import Piece, refine_piece

Ints = NDArray[np.int32]
Rows = NDArray[np.int64]

WINDOW_STOPS: Final = 3000
"""Most stops refined at once: their distances fill a square table."""
ROUNDS: Final = ((0.5, 1.0), (0.35, 0.5), (0.65, 0.25))
"""Where each round cuts the piece into windows, and the temperature it begins with, both as shares."""


def subgraph(graph: Graph, inside: Rows) -> Graph:
    """Return the links between some stops, renumbered.

    Parameters
    ----------
    graph : Graph
        Stops and links.
    inside : ndarray of int64, shape (k,)
        Stops kept, increasing.

    Returns
    -------
    Graph
        Their links.
    """
    number = np.full(len(graph.first) - 1, -1, np.int32)
    number[inside] = np.arange(len(inside))
    tail = np.repeat(number, np.diff(graph.first))
    head = number[graph.to]
    keep = (tail >= 0) & (head >= 0)
    first = np.zeros(len(inside) + 1, np.int32)
    np.cumsum(np.bincount(tail[keep], minlength=len(inside)), out=first[1:])
    return Graph(first, head[keep], graph.length[keep])


def windows(x: NDArray[np.float64], y: NDArray[np.float64], many: Rows, share: float) -> list[Rows]:
    """Group turfs into windows by cutting the plane across its longer side, again and again.

    Parameters
    ----------
    x, y : ndarray of float64, shape (turfs,)
        Middle of each turf, metres.
    many : ndarray of int64, shape (turfs,)
        Stops of each turf.
    share : float
        Share of the stops on one side of the first two cuts; later ones cut in half.

    Returns
    -------
    list of ndarray
        Turfs of each window.
    """
    waiting = [(np.arange(len(many)), 0)]
    found = []
    while waiting:
        turfs, depth = waiting.pop()
        if many[turfs].sum() <= WINDOW_STOPS or len(turfs) == 1:
            found.append(turfs)
            continue
        axis = x if np.ptp(x[turfs]) >= np.ptp(y[turfs]) else y
        order = turfs[np.argsort(axis[turfs], kind="stable")]
        shares = np.cumsum(many[order]) / many[order].sum()
        middle = int(np.clip(np.searchsorted(shares, share if depth < 2 else 0.5), 1, len(order) - 1))
        waiting += [(order[:middle], depth + 1), (order[middle:], depth + 1)]
    return found


def refine(
    piece: Piece, part: Ints, *, target: float, pace: float, scale: float, moves: int, seed: int
) -> Ints:
    """Refine the cut of a piece, whole when it is small enough.

    Parameters
    ----------
    piece : Piece
        Stops and distances.
    part : ndarray of int32, shape (n,)
        Turf of each stop, in one piece each, none empty.
    target : float
        Minutes wanted.
    pace : float
        Metres a minute.
    scale : float
        Mean link, metres.
    moves : int
        Moves tried per stop.
    seed : int
        Seed.

    Returns
    -------
    ndarray of int32, shape (n,)
        Turf of each stop; the same whatever the number of threads.
    """
    if len(part) <= WINDOW_STOPS:
        return refine_piece(piece, part, target=target, pace=pace, scale=scale, moves=moves, seed=seed)

    def window(inside: Rows, heat: float) -> tuple[Rows, Ints]:
        turfs, own = np.unique(part[inside], return_inverse=True)
        small = Piece(
            piece.links,
            piece.px,
            piece.py,
            piece.place[inside],
            subgraph(piece.stops, inside),
            piece.minutes[inside],
        )
        found = refine_piece(
            small,
            own.astype(np.int32),
            target=target,
            pace=pace,
            scale=scale,
            moves=moves // len(ROUNDS),
            seed=seed,
            heat=heat,
        )
        return inside, turfs[found].astype(np.int32)

    with ThreadPoolExecutor(cpu_count()) as threads:
        for share, heat in ROUNDS:
            groups = _groups(piece, part, share)
            done = list(threads.map(window, groups, [heat] * len(groups)))
            part = part.copy()
            for inside, found in done:
                part[inside] = found
    return part


def _groups(piece: Piece, part: Ints, share: float) -> list[Rows]:
    """Return the stops of each window."""
    many = np.bincount(part).astype(np.int64)
    x = np.bincount(part, piece.px[piece.place]) / many
    y = np.bincount(part, piece.py[piece.place]) / many
    which = np.empty(len(many), np.int64)
    groups = windows(x, y, many, share)
    for w, turfs in enumerate(groups):
        which[turfs] = w
    return [np.flatnonzero(which[part] == w) for w in range(len(groups))]
