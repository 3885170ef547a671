"""Shares of whole units: fractions are carried or rounded at random so that every chance is exact."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
_NONE = 1e-7


@njit(cache=True, nogil=True)
def split(sizes: Ints, shares: Floats, uniforms: Floats) -> Ints:
    """Return how many units of each stratum go to each arm.

    Parameters
    ----------
    sizes : ndarray of int64, shape (strata,)
        Units in each stratum.
    shares : ndarray of float64, shape (arms,)
        Shares of the arms, which add to 1.
    uniforms : ndarray of float64
        Numbers in [0, 1): one for two arms, `uniforms_needed` for more.

    Returns
    -------
    ndarray of int64, shape (strata, arms)
        Counts: each within one of size × share, and each arm's total within one of n × share; the mean over
        draws of each count is size × share.
    """
    if len(shares) == 2:
        return _carried(sizes, shares[0], uniforms[0])
    return _controlled(sizes, shares, uniforms)


@njit(cache=True, nogil=True)
def uniforms_needed(strata: int, arms: int) -> int:
    """Return how many random numbers `split` may use.

    Parameters
    ----------
    strata, arms : int
        Sizes of the problem.

    Returns
    -------
    int
        One for two arms; one a fractional count otherwise.
    """
    return 1 if arms == 2 else (strata + 1) * arms


@njit(cache=True, nogil=True)
def _carried(sizes: Ints, share: float, start: float) -> Ints:
    """Carry the fractions of two arms from stratum to stratum, from a random start."""
    counts = np.empty((len(sizes), 2), np.int64)
    seen = 0
    before = 0
    for s in range(len(sizes)):
        seen += sizes[s]
        end = int(np.floor(np.round(seen * share, 9) + start))
        counts[s, 0] = end - before
        counts[s, 1] = sizes[s] - counts[s, 0]
        before = end
    return counts


@njit(cache=True, nogil=True)
def _controlled(sizes: Ints, shares: Floats, uniforms: Floats) -> Ints:
    """Round a table at random, its margins kept (Cox 1987, JASA 82(398)).

    Rows come in one by one; those that still hold fractions wait in a pool of as many rows as there are arms.
    A last row holds what makes the arms' totals whole.
    """
    arms = len(shares)
    shares = shares / shares.sum()
    counts = np.zeros((len(sizes) + 1, arms), np.int64)
    pool = np.zeros((arms + 1, arms))
    whose = np.full(arms + 1, -1, np.int64)
    total = 0
    used = 0
    for s in range(len(sizes) + 1):
        free = 0
        while whose[free] >= 0:
            free += 1
        whose[free] = s
        for k in range(arms):
            exact = sizes[s] * shares[k] if s < len(sizes) else 0.0
            if s == len(sizes):
                exact = np.ceil(total * shares[k] - _NONE) - total * shares[k]
            counts[s, k] = int(np.floor(exact + _NONE))
            left = exact - counts[s, k]
            pool[free, k] = left if left > _NONE else 0.0
        if s < len(sizes):
            total += sizes[s]
        while True:
            path = _cycle(pool)
            if len(path) == 0:
                break
            _cancel(pool, path, uniforms[used])
            used += 1
        _empty(pool, whose, counts)
    return counts[: len(sizes)]


@njit(cache=True, nogil=True)
def _empty(pool: Floats, whose: Ints, counts: Ints) -> None:
    """Put what has become whole into the counts, and free the rows that hold no fraction."""
    for r in range(len(pool)):
        open_cells = 0
        for k in range(pool.shape[1]):
            if pool[r, k] >= 1.0 - _NONE:
                counts[whose[r], k] += 1
                pool[r, k] = 0.0
            elif pool[r, k] <= _NONE:
                pool[r, k] = 0.0
            else:
                open_cells += 1
        if open_cells == 0:
            whose[r] = -1


@njit(cache=True, nogil=True)
def _fractional(value: float) -> bool:
    return _NONE < value < 1.0 - _NONE


@njit(cache=True, nogil=True)
def _cycle(pool: Floats) -> Ints:
    """Return cells (row × arms + column) around a cycle of fractions, every other in a row; none: empty."""
    rows, arms = pool.shape
    alive = np.zeros((rows, arms), np.bool_)
    for r in range(rows):
        for k in range(arms):
            alive[r, k] = _fractional(pool[r, k])
    changed = True
    while changed:  # what stands alone in its row or column is in no cycle
        changed = False
        for r in range(rows):
            for k in range(arms):
                if alive[r, k] and (alive[r].sum() < 2 or alive[:, k].sum() < 2):
                    alive[r, k] = False
                    changed = True
    path = np.empty(2 * (rows + arms) + 2, np.int64)
    first = np.full(rows, -1, np.int64)
    for r in range(rows):
        if alive[r].any():
            return _walked(alive, r, path, first)
    return path[:0]


@njit(cache=True, nogil=True)
def _walked(alive: NDArray[np.bool_], row: int, path: Ints, first: Ints) -> Ints:
    """Walk from row to column to row until one of them comes back."""
    arms = alive.shape[1]
    column = np.full(arms, -1, np.int64)
    n = 0
    came = -1
    while first[row] < 0:
        first[row] = n
        k = 0
        while not alive[row, k] or k == came:
            k += 1
        path[n] = row * arms + k
        if column[k] >= 0:
            return path[column[k] + 1 : n + 1]
        column[k] = n
        down = 0
        while not alive[down, k] or down == row:
            down += 1
        path[n + 1] = down * arms + k
        n += 2
        row = down
        came = k
    return path[first[row] : n]


@njit(cache=True, nogil=True)
def _cancel(pool: Floats, path: Ints, uniform: float) -> None:
    """Move along the cycle, up or down, until one cell is whole; both ways so likely that means stay."""
    arms = pool.shape[1]
    up = 1.0
    down = 1.0
    for i in range(len(path)):
        value = pool[path[i] // arms, path[i] % arms]
        rise, fall = (1.0 - value, value) if i % 2 == 0 else (value, 1.0 - value)
        up = min(up, rise)
        down = min(down, fall)
    step = up if uniform * (up + down) < down else -down
    for i in range(len(path)):
        pool[path[i] // arms, path[i] % arms] += step if i % 2 == 0 else -step
