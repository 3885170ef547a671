"""Several outcomes at once: p-values corrected so that looking often does not find by chance."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from perron.errors import BadValueError, ParameterError
from perron.experiments.estimate.distribution import Distribution
from perron.experiments.estimate.kernel import Floats
from perron.words import Words

METHODS: Final = ("holm", "bonferroni", "benjamini_hochberg", "none")
"""Corrections that need the p-values only."""

_TIE = 1e-9


def adjusted(p: ArrayLike, method: str = "holm") -> Floats:
    """Return p-values corrected for being several.

    Parameters
    ----------
    p : array_like, shape (k,)
        p-values, between 0 and 1.
    method : {"holm", "bonferroni", "benjamini_hochberg", "none"}
        Holm and Bonferroni bound the chance of even one false finding; Benjamini & Hochberg the expected
        share of false ones among the findings (independent or positively dependent tests).

    Returns
    -------
    ndarray of float64, shape (k,)
        Corrected p-values, in the same order.

    Raises
    ------
    ParameterError
        Another method.
    BadValueError
        A p-value outside 0 to 1.

    Notes
    -----
    With p(1) <= … <= p(k): Holm 1979 (Scandinavian Journal of Statistics 6(2)), max over i <= j of
    min(1, (k - i + 1) p(i)); Benjamini & Hochberg 1995 (JRSS B 57(1)), min over i >= j of min(1, k p(i) / i).
    """
    values = np.asarray(p, dtype=np.float64).ravel()
    if not np.all((values >= 0.0) & (values <= 1.0)):
        raise BadValueError(
            Words("not a p-value", "ce n’est pas une valeur p"), column="p", found=str(values)
        )
    k = len(values)
    order = np.argsort(values, kind="stable")
    ranks = np.arange(1, k + 1)
    if method == "none":
        return values
    if method == "bonferroni":
        return np.minimum(values * k, 1.0)
    if method == "holm":
        steps = np.maximum.accumulate((k - ranks + 1) * values[order])
    elif method == "benjamini_hochberg":
        steps = np.minimum.accumulate((k / ranks * values[order])[::-1])[::-1]
    else:
        raise ParameterError(
            Words("unknown correction", "correction inconnue"),
            column="correction",
            found=method,
            expected=Words(*[", ".join((*METHODS, "westfall_young"))] * 2),
        )
    out = np.empty(k)
    out[order] = np.minimum(steps, 1.0)
    return out


def westfall_young(outcomes: Sequence[Distribution]) -> Floats:
    """Return p-values corrected by the draws themselves: outcomes that go together cost little.

    Parameters
    ----------
    outcomes : sequence of Distribution
        One for each outcome, from the same draws (same seed, rows, blocks and clusters).

    Returns
    -------
    ndarray of float64, shape (k,)
        Corrected p-values of "no effect on anyone", in the same order.

    Raises
    ------
    BadValueError
        The outcomes do not come from the same draws.

    Notes
    -----
    Step-down max T (Westfall & Young 1993, Resampling-Based Multiple Testing, algorithm 2.8; Ge, Dudoit &
    Speed 2003, Test 12(1), box 2). t = |statistic| over its standard deviation in the draws (or the
    studentised statistic). Outcomes ranked by t; each draw's largest t among those ranked as low or lower is
    compared with the observed; p never lower than that of an outcome ranked before. The 1 of the observed
    draw as in `Distribution.p`.
    """
    counts = {(len(found.drawn), found.exact) for found in outcomes}
    if len(counts) != 1:
        raise BadValueError(
            Words(
                "the outcomes do not come from the same draws",
                "les résultats ne viennent pas des mêmes tirages",
            ),
            column="draws",
            found=", ".join(str(len(found.drawn)) for found in outcomes),
        )
    (draws, exact) = counts.pop()
    scores = [found.scores() for found in outcomes]
    ours = np.array([observed for observed, _ in scores])
    order = np.argsort(-ours, kind="stable")
    largest = np.zeros(draws)
    p = np.empty(len(ours))
    for place in order[::-1]:
        largest = np.maximum(largest, scores[place][1])
        far = np.count_nonzero(largest >= ours[place] * (1.0 - _TIE))
        p[place] = far / draws if exact else (far + 1) / (draws + 1)
    p[order] = np.maximum.accumulate(p[order])
    return p
