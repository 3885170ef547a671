"""Whole numbers shared out in proportion to weights, totals kept exactly."""

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

Whole = NDArray[np.int64]


def share_out(
    counts: Whole, groups: Whole, weights: NDArray[np.float64], first: Whole, many: Whole
) -> NDArray[np.int64]:
    """Share counts among the targets of their group by largest remainder, remainders carried along.

    Within a group, each count c goes to targets by weights w: every target gets the whole part of c·w, and
    the units left go, one each, to those that the counts shared so far have left most behind. One count alone
    is Hamilton's method of largest remainders; over many small counts no target is favoured, as it would be
    if each count were rounded for itself.

    Parameters
    ----------
    counts : ndarray of int64, shape (p,)
        Counts, 0 or more, group by group.
    groups : ndarray of int64, shape (g + 1,)
        Where each group starts in `counts`, and the end.
    weights : ndarray of float64, shape (w,)
        Weights of the targets, 0 or more; those of one group add up to 1.
    first, many : ndarray of int64, shape (g,)
        Where each group's weights start, and how many there are.

    Returns
    -------
    ndarray of int64, shape (sum of counts × targets,)
        For each count in turn, what each target of its group gets: 0 or more, less than one unit away from
        c·w, adding up to c.

    References
    ----------
    Balinski, M. L. and Young, H. P. (1982). *Fair representation*. Yale University Press (Hamilton's method).
    """
    shared: Whole = _share_out(counts, groups, weights, first, many)
    return shared


@njit(cache=True, nogil=True)
def _share_out(counts: Any, groups: Any, weights: Any, first: Any, many: Any) -> Any:
    out = np.empty(((groups[1:] - groups[:-1]) * many).sum(), dtype=np.int64)
    behind = np.zeros(max(many.max(), 1) if len(many) else 1)
    part = np.zeros(len(behind))
    cell = 0
    for group in range(len(groups) - 1):
        size = many[group]
        behind[:size] = 0.0
        for row in range(groups[group], groups[group + 1]):
            left = counts[row]
            for target in range(size):
                quota = counts[row] * weights[first[group] + target]
                whole = np.int64(np.floor(quota + 1e-9))
                out[cell + target] = whole
                part[target] = quota - whole
                behind[target] += part[target]
                left -= whole
            for _ in range(left):
                best = -1
                for target in range(size):
                    open_ = part[target] > 1e-9
                    if open_ and (best < 0 or behind[target] > behind[best] + 1e-12):
                        best = target
                best = max(best, 0)  # none is open when weights do not quite add up to 1
                out[cell + best] += 1
                behind[best] -= 1.0
                part[best] = 0.0
            cell += size
    return out
