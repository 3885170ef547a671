"""Giving turfs to teams."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Exists, OuterRef

from perron_web.features.turfs.choices import State
from perron_web.features.turfs.models import Holding, Turf
from perron_web.features.turfs.queries.holdings import turfs_for_hands
from perron_web.features.turfs.rules import refusals
from perron_web.platform.audit.services import record
from perron_web.platform.hooks import fire

if TYPE_CHECKING:
    from perron_web.features.targeting.models import Run
    from perron_web.features.teams.models import Team


@transaction.atomic
def assign_team(*, turfs: Sequence[Turf], team: "Team | None", by: Any) -> int:
    """Give turfs to a team, or take them back.

    Parameters
    ----------
    turfs : sequence of Turf
        Turfs that stand, in reach of the person.
    team : Team or None
        The team; None to take the turfs back.
    by : User
        Who gives.

    Returns
    -------
    int
        Turfs that changed hands: those that somebody walks, or walked, stay as they are.

    Raises
    ------
    RefusedError
        A turf has no door, or lies outside the team's place.
    """
    if any(turf.retired or not turf.doors for turf in turfs):
        raise refusals.without_doors()
    if team is not None and any(not turf.place.startswith(team.place) for turf in turfs):
        raise refusals.outside_the_place()
    rows = Turf.objects.filter(pk__in=[turf.pk for turf in turfs])
    return _given(rows, team, by)


@transaction.atomic
def assign_bureaux(*, run: "Run", bureaux: Sequence[int], team: "Team | None", by: Any) -> int:
    """Give all the turfs of some bureaux to a team, or take them back.

    Parameters
    ----------
    run : Run
        The adopted run.
    bureaux : sequence of int
        Keys of bureaux.
    team : Team or None
        The team; None to take the turfs back.
    by : User
        Who gives.

    Returns
    -------
    int
        Turfs that changed hands: those that somebody walks, or walked, stay as they are.

    Raises
    ------
    RefusedError
        A bureau lies outside the team's place.
    """
    rows = Turf.objects.filter(pk__in=turfs_for_hands().filter(run=run, bureau__in=bureaux).values("pk"))
    if team is not None and rows.exclude(place__startswith=team.place).exists():
        raise refusals.outside_the_place()
    return _given(rows, team, by)


def _given(rows: Any, team: "Team | None", by: Any) -> int:
    """Give turfs that nobody holds and that are not done, whose team becomes another."""
    rows = rows.exclude(Exists(Holding.every.filter(ended_at=None, turf=OuterRef("pk"))))
    rows = rows.exclude(state=State.DONE)
    rows = rows.filter(team__isnull=False) if team is None else rows.exclude(team=team)
    numbers = list(rows.select_for_update(of=("self",)).values_list("pk", flat=True))
    state = State.FREE if team is None else State.TAKEN
    changed: int = Turf.objects.filter(pk__in=numbers).update(team=team, state=state)
    if changed:
        record(action="turfs.assign", target=team or "", by=by, turfs=numbers[:500], count=changed)
        fire("turfs_changed", turfs=numbers)
    return changed
