"""Few units in an arm: the interval of the design's own draws, which no approximation makes too wide."""

from dataclasses import replace
from math import isfinite
from typing import Final

import numpy as np

from perron.experiments.estimate.estimate import Estimate
from perron.experiments.estimate.sample import Sample
from perron.words import Words

FEW: Final = 10
"""Units drawn, in an arm, under which errors are only roughly known."""
INTERVAL: Final = Words(
    "fewer than ten units drawn in an arm: the interval and the test are those of the design's own draws "
    "(with so few, errors and their degrees of freedom make intervals too wide)",
    "moins de dix unités tirées dans un groupe\u00a0: l'intervalle et le test sont ceux des tirages du "
    "protocole lui-même (avec si peu, les erreurs donnent des intervalles trop larges)",
)


def few_drawn(sample: Sample) -> bool:
    """Say whether an arm has few units drawn, all of them drawn as the permutations draw.

    Parameters
    ----------
    sample : Sample
        The rows.

    Returns
    -------
    bool
        True with fewer than ten rows in an arm, or clusters where clusters were drawn whole; never where the
        draw went through clusters.
    """
    if sample.clusters is None:
        arms = np.bincount(sample.assigned.astype(np.int64), minlength=2)
        return bool(arms.min() < FEW)
    if not sample.drawn_whole:
        return False
    arms = np.array([len(np.unique(sample.clusters[sample.assigned == arm])) for arm in (0, 1)])
    return bool(arms.min() < FEW)


def by_draws(found: Estimate, drawn: Estimate) -> Estimate:
    """Give an estimate the interval and the test of the design's own draws.

    Parameters
    ----------
    found : Estimate
        The estimate.
    drawn : Estimate
        The same effect by permutations, at the same level.

    Returns
    -------
    Estimate
        Estimate, error and degrees of freedom as they were; the estimate as it was given where permutations
        measure another effect, or leave an end of the interval open.

    Notes
    -----
    The interval holds the effects, the same for all, that the exact test does not reject.
    """
    near = abs(found.estimate - drawn.estimate) <= 1e-6 * max(abs(found.estimate), found.error)
    if not near or not (isfinite(drawn.low) and isfinite(drawn.high)):
        return found
    details = {**found.details, "interval_by": "draws", "p_by_error": found.p}
    return replace(found, low=drawn.low, high=drawn.high, p=drawn.p, details=details)
