"""The simple forecasts that ours must beat: an earlier result, moved to the total that is known."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from perron.targeting.elections import Election

Floats = NDArray[np.float64]


class Baseline(NamedTuple):
    """A simple forecast.

    Parameters
    ----------
    election : str
        Earlier election it starts from.
    swing : str
        "uniform" (points added everywhere) or "proportional" (multiplied everywhere).
    last, same_kind : bool
        Whether that election is the last one, or the last of the same kind.
    share : ndarray of float64, shape (n,)
        Shares; NaN where the earlier election has no result.
    """

    election: str
    swing: str
    last: bool
    same_kind: bool
    share: Floats


def baselines(
    successes: Floats,
    trials: Floats,
    elections: tuple[Election, ...],
    target: Election,
    total: float,
) -> list[Baseline]:
    """Move each earlier result to the total of the target.

    Parameters
    ----------
    successes, trials : ndarray of float64, shape (m, n)
        Counts by earlier election and bureau; NaN where unknown.
    elections : tuple of Election, length m
        The earlier elections, oldest first.
    target : Election
        The election forecast.
    total : float
        Its share over all bureaux, between 0 and 1.

    Returns
    -------
    list of Baseline
        Two per earlier election that says something of this share: uniform and proportional swing.
    """
    told = [i for i in range(len(elections)) if np.nansum(successes[i]) > 0]
    same = [i for i in told if elections[i].kind == target.kind]
    found = []
    for i in told:
        with np.errstate(divide="ignore", invalid="ignore"):
            share = successes[i] / trials[i]
        known = np.isfinite(share)
        mean = float(successes[i][known].sum() / trials[i][known].sum())
        flags = (i == told[-1], bool(same) and i == same[-1])
        moved = np.clip(share + total - mean, 0.0, 1.0)
        found.append(Baseline(elections[i].name, "uniform", *flags, moved))
        moved = np.clip(share * total / mean, 0.0, 1.0)
        found.append(Baseline(elections[i].name, "proportional", *flags, moved))
    return found
