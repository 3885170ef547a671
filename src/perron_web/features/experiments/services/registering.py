"""The pre-registration: written while there is time, then frozen with a record of its own."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from perron.errors import PerronError
from perron.words import Words
from perron_web.features.experiments.choices import State
from perron_web.features.experiments.models import Experiment
from perron_web.features.experiments.queries.listing import draw_of
from perron_web.features.experiments.queries.records import signature
from perron_web.features.experiments.queries.registration import may_freeze_now
from perron_web.platform.audit.services import record


def write_registration(*, experiment: Experiment, announced: dict[str, Any], by: Any) -> Experiment:
    """Write what will be announced; it may be written again until it is frozen.

    Parameters
    ----------
    experiment : Experiment
        A draft, or an experiment in force.
    announced : dict
        outcomes, estimator, covariates, exclusions, heterogeneity, equivalence_bound, correction, level,
        permutations, note.
    by : User
        Who writes.

    Returns
    -------
    Experiment
        The experiment.

    Raises
    ------
    PerronError
        It is frozen or over, or a choice is outside its range.
    """
    from perron.experiments.design import Registration

    checked = Registration.from_dict(announced).to_dict()
    with transaction.atomic():
        row = _locked(experiment)
        row.registration = {**checked, "power": row.power.get("promised")}
        row.save(update_fields=["registration"])
        record(action="experiments.write_registration", target=row, by=by, number=row.number)
    return row


def freeze_registration(*, experiment: Experiment, by: Any) -> Experiment:
    """Freeze what is announced: from then on it is read, never changed.

    Parameters
    ----------
    experiment : Experiment
        A sealed experiment whose pre-registration was written.
    by : User
        Who freezes.

    Returns
    -------
    Experiment
        The experiment, with the record of its pre-registration.

    Raises
    ------
    PerronError
        Nothing was written, the draw is not sealed, it is frozen already, or the vote is over.
    """
    from perron.experiments.design import Registration, freeze

    with transaction.atomic():
        row = _locked(experiment)
        draw = draw_of(row)
        if draw is None:
            raise PerronError(Words("Seal the draw first.", "Scellez d’abord le tirage."))
        if not row.registration.get("outcomes"):
            raise PerronError(Words("Write what is announced first.", "Écrivez d’abord ce qui est annoncé."))
        if not may_freeze_now(row.campaign):
            raise PerronError(
                Words(
                    "The vote is over, or its date is not set: nothing can be announced any more.",
                    "Le vote est passé, ou sa date n’est pas réglée\u00a0: plus rien ne peut être annoncé.",
                )
            )
        told = freeze(
            Registration.from_dict(row.registration),
            draw=draw.record_hash,
            by=signature(by),
            at=timezone.now(),
        )
        row.registration, row.registration_record = told, told["record"]
        row.frozen_at, row.frozen_by = timezone.now(), by
        row.save(update_fields=["registration", "registration_record", "frozen_at", "frozen_by"])
        record(
            action="experiments.freeze_registration",
            target=row,
            by=by,
            number=row.number,
            record=told["record"],
        )
    return row


def _locked(experiment: Experiment) -> Experiment:
    row: Experiment = Experiment.objects.select_for_update(of=("self",)).get(pk=experiment.pk)
    if row.frozen_at is not None:
        raise PerronError(
            Words("It is frozen: it does not change any more.", "Il est figé\u00a0: il ne change plus.")
        )
    if row.state not in {State.DRAFT, State.SEALED}:
        raise PerronError(Words("This experiment is over.", "Cette expérience est close."))
    return row
