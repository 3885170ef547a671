"""One outcome, arm by arm, as the content of the report holds it."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from perron.evaluation.analysis import Analysis, Settings, Values, analyse, bins_of, to_plain
from perron.evaluation.announced import Announced
from perron.evaluation.beside import equivalence_of, groups_of, naive_of, spillover_of
from perron.evaluation.content import said
from perron.evaluation.cost import Costs, cost_words, gain_of
from perron.evaluation.samples import Comparison, Drawn, compare
from perron.evaluation.sentences import COUNTED, VOTE, arm_label, found_of, measure_label, verdict_of
from perron.evaluation.updating import Learnt
from perron.experiments.design.registration import Outcome
from perron.experiments.design.seal import SealedDraw

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Asked:
    """All that the analysis of an outcome needs besides its values.

    Parameters
    ----------
    draw : SealedDraw
        The draw.
    announced : Announced
        What was announced.
    settings : Settings
        How outcomes are analysed.
    electors : ndarray of float64, shape (units,), or None
        Registered electors.
    costs : Costs or None
        What was spent.
    neighbours : polars.DataFrame or None
        unit, neighbour.
    drawn : dict
        Draws of the design, shared by all outcomes.
    """

    draw: SealedDraw
    announced: Announced
    settings: Settings
    electors: Floats | None
    costs: Costs | None
    neighbours: pl.DataFrame | None
    drawn: Drawn


@dataclass(frozen=True, slots=True)
class Found:
    """What was found of one outcome.

    Parameters
    ----------
    plain : dict
        As the content holds it: name, label, election, measure, bloc, exploratory, comparisons (one per arm
        but the control).
    analyses : tuple of Analysis
        One per comparison.
    learnt : Learnt or None
        That of the first arm that is visited, for the priors.
    """

    plain: dict[str, Any]
    analyses: tuple[Analysis, ...]
    learnt: Learnt | None

    @property
    def pairs(self) -> list[tuple[dict[str, Any], Analysis]]:
        """Each comparison as the content holds it, with its analysis."""
        return list(zip(self.plain["comparisons"], self.analyses, strict=True))


def outcome_of(asked: Asked, outcome: Outcome, values: Values) -> Found:
    """Analyse one outcome.

    Parameters
    ----------
    asked : Asked
        Draw, settings and the rest.
    outcome : Outcome
        What it is.
    values : Values
        Its values.

    Returns
    -------
    Found
        Comparisons, arm by arm.

    Raises
    ------
    BadInputError
        An arm or its strata are missing, or nothing can be estimated.
    """
    there = np.isfinite(values.share)
    control, *others = asked.draw.design.arms
    comparisons, analyses = [], []
    learnt: Learnt | None = None
    for arm in others:
        comparison = compare(asked.draw, arm.name, control.name, there, asked.drawn)
        found = analyse(comparison, values, asked.settings)
        analyses.append(found)
        comparisons.append(_comparison(asked, outcome, comparison, found, values))
        if arm.visited and learnt is None:
            learnt = Learnt(outcome, comparison, values, found)
    plain = {
        "name": outcome.name,
        "label": said(measure_label(outcome.measure, outcome.bloc)),
        "election": outcome.election,
        "measure": outcome.measure,
        "bloc": outcome.bloc,
        "exploratory": not asked.announced.covers(outcome),
        "comparisons": comparisons,
    }
    return Found(plain, tuple(analyses), learnt)


def _comparison(
    asked: Asked, outcome: Outcome, comparison: Comparison, found: Analysis, values: Values
) -> dict[str, Any]:
    main = found.main.to_dict()
    label = measure_label(outcome.measure, outcome.bloc)
    settings = asked.settings
    verdict = verdict_of(main, settings.bound)
    groups = asked.announced.registration.heterogeneity if asked.announced.registration else ()
    return {
        "arm": comparison.arm,
        "control": comparison.control,
        "arm_label": said(arm_label(comparison.arm)),
        "verdict": verdict,
        "words": said(found_of(verdict, label, main)),
        "units": {"arm": int(comparison.assigned.sum()), "control": int((comparison.assigned == 0).sum())},
        "means": _means(comparison, values),
        "main": main,
        "why": [said(words) for words in found.why],
        "adjusted_for": list(found.sample.names),
        "estimates": [to_plain(e, leads=e.method == found.main.method) for e in found.estimates],
        "visited": to_plain(found.named("two_stage")),
        "anderson_rubin": to_plain(found.named("anderson_rubin")),
        "permutation": to_plain(found.permutation, bins=bins_of(found.chance)),
        "equivalence": equivalence_of(found, settings),
        "heterogeneity": groups_of(comparison, values, found, groups, settings),
        "spillover": spillover_of(comparison, found, asked.neighbours, settings),
        "naive": naive_of(comparison, values, found, settings.level),
        "left_out": [said(words) for words in comparison.notes],
        "missing": [said(words) for words in found.missing],
        **_gain(asked, outcome, comparison, main),
    }


def _means(comparison: Comparison, values: Values) -> dict[str, float]:
    kept = comparison.kept
    weights = np.ones(len(kept)) if values.weights is None else values.weights
    arm = comparison.assigned == 1
    return {
        "arm": float(np.average(values.share[kept][arm], weights=weights[kept][arm])),
        "control": float(np.average(values.share[kept][~arm], weights=weights[kept][~arm])),
    }


def _gain(asked: Asked, outcome: Outcome, comparison: Comparison, main: dict[str, Any]) -> dict[str, Any]:
    """Return votes gained and their price, for outcomes counted over the registered."""
    low, high = main["low"], main["high"]
    if asked.electors is None or outcome.measure == "support_valid" or low is None or high is None:
        return {"gain": None, "cost": None}
    drawn = (asked.draw.assignment.get_column("arm") == comparison.arm).to_numpy()
    gain = gain_of(main["estimate"], low, high, float(asked.electors[drawn].sum()), asked.costs)
    words = cost_words(gain, asked.costs, COUNTED.get(outcome.measure, VOTE))
    return {"gain": gain.to_dict(), "cost": said(words)}
