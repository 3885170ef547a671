"""Strata: units alike by their labels, then by their rank (the design of 2012: five by score)."""

from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray


def ranked(
    table: pl.DataFrame, *, strata: Sequence[str], order_by: str, stratum_size: int
) -> NDArray[np.int64]:
    """Return the stratum of each unit.

    Parameters
    ----------
    table : polars.DataFrame
        Column unit, and those named below.
    strata : sequence of str
        Columns of labels; one stratum at least for each set of values, in their order.
    order_by : str
        Column of numbers that ranks units within them, best first; empty: they are not cut further.
    stratum_size : int
        Units in a stratum cut by rank.

    Returns
    -------
    ndarray of int64, shape (n,)
        Strata from 0, in the order of labels then ranks.

    Notes
    -----
    The last stratum of each set of labels takes the remainder: up to twice the size less one (Pons 2018).
    Equal numbers are ranked by the unit's name, missing ones last.
    """
    best = [order_by] if order_by else []
    placed = table.with_row_index("_row").sort(
        [*strata, *best, "unit"],
        descending=[False] * len(strata) + [True] * len(best) + [False],
        nulls_last=True,
    )
    group = (
        placed.select(pl.struct(strata).rle_id().cast(pl.Int64)).to_series().to_numpy()
        if strata
        else np.zeros(placed.height, np.int64)
    )
    part = np.zeros(placed.height, np.int64)
    if order_by:
        sizes = np.bincount(group)
        rank = np.arange(placed.height) - (np.cumsum(sizes) - sizes)[group]
        part = np.minimum(rank // stratum_size, np.maximum(sizes // stratum_size - 1, 0)[group])
    fresh = (np.diff(group, prepend=group[:1]) != 0) | (np.diff(part, prepend=part[:1]) != 0)
    out = np.empty(placed.height, np.int64)
    out[placed.get_column("_row").to_numpy()] = np.cumsum(fresh)
    return out
