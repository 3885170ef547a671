"""What an evaluation can be made of: sealed draws, elections whose results are here."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from perron_web.features.evaluation.choices import State as Stage
from perron_web.features.evaluation.models import CountSheet, Evaluation
from perron_web.features.evaluation.queries.rounds import own_rounds
from perron_web.features.experiments.choices import Kind, State
from perron_web.features.experiments.models import Experiment
from perron_web.features.territory.choices import DataKind
from perron_web.features.territory.models import Dataset
from perron_web.platform.design.elections import in_order


@dataclass(frozen=True)
class Results:
    """Results of one election that are here.

    Parameters
    ----------
    election : str
        Its identifier.
    counted : str
        "" for imported results; unit of the commune's own counts otherwise.
    rows : int
        Bureaux or buildings.
    source : str
        Whom to credit.
    """

    election: str
    counted: str
    rows: int
    source: str

    @property
    def key(self) -> str:
        """What a form posts."""
        return f"{self.counted or 'imported'}:{self.election}"


def experiments_drawn() -> QuerySet[Experiment]:
    """Return the experiments that can be evaluated: their draw is sealed, whatever became of it since.

    Returns
    -------
    QuerySet of Experiment
        Last first, with their draw.
    """
    rows = Experiment.objects.filter(kind=Kind.CAMPAIGN, draw__isnull=False).exclude(state=State.DRAFT)
    return rows.select_related("draw", "run", "campaign").order_by("-number")


def results_since(experiments: Iterable[Experiment]) -> tuple[list[Results], list[Results]]:
    """Return the elections that can be evaluated, and those from before any draw.

    Parameters
    ----------
    experiments : iterable of Experiment
        Those whose draw is sealed.

    Returns
    -------
    list of Results
        Of the year of the first draw or later.
    list of Results
        Older: they say where units started from.
    """
    years = [one.draw.sealed_at.year for one in experiments]
    first = min(years) if years else 0
    after: list[Results] = []
    before: list[Results] = []
    for one in results_here():
        year = one.election[:4]
        (after if not year.isdecimal() or int(year) >= first else before).append(one)
    return after, before


def results_here() -> list[Results]:
    """Return the elections whose results are here.

    Returns
    -------
    list of Results
        Last election first; imported results before own counts.
    """
    imported: dict[str, Results] = {}
    rows = Dataset.objects.filter(kind=DataKind.RESULTS, active=True).exclude(election="")
    for election, count, source in rows.values_list("election", "rows", "source"):
        before = imported.get(election)
        imported[election] = Results(election, "", count + (before.rows if before else 0), source)
    own = [
        Results(sheet.election, sheet.unit, sheet.rows, sheet.source) for sheet in CountSheet.objects.all()
    ]
    return sorted(
        [*own, *imported.values()], key=lambda one: (in_order(one.election), not one.counted), reverse=True
    )


def vote_of(experiment: Experiment) -> str:
    """Return the election that an experiment is about: the one announced, else the campaign's first round.

    Parameters
    ----------
    experiment : Experiment
        With its campaign.

    Returns
    -------
    str
        Identifier, such as "2026-municipales-1".
    """
    announced = experiment.registration.get("outcomes") if experiment.frozen_at else None
    if announced:
        return str(announced[0]["election"])
    rounds = own_rounds(experiment.campaign)
    return rounds[0].election if rounds else "2026-municipales-1"


def evaluations() -> QuerySet[Evaluation]:
    """Return the evaluations kept.

    Returns
    -------
    QuerySet of Evaluation
        Last first, with their experiment, job and author.
    """
    rows = Evaluation.objects.select_related(
        "campaign", "experiment__draw", "experiment__run", "created_by", "job"
    )
    return rows.order_by("-number")


def last_done(campaign: Any) -> Evaluation | None:
    """Return the last finished evaluation.

    Parameters
    ----------
    campaign : Campaign
        The campaign in force.

    Returns
    -------
    Evaluation or None
        None before there is one.
    """
    rows = evaluations().filter(campaign=campaign, state=Stage.DONE)
    found: Evaluation | None = rows.order_by("-ended_at", "-number").first()
    return found
