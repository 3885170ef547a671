"""The arm of a unit that comes while the campaign runs: given once, by the seed sealed beforehand."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from perron.errors import PerronError
from perron.words import Words
from perron_web.features.experiments.choices import Kind, Topic, UnitKind
from perron_web.features.experiments.models import Experiment, Unit
from perron_web.features.experiments.queries.trials import running, stratum_of, trial_of
from perron_web.features.territory.models import Bureau
from perron_web.platform.hooks import on


@transaction.atomic
def assign_arm(
    *,
    experiment: Experiment,
    key: str,
    place: str,
    bureau: Bureau | None = None,
    address: str = "",
    at: datetime | None = None,
) -> Unit:
    """Give the next arm of a running trial to a unit; a unit that has one keeps it.

    Parameters
    ----------
    experiment : Experiment
        A trial that runs.
    key : str
        Name of the unit: key of a turf, of an outing, of a person, or "bureau/address".
    place : str
        Where it is.
    bureau : Bureau or None
        Its bureau, where it has one; its code ends the place.
    address : str
        Key of the address, for buildings.
    at : datetime or None
        When it came; now by default.

    Returns
    -------
    Unit
        The unit with its arm.

    Raises
    ------
    PerronError
        The trial does not run.
    """
    held = _running(experiment)
    known: Unit | None = Unit.every.filter(experiment=held, key=key).first()
    return known or _give(held, key, place, bureau=bureau, address=address, at=at or timezone.now())


def _give(
    held: Experiment, key: str, place: str, *, bureau: Bureau | None, address: str, at: datetime
) -> Unit:
    from perron.experiments.design.sequential import arm_of

    stratum = stratum_of(held, place, in_bureau=bureau is not None)
    before = Unit.every.filter(experiment=held)
    inside = before.filter(cluster=stratum)
    arm = held.design["arms"][arm_of(trial_of(held), held.draw.seed, stratum, inside.count())]
    first = inside.order_by("order").first()
    code = first.stratum if first else before.values("cluster").distinct().order_by().count()
    given: Unit = Unit.every.create(
        campaign_id=held.campaign_id,
        place=place,
        experiment=held,
        key=key,
        bureau=bureau,
        address=address,
        order=before.count(),
        stratum=code,
        cluster=stratum,
        arm=arm["name"],
        channels=list(arm["channels"]),
        at=at,
    )
    return given


def assign_taken(
    *,
    turf: int,
    bureau: Bureau | None,
    outing: int | None,
    place: str,
    at: datetime,
    addresses: Collection[str] = (),
) -> list[Unit]:
    """Give arms to what somebody takes: the turf, the outing it is walked in, its buildings.

    Parameters
    ----------
    turf : int
        Key of the turf.
    bureau : Bureau or None
        Its bureau.
    outing : int or None
        Key of the outing it is taken for.
    place : str
        Place of the turf.
    at : datetime
        When.
    addresses : collection of str
        Keys of its addresses, in walking order.

    Returns
    -------
    list of Unit
        Units with their arms; none when no trial runs.
    """
    given: list[Unit] = []
    for trial in running((UnitKind.TURF, UnitKind.OUTING, UnitKind.BUILDING)):
        keys: list[tuple[str, str]] = []
        if trial.unit == UnitKind.TURF:
            keys = [(str(turf), "")]
        elif trial.unit == UnitKind.OUTING and outing is not None:
            keys = [(str(outing), "")]
        elif trial.unit == UnitKind.BUILDING and bureau is not None:
            keys = [(f"{bureau.code}/{address}", address) for address in addresses]
        given += [
            assign_arm(experiment=trial, key=key, place=place, bureau=bureau, address=address, at=at)
            for key, address in keys
        ]
    return given


def assign_trainee(*, user: int, session: int, place: str, at: datetime) -> list[Unit]:
    """Give arms to somebody who signs up for a training, or to the session they sign up for.

    Parameters
    ----------
    user : int
        Key of the person.
    session : int
        Key of the session.
    place : str
        Place of the session.
    at : datetime
        When.

    Returns
    -------
    list of Unit
        Units with their arms; none when no trial of trainings runs.
    """
    return [
        assign_arm(
            experiment=trial, key=str(user if trial.unit == UnitKind.PERSON else session), place=place, at=at
        )
        for trial in running((UnitKind.PERSON, UnitKind.SESSION))
        if trial.topic == Topic.TRAINING
    ]


@transaction.atomic
def assign_list(*, experiment: Experiment, keys: Collection[str], at: datetime | None = None) -> int:
    """Give arms to a list of units brought at once, in its order; those that have one keep it.

    Parameters
    ----------
    experiment : Experiment
        A trial that runs, without blocks by place.
    keys : collection of str
        Names of the units.
    at : datetime or None
        When they came; now by default.

    Returns
    -------
    int
        Units that got an arm now.

    Raises
    ------
    PerronError
        The trial does not run, or has blocks by place.
    """
    from perron.experiments.design.sequential import arms_from

    held = _running(experiment)
    if held.design.get("by_place"):
        raise PerronError(Words("This trial has blocks by place.", "Cet essai équilibre par lieu."))
    before = Unit.every.filter(experiment=held)
    known = set(before.filter(key__in=list(keys)).values_list("key", flat=True))
    fresh = [key for key in dict.fromkeys(keys) if key not in known]
    first = before.count()
    arms = arms_from(trial_of(held), held.draw.seed, "", first, len(fresh))
    when = at or timezone.now()
    rows = []
    for place, (key, at_arm) in enumerate(zip(fresh, arms, strict=True)):
        arm = held.design["arms"][at_arm]
        rows.append(
            Unit(
                campaign_id=held.campaign_id,
                experiment=held,
                key=key,
                order=first + place,
                arm=arm["name"],
                channels=list(arm["channels"]),
                at=when,
            )
        )
    Unit.every.bulk_create(rows, batch_size=500)
    return len(rows)


def _running(experiment: Experiment) -> Experiment:
    held: Experiment = (
        Experiment.objects.select_for_update(of=("self",)).select_related("draw").get(pk=experiment.pk)
    )
    if held.kind != Kind.CONTINUOUS or not held.in_force:
        raise PerronError(Words("This trial does not run.", "Cet essai n’est pas en cours."))
    return held


@on("trainee_enrolled")
def trainee_enrolled(*, session: Any, user: Any, at: datetime) -> None:
    """Give arms when somebody takes a seat in a training.

    Parameters
    ----------
    session : training.models.Session
        The session.
    user : User
        Who signs up.
    at : datetime
        When.
    """
    assign_trainee(user=user.pk, session=session.pk, place=session.place, at=at)
