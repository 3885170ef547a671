"""The state of a refinement: who is in which turf, each turf's closed tour as a ring, its minutes."""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from perron.routing.draws import State
from perron.routing.search import improve_tour, nearest_neighbour

Ints = NDArray[np.int64]
Int32s = NDArray[np.int32]
Floats = NDArray[np.float64]


class Board(NamedTuple):
    """Turfs under refinement; every array is changed in place.

    Parameters
    ----------
    first, to : ndarray of int64
        Links between stops.
    d : ndarray of float32, shape (n, n)
        Walking distances, metres.
    work : ndarray of float64, shape (n,)
        Minutes of each stop.
    part : ndarray of int64, shape (n,)
        Turf of each stop.
    after, before : ndarray of int64, shape (n,)
        The ring of each turf.
    load : ndarray of float64, shape (turfs,)
        Minutes at stops.
    tour : ndarray of float64, shape (turfs,)
        Length of each ring, metres.
    size, member, changed : ndarray of int64, shape (turfs,)
        Stops of each turf, one of them, and changes since its ring was last improved.
    stamp, stack : ndarray of int64, shape (n,)
        Scratch of the connectivity test.
    clock : ndarray of int64, shape (1,)
        Latest stamp.
    """

    first: Ints
    to: Ints
    d: NDArray[np.float32]
    work: Floats
    part: Ints
    after: Ints
    before: Ints
    load: Floats
    tour: Floats
    size: Ints
    member: Ints
    changed: Ints
    stamp: Ints
    stack: Ints
    clock: Ints


@njit(cache=True, nogil=True)
def make_board(
    first: Int32s, to: Int32s, d: NDArray[np.float32], work: Floats, part: Int32s, turfs: int
) -> Board:
    """Return a board, its rings not made yet.

    Parameters
    ----------
    first, to, d, work
        As in `Board`.
    part : ndarray of int64, shape (n,)
        Turf of each stop; copied.
    turfs : int
        Number of turfs, none empty.

    Returns
    -------
    Board
        The board.
    """
    n = part.size
    load, size, member = np.zeros(turfs), np.zeros(turfs, np.int64), np.zeros(turfs, np.int64)
    after, before = np.empty(n, np.int64), np.empty(n, np.int64)
    for i in range(n):
        k = part[i]
        if size[k] == 0:
            member[k] = after[i] = before[i] = i
        last = before[member[k]]
        after[last] = before[member[k]] = i
        before[i], after[i] = last, member[k]
        load[k] += work[i]
        size[k] += 1
    return Board(
        first.astype(np.int64),
        to.astype(np.int64),
        d,
        work,
        part.astype(np.int64),
        after,
        before,
        load,
        np.zeros(turfs),
        size,
        member,
        np.zeros(turfs, np.int64),
        np.zeros(n, np.int64),
        np.empty(n, np.int64),
        np.zeros(1, np.int64),
    )


@njit(cache=True, nogil=True)
def set_ring(board: Board, k: int, stops: Ints, kicks: int, state: State) -> None:
    """Make the ring of a turf from its stops in some order, improved.

    Parameters
    ----------
    board : Board
        The board.
    k : int
        Turf.
    stops : ndarray of int64, shape (m,)
        Its stops.
    kicks : int
        Kicks of the local search.
    state : ndarray of uint64
        Random state.
    """
    m = stops.size
    d = np.empty((m, m))
    for i in range(m):
        for j in range(m):
            d[i, j] = board.d[stops[i], stops[j]]
    order = np.empty(m, np.int32)
    if board.tour[k] > 0.0:
        for i in range(m):
            order[i] = i
    else:
        nearest_neighbour(d, order)
    improve_tour(d, order, kicks, state)
    total = 0.0
    last = order[m - 1]
    for next_one in order:
        total += d[last, next_one]
        board.after[stops[last]] = stops[next_one]
        board.before[stops[next_one]] = stops[last]
        last = next_one
    board.tour[k] = total
    board.changed[k] = 0


@njit(cache=True, nogil=True)
def improve_ring(board: Board, k: int, kicks: int, state: State) -> None:
    """Improve the ring of one turf.

    Parameters
    ----------
    board, k, kicks, state
        As in `set_ring`.
    """
    stops = np.empty(board.size[k], np.int64)
    stop = board.member[k]
    for i in range(stops.size):
        stops[i] = stop
        stop = board.after[stop]
    set_ring(board, k, stops, kicks, state)


@njit(cache=True, nogil=True)
def still_one(board: Board, k: int, start: int, wanted: int) -> bool:
    """Whether `wanted` stops of a turf can be reached from one of them.

    Parameters
    ----------
    board : Board
        The board.
    k : int
        Turf.
    start : int
        One of its stops.
    wanted : int
        Stops it should have.

    Returns
    -------
    bool
        Whether the turf is in one piece.
    """
    board.clock[0] += 1
    now = board.clock[0]
    board.stamp[start] = now
    board.stack[0] = start
    height, seen = 1, 1
    while height > 0 and seen < wanted:
        height -= 1
        i = board.stack[height]
        for e in range(board.first[i], board.first[i + 1]):
            j = board.to[e]
            if board.part[j] == k and board.stamp[j] != now:
                board.stamp[j] = now
                board.stack[height] = j
                height += 1
                seen += 1
    return seen >= wanted
