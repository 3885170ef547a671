"""Several outcomes, several arms: p-values corrected for it, the main outcome first and by itself."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from perron.evaluation.analysis import Analysis
from perron.experiments.estimate.multiple import adjusted, westfall_young

Found = tuple[dict[str, Any], Analysis]


def correct(outcomes: Sequence[Sequence[Found]], method: str) -> None:
    """Write the corrected p-value in each comparison.

    Parameters
    ----------
    outcomes : sequence of sequence of (dict, Analysis)
        Comparisons of each outcome, arm by arm; the first outcome is the main one.
    method : {"holm", "bonferroni", "benjamini_hochberg", "westfall_young", "none"}
        Correction announced.

    Notes
    -----
    Two families: the arms of the main outcome, and the arms of all others. Westfall & Young take the draws
    themselves (the same for all outcomes of one arm; arms are then joined by Holm).
    """
    families = [list(outcomes[0]), [found for outcome in outcomes[1:] for found in outcome]]
    for family in families:
        if not family:
            continue
        for (comparison, _), p in zip(family, _corrected(family, method), strict=True):
            comparison["p_corrected"] = None if np.isnan(p) else float(p)
            comparison["family"] = len(family)


def _corrected(family: Sequence[Found], method: str) -> Sequence[float]:
    p = np.array([_p(analysis) for _, analysis in family])
    if np.isnan(p).any():
        return [float("nan")] * len(family)
    if method != "westfall_young":
        return [float(value) for value in adjusted(p, method)]
    out = np.empty(len(family))
    arms = sorted({comparison["arm"] for comparison, _ in family})
    for arm in arms:
        places = [i for i, (comparison, _) in enumerate(family) if comparison["arm"] == arm]
        out[places] = westfall_young([family[i][1].chance for i in places])
    return [min(1.0, float(value) * len(arms)) for value in out]


def _p(analysis: Analysis) -> float:
    return analysis.main.p if np.isfinite(analysis.main.p) else analysis.permutation.p
