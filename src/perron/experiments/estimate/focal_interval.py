"""What having many treated neighbours changes: the effects that the test by focal units does not reject."""

from dataclasses import replace
from math import inf, nan
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from perron.errors import BadValueError
from perron.experiments.estimate.distribution import Distribution
from perron.experiments.estimate.draws import Redraw
from perron.experiments.estimate.estimate import Estimate
from perron.experiments.estimate.exposure import arms_of, neighbours_of
from perron.experiments.estimate.focal import focal_units, frozen, left_of
from perron.experiments.estimate.kernel import Floats
from perron.experiments.estimate.sample import Sample
from perron.words import Words

LEAST: Final = 2
"""Focal units needed in each of the conditions compared."""


def spillover_by_draws(
    sample: Sample,
    pairs: NDArray[np.int64],
    arms: dict[int, tuple[str, Words]],
    *,
    threshold: float,
    level: float = 0.95,
    draws: int,
    seed: int = 0,
    redraw: Redraw | None = None,
) -> list[Estimate]:
    """Estimate what many treated neighbours change, by own arm, with the exact test's own interval.

    Parameters
    ----------
    sample : Sample
        One row per unit.
    pairs : ndarray of int64, shape (p, 2)
        Neighbours, as rows of the sample, each pair in both directions.
    arms : dict of int to tuple of str and Words
        For each own arm, the name and the words of its estimate.
    threshold : float
        Share of treated neighbours from which exposure is high.
    level : float
        Level of the intervals, between 0 and 1.
    draws, seed : int
        As in `focal_test`.
    redraw : callable or None
        As in `focal_test`.

    Returns
    -------
    list of Estimate
        One for each arm, in order; an arm with fewer than two focal units in either condition has none.

    Notes
    -----
    As `focal_test`: the focal units' own arms are held, the others drawn again. Under "many treated
    neighbours change the outcome of every focal unit of this arm by δ", the outcome less δ × (exposure
    observed) is the same in all draws, so that the test of it is exact. Its statistic, Σ left × (exposure −
    its mean over draws), is linear in δ, and the interval is that of `Distribution`: the effects that the
    test does not reject. The estimate is the effect at which the statistic is zero (Hodges & Lehmann 1963).
    """
    matrix, alone = neighbours_of(sample, pairs)
    focal = focal_units(sample, seed) if redraw is None else np.ones(sample.n, dtype=np.bool_)
    others = frozen(sample, focal) if redraw is None else sample
    high = (matrix @ sample.assigned.astype(np.float64) >= threshold - 1e-12).astype(np.float64)
    weights = np.ones(sample.n) if sample.weights is None else sample.weights
    chosen = {arm: focal & ~alone & (sample.assigned == arm) for arm in arms}
    chosen = {arm: mine for arm, mine in chosen.items() if _both(high[mine])}
    if not chosen:
        return []
    pulls = np.column_stack(
        [
            weights * left_of(replace(sample, outcome=values), mine)
            for mine in chosen.values()
            for values in (sample.outcome, high)
        ]
    )
    made = []
    try:
        for rows in arms_of(others, draws=draws, seed=seed + 1, redraw=redraw):
            around = matrix @ np.maximum(rows, 0).T.astype(np.float64)
            made.append((around >= threshold - 1e-12).T.astype(np.float64) @ pulls)
    except BadValueError:
        return []
    drawn = np.concatenate(made)
    centre = drawn.mean(axis=0)
    ours, drawn = high @ pulls - centre, drawn - centre
    found = []
    for place, (arm, mine) in enumerate(chosen.items()):
        pair = slice(2 * place, 2 * place + 2)
        law = Distribution(ours[pair], drawn[:, pair], exact=False)
        details = {"interval_by": "draws", "conditional": redraw is None}
        found.append(_estimate(law, arms[arm], high[mine], level, details))
    return found


def _both(high: Floats) -> bool:
    return bool(min(high.sum(), len(high) - high.sum()) >= LEAST)


def _estimate(
    law: Distribution, named: tuple[str, Words], high: Floats, level: float, details: dict[str, Any]
) -> Estimate:
    low, top = law.interval(level)
    many = int(high.sum())
    return Estimate(
        method=named[0],
        label=named[1],
        estimate=law.estimate,
        error=nan,
        df=inf,
        low=low,
        high=top,
        p=law.p(),
        level=level,
        n=len(high),
        clusters=len(high),
        details={"units": [many, len(high) - many], "draws": len(law.drawn), **details},
    )
