"""Numba kernels of randomisation inference: the figures of one draw of arms.

`cells` has one row per cluster, sorted by block; columns, for outcome y, weight w and observed arm d, summed
over the rows of the cluster: Y = Σ w y, M = Σ w, D = Σ w d, and where studentised Y², Y M, Y D, M², M D, D².
`blocks` has one row per block: first cluster, clusters, clusters drawn, arm of those drawn.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]
Arms = NDArray[np.int8]

COLUMNS = 9
"""Columns of `cells` for the studentised statistic; the first three otherwise."""
FIGURES = 2, 5
"""Figures kept of a draw: statistic and slope; and the three terms of its variance."""


@njit(cache=True, nogil=True)
def add_block(drawn: Floats, whole: Floats, arm: int, precision: bool, found: Floats) -> None:
    """Add what a block says to the figures of a draw, from the sums of the units drawn into `arm`.

    Outcome and observed arm are centred by block, so that the other arm sums to the opposite. With pull q of
    an arm and r = Y - T k M what a unit is off, k the other arm's share, signed: Σ q² r² is a parabola in T.
    """
    m, heap = drawn[1], whole[1]
    rest = heap - m
    if m <= 0.0 or rest <= 0.0:
        return
    weight = m * rest / heap if precision else heap
    sign = 1.0 if arm == 1 else -1.0
    pull = sign * weight * heap / (m * rest)
    found[0] += pull * drawn[0]
    found[1] += weight
    found[2] += pull * drawn[2]
    inner, outer = (weight / m) ** 2, (weight / rest) ** 2
    near, far = sign * rest / heap, -sign * m / heap
    found[3] += inner * drawn[3] + outer * (whole[3] - drawn[3])
    found[4] += inner * near * drawn[4] + outer * far * (whole[4] - drawn[4])
    found[5] += inner * drawn[5] + outer * (whole[5] - drawn[5])
    found[6] += inner * near * near * drawn[6] + outer * far * far * (whole[6] - drawn[6])
    found[7] += inner * near * drawn[7] + outer * far * (whole[7] - drawn[7])
    found[8] += inner * drawn[8] + outer * (whole[8] - drawn[8])


@njit(cache=True, nogil=True)
def finish(found: Floats, row: Floats) -> None:
    """Turn what the blocks said into the figures of a draw."""
    weight = found[1]
    if weight <= 0.0:
        row[:] = np.nan
        return
    a, b = found[0] / weight, found[2] / weight
    square = weight * weight
    row[0], row[1] = a, b
    row[2] = (found[3] - 2.0 * a * found[4] + a * a * found[6]) / square
    row[3] = (found[5] - b * found[4] - a * found[7] + a * b * found[6]) / square
    row[4] = (found[8] - 2.0 * b * found[7] + b * b * found[6]) / square


@njit(cache=True, nogil=True)
def conclude(treated: Floats, control: Floats, precision: bool, row: Floats) -> None:
    """Fill the figures of a draw from the sums of each arm in each block."""
    a, b, whole = 0.0, 0.0, 0.0
    for k in range(treated.shape[0]):
        mt, mc = treated[k, 1], control[k, 1]
        if mt > 0.0 and mc > 0.0:
            weight = mt * mc / (mt + mc) if precision else mt + mc
            whole += weight
            inner, outer = weight / mt, weight / mc
            a += inner * treated[k, 0] - outer * control[k, 0]
            b += inner * treated[k, 2] - outer * control[k, 2]
    row[0] = a / whole if whole > 0.0 else np.nan
    row[1] = b / whole if whole > 0.0 else np.nan
    if row.shape[0] > 2:
        _spread(treated, control, precision, whole, row)


@njit(cache=True, nogil=True)
def _spread(treated: Floats, control: Floats, precision: bool, whole: float, row: Floats) -> None:
    row[2:] = 0.0
    for k in range(treated.shape[0]):
        mt, mc = treated[k, 1], control[k, 1]
        if mt > 0.0 and mc > 0.0:
            m = mt + mc
            weight = (mt * mc / m if precision else m) / whole
            y, d = (treated[k, 0] + control[k, 0]) / m, (treated[k, 2] + control[k, 2]) / m
            _squares(treated[k], y + row[0] * mc / m, d + row[1] * mc / m, weight / mt, row)
            _squares(control[k], y - row[0] * mt / m, d - row[1] * mt / m, weight / mc, row)


@njit(cache=True, nogil=True)
def _squares(sums: Floats, y: float, d: float, pull: float, row: Floats) -> None:
    square = pull * pull
    row[2] += square * (sums[3] - 2.0 * y * sums[4] + y * y * sums[6])
    row[3] += square * (sums[5] - d * sums[4] - y * sums[7] + y * d * sums[6])
    row[4] += square * (sums[8] - 2.0 * d * sums[7] + d * d * sums[6])


@njit(cache=True, nogil=True)
def read_draws(  # noqa: PLR0917 - numba takes arrays by position
    arms: Arms, order: Counts, cells: Floats, blocks: Counts, precision: bool, out: Floats
) -> None:
    """Fill the figures of draws given as rows of arms (1 treated, 0 control, below 0 not compared).

    `order` is the column of `arms` where each cluster of `cells` stands.
    """
    columns = cells.shape[1]
    treated = np.empty((blocks.shape[0], columns))
    control = np.empty((blocks.shape[0], columns))
    for j in range(arms.shape[0]):
        treated[:] = 0.0
        control[:] = 0.0
        for k in range(blocks.shape[0]):
            for i in range(blocks[k, 0], blocks[k, 0] + blocks[k, 1]):
                if arms[j, order[i]] == 1:
                    for c in range(columns):
                        treated[k, c] += cells[i, c]
                elif arms[j, order[i]] == 0:
                    for c in range(columns):
                        control[k, c] += cells[i, c]
        conclude(treated, control, precision, out[j])
