"""Refinement of a cut by simulated annealing on the length of the walks.

Moves are priced by what they change in the turfs' current rings: what a segment saves where it stands, and
the cheapest place for it in the neighbouring turf (Kirkpatrick, Gelatt & Vecchi 1983, Science 220, 671–680).
"""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from perron.routing.draws import State, below, uniform
from perron.turf.board import Board, improve_ring, still_one

Ints = NDArray[np.int64]

LONGEST = 6
"""Most stops moved together."""
FOREVER = 1e30


class Rules(NamedTuple):
    """What is being minimised, and how.

    Parameters
    ----------
    aim : float
        Minutes every turf should last, walk included.
    pace : float
        Metres a minute.
    low, high : float
        Minutes between which a turf's length costs next to nothing.
    hard : float
        Metres a turf pays for a deviation of once the aim beyond them, squared.
    soft : float
        Metres a turf pays for a deviation of once the aim, squared.
    hot, cold : float
        First and last temperature, metres.
    polish : int
        Changes after which a ring is improved again.
    swaps : float
        Share of moves that exchange two stops.
    """

    aim: float
    pace: float
    low: float
    high: float
    hard: float
    soft: float
    hot: float
    cold: float
    polish: int
    swaps: float


@njit(cache=True, nogil=True)
def price(rules: Rules, load: float, tour: float) -> float:
    """Return what a turf pays for being too long or too short, metres.

    Parameters
    ----------
    rules : Rules
        Rules.
    load : float
        Minutes at stops.
    tour : float
        Walk, metres.

    Returns
    -------
    float
        Metres.
    """
    minutes = load + tour / rules.pace
    off = minutes / rules.aim - 1.0
    beyond = max(0.0, rules.low - minutes, minutes - rules.high) / rules.aim
    return rules.hard * beyond * beyond + rules.soft * off * off


@njit(cache=True, nogil=True)
def cheapest(board: Board, k: int, head: int, foot: int) -> tuple[float, int, bool]:
    """Return the cheapest place of a segment in a ring.

    Parameters
    ----------
    board : Board
        The board.
    k : int
        Turf.
    head, foot : int
        Ends of the segment.

    Returns
    -------
    cost : float
        Metres added, the segment's own length apart.
    after : int
        Stop it goes after.
    flip : bool
        Whether its foot comes first.
    """
    start = board.member[k]
    to_head, to_foot = board.d[head], board.d[foot]
    best, where, flip = FOREVER, start, False
    here = start
    h0, f0 = to_head[here], to_foot[here]
    for _ in range(board.size[k]):
        there = board.after[here]
        h1, f1 = to_head[there], to_foot[there]
        base = board.d[here, there]
        one, two = h0 + f1 - base, f0 + h1 - base
        if one < best:
            best, where, flip = one, here, False
        if two < best:
            best, where, flip = two, here, True
        here, h0, f0 = there, h1, f1
    return best, where, flip


@njit(cache=True, nogil=True)
def _link(board: Board, a: int, b: int) -> None:
    board.after[a] = b
    board.before[b] = a


@njit(cache=True, nogil=True)
def _insert(board: Board, segment: Ints, count: int, where: int, flip: bool) -> None:
    """Put a segment into a ring."""
    last = where
    beyond = board.after[where]
    for i in range(count):
        stop = segment[count - 1 - i] if flip else segment[i]
        _link(board, last, stop)
        last = stop
    _link(board, last, beyond)


@njit(cache=True, nogil=True)
def _joined(board: Board, b: int, segment: Ints, count: int) -> bool:
    """Whether every stop of a segment reaches turf b, through the segment at need."""
    reached = np.zeros(LONGEST, np.bool_)
    left = count
    moved = True
    while moved and left > 0:
        moved = False
        for s in range(count):
            if reached[s]:
                continue
            for e in range(board.first[segment[s]], board.first[segment[s] + 1]):
                j = board.to[e]
                near = board.part[j] == b
                for t in range(count):
                    near = near or (reached[t] and segment[t] == j)
                if near:
                    reached[s] = True
                    left -= 1
                    moved = True
                    break
    return left == 0


@njit(cache=True, nogil=True)
def _settle(board: Board, rules: Rules, k: int, state: State) -> None:
    """Count a change, and improve the ring when enough of them have come."""
    board.changed[k] += 1
    if board.changed[k] >= rules.polish:
        improve_ring(board, k, 0, state)


@njit(cache=True, nogil=True)
def _count(board: Board, a: int, b: int, count: int, moved: float) -> None:
    """Count stops and minutes from turf a to turf b."""
    board.size[a] -= count
    board.size[b] += count
    board.load[a] -= moved
    board.load[b] += moved


