"""Experiments during the campaign: who came, what each arm asks, where it stands."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import QuerySet

from perron_web.features.experiments.choices import Kind, State, UnitKind
from perron_web.features.experiments.models import Draw, Experiment, Unit
from perron_web.features.experiments.queries.counting import arm_counts
from perron_web.platform.providers import provides

if TYPE_CHECKING:
    from perron.experiments.design.sequential import Trial


class Instruction(NamedTuple):
    """What a trial asks of whoever takes a unit."""

    experiment: int
    """Number of the trial."""
    name: str
    topic: str
    arm: str
    text: str
    key: str
    whole: bool = True
    """Whether it holds for everybody: a turf, an outing, a session."""


class Arm(NamedTuple):
    """One arm of a trial, and how many units it has."""

    name: str
    instruction: str
    share: float
    units: int


@dataclass(frozen=True)
class Row:
    """One trial of the list."""

    experiment: Experiment
    arms: list[Arm]

    @property
    def came(self) -> int:
        """Units that came so far."""
        return sum(arm.units for arm in self.arms)

    @property
    def planned(self) -> int:
        """Units announced."""
        return int(self.experiment.design["planned"])

    @property
    def provisional(self) -> bool:
        """Whether the number announced has not come yet."""
        return self.came < self.planned

    @property
    def draw(self) -> Draw | None:
        """Its record, once it runs."""
        return getattr(self.experiment, "draw", None)


def trials(campaign: Any) -> QuerySet[Experiment]:
    """Return the experiments during the campaign, last first.

    Parameters
    ----------
    campaign : Campaign
        The campaign in force.

    Returns
    -------
    QuerySet of Experiment
        With their record and who made them.
    """
    found: QuerySet[Experiment] = Experiment.objects.filter(campaign=campaign, kind=Kind.CONTINUOUS)
    return found.select_related("created_by", "draw__sealed_by", "campaign")


def running(units: Collection[str] = ()) -> QuerySet[Experiment]:
    """Return the trials that give arms now.

    Parameters
    ----------
    units : collection of str
        Kinds of unit; none for all.

    Returns
    -------
    QuerySet of Experiment
        Trials with their record, oldest first.
    """
    found: QuerySet[Experiment] = Experiment.objects.filter(kind=Kind.CONTINUOUS, state=State.SEALED)
    if units:
        found = found.filter(unit__in=units)
    return found.select_related("draw").order_by("number")


def trial_rows(experiments: Collection[Experiment]) -> list[Row]:
    """Return trials with how many units each arm has, over the whole campaign.

    Parameters
    ----------
    experiments : collection of Experiment
        Trials.

    Returns
    -------
    list of Row
        In the same order; one query for all of them.
    """
    counts = arm_counts(experiments, Unit.every)
    return [_row(one, counts[one.pk]) for one in experiments]


def _row(experiment: Experiment, counts: dict[str, int]) -> Row:
    arms = [
        Arm(arm["name"], arm.get("instruction", ""), float(arm["share"]), counts.get(arm["name"], 0))
        for arm in experiment.design["arms"]
    ]
    return Row(experiment, arms)


def trial_of(experiment: Experiment) -> "Trial":
    """Return the science's trial.

    Parameters
    ----------
    experiment : Experiment
        An experiment during the campaign.

    Returns
    -------
    perron.experiments.design.sequential.Trial
        Arms, number announced, blocks.
    """
    from perron.experiments.design.sequential import Trial

    return Trial.from_dict(experiment.design)


def stratum_of(experiment: Experiment, place: str, *, in_bureau: bool) -> str:
    """Return the place whose blocks a unit belongs to.

    Parameters
    ----------
    experiment : Experiment
        A trial.
    place : str
        Place of the unit.
    in_bureau : bool
        Whether that place ends with a bureau, which is left out.

    Returns
    -------
    str
        A place, or nothing where there are blocks for the whole campaign only.
    """
    if not experiment.design.get("by_place"):
        return ""
    parts = [part for part in place.split("/") if part]
    kept = parts[:-1] if in_bureau else parts
    return "/".join(kept) + "/" if kept else ""


def came_in_order(experiment: Experiment) -> QuerySet[Unit]:
    """Return the units of a trial in the order they came, of the whole campaign.

    Parameters
    ----------
    experiment : Experiment
        A trial.

    Returns
    -------
    QuerySet of Unit
        Units.
    """
    found: QuerySet[Unit] = Unit.every.filter(experiment=experiment).order_by("order")
    return found


def instructions_for(
    *,
    turf: int | None = None,
    outing: int | None = None,
    addresses: Collection[tuple[str, str]] = (),
    session: int | None = None,
    users: Collection[int] = (),
) -> list[Instruction]:
    """Return what running trials ask of whoever takes these units.

    Parameters
    ----------
    turf, outing : int or None
        Keys of a turf and of an outing.
    addresses : collection of (str, str)
        Code of the bureau and key of the address, for buildings.
    session : int or None
        Key of a session of training.
    users : collection of int
        Keys of people who are trained.

    Returns
    -------
    list of Instruction
        One for each unit that has an arm; arms without words are left out.
    """
    keys: dict[str, list[str]] = {
        UnitKind.TURF: [str(turf)] if turf is not None else [],
        UnitKind.OUTING: [str(outing)] if outing is not None else [],
        UnitKind.BUILDING: [f"{bureau}/{address}" for bureau, address in addresses],
        UnitKind.SESSION: [str(session)] if session is not None else [],
        UnitKind.PERSON: [str(user) for user in users],
    }
    asked = {kind: values for kind, values in keys.items() if values}
    found: list[Instruction] = []
    for trial in running(list(asked)) if asked else ():
        words = {arm["name"]: arm.get("instruction", "") for arm in trial.design["arms"]}
        units = Unit.every.filter(experiment=trial, key__in=asked[trial.unit]).order_by("order")
        found += [
            Instruction(
                experiment=trial.number,
                name=trial.name,
                topic=trial.topic,
                arm=unit.arm,
                text=words[unit.arm],
                key=unit.key,
                whole=trial.unit not in {UnitKind.PERSON, UnitKind.BUILDING},
            )
            for unit in units
            if words.get(unit.arm)
        ]
    return found


@provides("experiments.instructions_of_session")
def instructions_of_session(session: int, users: Collection[int]) -> list[Instruction]:
    """Return what running trials ask of a training and of those who come to it.

    Parameters
    ----------
    session : int
        Key of the session.
    users : collection of int
        Keys of those who signed up.

    Returns
    -------
    list of Instruction
        Those of the session first; `key` is the person's for the others.
    """
    return sorted(instructions_for(session=session, users=users), key=lambda one: one.whole, reverse=True)
