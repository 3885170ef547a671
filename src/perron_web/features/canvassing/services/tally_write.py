"""Rows of figures brought to what they must be: only what differs is written."""

from collections.abc import Collection, Iterable
from datetime import date, datetime, tzinfo
from typing import Any, Final, NamedTuple

from django.db.models import F, Q, Sum
from django.db.models.functions import TruncDate

from perron_web.features.canvassing.models import PlaceTally, Tally, TurfTally
from perron_web.features.canvassing.rules.tallies import COUNTS, day_bounds
from perron_web.platform.rows import insert_rows, update_rows, upsert_rows

TURF_FIELDS: Final = ("place", *COUNTS, "planned", "conflicts", "first_at", "last_at")


class Key(NamedTuple):
    """What makes a row of the tally one."""

    turf: int | None
    user: int | None
    hour: datetime
    source: str
    place: str
    zone: str


Touched = set[tuple[str, date]]
"""Bureaux and days whose figures have changed."""


def settle_tally(
    *, campaign: Any, turfs: Collection[int | None], wanted: dict[Key, tuple[Any, ...]], zone: tzinfo
) -> Touched:
    """Bring the tally of some turfs to what it must be.

    Parameters
    ----------
    campaign : Campaign
        The campaign in force.
    turfs : collection of int or None
        Turfs; None stands for visits of no turf.
    wanted : dict
        Key to team, then counts.
    zone : tzinfo
        Time zone of the campaign.

    Returns
    -------
    set of tuple
        Bureaux and days that changed.
    """
    numbers = [turf for turf in turfs if turf is not None]
    rows = Tally.every.filter(Q(turf__in=numbers) | (Q(turf=None) if None in turfs else Q(pk__in=[])))
    columns = ("pk", "turf_id", "user_id", "hour", "source", "place", "zone", "team_id", *COUNTS)
    held = {Key(*row[1:7]): (row[0], row[7:]) for row in rows.order_by().values_list(*columns)}
    gone = [key for key in held if key not in wanted]
    fresh = [key for key in wanted if key not in held]
    changed = [key for key in wanted if key in held and held[key][1] != wanted[key]]
    if gone:
        Tally.every.filter(pk__in=[held[key][0] for key in gone]).delete()
    if fresh:
        insert_rows(
            Tally,
            ("campaign_id", "turf_id", "user_id", "hour", "source", "place", "zone", "team_id", *COUNTS),
            [(campaign.pk, *key, *wanted[key]) for key in fresh],
        )
    if changed:
        update_rows(
            Tally,
            ("team_id", *COUNTS),
            [(*wanted[key], held[key][0]) for key in changed],
        )
    return {(key.place, key.hour.astimezone(zone).date()) for key in (*gone, *fresh, *changed)}


def settle_turfs(
    *, campaign: Any, turfs: Collection[int | None], wanted: dict[int, tuple[Any, ...]]
) -> set[int]:
    """Bring the figures of turfs to what they must be; a turf without visits has none.

    Parameters
    ----------
    campaign : Campaign
        The campaign in force.
    turfs : collection of int or None
        Turfs.
    wanted : dict
        From a turf to the values of `TURF_FIELDS`.

    Returns
    -------
    set of int
        Turfs that changed.
    """
    rows = TurfTally.every.filter(turf__in=[turf for turf in turfs if turf is not None])
    held = {turf: values for turf, *values in rows.order_by().values_list("turf_id", *TURF_FIELDS)}
    gone = [turf for turf in held if turf not in wanted]
    changed = [turf for turf in wanted if held.get(turf) != list(wanted[turf])]
    if gone:
        TurfTally.every.filter(turf__in=gone).delete()
    if changed:
        upsert_rows(
            TurfTally,
            ("turf_id", "campaign_id", *TURF_FIELDS),
            [(turf, campaign.pk, *wanted[turf]) for turf in changed],
            unique=("turf_id",),
        )
    return {*gone, *changed}


def settle_places(*, campaign: Any, touched: Touched, zone: tzinfo) -> None:
    """Bring the figures of bureaux by day to the sums of the tally.

    Parameters
    ----------
    campaign : Campaign
        The campaign in force.
    touched : set of tuple
        Bureaux and days that changed.
    zone : tzinfo
        Time zone of the campaign.
    """
    if not touched:
        return
    places, days = {place for place, _ in touched}, {day for _, day in touched}
    wanted = {row[:3]: row[3:] for row in _sums(places, days, zone) if row[:2] in touched}
    rows = PlaceTally.every.filter(place__in=places, day__in=days).order_by()
    held = {
        row[1:4]: (row[0], row[4:])
        for row in rows.values_list("pk", "place", "day", "zone", *COUNTS)
        if row[1:3] in touched
    }
    if gone := [held[key][0] for key in held if key not in wanted]:
        PlaceTally.every.filter(pk__in=gone).delete()
    changed = [key for key in wanted if key not in held or held[key][1] != wanted[key]]
    upsert_rows(
        PlaceTally,
        ("campaign_id", "place", "day", "zone", *COUNTS),
        [(campaign.pk, *key, *wanted[key]) for key in changed],
        unique=("campaign_id", "place", "zone", "day"),
    )


def _sums(places: set[str], days: set[date], zone: tzinfo) -> Iterable[tuple[Any, ...]]:
    first, last = day_bounds(min(days), zone)[0], day_bounds(max(days), zone)[1]
    rows = Tally.every.filter(place__in=places, hour__gte=first, hour__lt=last).order_by()
    sums = {f"all_{name}": Sum(name) for name in COUNTS}
    found = rows.annotate(day=TruncDate("hour", tzinfo=zone)).values("place", "day", "zone").annotate(**sums)
    return list(found.values_list("place", "day", F("zone"), *sums))
