"""Runs kept: named, deleted, brought back."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from perron.errors import PerronError
from perron.words import Words
from perron_web.features.targeting.models import Run
from perron_web.platform.audit.services import record


@transaction.atomic
def rename_run(*, run: Run, name: str, by: Any) -> Run:
    """Give a run another name.

    Parameters
    ----------
    run : Run
        The run.
    name : str
        Name shown; empty for none.
    by : User
        Who names it.

    Returns
    -------
    Run
        The run.
    """
    run.name = name
    run.save(update_fields=["name"])
    record(action="targeting.rename_run", target=run, by=by, number=run.number)
    return run


@transaction.atomic
def delete_run(*, run: Run, by: Any) -> None:
    """Take a run out of the list; it can be brought back.

    Parameters
    ----------
    run : Run
        The run.
    by : User
        Who deletes it.

    Raises
    ------
    PerronError
        The campaign works by this run.
    """
    changed = Run.objects.filter(pk=run.pk, adopted=False, deleted_at=None).update(deleted_at=timezone.now())
    if not changed:
        raise PerronError(
            Words(
                "The adopted plan is not deleted: adopt another one first.",
                "Le plan adopté ne se supprime pas\u00a0: adoptez-en d’abord un autre.",
            )
        )
    record(action="targeting.delete_run", target=run, by=by, number=run.number)


@transaction.atomic
def restore_run(*, run: Run, by: Any) -> None:
    """Bring a deleted run back.

    Parameters
    ----------
    run : Run
        The run.
    by : User
        Who brings it back.
    """
    Run.objects.filter(pk=run.pk).update(deleted_at=None)
    record(action="targeting.restore_run", target=run, by=by, number=run.number)
