"""Few units in an arm: the interval of the design's own draws, which no approximation makes too wide."""

from dataclasses import replace
from math import inf, isfinite
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
    "moins de dix unités tirées dans un groupe\u00a0: l’intervalle et le test sont ceux des tirages du "
    "protocole lui-même (avec si peu, les erreurs donnent des intervalles trop larges)",
)
ANYONE: Final = Words(
    "fewer units were drawn to be treated than left alone: the test by draws says whether anyone was moved; "
    "where some gain and others lose, it rejects too often as a test of the average: read the interval",
    "moins d’unités traitées que laissées de côté\u00a0: le test par tirages dit si quelqu’un a bougé\u202f; "
    "où les uns gagnent et les autres perdent, il rejette trop souvent l’effet moyen nul\u00a0: lire "
    "l’intervalle",
)


def few_drawn(sample: Sample) -> bool:
    """Say whether the draws' own interval is better than that of an estimated error.

    Parameters
    ----------
    sample : Sample
        The rows.

    Returns
    -------
    bool
        True with fewer than ten units drawn in an arm, the treated being as many as the controls or more
        (else effects that differ from unit to unit would make it too narrow); never where the draw went
        through clusters.
    """
    control, treated = _drawn(sample)
    return min(control, treated) < FEW and treated >= control


def rare_treated(sample: Sample) -> bool:
    """Say whether fewer units were drawn to be treated than left alone.

    Parameters
    ----------
    sample : Sample
        The rows.

    Returns
    -------
    bool
        Whether they are: the permutation test is then one of "no effect on anyone" only.
    """
    control, treated = _drawn(sample)
    return treated < control


def _drawn(sample: Sample) -> tuple[float, float]:
    """Count the units drawn in each arm, control first; no end of them where the draw went through them."""
    if sample.clusters is None:
        control, treated = np.bincount(sample.assigned.astype(np.int64), minlength=2)
        return float(control), float(treated)
    if not sample.drawn_whole:
        return inf, inf
    counts = [len(np.unique(sample.clusters[sample.assigned == arm])) for arm in (0, 1)]
    return float(counts[0]), float(counts[1])


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
