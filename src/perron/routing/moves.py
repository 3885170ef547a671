"""Changes of a closed tour kept as an array: reversals, moved segments, and the search for better ones.

A tour is `order` (place at each position) with `at` (position of each place). 2-opt is Croes (1958),
Or-opt is Or (1976); candidates come from neighbour lists, and a queue holds the places whose surroundings
changed (the "don't look bits" of Bentley 1992).
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

Ints = NDArray[np.int32]
Floats = NDArray[np.float64]

EPSILON = 1e-7
LONGEST_SEGMENT = 3
"""Places moved together by Or-opt."""


@njit(cache=True, nogil=True)
def reverse(order: Ints, at: Ints, first: int, last: int) -> None:
    """Reverse the stretch of positions first..last (cyclic), or, alike, everything else when shorter.

    Parameters
    ----------
    order, at : ndarray of int32, shape (n,)
        The tour, changed in place.
    first, last : int
        Positions, inclusive.
    """
    n = order.size
    length = last - first + 1
    if length <= 0:
        length += n
    if 2 * length > n:
        first, last = last + 1, first - 1
        if first == n:
            first = 0
        if last < 0:
            last = n - 1
        length = n - length
    for _ in range(length // 2):
        a = order[first]
        b = order[last]
        order[first] = b
        at[b] = first
        order[last] = a
        at[a] = last
        first += 1
        if first == n:
            first = 0
        last -= 1
        if last < 0:
            last = n - 1


@njit(cache=True, nogil=True)
def move_segment(order: Ints, at: Ints, first: int, length: int, after: int, flip: bool) -> None:
    """Move a segment to just after another position.

    Parameters
    ----------
    order, at : ndarray of int32, shape (n,)
        The tour, changed in place.
    first : int
        Position of the segment's first place.
    length : int
        Places in the segment, 1 to `LONGEST_SEGMENT`.
    after : int
        Position (outside the segment) it goes after.
    flip : bool
        Whether to turn it round.
    """
    n = order.size
    kept = np.empty(LONGEST_SEGMENT, np.int32)
    for i in range(length):
        kept[i] = order[(first + i) % n]
    ahead = (after - first - length + 1) % n  # places between the segment and its new position
    if 2 * ahead <= n - length:
        hole = first
        source = (first + length) % n
        for _ in range(ahead):
            place = order[source]
            order[hole] = place
            at[place] = hole
            hole = hole + 1 if hole + 1 < n else 0
            source = source + 1 if source + 1 < n else 0
        start = hole
    else:
        hole = (first + length - 1) % n
        source = (first - 1) % n
        for _ in range(n - length - ahead):
            place = order[source]
            order[hole] = place
            at[place] = hole
            hole = hole - 1 if hole > 0 else n - 1
            source = source - 1 if source > 0 else n - 1
        start = (hole - length + 1) % n
    for i in range(length):
        place = kept[length - 1 - i] if flip else kept[i]
        position = (start + i) % n
        order[position] = place
        at[place] = position


@njit(cache=True, nogil=True)
def push(queue: Ints, waiting: NDArray[np.bool_], tail: int, place: int) -> int:
    """Queue a place unless it waits already.

    Parameters
    ----------
    queue : ndarray of int32, shape (n,)
        Ring of places.
    waiting : ndarray of bool, shape (n,)
        Whether each place is in the ring.
    tail : int
        Number of places ever queued.
    place : int
        The place.

    Returns
    -------
    int
        The new tail.
    """
    if waiting[place]:
        return tail
    waiting[place] = True
    queue[tail % queue.size] = place
    return tail + 1


@njit(cache=True, nogil=True)
def two_opt(d: Floats, near: Ints, order: Ints, at: Ints, place: int, touched: Ints) -> float:
    """Apply the first improving exchange of two edges at a place.

    Parameters
    ----------
    d : ndarray of float64, shape (n, n)
        Symmetric distances.
    near : ndarray of int32, shape (n, k)
        Nearest places of each place, nearest first.
    order, at : ndarray of int32, shape (n,)
        The tour, changed in place.
    place : int
        Where to look.
    touched : ndarray of int32, shape (6,)
        Receives the four ends of the exchanged edges.

    Returns
    -------
    float
        Length saved, 0 when nothing improves.
    """
    n = order.size
    here = at[place]
    following = order[here + 1 if here + 1 < n else 0]
    before = order[here - 1 if here > 0 else n - 1]
    ahead = d[place, following]
    behind = d[place, before]
    for other in near[place]:
        step = d[place, other]
        if step >= ahead and step >= behind:
            break
        there = at[other]
        if step < ahead:
            next_other = order[there + 1 if there + 1 < n else 0]
            gain = ahead - step + d[other, next_other] - d[following, next_other]
            if gain > EPSILON:
                reverse(order, at, at[following], there)
                touched[0], touched[1], touched[2], touched[3] = place, following, other, next_other
                return float(gain)
        if step < behind:
            last_other = order[there - 1 if there > 0 else n - 1]
            gain = behind - step + d[other, last_other] - d[before, last_other]
            if gain > EPSILON:
                reverse(order, at, here, at[last_other])
                touched[0], touched[1], touched[2], touched[3] = place, before, other, last_other
                return float(gain)
    return 0.0


@njit(cache=True, nogil=True)
def or_opt(d: Floats, near: Ints, order: Ints, at: Ints, place: int, touched: Ints) -> float:
    """Move the first segment that ends at a place and is better elsewhere.

    Parameters
    ----------
    d, near, order, at, place, touched
        As in `two_opt`; `touched` receives the six ends.

    Returns
    -------
    float
        Length saved, 0 when nothing improves.
    """
    n = order.size
    here = at[place]
    for length in range(1, min(LONGEST_SEGMENT, n - 3) + 1):
        for side in range(2 if length > 1 else 1):
            # the segment runs from `place` forwards (side 0) or backwards (side 1) to `far`
            first = here if side == 0 else (here - length + 1) % n
            far = order[(here + length - 1) % n] if side == 0 else order[first]
            before = order[(first - 1) % n]
            beyond = order[(first + length) % n]
            head = place if side == 0 else far
            foot = far if side == 0 else place
            saved = d[before, head] + d[foot, beyond] - d[before, beyond]
            if saved <= EPSILON:
                continue
            for other in near[place]:
                room = saved - d[place, other]
                if room <= EPSILON:
                    break
                there = at[other]
                if (there - first) % n < length:
                    continue
                next_other = order[there + 1 if there + 1 < n else 0]
                last_other = order[there - 1 if there > 0 else n - 1]
                if other != before:  # other, place … far, next
                    gain = room + d[other, next_other] - d[far, next_other]
                    if gain > EPSILON:
                        move_segment(order, at, first, length, there, side == 1)
                        touched[0], touched[1], touched[2] = before, beyond, place
                        touched[3], touched[4], touched[5] = far, other, next_other
                        return float(gain)
                if other != beyond:  # last, far … place, other
                    gain = room + d[other, last_other] - d[far, last_other]
                    if gain > EPSILON:
                        after = there - 1 if there > 0 else n - 1
                        move_segment(order, at, first, length, after, side == 0)
                        touched[0], touched[1], touched[2] = before, beyond, place
                        touched[3], touched[4], touched[5] = far, other, last_other
                        return float(gain)
    return 0.0
