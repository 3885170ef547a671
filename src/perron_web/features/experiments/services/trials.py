"""Experiments during the campaign: prepared, started under seal, closed."""

import secrets
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from perron.errors import PerronError
from perron.words import Words
from perron_web.features.campaigns.models import Campaign
from perron_web.features.experiments.choices import Kind, State
from perron_web.features.experiments.models import Draw, Experiment
from perron_web.features.experiments.queries.records import signature
from perron_web.features.experiments.queries.trials import trial_of
from perron_web.platform.audit.services import record


def create_trial(
    *, campaign: Campaign, name: str, topic: str, unit: str, design: dict[str, Any], by: Any
) -> Experiment:
    """Prepare an experiment during the campaign.

    Parameters
    ----------
    campaign : Campaign
        Whose it is.
    name : str
        Its name.
    topic : str
        What it compares.
    unit : str
        What is given an arm: a turf, an outing, a building, a person.
    design : dict
        arms (name, share, channels, instruction), planned, by_place, outcome.
    by : User
        Who prepares it.

    Returns
    -------
    Experiment
        A draft.

    Raises
    ------
    PerronError
        Choices that cannot be drawn.
    """
    made_of = checked_design(design)
    with transaction.atomic():
        Campaign.objects.select_for_update().get(pk=campaign.pk)
        last = Experiment.objects.filter(campaign=campaign).aggregate(last=models.Max("number"))["last"] or 0
        made: Experiment = Experiment.objects.create(
            campaign=campaign,
            number=last + 1,
            name=name,
            kind=Kind.CONTINUOUS,
            topic=topic,
            unit=unit,
            design=made_of,
            created_by=by,
        )
        record(action="experiments.prepare_trial", target=made, by=by, number=made.number)
    return made


def checked_design(design: dict[str, Any]) -> dict[str, Any]:
    """Return a design that the science can draw, its words beside.

    Parameters
    ----------
    design : dict
        As in `create_trial`.

    Returns
    -------
    dict
        The same with the size of its blocks.

    Raises
    ------
    PerronError
        Choices that cannot be drawn.
    """
    from perron.experiments.design.sequential import Trial

    trial = Trial.from_dict({"block": 0, **design}).to_dict()
    words = {arm["name"]: arm.get("instruction", "") for arm in design["arms"]}
    arms = [{**arm, "instruction": words[arm["name"]]} for arm in trial["arms"]]
    return {**trial, "arms": arms, "outcome": design["outcome"]}


@transaction.atomic
def change_trial(
    *, experiment: Experiment, name: str, unit: str, design: dict[str, Any], by: Any
) -> Experiment:
    """Change a trial that does not run yet.

    Parameters
    ----------
    experiment : Experiment
        A draft.
    name : str
        Its name.
    unit : str
        What is given an arm.
    design : dict
        As in `create_trial`.
    by : User
        Who changes it.

    Returns
    -------
    Experiment
        The draft.

    Raises
    ------
    PerronError
        It runs already, or choices that cannot be drawn.
    """
    draft = _held(experiment, State.DRAFT)
    draft.name, draft.unit, draft.design = name, unit, checked_design(design)
    draft.save(update_fields=["name", "unit", "design"])
    record(action="experiments.change_trial", target=draft, by=by, number=draft.number)
    return draft


@transaction.atomic
def start_trial(*, experiment: Experiment, by: Any) -> Draw:
    """Seal the seed of a trial and let it give arms from now on.

    Parameters
    ----------
    experiment : Experiment
        A draft.
    by : User or None
        Who starts it.

    Returns
    -------
    Draw
        Its record, which promises the seed without telling it.

    Raises
    ------
    PerronError
        It is no draft.
    """
    from perron.experiments.design.trial_record import seal_trial

    Campaign.objects.select_for_update().get(pk=experiment.campaign_id)
    draft = _held(experiment, State.DRAFT)
    last = Draw.objects.filter(campaign=draft.campaign).order_by("pk").last()
    seed = secrets.randbits(62)
    told = seal_trial(
        trial_of(draft),
        seed,
        name=f"{draft.campaign.slug}-{draft.number}",
        by=signature(by),
        at=timezone.now(),
        previous=last.record_hash if last else "",
        topic=draft.topic,
        unit=draft.unit,
        outcome=draft.design["outcome"],
        words={arm["name"]: arm["instruction"] for arm in draft.design["arms"]},
    )
    made: Draw = Draw.objects.create(
        campaign=draft.campaign,
        experiment=draft,
        seed=seed,
        record=told,
        record_hash=told["record"],
        previous=told["previous"],
        sealed_by=by,
        sealed_at=datetime.fromisoformat(told["sealed_at"]),
    )
    draft.state = State.SEALED
    draft.save(update_fields=["state"])
    record(
        action="experiments.start_trial", target=draft, by=by, number=draft.number, record=made.record_hash
    )
    return made


@transaction.atomic
def stop_trial(*, experiment: Experiment, reason: str, by: Any) -> Experiment:
    """Close a trial: nobody gets an arm any more, and its seed may be told.

    Parameters
    ----------
    experiment : Experiment
        A trial that runs.
    reason : str
        Why, in a few words; needed when fewer units came than announced.
    by : User
        Who closes it.

    Returns
    -------
    Experiment
        The trial.

    Raises
    ------
    PerronError
        It does not run, or it stops early without a reason.
    """
    from perron_web.features.experiments.queries.trials import trial_rows

    row = _held(experiment, State.SEALED)
    early = trial_rows([row])[0].provisional
    if early and not reason.strip():
        raise PerronError(
            Words(
                "Fewer units came than announced: say why it stops.",
                "Il est venu moins d’unités qu’annoncé\u00a0: dites pourquoi il s’arrête.",
            )
        )
    row.state, row.closed_at, row.note = State.CLOSED, timezone.now(), reason.strip()
    row.save(update_fields=["state", "closed_at", "note"])
    record(action="experiments.stop_trial", target=row, by=by, number=row.number)
    return row


@transaction.atomic
def delete_trial(*, experiment: Experiment, by: Any) -> None:
    """Throw away a trial that never ran.

    Parameters
    ----------
    experiment : Experiment
        A draft.
    by : User
        Who throws it away.

    Raises
    ------
    PerronError
        It ran: its record stays.
    """
    draft = _held(experiment, State.DRAFT)
    record(action="experiments.delete_trial", target=draft, by=by, number=draft.number)
    draft.delete()


def _held(experiment: Experiment, state: State) -> Experiment:
    row: Experiment = Experiment.objects.select_for_update(of=("self",)).get(pk=experiment.pk)
    if row.kind != Kind.CONTINUOUS or row.state != state:
        raise PerronError(
            Words(
                "This trial is no longer as your page shows it.", "Cet essai n’est plus dans l’état affiché."
            )
        )
    return row
