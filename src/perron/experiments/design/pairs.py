"""Matched pairs: units as alike as can be, two by two."""

from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from perron.experiments.design.strata import ranked


def matched(table: pl.DataFrame, *, strata: Sequence[str], on: Sequence[str]) -> NDArray[np.int64]:
    """Return the pair of each unit.

    Parameters
    ----------
    table : polars.DataFrame
        Column unit, and those named below.
    strata : sequence of str
        Columns of labels that both units of a pair share.
    on : sequence of str
        Columns of numbers on which they are alike.

    Returns
    -------
    ndarray of int64, shape (n,)
        Pairs from 0.
    """
    return ranked(table, strata=strata, order_by=on[0], stratum_size=2)
