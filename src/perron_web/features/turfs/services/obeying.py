"""Whoever the draw in force leaves alone is in no turf: bureaux vanish at once, addresses from every walk."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.db.models import Count, F, Sum
from django.utils.translation import gettext as _

from perron.progress import Progress, silent
from perron.words import Words
from perron_web.features.experiments.queries.left_alone import (
    BUREAUX,
    Key,
    addresses_left_alone,
    not_visited,
)
from perron_web.features.territory.models import Bureau
from perron_web.features.turfs.models import Edit, Stop, Turf
from perron_web.features.turfs.queries.desk import open_desk
from perron_web.features.turfs.queries.holdings import open_holdings
from perron_web.features.turfs.rules import RefusedError
from perron_web.features.turfs.services.applying import apply_state
from perron_web.features.turfs.services.editing import state_of
from perron_web.features.turfs.services.holding import withdraw_turfs
from perron_web.platform.audit.services import record
from perron_web.platform.jobs.services import start
from perron_web.platform.rows import update_rows

if TYPE_CHECKING:
    from perron_web.features.targeting.models import Run

AT_ONCE: Final = 500
"""Rows named in one query."""
WALKED_AT_ONCE: Final = 120
"""Turfs walked again in the transaction of the seal (1.5 s); more are left to a job."""
WALKING: Final = Words("Walking turfs again", "Nouveaux parcours des secteurs")


@dataclass(frozen=True, slots=True)
class Obeyed:
    """What obeying a draw did to the turfs of a run."""

    vanished: int
    """Turfs of bureaux that are now left alone."""
    returned: int
    """Turfs of bureaux that no longer are."""
    shortened: int
    """Turfs from which addresses vanished."""
    taken_back: int
    """Turfs that somebody held."""


@transaction.atomic
def obey_draw(*, run: "Run", by: Any = None) -> Obeyed:
    """Take whoever the draw in force leaves alone off the turfs of a run; bring back whom it no longer does.

    What somebody holds is taken back first: the list in their hands is no longer the list. Walks that lose
    addresses are walked again, so that their order, minutes and doors are those of a fresh cut.

    Parameters
    ----------
    run : Run
        A run whose turfs are in rows, within the scope of the whole campaign.
    by : User or None
        Who sealed the draw, or adopts the run.

    Returns
    -------
    Obeyed
        What changed; nothing when it is done again.
    """
    alone = not_visited().filter(BUREAUX).values("place")
    standing = Turf.every.filter(run=run)
    returned = standing.filter(left_alone=True).exclude(place__in=alone)
    count = returned.update(retired=False, left_alone=False)
    going = list(standing.filter(place__in=alone, retired=False).values_list("pk", flat=True))
    taken = withdraw_turfs(turfs=going, by=by) if going else 0
    for part in _parts(going):
        Turf.every.filter(pk__in=part).update(retired=True, left_alone=True)
    shortened, more = _shorten(run, by)
    done = Obeyed(len(going), count, shortened, taken + more)
    if any((done.vanished, done.returned, done.shortened)):
        record(
            action="turfs.obey", target=run, by=by, vanished=done.vanished, returned=done.returned,
            shortened=done.shortened, taken_back=done.taken_back,
        )  # fmt: skip
    return done


def _parts(keys: list[int]) -> Iterator[list[int]]:
    for at in range(0, len(keys), AT_ONCE):
        yield keys[at : at + AT_ONCE]


def _shorten(run: "Run", by: Any) -> tuple[int, int]:
    """Take addresses left alone off the walks of a run; return turfs touched, and those taken back."""
    alone = addresses_left_alone()
    if not alone:
        return 0, 0
    found = _stops_of(run, alone)
    touched = sorted({turf for rows in found.values() for _stop, turf in rows})
    if not touched:
        return 0, 0
    taken = withdraw_turfs(turfs=touched, by=by)
    stops = [stop for rows in found.values() for stop, _turf in rows]
    for part in _parts(stops):
        Stop.every.filter(pk__in=part).delete()
    Edit.objects.filter(run=run, bureau__in=list(found)).delete()  # undoing would bring them back
    if len(touched) <= WALKED_AT_ONCE:
        for bureau in Bureau.objects.filter(pk__in=list(found)):
            _walk_again(run, bureau, {turf for _stop, turf in found[bureau.pk]})
        return len(touched), taken
    _count_again(touched)
    start(
        campaign=run.campaign,
        kind="walk_turfs",
        title=_("Nouveaux parcours des secteurs"),
        by=by,
        arguments={"run": run.pk, "turfs": touched},
    )
    return len(touched), taken


def _count_again(turfs: list[int]) -> None:
    """Count what is left in some turfs; how they are walked is worked out by the job that follows."""
    rows = Stop.every.filter(turf__in=turfs).order_by().values("turf")
    sums = rows.annotate(d=Sum("doors"), n=Count("pk"), m=Sum("minutes")).values_list("d", "n", "m", "turf")
    left = list(sums)
    update_rows(Turf, ("doors", "stops", "minutes"), left)
    _retire_empty(set(turfs) - {row[-1] for row in left})
    Turf.every.filter(pk__in=[row[-1] for row in left]).update(version=F("version") + 1)


def walk_turfs(*, run: "Run", turfs: Collection[int], progress: Progress = silent) -> int:
    """Walk some turfs again as they stand, bureau by bureau, each kept as soon as it is walked.

    Parameters
    ----------
    run : Run
        Their run, within the scope of the whole campaign.
    turfs : collection of int
        Keys of turfs; those that somebody took meanwhile stay as they are.
    progress : Progress
        Told of each bureau.

    Returns
    -------
    int
        Bureaux walked.
    """
    rows = Turf.every.filter(pk__in=turfs, run=run, retired=False).exclude(
        pk__in=open_holdings().values("turf")
    )
    found: dict[int, set[int]] = defaultdict(set)
    for pk, bureau in rows.order_by().values_list("pk", "bureau"):
        found[bureau].add(pk)
    for number, bureau in enumerate(Bureau.objects.filter(pk__in=list(found)).order_by("code")):
        progress(WALKING, number, len(found))
        with transaction.atomic(), suppress(RefusedError):  # somebody edits it at this moment
            _walk_again(run, bureau, found[bureau.pk])
    progress(WALKING, len(found), len(found))
    return len(found)


def _stops_of(run: "Run", alone: Collection[Key]) -> dict[int, list[tuple[int, int]]]:
    """Return the stops of a run at some addresses, with their turf, by bureau."""
    codes = sorted({code for code, _key in alone})
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for at in range(0, len(codes), AT_ONCE):
        rows = Stop.every.filter(turf__run=run, turf__bureau__code__in=codes[at : at + AT_ONCE])
        columns = rows.order_by().values_list("pk", "turf", "turf__bureau", "turf__bureau__code", "key")
        for pk, turf, bureau, code, key in columns:
            if (code, key) in alone:
                found[bureau].append((pk, turf))
    return found


def _retire_empty(turfs: set[int]) -> None:
    """Retire turfs that are left without doors."""
    gone = {"doors": 0, "stops": 0, "minutes": 0.0, "walk_m": 0.0, "line": "", "lon": None, "lat": None}
    Turf.every.filter(pk__in=turfs).update(**gone, outings=0, retired=True, version=F("version") + 1)


def _walk_again(run: "Run", bureau: Bureau, turfs: set[int]) -> None:
    """Walk what is left of some turfs of a bureau again; one that is left without doors is retired."""
    left = Stop.every.filter(turf__in=turfs).order_by().values("turf")
    sums = {row["turf"]: row for row in left.annotate(doors=Sum("doors"))}
    _retire_empty(turfs - sums.keys())
    numbers = dict(Turf.every.filter(pk__in=list(sums), retired=False).values_list("number", "version"))
    desk = open_desk(run=run, bureau=bureau) if numbers else None
    if desk is None:
        return
    from perron.turf import walk_again

    known = Stop.every.filter(turf__in=list(sums)).order_by().values_list("key", "address_id")
    state = state_of(walk_again(desk.bench, desk.turf, sorted(numbers)), dict(known))
    for number, figures in state.items():
        figures["edited"] = desk.rows[int(number)].edited
    apply_state(run=run, bureau=bureau, state=state, versions=numbers)
