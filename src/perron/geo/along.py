"""Places along a line: where each point comes closest to it."""

from typing import Any

import numpy as np
from numba import njit


@njit(cache=True, nogil=True)
def along(line: Any, points: Any) -> Any:
    """Bring points to a line.

    Parameters
    ----------
    line : ndarray of float64, shape (m, 2)
        Vertices in metres, m >= 2.
    points : ndarray of float64, shape (n, 2)
        Points in metres.

    Returns
    -------
    place : ndarray of float64, shape (n,)
        Metres along the line from its start to the foot of each point.
    foot : ndarray of float64, shape (n, 2)
        Nearest point of the line; of places equally near, the first.
    length : float
        Length of the line, metres.
    """
    n, m = len(points), len(line)
    place = np.zeros(n)
    foot = np.empty((n, 2))
    nearest = np.full(n, np.inf)
    length = 0.0
    for k in range(m - 1):
        ax, ay = line[k, 0], line[k, 1]
        dx, dy = line[k + 1, 0] - ax, line[k + 1, 1] - ay
        square = dx * dx + dy * dy
        step = np.sqrt(square)
        for i in range(n):
            share = 0.0
            if square > 0.0:
                share = ((points[i, 0] - ax) * dx + (points[i, 1] - ay) * dy) / square
                share = min(1.0, max(0.0, share))
            fx, fy = ax + share * dx, ay + share * dy
            away = (points[i, 0] - fx) ** 2 + (points[i, 1] - fy) ** 2
            if away < nearest[i]:
                nearest[i] = away
                place[i] = length + share * step
                foot[i, 0], foot[i, 1] = fx, fy
        length += step
    return place, foot, length
