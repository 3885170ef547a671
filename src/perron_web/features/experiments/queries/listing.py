"""Experiments as their pages list them: state, who is left alone, record."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from perron_web.features.experiments.choices import Kind, State
from perron_web.features.experiments.models import Draw, Experiment, Unit
from perron_web.features.experiments.queries.counting import arm_counts
from perron_web.features.experiments.queries.designs import arm_word, left_share, unit_word


@dataclass(frozen=True)
class ArmCount:
    """How many units one arm has, over the places in scope."""

    name: str
    word: str
    units: int
    channels: tuple[str, ...]
    may_visit: bool


@dataclass(frozen=True)
class Row:
    """One experiment of the list."""

    experiment: Experiment
    draw: Draw | None
    share: float
    arms: list[ArmCount] = field(default_factory=list)

    @property
    def units(self) -> int:
        """Units drawn, over the places in scope."""
        return sum(arm.units for arm in self.arms)

    @property
    def left_alone(self) -> int:
        """Units that nobody visits, over the places in scope."""
        return sum(arm.units for arm in self.arms if not arm.may_visit)

    @property
    def word(self) -> str:
        """Word of what is drawn."""
        return unit_word(self.experiment.unit, self.units or 2)


def campaign_experiments(campaign: Any) -> QuerySet[Experiment]:
    """Return the experiments on the effect of the campaign, last first.

    Parameters
    ----------
    campaign : Campaign
        The campaign in force.

    Returns
    -------
    QuerySet of Experiment
        With their run, their draw and who made them.
    """
    found: QuerySet[Experiment] = Experiment.objects.filter(campaign=campaign, kind=Kind.CAMPAIGN)
    return found.select_related("run", "created_by", "frozen_by", "draw__sealed_by", "campaign")


def standing_experiment(campaign: Any) -> Experiment | None:
    """Return the experiment on the effect of the campaign that is in force.

    Parameters
    ----------
    campaign : Campaign
        The campaign in force.

    Returns
    -------
    Experiment or None
        There is one at most.
    """
    return campaign_experiments(campaign).filter(state=State.SEALED).first()


def rows_of(experiments: Collection[Experiment]) -> list[Row]:
    """Return experiments with how many units each arm has, over the places in scope.

    Parameters
    ----------
    experiments : collection of Experiment
        From `campaign_experiments`.

    Returns
    -------
    list of Row
        In the same order; one query for all of them.
    """
    counts = arm_counts(experiments, Unit.objects)
    return [_row(one, counts[one.pk]) for one in experiments]


def _row(experiment: Experiment, counts: dict[str, int]) -> Row:
    arms = [
        ArmCount(
            arm["name"],
            arm_word(arm["name"]),
            counts.get(arm["name"], 0),
            tuple(arm["channels"]),
            "visit" in arm["channels"],
        )
        for arm in experiment.design.get("arms", ())
    ]
    return Row(experiment, draw_of(experiment), left_share(experiment.design), arms if counts else [])


def draw_of(experiment: Experiment) -> Draw | None:
    """Return the sealed draw of an experiment.

    Parameters
    ----------
    experiment : Experiment
        An experiment.

    Returns
    -------
    Draw or None
        None for a draft.
    """
    return getattr(experiment, "draw", None)
