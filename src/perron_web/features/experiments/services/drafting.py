"""Drafts: an experiment prepared, changed, thrown away before its draw is sealed."""

from typing import Any

from django.db import models, transaction

from perron.errors import PerronError
from perron.words import Words
from perron_web.features.campaigns.models import Campaign
from perron_web.features.experiments.choices import Kind, State
from perron_web.features.experiments.models import Experiment
from perron_web.features.experiments.queries.designs import design_of, refuse_outings
from perron_web.features.targeting.models import Run
from perron_web.platform.audit.services import record


def create_draft(
    *, campaign: Campaign, run: Run, recipe: dict[str, Any], power: dict[str, Any], by: Any, name: str = ""
) -> Experiment:
    """Prepare an experiment on the effect of the campaign.

    Parameters
    ----------
    campaign : Campaign
        Whose it is.
    run : Run
        Finished run whose scores make the groups.
    recipe : dict
        Choices of the design, as `design_of` takes them.
    power : dict
        What the curve supposes, and the texts of the builder.
    by : User
        Who prepares it.
    name : str
        Name shown; empty for none.

    Returns
    -------
    Experiment
        A draft.

    Raises
    ------
    PerronError
        Choices that cannot be drawn.
    """
    refuse_outings(recipe["unit"])
    design = design_of(recipe).to_dict()
    with transaction.atomic():
        Campaign.objects.select_for_update().get(pk=campaign.pk)
        last = Experiment.objects.filter(campaign=campaign).aggregate(last=models.Max("number"))["last"] or 0
        made: Experiment = Experiment.objects.create(
            campaign=campaign,
            number=last + 1,
            name=name,
            kind=Kind.CAMPAIGN,
            unit=recipe["unit"],
            design=design,
            run=run,
            power=power,
            created_by=by,
        )
        record(action="experiments.draft", target=made, by=by, number=made.number)
    return made


@transaction.atomic
def change_draft(
    *,
    experiment: Experiment,
    run: Run,
    recipe: dict[str, Any],
    power: dict[str, Any],
    by: Any,
    name: str = "",
) -> Experiment:
    """Change what a draft would draw.

    Parameters
    ----------
    experiment : Experiment
        A draft.
    run : Run
        Finished run whose scores make the groups.
    recipe : dict
        Choices of the design, as `design_of` takes them.
    power : dict
        What the curve supposes, and the texts of the builder.
    by : User
        Who changes it.
    name : str
        Name shown; empty for none.

    Returns
    -------
    Experiment
        The draft.

    Raises
    ------
    PerronError
        Choices that cannot be drawn, or an experiment that is sealed.
    """
    refuse_outings(recipe["unit"])
    design = design_of(recipe).to_dict()
    draft = locked_draft(experiment)
    draft.name, draft.run, draft.power = name, run, power
    draft.unit, draft.design = recipe["unit"], design
    draft.save(update_fields=["name", "run", "power", "unit", "design"])
    record(action="experiments.change", target=draft, by=by, number=draft.number)
    return draft


@transaction.atomic
def delete_draft(*, experiment: Experiment, by: Any) -> None:
    """Throw a draft away; a sealed experiment stays for ever.

    Parameters
    ----------
    experiment : Experiment
        A draft.
    by : User
        Who throws it away.

    Raises
    ------
    PerronError
        The experiment is no draft.
    """
    draft = locked_draft(experiment)
    record(action="experiments.delete", target=draft, by=by, number=draft.number)
    draft.delete()


def locked_draft(experiment: Experiment) -> Experiment:
    """Return a draft that nobody else changes meanwhile.

    Parameters
    ----------
    experiment : Experiment
        An experiment.

    Returns
    -------
    Experiment
        The draft, its row locked until the transaction ends.

    Raises
    ------
    PerronError
        Its draw is sealed: nothing of it changes any more.
    """
    row: Experiment = Experiment.objects.select_for_update(of=("self",)).get(pk=experiment.pk)
    if row.state != State.DRAFT:
        raise PerronError(
            Words(
                "This draw is sealed: its design cannot change.",
                "Ce tirage est scellé\u00a0: son protocole ne change plus.",
            )
        )
    return row
