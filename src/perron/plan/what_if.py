"""What would other choices give? Answered at once from a finished plan, without computing it again."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

import numpy as np
import polars as pl

from perron.experiments import smallest_effect
from perron.plan.basis import Basis
from perron.plan.choices import Choices
from perron.plan.obeyed import drawn_for
from perron.plan.outings import doors_per_outing
from perron.plan.rescore import pace_under, rescore
from perron.plan.summary import hours_notes
from perron.targeting import Priors, allocate
from perron.targeting.allocation import ground, shares_due
from perron.words import Words

_NORMAL_90 = 2 * 1.6448536269514722
"""Width of a 90 % interval in standard deviations."""


@dataclass(frozen=True, slots=True)
class Ready:
    """Scores under some choices, the draw of bureaux left alone, and the pace of each."""

    scores: pl.DataFrame
    drawn: pl.DataFrame
    pace: pl.DataFrame


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What a set of choices would give.

    Parameters
    ----------
    summary : dict
        Figures named as in a plan's summary, then `effect_expected` and `effect_smallest` (votes per elector
        registered, in the bureaux of the comparison; None where nothing can be compared), `compared_treated`
        and `compared_control` (bureaux).
    territories : polars.DataFrame
        territory, bureaux, registered, held_out, visited, due, minimum (outings), outings, hours, doors,
        votes.
    allocation : polars.DataFrame
        Table `ALLOCATION`.
    notes : tuple of Words
        What must be said of it.
    """

    summary: dict[str, Any]
    territories: pl.DataFrame
    allocation: pl.DataFrame
    notes: tuple[Words, ...]


def what_if(
    basis: Basis,
    choices: Choices,
    priors: Priors | None = None,
    *,
    among: Collection[str] | None = None,
    ready: Ready | None = None,
) -> WhatIf:
    """Work out what other choices would give.

    Parameters
    ----------
    basis : Basis
        A finished plan, from `basis_of`.
    choices : Choices
        The decisions to try.
    priors : Priors, optional
        What a visit is believed to do; by default what the plan believed.
    among : collection of str, optional
        Bureaux that the figures count; hours are shared out over all of them in any case.
    ready : Ready, optional
        From `prepare`, when only hours, minutes or the minimum by territory have changed since.

    Returns
    -------
    WhatIf
        Figures, and the hours by territory.

    Notes
    -----
    Hours, crew, hold-out, minimum and effects give what `make_plan` would compute, with the same draw of
    bureaux left alone. Other minutes, another seed or another opening rate would have turfs cut again:
    doors and votes then agree within a few hundredths. See docs/methods/what-if.md.
    """
    priors = priors or basis.priors
    ready = ready or prepare(basis, choices, priors)
    scores, pace = ready.scores, ready.pace
    allocation = allocate(
        scores, hours=choices.hours, minimum_share=choices.minimum_share, **_field(ready, choices, priors)
    )
    due, notes = _due(scores, allocation, choices), hours_notes(allocation, choices)
    if among is not None:
        scores, allocation = (_only(table, among) for table in (scores, allocation))
    territories = _territories(scores, allocation, due)
    summary = _summary(basis, scores, allocation, pace, choices)
    return WhatIf(summary | _measurable(basis, allocation), territories, allocation, notes)


def votes_by_hours(
    basis: Basis,
    choices: Choices,
    priors: Priors | None = None,
    *,
    hours: Sequence[float],
    among: Collection[str] | None = None,
    ready: Ready | None = None,
) -> pl.DataFrame:
    """Work out what other budgets of hours would give, all else equal.

    Parameters
    ----------
    basis : Basis
        A finished plan.
    choices : Choices
        The decisions; their hours do not count.
    priors : Priors, optional
        What a visit is believed to do.
    hours : sequence of float
        Budgets to try, volunteer-hours, 0 or more.
    among : collection of str, optional
        Bureaux whose votes are counted.
    ready : Ready, optional
        From `prepare`.

    Returns
    -------
    polars.DataFrame
        hours, votes, votes_low, votes_high, one row per budget.
    """
    ready = ready or prepare(basis, choices, priors)
    field = ground(ready.scores, **_field(ready, choices, priors or basis.priors))
    counted = None if among is None else ready.scores.get_column("bureau").is_in(_codes(among)).to_numpy()
    totals = field.votes([field.budget(budget) for budget in hours], choices.minimum_share, counted)
    columns = dict(zip(("votes", "votes_low", "votes_high"), totals.T, strict=True))
    return pl.DataFrame({"hours": [float(budget) for budget in hours], **columns})


def people_needed(outings: int, crew: int, *, weeks: float, each_week: float) -> int | None:
    """Return how many volunteers a number of outings takes.

    Parameters
    ----------
    outings : int
        Outings in all.
    crew : int
        Volunteers in an outing.
    weeks : float
        Weeks left.
    each_week : float
        Outings one volunteer makes in a week.

    Returns
    -------
    int or None
        Volunteers, never fewer than a crew when there is an outing; None when no time is left.
    """
    if not outings:
        return 0
    if weeks <= 0 or each_week <= 0:
        return None
    return max(ceil(outings * crew / (weeks * each_week) - 1e-9), crew)


