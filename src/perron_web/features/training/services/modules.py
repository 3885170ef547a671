"""Modules taught, and the campaign's goal."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from perron_web.features.training.models import Module, TrainingGoal
from perron_web.platform.audit.services import record


@transaction.atomic
def save_module(
    *,
    campaign: Any,
    module: Module | None,
    title: str,
    summary: str,
    minutes: int,
    material: str,
    may_train: bool,
    by: Any,
) -> Module:
    """Make or change a module.

    Parameters
    ----------
    campaign : Campaign
        The campaign.
    module : Module or None
        The module; None makes one.
    title : str
        Its title.
    summary : str
        What one knows afterwards, in a sentence.
    minutes : int
        How long it takes.
    material : str
        Plain paragraphs separated by empty lines.
    may_train : bool
        Whether those who complete it may train in turn.
    by : User
        Who saves it.

    Returns
    -------
    Module
        The module.
    """
    made = module is None
    module = module or Module(campaign=campaign, code=_free_code(title), position=Module.objects.count())
    module.title, module.summary, module.minutes = title, summary, minutes
    module.material, module.may_train = material.replace("\r\n", "\n").strip(), may_train
    module.save()
    record(action="training.create_module" if made else "training.update_module", target=module, by=by)
    return module


@transaction.atomic
def retire_module(*, module: Module, retired: bool, by: Any) -> Module:
    """Take a module off the list, or put it back; certificates stay.

    Parameters
    ----------
    module : Module
        The module.
    retired : bool
        Whether it leaves.
    by : User
        Who does it.

    Returns
    -------
    Module
        The module.
    """
    module.retired = retired
    module.save(update_fields=["retired"])
    record(action="training.retire_module", target=module, by=by, retired=retired)
    return module


def _free_code(title: str) -> str:
    """Return a short name for addresses that no other module has."""
    base = slugify(title)[:32].strip("-") or "module"
    taken = set(Module.objects.filter(code__startswith=base).values_list("code", flat=True))
    number, code = 1, base
    while code in taken:
        number += 1
        code = f"{base}-{number}"
    return code


@transaction.atomic
def save_goal(
    *,
    campaign: Any,
    trainers: int,
    mobilisers: int,
    volunteers: int,
    by_date: date | None,
    first_outing_days: int,
    by: Any,
) -> TrainingGoal:
    """Save how many people of each generation the campaign wants, and by when.

    Parameters
    ----------
    campaign : Campaign
        The campaign.
    trainers, mobilisers, volunteers : int
        People of the first, second and later generations.
    by_date : date or None
        By when.
    first_outing_days : int
        Days within which somebody trained should go out.
    by : User
        Who saves it.

    Returns
    -------
    TrainingGoal
        The goal.
    """
    saved = TrainingGoal.objects.update_or_create(
        campaign=campaign,
        defaults={
            "trainers": trainers,
            "mobilisers": mobilisers,
            "volunteers": volunteers,
            "by_date": by_date,
            "first_outing_days": first_outing_days,
        },
    )
    goal: TrainingGoal = saved[0]
    record(action="training.save_goal", target=goal, by=by, trainers=trainers, volunteers=volunteers)
    return goal
