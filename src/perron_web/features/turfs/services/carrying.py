"""What was begun goes on under the plan that is adopted: turfs that both plans cut alike change places."""

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q

from perron_web.features.turfs.choices import State
from perron_web.features.turfs.models import Holding, Stop, Turf

if TYPE_CHECKING:
    from perron_web.features.targeting.models import Run

AWAY: Final = 1_000_000
"""Above every number: where rows step aside, since no two turfs of a plan and bureau ever share one."""
MANY: Final = 5_000
"""Rows named in one statement."""

Cut = tuple[Any, ...]
"""Bureau of a turf, and its stops: what makes it the same in two plans, whatever its number."""


@transaction.atomic
def carry_over(*, run: "Run") -> int:
    """Bring what was begun under other plans into one plan, where its turfs are the same.

    A turf that was given, held or walked keeps its row, and with it its team, its holder, its state and its
    reports; it changes places with the untouched turf of the plan adopted whose stops are the very same.

    Parameters
    ----------
    run : Run
        The plan adopted, its turfs in rows.

    Returns
    -------
    int
        Turfs carried over.
    """
    walked = Exists(Holding.every.filter(turf=OuterRef("pk")))
    rows = Turf.every.filter(retired=False, edited=False)
    begun = rows.exclude(run=run).filter(~Q(state=State.FREE) | Q(team__isnull=False) | walked)
    olds = list(begun.order_by("-run_id", "pk"))
    fresh = rows.filter(run=run, bureau__in={turf.bureau_id for turf in olds}, state=State.FREE, team=None)
    news = list(fresh.exclude(walked))
    cuts = _cuts([*olds, *news])
    twins = {cuts[turf.pk]: turf for turf in news}
    pairs = [(turf, twin) for turf in olds if (twin := twins.pop(cuts[turf.pk], None))]
    _change_places(pairs)
    return len(pairs)


def _cuts(turfs: list[Turf]) -> dict[int, Cut]:
    found: dict[int, list[Any]] = {turf.pk: [turf.bureau_id] for turf in turfs}
    for some in _parts(list(found)):
        rows = Stop.every.filter(turf__in=some).order_by("turf", "key", "parts")
        for turf, *stop in rows.values_list("turf_id", "key", "parts", "doors"):
            found[turf].append(tuple(stop))
    return {turf: tuple(cut) for turf, cut in found.items()}


def _change_places(pairs: list[tuple[Turf, Turf]]) -> None:
    """Give each row the plan, the number and the outings of its twin; all step aside first."""
    twins = [*pairs, *((new, old) for old, new in pairs)]
    _write([one.pk for one, _other in twins], number=F("pk") + AWAY)
    moved: defaultdict[tuple[int, int, int], list[int]] = defaultdict(list)
    for one, other in twins:
        moved[other.run_id, other.number, other.outings].append(one.pk)
    for (run, number, outings), pks in moved.items():
        _write(pks, run_id=run, number=number, outings=outings)
    for one, other in twins:
        if one.code != other.code:
            _write([one.pk], code=other.code)


def _write(turfs: list[int], **values: Any) -> None:
    for some in _parts(turfs):
        Turf.every.filter(pk__in=some).update(**values)


def _parts(turfs: list[int]) -> Iterator[list[int]]:
    return (turfs[start : start + MANY] for start in range(0, len(turfs), MANY))
