"""Nearest points on a plane by a grid of square cells."""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]


class Grid(NamedTuple):
    """Points sorted by cell.

    Parameters
    ----------
    x, y : ndarray of float64, shape (n,)
        Points, metres.
    cell : float
        Side of a cell, metres.
    columns, rows : int
        Cells across and up.
    left, low : float
        Corner of the grid, metres.
    first : ndarray of int32, shape (columns * rows + 1,)
        Where each cell begins in `member`.
    member : ndarray of int32, shape (n,)
        Points, cell by cell.
    """

    x: Floats
    y: Floats
    cell: float
    columns: int
    rows: int
    left: float
    low: float
    first: Ints
    member: Ints


@njit(cache=True, nogil=True)
def make_grid(x: Floats, y: Floats, cell: float) -> Grid:
    """Sort points into cells.

    Parameters
    ----------
    x, y : ndarray of float64, shape (n,)
        Points, metres; at least one.
    cell : float
        Smallest side of a cell, metres; it grows so that cells are no more than eight times the points.

    Returns
    -------
    Grid
        The grid.
    """
    n = x.size
    left, low = x.min(), y.min()
    width, height = x.max() - left, y.max() - low
    while (width / cell + 1.0) * (height / cell + 1.0) > 8.0 * n + 64.0:
        cell *= 1.5
    columns, rows = int(width / cell) + 1, int(height / cell) + 1
    first = np.zeros(columns * rows + 1, np.int32)
    where = np.empty(n, np.int32)
    for i in range(n):
        where[i] = int((y[i] - low) / cell) * columns + int((x[i] - left) / cell)
        first[where[i] + 1] += 1
    for c in range(columns * rows):
        first[c + 1] += first[c]
    member = np.empty(n, np.int32)
    fill = first[:-1].copy()
    for i in range(n):
        member[fill[where[i]]] = i
        fill[where[i]] += 1
    return Grid(x, y, cell, columns, rows, left, low, first, member)


@njit(cache=True, nogil=True)
def nearest(grid: Grid, i: int, label: Ints, same: bool, side: Ints, reach: float) -> int:
    """Return the nearest point of a wanted kind, or -1.

    Parameters
    ----------
    grid : Grid
        The points.
    i : int
        From this point.
    label : ndarray of int32, shape (n,)
        A label of each point (street, component).
    same : bool
        Look for the same label on another side, or for another label.
    side : ndarray of int32, shape (n,)
        Side of each point; not read when `same` is False.
    reach : float
        Farthest distance, metres.

    Returns
    -------
    int
        The point, the smaller number when equally near.
    """
    x, y = grid.x, grid.y
    column, row = int((x[i] - grid.left) / grid.cell), int((y[i] - grid.low) / grid.cell)
    best = -1
    bound = reach * reach
    ring = 0
    while (ring - 1) * grid.cell <= reach:
        if best >= 0 and (max(ring - 1, 0) * grid.cell) ** 2 > bound:
            break
        if ring > grid.columns and ring > grid.rows:
            break
        for r in range(max(row - ring, 0), min(row + ring, grid.rows - 1) + 1):
            edge = r in (row - ring, row + ring)
            step = 1 if edge or ring == 0 else 2 * ring
            for c in range(column - ring, column + ring + 1, step):
                if c < 0 or c >= grid.columns:
                    continue
                cell = r * grid.columns + c
                for m in range(grid.first[cell], grid.first[cell + 1]):
                    j = grid.member[m]
                    if (label[j] == label[i]) != same or (same and side[j] == side[i]):
                        continue
                    far = (x[j] - x[i]) ** 2 + (y[j] - y[i]) ** 2
                    if far < bound or (far == bound and (best < 0 or j < best)):
                        bound = far
                        best = j
        ring += 1
    return best