@njit(cache=True, nogil=True)
def try_move(board: Board, rules: Rules, i: int, b: int, limit: float, segment: Ints, state: State) -> bool:
    """Try to give a segment that begins at stop i to turf b.

    Parameters
    ----------
    board : Board
        The board.
    rules : Rules
        Rules.
    i : int
        Stop next to turf b.
    b : int
        Turf.
    limit : float
        Metres the move may cost.
    segment : ndarray of int64, shape (LONGEST,)
        Scratch.
    state : ndarray of uint64
        Random state.

    Returns
    -------
    bool
        Whether it was done.
    """
    a = board.part[i]
    count = 1
    while count < LONGEST and below(state, 2) == 0:
        count += 1
    count = min(count, board.size[a] - 1)
    forward = below(state, 2) == 0
    segment[0] = i
    inner, moved = 0.0, board.work[i]
    for s in range(1, count):
        segment[s] = board.after[segment[s - 1]] if forward else board.before[segment[s - 1]]
        inner += board.d[segment[s - 1], segment[s]]
        moved += board.work[segment[s]]
    foot = segment[count - 1]
    outer = board.before[i] if forward else board.after[i]
    beyond = board.after[foot] if forward else board.before[foot]
    saved = board.d[outer, i] + board.d[foot, beyond] - board.d[outer, beyond]
    shorter = board.tour[a] - saved - inner
    change = (
        price(rules, board.load[a] - moved, shorter)
        - price(rules, board.load[a], board.tour[a])
        - price(rules, board.load[b], board.tour[b])
        - saved
    )
    if change + price(rules, board.load[b] + moved, board.tour[b] + inner) > limit:
        return False
    added, where, flip = cheapest(board, b, i, foot)
    longer = board.tour[b] + added + inner
    if change + added + price(rules, board.load[b] + moved, longer) > limit:
        return False
    if count > 1 and not _joined(board, b, segment, count):
        return False
    for s in range(count):
        board.part[segment[s]] = b
    if not still_one(board, a, outer, board.size[a] - count):
        for s in range(count):
            board.part[segment[s]] = a
        return False
    if forward:
        _link(board, outer, beyond)
    else:
        _link(board, beyond, outer)
    _insert(board, segment, count, where, flip)
    board.member[a] = outer
    board.tour[a] = shorter
    board.tour[b] = longer
    _count(board, a, b, count, moved)
    _settle(board, rules, a, state)
    _settle(board, rules, b, state)
    return True


@njit(cache=True, nogil=True)
def try_swap(board: Board, rules: Rules, i: int, j: int, limit: float, segment: Ints, state: State) -> bool:
    """Try to exchange stop i with stop j of a neighbouring turf.

    Parameters
    ----------
    board, rules, limit, segment, state
        As in `try_move`.
    i, j : int
        Stops of two turfs of two stops or more.

    Returns
    -------
    bool
        Whether it was done.
    """
    a, b = board.part[i], board.part[j]
    moved = board.work[j] - board.work[i]
    pi, ni = board.before[i], board.after[i]
    pj, nj = board.before[j], board.after[j]
    saved_a = board.d[pi, i] + board.d[i, ni] - board.d[pi, ni]
    saved_b = board.d[pj, j] + board.d[j, nj] - board.d[pj, nj]
    change = -price(rules, board.load[a], board.tour[a]) - price(rules, board.load[b], board.tour[b])
    change -= saved_a + saved_b
    tour_a, tour_b = board.tour[a] - saved_a, board.tour[b] - saved_b
    hope = price(rules, board.load[a] + moved, tour_a) + price(rules, board.load[b] - moved, tour_b)
    if change + hope > limit:
        return False
    _link(board, pi, ni)
    _link(board, pj, nj)
    board.member[a], board.member[b] = pi, pj
    board.size[a] -= 1
    board.size[b] -= 1
    added_a, where_a, _ = cheapest(board, a, j, j)
    added_b, where_b, _ = cheapest(board, b, i, i)
    board.size[a] += 1
    board.size[b] += 1
    change += added_a + added_b
    change += price(rules, board.load[a] + moved, tour_a + added_a)
    change += price(rules, board.load[b] - moved, tour_b + added_b)
    board.part[i], board.part[j] = b, a
    if (
        change > limit
        or not still_one(board, a, j, board.size[a])
        or not still_one(board, b, i, board.size[b])
    ):
        board.part[i], board.part[j] = a, b
        _link(board, pi, i)
        _link(board, i, ni)
        _link(board, pj, j)
        _link(board, j, nj)
        return False
    segment[0] = j
    _insert(board, segment, 1, where_a, False)
    segment[0] = i
    _insert(board, segment, 1, where_b, False)
    board.load[a] += moved
    board.load[b] -= moved
    board.tour[a] = tour_a + added_a
    board.tour[b] = tour_b + added_b
    _settle(board, rules, a, state)
    _settle(board, rules, b, state)
    return True


@njit(cache=True, nogil=True)
def anneal(board: Board, rules: Rules, moves: int, state: State) -> int:
    """Refine a cut.

    Parameters
    ----------
    board : Board
        The board, its rings made.
    rules : Rules
        Rules.
    moves : int
        Moves tried.
    state : ndarray of uint64
        Random state.

    Returns
    -------
    int
        Moves done.
    """
    n = board.part.size
    segment = np.empty(LONGEST, np.int64)
    heat, cooling = rules.hot, (rules.cold / rules.hot) ** (128.0 / max(moves, 1))
    done = 0
    for step in range(moves):
        if step % 128 == 127:
            heat *= cooling
        i = below(state, n)
        links = board.first[i + 1] - board.first[i]
        if links == 0:
            continue
        j = board.to[board.first[i] + below(state, links)]
        a, b = board.part[i], board.part[j]
        if a == b or board.size[a] < 2:
            continue
        limit = -heat * np.log(uniform(state))
        if uniform(state) < rules.swaps:
            for _ in range(below(state, 4)):
                j = board.after[j]
            if board.size[b] > 1:
                done += try_swap(board, rules, i, j, limit, segment, state)
        else:
            done += try_move(board, rules, i, b, limit, segment, state)
    return done


@njit(cache=True, nogil=True)
def make_rings(board: Board, kicks: int, state: State) -> None:
    """Make or improve the ring of every turf.

    Parameters
    ----------
    board : Board
        The board.
    kicks : int
        Kicks of the local search.
    state : ndarray of uint64
        Random state.
    """
    for k in range(board.size.size):
        improve_ring(board, k, kicks, state)
