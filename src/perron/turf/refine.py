"""Refinement of one piece of a bureau."""

from typing import Final, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from perron.routing.draws import new_state
from perron.routing.paths import Graph, ways_from
from perron.turf.anneal import Rules, anneal, make_rings
from perron.turf.board import make_board

Ints = NDArray[np.int32]
Floats = NDArray[np.float64]

WHOLE = 700
"""Up to this many places, every distance is exact during the refinement."""
REACH = 10.0
"""Beyond this many mean links, distances are taken as the crow flies during the refinement."""
DETOUR = 1.3

SLACK: Final = 0.12
BAND: Final = 0.115
"""Turfs may differ by `SLACK` from one another, and by `BAND` from the target, at no price."""
WAY_BACK: Final = 0.25
"""Share of a closed walk that the open one saves, about: the target is for open walks."""
HARD: Final = 3000.0
SOFT: Final = 3.0
HOT: Final = 2.0
COLD: Final = 0.15
"""Prices and temperatures, in mean links of the bureau: about 16 m in a town, so 32 m down to 2.4 m."""
POLISH: Final = 64
SWAPS: Final = 0.1


class Piece(NamedTuple):
    """A connected part of a bureau.

    Parameters
    ----------
    links : Graph
        The bureau's places and links.
    px, py : ndarray of float64, shape (places,)
        The bureau's places, metres.
    place : ndarray of int32, shape (n,)
        Place of each stop of the piece.
    stops : Graph
        Stops of the piece and their links.
    minutes : ndarray of float64, shape (n,)
        Minutes of each stop.
    """

    links: Graph
    px: Floats
    py: Floats
    place: Ints
    stops: Graph
    minutes: Floats


@njit(cache=True, nogil=True)
def stop_distances(links: Graph, px: Floats, py: Floats, place: Ints, reach: float) -> NDArray[np.float32]:
    """Return the walking distance between every two stops.

    Parameters
    ----------
    links : Graph
        The bureau's places and links.
    px, py : ndarray of float64, shape (places,)
        Places, metres.
    place : ndarray of int32, shape (n,)
        Place of each stop.
    reach : float
        Farthest distance found along links, metres; beyond, as the crow flies times `DETOUR`.

    Returns
    -------
    ndarray of float32, shape (n, n)
        Metres.
    """
    n = place.size
    count = links.first.size - 1
    wanted, far = np.zeros(count, np.bool_), np.full(count, np.inf)
    seen, done = np.empty(count, np.int32), np.full(count, -1, np.int32)
    key, node = np.empty(links.to.size + 1), np.empty(links.to.size + 1, np.int32)
    left = 0
    for p in place:
        left += not wanted[p]
        wanted[p] = True
    d = np.empty((n, n), np.float32)
    for i in range(n):
        p = place[i]
        if done[p] >= 0:
            d[i] = d[done[p]]
            continue
        done[p] = i
        many = ways_from(links, p, reach, wanted, left, far, seen, key, node)
        for j in range(n):
            q = place[j]
            if far[q] < np.inf:
                d[i, j] = far[q]
            else:
                d[i, j] = max(reach, DETOUR * np.hypot(px[p] - px[q], py[p] - py[q]))
        for s in range(many):
            far[seen[s]] = np.inf
    return d


def rules_for(load: Floats, tour: Floats, target: float, pace: float, scale: float, heat: float) -> Rules:
    """Return the rules of a refinement.

    Parameters
    ----------
    load, tour : ndarray of float64, shape (turfs,)
        Minutes at stops, and walks in metres, of the first cut.
    target : float
        Minutes wanted.
    pace : float
        Metres a minute.
    scale : float
        Mean link, metres.
    heat : float
        Share of the first temperature to begin with, 0 to 1.

    Returns
    -------
    Rules
        Rules.
    """
    aim = float((load.sum() + tour.sum() / pace) / len(load))
    back = WAY_BACK * float(tour.mean()) / pace
    low = min(max((1 - SLACK) * aim, (1 - BAND) * target + back), 0.98 * aim)
    high = max(min((1 + SLACK) * aim, (1 + BAND) * target + back), 1.02 * aim)
    hot = max(HOT * heat, COLD) * scale
    return Rules(aim, pace, low, high, HARD * scale, SOFT * scale, hot, COLD * scale, POLISH, SWAPS)


def refine_piece(
    piece: Piece,
    part: Ints,
    *,
    target: float,
    pace: float,
    scale: float,
    moves: int,
    seed: int,
    heat: float = 1.0,
) -> Ints:
    """Refine the cut of one piece.

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
    heat : float
        Share of the first temperature to begin with.

    Returns
    -------
    ndarray of int32, shape (n,)
        Turf of each stop.
    """
    n, turfs = len(part), int(part.max()) + 1
    if turfs < 2 or moves <= 0:
        return part
    reach = REACH * scale if len(piece.px) > WHOLE else np.inf
    d = stop_distances(piece.links, piece.px, piece.py, piece.place, reach)
    board = make_board(piece.stops.first, piece.stops.to, d, piece.minutes, part, turfs)
    state = new_state(seed)
    make_rings(board, 0, state)
    rules = rules_for(board.load, board.tour, target, pace, scale, heat)
    anneal(board, rules, moves * n, state)
    return board.part.astype(np.int32)
