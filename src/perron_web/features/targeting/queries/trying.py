"""Other choices tried: the figures of the builder, in the terms of its page."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from django.utils import timezone

from perron_web.features.campaigns.queries import election_of
from perron_web.features.targeting.models import Run
from perron_web.features.targeting.queries.bases import basis_of, codes_in_scope, ready_for
from perron_web.features.targeting.queries.recipes import choices_of, priors_of
from perron_web.features.targeting.queries.sealed import Sealed
from perron_web.platform.design.figures import number
from perron_web.platform.words import language

if TYPE_CHECKING:
    from perron.plan import WhatIf

WEEKS: Final = 8
"""Weeks left when the campaign has no date."""
TERRITORIES: Final = 60
"""Territories listed."""
STEPS: Final = 12
"""Budgets on the curve, besides none."""


@dataclass(frozen=True)
class Tried:
    """What a set of choices would give."""

    run: Run
    figures: dict[str, Any]
    people: int | None
    territories: list[dict[str, Any]]
    others: int
    """Territories that the list leaves out."""
    notes: list[str]
    each_week: str
    """Outings that one volunteer makes in a week, written."""
    limited: bool
    """Whether the figures are those of some places only."""

    @property
    def measurable(self) -> bool | None:
        """Whether the effect expected is at least the smallest that could be shown; None if none can."""
        expected, least = self.figures["effect_expected"], self.figures["effect_smallest"]
        return None if least is None else bool(expected >= least)


@dataclass(frozen=True)
class Curve:
    """Votes expected by hours, and what the bureaux left alone cost."""

    rows: list[dict[str, float]]
    hours: float
    votes: float
    cost: float
    """Votes that would be expected more if nobody were left alone."""


def weeks_left(campaign: Any) -> int | None:
    """Return the weeks left before the first round.

    Parameters
    ----------
    campaign : Campaign
        The campaign in force.

    Returns
    -------
    int or None
        At least 0; None without a date.
    """
    election = election_of(campaign)
    if election is None:
        return None
    return max(0, (election.first_round - timezone.localdate()).days // 7)


def try_choices(
    run: Run,
    parameters: Mapping[str, Any],
    *,
    weeks: float,
    each_week: float,
    sealed: Sealed | None = None,
) -> Tried:
    """Work out what other choices would give, over the places in scope.

    Parameters
    ----------
    run : Run
        The finished run to start from.
    parameters : mapping
        Choices, as `request_run` takes them.
    weeks : float
        Weeks left.
    each_week : float
        Outings that one volunteer makes in a week.
    sealed : Sealed or None
        The sealed draw in force: whatever is tried leaves the same bureaux alone.

    Returns
    -------
    Tried
        The figures.

    Raises
    ------
    PerronError
        A choice outside its range.
    """
    from perron.plan import people_needed, what_if

    choices = choices_of(parameters)
    among = codes_in_scope(run)
    ready = ready_for(run, parameters, sealed)
    found = what_if(basis_of(run), choices, priors_of(parameters), among=among, ready=ready)
    rows = _territories(found)
    return Tried(
        run=run,
        figures=found.summary,
        people=people_needed(found.summary["outings"], choices.crew, weeks=weeks, each_week=each_week),
        territories=rows[:TERRITORIES],
        others=max(0, len(rows) - TERRITORIES),
        notes=[note.text(language()) for note in found.notes],
        each_week=number(each_week, 0 if each_week == int(each_week) else 1),
        limited=among is not None,
    )


def _territories(found: "WhatIf") -> list[dict[str, Any]]:
    """Return the territories that get most first; in the order of their names when all fit."""
    rows = found.territories.to_dicts()
    many = len(rows) > TERRITORIES
    rows.sort(key=lambda row: (-row["outings"] * many, in_order(row["territory"] or "")))
    whole = max(sum(row["outings"] for row in rows), 1)
    return [{**row, "share": row["outings"] / whole} for row in rows]


def in_order(name: str) -> list[tuple[int, str]]:
    """Return a key by which names stand as people count: 2e before 10e.

    Parameters
    ----------
    name : str
        Name.

    Returns
    -------
    list of tuple
        Numbers by their value, letters as they are.
    """
    parts = re.split(r"(\d+)", name)
    return [(int(part), "") if part.isdigit() else (0, part) for part in parts if part]


def curve_of(run: Run, parameters: Mapping[str, Any], sealed: Sealed | None = None) -> Curve:
    """Work out the votes expected by hours, over the places in scope.

    Parameters
    ----------
    run : Run
        The finished run to start from.
    parameters : mapping
        Choices, as `request_run` takes them.
    sealed : Sealed or None
        The sealed draw in force.

    Returns
    -------
    Curve
        From no hour to twice those asked for.
    """
    from perron.plan import votes_by_hours

    choices, priors = choices_of(parameters), priors_of(parameters)
    basis, among = basis_of(run), codes_in_scope(run)
    top = 2 * choices.hours or 1000.0
    budgets = sorted({top * step / STEPS for step in range(STEPS + 1)} | {choices.hours})
    ready = ready_for(run, parameters, sealed)
    rows = votes_by_hours(basis, choices, priors, hours=budgets, among=among, ready=ready).to_dicts()
    now = next(row["votes"] for row in rows if row["hours"] == choices.hours)
    free = now
    if choices.holdout or (sealed is not None and sealed.held):
        nobody = replace(choices, holdout=0.0)
        ready = ready_for(run, {**parameters, "holdout": 0.0})
        whole = votes_by_hours(basis, nobody, priors, hours=[choices.hours], among=among, ready=ready)
        free = whole["votes"][0]
    return Curve(rows=rows, hours=choices.hours, votes=now, cost=float(free) - now)
