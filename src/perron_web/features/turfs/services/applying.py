"""Putting a bureau's turfs into a state: the one way in which edits, undoing and redoing change rows."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction

from perron_web.features.turfs.models import Edit, Holding, Stop, Turf
from perron_web.features.turfs.queries.desk import FIGURES, Snapshot, last_editor, made_by_undone
from perron_web.features.turfs.queries.tables import COLUMNS
from perron_web.features.turfs.rules import refusals, stale

if TYPE_CHECKING:
    from perron_web.features.targeting.models import Run
    from perron_web.features.territory.models import Bureau

Versions = Mapping[int, int]
"""By number: the version of the turf that the person has seen."""
GONE: dict[str, Any] = {
    "doors": 0,
    "stops": 0,
    "minutes": 0.0,
    "walk_m": 0.0,
    "one_piece": True,
    "line": "",
    "lon": None,
    "lat": None,
    "edited": True,
    "retired": True,
    "rows": [],
}
"""A turf that was merged away or emptied."""


def apply_state(*, run: "Run", bureau: "Bureau", state: Snapshot, versions: Versions) -> dict[int, Turf]:
    """Put some turfs of a bureau into a state, inside the transaction in force.

    Parameters
    ----------
    run : Run
        The adopted run.
    bureau : Bureau
        The bureau.
    state : Snapshot
        By number, what each touched turf becomes; a number without turf makes one.
    versions : mapping of int to int
        Versions the change was computed from.

    Returns
    -------
    dict of int to Turf
        The touched turfs as they stand now.

    Raises
    ------
    StaleError
        A turf changed since; the transaction is to be given up.
    RefusedError
        Somebody walks one of them: the list in their hands must stay the list.
    """
    numbers = [int(number) for number in state]
    known = {
        turf.number: turf
        for turf in Turf.objects.select_for_update().filter(run=run, bureau=bureau, number__in=numbers)
    }
    if any(turf.version != versions.get(number) for number, turf in known.items()):
        raise stale(last_editor(run=run, bureau=bureau))
    if walked := Holding.every.filter(turf__in=list(known.values()), ended_at=None).first():
        raise refusals.in_hands(next(t.short for t in known.values() if t.pk == walked.turf_id))
    try:
        with transaction.atomic():
            for number in numbers:
                if number not in known:
                    known[number] = _new(run, bureau, number)
    except IntegrityError:
        raise stale(last_editor(run=run, bureau=bureau)) from None
    for number, turf in known.items():
        for name in FIGURES:
            setattr(turf, name, state[str(number)][name])
        turf.version += 1
    Turf.objects.bulk_update(known.values(), [*FIGURES, "version"])
    _put_stops(known, state)
    return known


def _new(run: "Run", bureau: "Bureau", number: int) -> Turf:
    from perron.turf import turf_code

    made: Turf = Turf.objects.create(
        campaign_id=run.campaign_id,
        place=bureau.place,
        run=run,
        bureau=bureau,
        number=number,
        code=turf_code(bureau.code, number),
        version=0,
    )
    return made


def _put_stops(turfs: Mapping[int, Turf], state: Snapshot) -> None:
    Stop.objects.filter(turf__in=list(turfs.values())).delete()
    Stop.objects.bulk_create(
        Stop(
            campaign_id=turf.campaign_id,
            turf=turf,
            address_id=row[0],
            **dict(zip(COLUMNS, row[1:], strict=True)),
        )
        for number, turf in turfs.items()
        for row in state[str(number)]["rows"]
    )


def forget_undone(*, run: "Run", bureau: "Bureau") -> None:
    """Drop the edits that were undone, and the turfs that only they had made: what is new comes after.

    Parameters
    ----------
    run : Run
        The adopted run.
    bureau : Bureau
        The bureau.
    """
    made = made_by_undone(run=run, bureau=bureau)
    Edit.objects.filter(run=run, bureau=bureau, undone=True).delete()
    Turf.objects.filter(run=run, bureau=bureau, number__in=made, retired=True, stops=0).delete()
