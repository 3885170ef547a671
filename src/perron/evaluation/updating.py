"""What the experiment teaches the next plan: the priors of targeting, brought up to date."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot, isfinite
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from perron.evaluation.analysis import Analysis, Values
from perron.evaluation.content import said
from perron.evaluation.samples import Comparison
from perron.experiments.design.registration import Outcome
from perron.experiments.design.seal import SealedDraw
from perron.experiments.estimate.bayes import Posterior, per_conversation, priors_toml, update
from perron.experiments.estimate.clustered import cluster_robust
from perron.experiments.estimate.estimate import Estimate
from perron.experiments.estimate.regression import fixed_effects
from perron.targeting import Priors
from perron.targeting.formulas import balance
from perron.targeting.intermittents import expected
from perron.words import Words

Floats = NDArray[np.float64]

LABELS: Final = {
    "mobilisation_effect": Words(
        "Votes cast more, per conversation with an intermittent voter",
        "Votants de plus, par échange avec un intermittent du vote",
    ),
    "persuasion_effect": Words(
        "Votes won, per conversation with a voter", "Voix gagnées, par échange avec un votant"
    ),
    "opening_rate": Words("Doors that open", "Portes qui s’ouvrent"),
    "conversation_rate": Words("Opened doors where somebody talks", "Portes ouvertes où l’on échange"),
}


@dataclass(frozen=True, slots=True)
class Learnt:
    """One outcome of the visited arm, for the update.

    Parameters
    ----------
    outcome : Outcome
        What it is.
    comparison : Comparison
        The rows.
    values : Values
        Its values.
    found : Analysis
        Its analysis.
    """

    outcome: Outcome
    comparison: Comparison
    values: Values
    found: Analysis


def priors_of(
    draw: SealedDraw, learnt: Sequence[Learnt], visits: pl.DataFrame | None, priors: Priors | None
) -> dict[str, Any] | None:
    """Bring the priors up to date.

    Parameters
    ----------
    draw : SealedDraw
        The draw.
    learnt : sequence of Learnt
        Outcomes of the first arm that is visited.
    visits : polars.DataFrame or None
        Checked visits.
    priors : Priors or None
        What was believed; those published by default.

    Returns
    -------
    dict or None
        figures (name, label, mean, sd, prior_mean, prior_sd, measured, error, weight, surprise), toml (what
        `perron plan --priors` reads), words; None without visits, or where they tell nothing.

    Notes
    -----
    With r the conversations that being drawn added per elector, e_t and e_s the effects of being drawn on
    turnout and on our votes (of the registered), t turnout, s support (of valid votes), i the share of
    intermittents, b = s (1 - s) / (r0 (1 - r0)): mobilisation e_t / (r i); persuasion
    (e_s - s e_t) / (r t b), the inverse of the scores of docs/methods/targeting.md.
    """
    if visits is None or not learnt:
        return None
    believed = priors or Priors()
    figures = _rates(visits, believed)
    talks = _talks(learnt[0], visits)
    if talks is not None and talks.estimate > 0:
        figures |= _effects(learnt, talks, believed)
    if not figures:
        return None
    source = f"{draw.name}, {draw.record.get('sealed_at', '')[:10]}, {draw.hash[:12]}"
    bounds = {name: (getattr(believed, name).low, getattr(believed, name).high) for name in figures}
    return {
        "figures": [
            {"name": name, "label": said(LABELS[name]), **figure.to_dict()}
            for name, figure in figures.items()
        ],
        "toml": priors_toml(figures, source=source, bounds=bounds),
    }


def _rates(visits: pl.DataFrame, believed: Priors) -> dict[str, Posterior]:
    """Update how many doors open, and where people talk: ratios of sums, errors by unit."""
    out = {}
    for name, part, whole in (
        ("opening_rate", "opened", "knocked"),
        ("conversation_rate", "talked", "opened"),
    ):
        y, m = (visits.get_column(column).to_numpy() for column in (part, whole))
        n = len(m)
        if n < 10 or m.sum() <= 0:
            continue
        rate = float(y.sum() / m.sum())
        error = float(np.sqrt(n / (n - 1) * ((y - rate * m) ** 2).sum()) / m.sum())
        if error > 0:
            prior = getattr(believed, name)
            out[name] = update(prior.mean, prior.sd, rate, error)
    return out


def _talks(first: Learnt, visits: pl.DataFrame) -> Estimate | None:
    """Estimate how many conversations being drawn added, per elector of the unit."""
    weights = first.values.weights
    if weights is None:
        return None
    units = first.comparison.draw.assignment.select("unit")
    talked = units.join(visits.select("unit", "talked"), on="unit", how="left", maintain_order="left")
    rate = talked.get_column("talked").fill_null(0.0).to_numpy() / weights
    if np.ptp(rate[first.comparison.kept]) == 0:
        return None
    sample = first.comparison.sample(rate, weights=weights)
    return fixed_effects(sample) if sample.blocks is not None else cluster_robust(sample)


def _effects(learnt: Sequence[Learnt], talks: Estimate, believed: Priors) -> dict[str, Posterior]:
    by_measure = {one.outcome.measure: one for one in learnt if one.outcome.bloc == ""}
    turnout, support = by_measure.get("turnout"), by_measure.get("support")
    out: dict[str, Posterior] = {}
    if turnout is not None:
        share = _intermittent(turnout, believed)
        effect, error = per_conversation(
            turnout.found.main.estimate, turnout.found.main.error, talks.estimate, talks.error
        )
        _put(out, "mobilisation_effect", believed, effect / share, error / share)
    if support is not None:
        effect, error = _turned(support, turnout, talks, believed)
        _put(out, "persuasion_effect", believed, effect, error)
    return out


def _turned(
    support: Learnt, turnout: Learnt | None, talks: Estimate, believed: Priors
) -> tuple[float, float]:
    """Return votes won less those that mobilisation brought, per conversation with a voter."""
    voting = 0.6 if turnout is None else _control_mean(turnout)
    share = min(max(_control_mean(support) / voting, 0.01), 0.99)
    main = support.found.main
    brought = 0.0 if turnout is None else share * turnout.found.main.estimate
    brought_error = 0.0 if turnout is None else share * turnout.found.main.error
    effect, error = per_conversation(
        main.estimate - brought, hypot(main.error, brought_error), talks.estimate, talks.error
    )
    room = voting * float(balance(np.array([share]), believed.reference_support.mean)[0])
    return effect / room, error / room


def _put(out: dict[str, Posterior], name: str, believed: Priors, measured: float, error: float) -> None:
    if isfinite(measured) and isfinite(error) and error > 0:
        prior = getattr(believed, name)
        out[name] = update(prior.mean, prior.sd, measured, error)


def _control_mean(one: Learnt) -> float:
    kept, assigned = one.comparison.kept, one.comparison.assigned
    weights = np.ones(len(assigned)) if one.values.weights is None else one.values.weights[kept]
    control = assigned == 0
    return float(np.average(one.values.share[kept][control], weights=weights[control]))


def _intermittent(turnout: Learnt, believed: Priors) -> float:
    """Return the share of intermittents among the electors, from turnout before and at this election."""
    kept = turnout.comparison.kept
    shares = np.vstack([turnout.values.before[kept], turnout.values.share[kept]])
    found = expected(shares, believed.participation_correlation.mean)
    known = np.isfinite(found)
    return float(np.clip(found[known].mean(), 0.05, 1.0)) if known.any() else 0.5