def prepare(
    basis: Basis, choices: Choices, priors: Priors | None = None, *, drawn: pl.DataFrame | None = None
) -> Ready:
    """Do what does not depend on hours, minutes and the minimum: scores, draw, pace.

    Parameters
    ----------
    basis : Basis
        A finished plan.
    choices : Choices
        The decisions; crew, objective, hold-out and seed count.
    priors : Priors, optional
        What a visit is believed to do.
    drawn : polars.DataFrame, optional
        A sealed draw of bureaux, which then prevails over hold-out and seed: bureau, held_out, stratum.

    Returns
    -------
    Ready
        For `what_if` and `votes_by_hours`.
    """
    priors = priors or basis.priors
    scores = rescore(basis, choices, priors)
    return Ready(scores, drawn_for(scores, choices, drawn), pace_under(basis, priors))


def _codes(among: Collection[str]) -> pl.Series:
    return pl.Series(list(among), dtype=pl.String).implode()


def _only(table: pl.DataFrame, among: Collection[str]) -> pl.DataFrame:
    return table.filter(pl.col("bureau").is_in(_codes(among)))


def _field(ready: Ready, choices: Choices, priors: Priors) -> dict[str, Any]:
    """Return what `allocate` takes besides scores, hours and the minimum."""
    kept = ready.drawn.filter(~pl.col("held_out")).get_column("bureau").implode()
    turfs = ready.pace.filter(pl.col("bureau").is_in(kept)).select(
        "doors", minutes=pl.col("minutes_per_door") * pl.col("doors")
    )
    return {
        "outing_minutes": choices.minutes,
        "crew": choices.crew,
        "doors_per_outing": doors_per_outing(turfs, choices.minutes, priors.doors_per_hour.mean),
        "held_out": ready.drawn,
        "doors": None if ready.pace.is_empty() else ready.pace,
    }


def _summary(
    basis: Basis, scores: pl.DataFrame, allocation: pl.DataFrame, pace: pl.DataFrame, choices: Choices
) -> dict[str, Any]:
    totals = allocation.select(
        pl.col("held_out", "outings", "hours", "doors", "votes", "votes_low", "votes_high").sum(),
        bureaux_visited=(pl.col("outings") > 0).sum(),
    ).row(0, named=True)
    votes = {name: round(float(totals.pop(name)), 1) for name in ("votes", "votes_low", "votes_high")}
    return {
        "bureaux": scores.height,
        "registered": int(scores.get_column("registered").sum()),
        **totals,
        **votes,
        "turfs_visited": _turfs_visited(basis, allocation, pace, choices),
    }


def _turfs_visited(basis: Basis, allocation: pl.DataFrame, pace: pl.DataFrame, choices: Choices) -> int:
    """Count the turfs that get an outing; those of another length are as many as their minutes make."""
    if pace.is_empty():
        return 0
    longer = basis.choices.minutes / choices.minutes
    there = allocation.select("bureau", "outings").join(pace, on="bureau")
    turfs = pl.col("turfs") if longer == 1 else (pl.col("turfs") * longer).ceil().cast(pl.Int64)
    return int(there.select(pl.min_horizontal("outings", turfs).sum()).item())


def _measurable(basis: Basis, allocation: pl.DataFrame) -> dict[str, Any]:
    """Say what effect could be shown: bureaux visited against those left alone in the same strata."""
    sent = pl.col("outings") > 0
    reached = allocation.filter(sent).get_column("stratum").unique().implode()
    table = allocation.join(basis.table, on="bureau").filter(pl.col("stratum").is_in(reached))
    control, treated = table.filter("held_out"), table.filter(~pl.col("held_out"))
    turnout, support = (
        (pl.col(f"{n}_high") - pl.col(f"{n}_low")) / _NORMAL_90 for n in ("turnout", "support")
    )
    spread = (pl.col("support") * turnout) ** 2 + (pl.col("turnout") * support) ** 2
    square = table.select(spread.mean()).item()
    least = smallest_effect(float(np.sqrt(square or 0.0)), treated.height, control.height)
    people = int(treated.get_column("registered").sum())
    known = square is not None and control.height > 0 and people > 0
    return {
        "effect_expected": float(treated.get_column("votes").sum()) / people if known else None,
        "effect_smallest": least if known else None,
        "compared_treated": treated.height,
        "compared_control": control.height,
    }


def _due(scores: pl.DataFrame, allocation: pl.DataFrame, choices: Choices) -> pl.DataFrame:
    """Return what its electors would give each territory, and the least it gets."""
    budget = int(np.floor(choices.hours / (choices.crew * choices.minutes / 60.0) + 1e-9))
    table = scores.select("bureau", "territory", "registered").join(allocation, on="bureau")
    least = (pl.col("due") * choices.minimum_share + 1e-9).floor().cast(pl.Int64)
    return shares_due(table, budget).with_columns(least.alias("minimum"))


def _territories(scores: pl.DataFrame, allocation: pl.DataFrame, due: pl.DataFrame) -> pl.DataFrame:
    return (
        scores.select("bureau", "territory", "registered")
        .join(allocation, on="bureau")
        .group_by("territory")
        .agg(
            pl.len().alias("bureaux"),
            pl.col("registered").sum(),
            pl.col("held_out").sum(),
            (pl.col("outings") > 0).sum().alias("visited"),
            pl.col("outings", "hours", "doors", "votes").sum(),
        )
        .join(due, on="territory", nulls_equal=True)
        .sort("territory", nulls_last=True)
    )
