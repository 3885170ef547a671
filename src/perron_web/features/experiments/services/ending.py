"""The end of an experiment: closed once the vote is over, or abandoned; its record stays."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from perron.errors import PerronError
from perron.words import Words
from perron_web.features.experiments.choices import State
from perron_web.features.experiments.models import Experiment
from perron_web.platform.audit.services import record
from perron_web.platform.hooks import fire


@transaction.atomic
def close_experiment(*, experiment: Experiment, reason: str, by: Any) -> Experiment:
    """End an experiment whose work is over: those left alone may be visited again.

    Parameters
    ----------
    experiment : Experiment
        A sealed experiment.
    reason : str
        Why, in a few words.
    by : User
        Who ends it.

    Returns
    -------
    Experiment
        The experiment; its draw, its record and its assignment stay.

    Raises
    ------
    PerronError
        It is not in force.
    """
    return _end(experiment, State.CLOSED, "experiments.close", reason, by)


@transaction.atomic
def abandon_experiment(*, experiment: Experiment, reason: str, by: Any) -> Experiment:
    """Give up an experiment before the vote: those left alone may be visited, the effect will not be known.

    Parameters
    ----------
    experiment : Experiment
        A sealed experiment.
    reason : str
        Why, in a few words.
    by : User
        Who gives it up.

    Returns
    -------
    Experiment
        The experiment; its draw, its record and its assignment stay.

    Raises
    ------
    PerronError
        It is not in force, or no reason is given.
    """
    if not reason.strip():
        raise PerronError(Words("Say why it is given up.", "Dites pourquoi elle est abandonnée."))
    return _end(experiment, State.ABANDONED, "experiments.abandon", reason, by)


def _end(experiment: Experiment, state: State, action: str, reason: str, by: Any) -> Experiment:
    row: Experiment = Experiment.objects.select_for_update(of=("self",)).get(pk=experiment.pk)
    if not row.in_force:
        raise PerronError(
            Words(
                "Only an experiment in force can be ended.", "Seule une expérience en cours peut être close."
            )
        )
    row.state, row.closed_at, row.note = state, timezone.now(), reason.strip()
    row.save(update_fields=["state", "closed_at", "note"])
    record(action=action, target=row, by=by, number=row.number)
    fire("draw_lifted", experiment=row)
    return row
