"""Deal arms within strata: shuffled by ticket, counts carried from stratum to stratum."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from perron.experiments.design.rounding import split, uniforms_needed
from perron.experiments.design.tickets import tickets, uniforms


def deal(
    names: Sequence[str],
    stratum: NDArray[np.int64],
    shares: Sequence[float],
    *,
    seed: int,
    attempt: int = 0,
    what: str = "start",
) -> NDArray[np.int8]:
    """Return the arm that each unit draws.

    Parameters
    ----------
    names : sequence of str
        Units, unique.
    stratum : ndarray of int64, shape (n,)
        Stratum of each, from 0, none empty.
    shares : sequence of float
        Shares of the arms, which add to 1.
    seed, attempt : int
        As in `tickets.ticket`.
    what : str
        Name of the random start, for draws of several stages.

    Returns
    -------
    ndarray of int8, shape (n,)
        Arm of each, from 0.

    Notes
    -----
    In each stratum units are sorted by ticket; the first c0 go to arm 0, the next c1 to arm 1 and so on, with
    counts by `rounding.split`. Every unit has exactly the chance `shares[k]` of arm k.
    """
    sizes = np.bincount(stratum)
    need = uniforms_needed(len(sizes), len(shares))
    counts = split(sizes, np.asarray(shares, float), uniforms(seed, attempt, what, need))
    order = np.lexsort((tickets(seed, attempt, names), stratum))
    arms = np.empty(len(names), np.int8)
    arms[order] = np.repeat(np.tile(np.arange(len(shares), dtype=np.int8), len(sizes)), counts.ravel())
    return arms
