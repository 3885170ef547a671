"""Numba kernels of randomisation inference: draw the arms again within blocks, and the figures of each draw."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

CHUNK = 64
"""Draws that follow one another from one stream: what makes a seed give the same draws on any threads."""

_STEP = np.uint64(0x9E3779B97F4A7C15)
_FIRST = np.uint64(0xBF58476D1CE4E5B9)
_SECOND = np.uint64(0x94D049BB133111EB)
_LOW = np.uint64(0xFFFFFFFF)
_S27, _S30, _S31, _S32 = np.uint64(27), np.uint64(30), np.uint64(31), np.uint64(32)


@njit(cache=True, nogil=True)
def mixed(state: int) -> int:
    """Return the 64 bits of a state of SplitMix64 (Steele, Lea & Flood 2014, OOPSLA)."""
    z = (state ^ (state >> _S30)) * _FIRST
    z = (z ^ (z >> _S27)) * _SECOND
    return z ^ (z >> _S31)


@njit(cache=True, nogil=True)
def below(state: int, n: int) -> tuple[int, int]:
    """Return the next state and a whole number below n, each as likely (Lemire 2019, ACM TOMACS 29(1))."""
    bound = np.uint64(n)
    state += _STEP
    product = (mixed(state) >> _S32) * bound
    low = product & _LOW
    if low < bound:
        least = (_LOW - bound + np.uint64(1)) % bound
        while low < least:
            state += _STEP
            product = (mixed(state) >> _S32) * bound
            low = product & _LOW
    return state, np.int64(product >> _S32)


@njit(cache=True, nogil=True)
def figures(
    arms: NDArray[np.int8], cells: NDArray[np.float64], blocks: NDArray[np.int64], precision: bool
) -> tuple[float, float, float]:
    """Return the statistic of the outcome, that of the observed arm, and the weight, for one draw of arms."""
    a, b, whole = 0.0, 0.0, 0.0
    for block in range(blocks.shape[0]):
        yt, mt, dt, yc, mc, dc = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
        for i in range(blocks[block, 0], blocks[block, 0] + blocks[block, 1]):
            if arms[i] == 1:
                yt += cells[i, 0]
                mt += cells[i, 1]
                dt += cells[i, 2]
            elif arms[i] == 0:
                yc += cells[i, 0]
                mc += cells[i, 1]
                dc += cells[i, 2]
        if mt > 0.0 and mc > 0.0:
            weight = mt * mc / (mt + mc) if precision else mt + mc
            whole += weight
            a += weight * (yt / mt - yc / mc)
            b += weight * (dt / mt - dc / mc)
    return a / whole if whole > 0.0 else np.nan, b / whole if whole > 0.0 else np.nan, whole


@njit(cache=True, nogil=True)
def spreads(
    arms: NDArray[np.int8],
    cells: NDArray[np.float64],
    blocks: NDArray[np.int64],
    precision: bool,
    row: NDArray[np.float64],
) -> None:
    """Fill a row: statistic, its slope, and the three terms of its robust variance, for one draw of arms."""
    a, b, whole = figures(arms, cells, blocks, precision)
    aa, ab, bb = 0.0, 0.0, 0.0
    for block in range(blocks.shape[0]):
        first, last = blocks[block, 0], blocks[block, 0] + blocks[block, 1]
        y, d, mt, mc = 0.0, 0.0, 0.0, 0.0
        for i in range(first, last):
            if arms[i] >= 0:
                y += cells[i, 0]
                d += cells[i, 2]
                if arms[i] == 1:
                    mt += cells[i, 1]
                else:
                    mc += cells[i, 1]
        if mt <= 0.0 or mc <= 0.0:
            continue
        m = mt + mc
        weight = mt * mc / m if precision else m
        for i in range(first, last):
            if arms[i] >= 0:
                pull = (weight / mt if arms[i] == 1 else weight / mc) / whole
                apart = (arms[i] - mt / m) * cells[i, 1]
                ry = (cells[i, 0] - y / m * cells[i, 1] - a * apart) * pull
                rd = (cells[i, 2] - d / m * cells[i, 1] - b * apart) * pull
                aa += ry * ry
                ab += ry * rd
                bb += rd * rd
    row[0], row[1], row[2], row[3], row[4] = a, b, aa, ab, bb


@njit(cache=True, nogil=True)
def read_draws(
    arms: NDArray[np.int8],
    cells: NDArray[np.float64],
    blocks: NDArray[np.int64],
    precision: bool,
    out: NDArray[np.float64],
) -> None:
    """Fill the figures of draws given as rows of arms (1 treated, 0 control, below 0 not compared)."""
    for j in range(arms.shape[0]):
        if out.shape[1] == 2:
            out[j, 0], out[j, 1], _ = figures(arms[j], cells, blocks, precision)
        else:
            spreads(arms[j], cells, blocks, precision, out[j])


@njit(cache=True, nogil=True)
def shuffle(
    cells: NDArray[np.float64],
    blocks: NDArray[np.int64],
    precision: bool,
    stream: NDArray[np.uint64],
    out: NDArray[np.float64],
) -> None:
    """Fill the figures of draws made within blocks: `blocks` = first, size, drawn, and the arm (1, 0) drawn."""
    order = np.arange(cells.shape[0]).astype(np.int32)
    arms = np.zeros(cells.shape[0], np.int8)
    whole = np.zeros((blocks.shape[0], 3))
    for block in range(blocks.shape[0]):
        for i in range(blocks[block, 0], blocks[block, 0] + blocks[block, 1]):
            whole[block] += cells[i]
    state = stream[0]
    for j in range(out.shape[0]):
        a, b, weights = 0.0, 0.0, 0.0
        for block in range(blocks.shape[0]):
            first, size, drawn = blocks[block, 0], blocks[block, 1], blocks[block, 2]
            y, m, d = 0.0, 0.0, 0.0
            for i in range(drawn):
                state, step = below(state, size - i)
                unit = order[first + i + step]
                order[first + i + step] = order[first + i]
                order[first + i] = unit
                y += cells[unit, 0]
                m += cells[unit, 1]
                d += cells[unit, 2]
            rest = whole[block, 1] - m
            weight = m * rest / whole[block, 1] if precision else whole[block, 1]
            if blocks[block, 3] == 0:
                a -= weight * (y / m - (whole[block, 0] - y) / rest)
                b -= weight * (d / m - (whole[block, 2] - d) / rest)
            else:
                a += weight * (y / m - (whole[block, 0] - y) / rest)
                b += weight * (d / m - (whole[block, 2] - d) / rest)
            weights += weight
        out[j, 0], out[j, 1] = a / weights, b / weights
