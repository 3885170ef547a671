"""Numba kernel of randomisation inference: draw the arms again within blocks, many times."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from perron.experiments.estimate.kernel import COLUMNS, Arms, Counts, Floats, add_block, finish

CHUNK = 64
"""Draws that follow one another from one stream: what makes a seed give the same draws on any threads."""

_STEP = np.uint64(0x9E3779B97F4A7C15)
_FIRST = np.uint64(0xBF58476D1CE4E5B9)
_SECOND = np.uint64(0x94D049BB133111EB)
_LOW = np.uint64(0xFFFFFFFF)
_ONE, _S27, _S30, _S31, _S32 = (np.uint64(bits) for bits in (1, 27, 30, 31, 32))


@njit(cache=True, nogil=True)
def mixed(state: np.uint64) -> np.uint64:
    """Return the 64 bits of a state of SplitMix64 (Steele, Lea & Flood 2014, OOPSLA)."""
    z = (state ^ (state >> _S30)) * _FIRST
    z = (z ^ (z >> _S27)) * _SECOND
    return z ^ (z >> _S31)


@njit(cache=True, nogil=True)
def below(state: np.uint64, n: int) -> tuple[np.uint64, np.int64]:
    """Return the next state and a whole number below n, each as likely (Lemire 2019, ACM TOMACS 29(1))."""
    bound = np.uint64(n)
    state += _STEP
    product = (mixed(state) >> _S32) * bound
    low = product & _LOW
    if low < bound:
        least = (_LOW - bound + _ONE) % bound
        while low < least:
            state += _STEP
            product = (mixed(state) >> _S32) * bound
            low = product & _LOW
    return state, np.int64(product >> _S32)


@njit(cache=True, nogil=True)
def deal(order: NDArray[np.int32], block: NDArray[np.int64], state: np.uint64) -> np.uint64:
    """Put the clusters drawn at the head of a block, each set as likely (Fisher & Yates); return state."""
    first, size, drawn = block[0], block[1], block[2]
    if drawn == 1:  # from the order at the start, so that a table by unit draws the same
        order[order[first]] = order[first]
        order[first] = first
    for i in range(drawn):
        state, step = below(state, size - i)
        unit = order[first + i + step]
        order[first + i + step] = order[first + i]
        order[first + i] = unit
    return state


@njit(cache=True, nogil=True)
def shuffle(cells: Floats, blocks: Counts, precision: bool, start: NDArray[np.uint64], out: Floats) -> None:
    """Fill the figures of draws made one after the other from the stream that begins at `start`.

    One pass over the blocks a draw; a block of which one unit is drawn is read from a table by unit.
    """
    order = np.arange(cells.shape[0]).astype(np.int32)
    if out.shape[1] == 2:
        _quickly(order, cells, blocks, precision, start[0], out)
    else:
        _studentised(order, cells, blocks, precision, start[0], out)


@njit(cache=True, nogil=True)
def _studentised(order, cells, blocks, precision, state, out):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202, PLR0917
    """Fill all figures."""
    whole = np.zeros((blocks.shape[0], COLUMNS))
    table = np.zeros((cells.shape[0], COLUMNS))
    for k in range(blocks.shape[0]):
        for i in range(blocks[k, 0], blocks[k, 0] + blocks[k, 1]):
            whole[k] += cells[i]
        if blocks[k, 2] == 1:
            for i in range(blocks[k, 0], blocks[k, 0] + blocks[k, 1]):
                add_block(cells[i], whole[k], blocks[k, 3], precision, table[i])
    sums, found = np.zeros(COLUMNS), np.zeros(COLUMNS)
    for j in range(out.shape[0]):
        found[:] = 0.0
        for k in range(blocks.shape[0]):
            if blocks[k, 2] == 1:
                state, step = below(state, blocks[k, 1])
                unit = blocks[k, 0] + step
                for c in range(COLUMNS):
                    found[c] += table[unit, c]
                continue
            state = deal(order, blocks[k], state)
            sums[:] = 0.0
            for i in range(blocks[k, 0], blocks[k, 0] + blocks[k, 2]):
                unit = order[i]
                for c in range(COLUMNS):
                    sums[c] += cells[unit, c]
            add_block(sums, whole[k], blocks[k, 3], precision, found)
        finish(found, out[j])


@njit(cache=True, nogil=True)
def _quickly(order, cells, blocks, precision, state, out):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202, PLR0917
    """Fill statistic and slope only: one fraction a block, or a table where one unit of it is drawn."""
    whole = np.zeros(blocks.shape[0])
    singles = np.zeros((cells.shape[0], 3))
    for k in range(blocks.shape[0]):
        first, last = blocks[k, 0], blocks[k, 0] + blocks[k, 1]
        for i in range(first, last):
            whole[k] += cells[i, 1]
        for i in range(first, last):
            pull, weight = _pull(cells[i, 1], whole[k], blocks[k, 3], precision)
            singles[i, 0], singles[i, 1], singles[i, 2] = pull * cells[i, 0], pull * cells[i, 2], weight
    for j in range(out.shape[0]):
        a, b, weights = 0.0, 0.0, 0.0
        for k in range(blocks.shape[0]):
            first = blocks[k, 0]
            if blocks[k, 2] == 1:
                state, step = below(state, blocks[k, 1])
                a += singles[first + step, 0]
                b += singles[first + step, 1]
                weights += singles[first + step, 2]
                continue
            state = deal(order, blocks[k], state)
            y, m, d = 0.0, 0.0, 0.0
            for i in range(first, first + blocks[k, 2]):
                y += cells[order[i], 0]
                m += cells[order[i], 1]
                d += cells[order[i], 2]
            pull, weight = _pull(m, whole[k], blocks[k, 3], precision)
            a += pull * y
            b += pull * d
            weights += weight
        out[j, 0] = a / weights if weights > 0.0 else np.nan
        out[j, 1] = b / weights if weights > 0.0 else np.nan


@njit(cache=True, nogil=True)
def _pull(drawn: float, whole: float, arm: int, precision: bool) -> tuple[float, float]:
    """Return what the sum of the units drawn counts for (the others sum to its opposite), and the block."""
    rest = whole - drawn
    if drawn <= 0.0 or rest <= 0.0:
        return 0.0, 0.0
    weight = drawn * rest / whole if precision else whole
    pull = weight * whole / (drawn * rest)
    return (pull if arm == 1 else -pull), weight


@njit(cache=True, nogil=True)
def deal_rows(blocks: Counts, start: NDArray[np.uint64], arms: Arms) -> None:
    """Fill rows of arms, one draw a row, from the stream that begins at `start`."""
    order = np.arange(arms.shape[1]).astype(np.int32)
    state = start[0]
    for j in range(arms.shape[0]):
        for k in range(blocks.shape[0]):
            first, size, drawn, arm = blocks[k]
            state = deal(order, blocks[k], state)
            for i in range(size):
                arms[j, order[first + i]] = arm if i < drawn else 1 - arm
