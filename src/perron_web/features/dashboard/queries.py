"""Where a campaign stands, for one person and their places."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, Sum
from django.urls import reverse
from django.utils import timezone

from perron_web.features.campaigns.choices import Side
from perron_web.features.campaigns.models import BlocChoice
from perron_web.features.campaigns.queries.election import calendar_of, election_of
from perron_web.features.campaigns.rules.calendar import Line
from perron_web.features.dashboard.choices import STAGES, Stage
from perron_web.features.targeting.models import Run, Score
from perron_web.features.targeting.queries.runs import adopted_run, done_runs
from perron_web.features.teams.models import Team
from perron_web.features.territory.models import Bureau, ElectionResult
from perron_web.features.turfs.models import Turf

TOP = 8
"""Bureaux listed on the first page."""


@dataclass(frozen=True)
class Step:
    """A stage of the start, in this campaign."""

    stage: Stage
    url: str
    done: bool


def steps(campaign: Any) -> list[Step]:
    """Return the steps of a campaign's start, with those already taken.

    Parameters
    ----------
    campaign : Campaign
        The campaign.

    Returns
    -------
    list of Step
        In order.
    """
    done = {
        "election": election_of(campaign) is not None,
        "data": Bureau.objects.exists() and ElectionResult.objects.exists(),
        "blocs": BlocChoice.objects.filter(campaign=campaign, side=Side.OURS).exists(),
        "plan": done_runs(campaign).exists(),
        "adopted": adopted_run(campaign) is not None,
        "teams": Team.objects.exists(),
    }
    return [Step(stage, reverse(stage.page, args=[campaign.slug]), done[stage.key]) for stage in STAGES]


@dataclass(frozen=True)
class Figures:
    """What the adopted plan asks of the places in scope."""

    bureaux: int
    visited: int
    held_out: int
    outings: int
    hours: float
    doors: int
    turfs: int
    given: int


def figures(run: Run) -> Figures:
    """Add up the adopted plan over the places in scope.

    Parameters
    ----------
    run : Run
        The adopted run.

    Returns
    -------
    Figures
        Totals.
    """
    scores = Score.objects.filter(run=run).aggregate(
        bureaux=Count("pk"),
        visited=Count("pk", filter=Q(outings__gt=0)),
        held_out=Count("pk", filter=Q(held_out=True)),
        total_outings=Sum("outings", default=0),
        total_hours=Sum("hours", default=0.0),
        total_doors=Sum("doors", default=0),
    )
    turfs = Turf.objects.filter(run=run, retired=False, outings__gt=0).aggregate(
        turfs=Count("pk"), given=Count("pk", filter=Q(team__isnull=False))
    )
    return Figures(
        scores["bureaux"],
        scores["visited"],
        scores["held_out"],
        scores["total_outings"],
        scores["total_hours"],
        scores["total_doors"],
        turfs["turfs"],
        turfs["given"],
    )


def first_bureaux(run: Run) -> list[Score]:
    """Return the bureaux to visit first in the places in scope.

    Parameters
    ----------
    run : Run
        The adopted run.

    Returns
    -------
    list of Score
        Best first, those held out left aside.
    """
    sent = Score.objects.filter(run=run, held_out=False, outings__gt=0).select_related("bureau")
    return list(sent.order_by("rank")[:TOP])


def next_dates(campaign: Any, count: int = 3) -> list[Line]:
    """Return the next lines of the legal calendar.

    Parameters
    ----------
    campaign : Campaign
        The campaign.
    count : int
        Lines wanted.

    Returns
    -------
    list of Line
        Those that have not begun or still run, soonest first.
    """
    now = timezone.now()
    lines = [line for line in calendar_of(campaign) if line.state(now) != "past" and line.kind != "duty"]
    return sorted(lines, key=lambda line: line.starts if line.starts > now else line.ends)[:count]
