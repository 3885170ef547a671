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

FIGURES = 2, 5
"""Figures kept of a draw: statistic and slope; and the three terms of its variance."""


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
