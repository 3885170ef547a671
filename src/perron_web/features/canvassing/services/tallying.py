"""The tally: reports folded into figures, turf by turf; the same rows whenever it is done again.

A turf that was touched is counted again from all its reports, so that nothing can drift: neither the order in
which receipts come, nor a beat that died, nor a review leaves a trace. A database has one tally at a time.
"""

import time
from collections.abc import Collection, Sequence
from datetime import UTC, date, tzinfo
from functools import partial
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import F
from django_scopes import scope, scopes_disabled

from perron_web.features.campaigns.models import Campaign
from perron_web.features.canvassing.choices import Receipt, Zone
from perron_web.features.canvassing.models import Batch, PlaceTally, Pulse, Report, Tally, TurfTally
from perron_web.features.canvassing.queries import tally_rows
from perron_web.features.canvassing.rules.keeping_up import FIRST, MOST, next_step
from perron_web.features.canvassing.rules.tallies import Fold, fold
from perron_web.features.canvassing.services.tally_write import (
    Key,
    settle_places,
    settle_tally,
    settle_turfs,
)
from perron_web.features.experiments.queries.left_alone import control_spans
from perron_web.features.turfs.services.holding import mark_started
from perron_web.platform.ops.lock import only_one
from perron_web.platform.ops.turn import turn

TURFS: Final = 400
"""Turfs counted at once."""
LOCK: Final = "tally"
Folds = dict[int | None, Fold]
FRESH: Final = (Receipt.SYNC, Receipt.PAPER)
"""Receipts of reports just made: their turfs are under way."""


_STEP: Final = {"size": FIRST}
"""Receipts that this process folds at once, as long as the last ones took."""


def keep_up() -> int:
    """Fold what was received since the last time, in steps short enough for figures to be fresh.

    Returns
    -------
    int
        Receipts folded when more may wait; 0 when there is time to breathe.
    """
    size, began = _STEP["size"], time.monotonic()
    folded = tally_waiting(most=size)
    _STEP["size"] = next_step(size, folded, time.monotonic() - began)
    return folded if folded == size else 0


def tally_waiting(*, most: int = MOST) -> int:
    """Fold what was received since the last time.

    Parameters
    ----------
    most : int
        Receipts folded at once.

    Returns
    -------
    int
        Receipts folded; 0 when there is nothing to do, or another process is at it.
    """
    with scopes_disabled():
        if not Batch.objects.filter(tallied=False).exists():
            return 0
    with only_one(LOCK) as alone:
        return _fold_waiting(most) if alone else 0


def _fold_waiting(most: int) -> int:
    with scopes_disabled():
        waiting = Batch.objects.filter(tallied=False).order_by("pk")
        if connection.features.has_select_for_update_skip_locked:
            waiting = waiting.select_for_update(skip_locked=True)
        found = list(
            waiting.values_list("pk", "campaign_id", "kind", "created", "turfs", "received_at")[:most]
        )
    campaigns = Campaign.objects.in_bulk({row[1] for row in found})
    for pk, campaign in campaigns.items():
        rows = [row for row in found if row[1] == pk]
        touched: set[int | None] = {turf for row in rows for turf in row[4]}
        started = {t for row in rows for t in row[4] if row[2] in FRESH and row[3] and t is not None}
        with scope(campaign=campaign, places=None):
            if tally_rows.astray_since(min(row[5] for row in rows)):
                touched.add(None)
            recount(campaign=campaign, turfs=touched, receipts=[row[0] for row in rows])
            mark_started(turfs=started)
    return len(found)


def recount(*, campaign: Any, turfs: Collection[int | None], receipts: Sequence[int] = ()) -> None:
    """Count some turfs again from their reports.

    Parameters
    ----------
    campaign : Campaign
        The campaign in force.
    turfs : collection of int or None
        Turfs; None stands for the reports of no turf.
    receipts : sequence of int
        Receipts that are folded by it, marked in the same transaction.
    """
    zone, changed = tally_rows.time_zone(campaign), False
    ordered = sorted(turfs, key=lambda turf: turf or 0)
    for start in range(0, len(ordered), TURFS):
        part = ordered[start : start + TURFS]
        changed |= _recount(campaign, part, zone)
    with turn(), transaction.atomic():
        Batch.objects.filter(pk__in=receipts).update(tallied=True)
        if changed and not Pulse.objects.update(number=F("number") + 1):
            Pulse.objects.create(campaign=campaign, number=1)


def _recount(campaign: Any, part: Sequence[int | None], zone: tzinfo) -> bool:
    reports = tally_rows.rows_of(part)
    known = tally_rows.turfs_of(part)
    every = [row for rows in reports.values() for row in rows]
    elsewhere = tally_rows.placed_elsewhere(campaign, every)
    team_of = tally_rows.team_finder(part, every)
    spans = control_spans({row.place for row in every} | set(elsewhere.values()))
    control = None if spans is None else spans.covers
    folds = {
        turf: fold(rows, zone=zone, placed=elsewhere, team_of=partial(team_of, turf), control=control)
        for turf, rows in reports.items()
        if turf is None or turf in known
    }
    wanted = _cells(campaign, folds, known)
    totals = {
        turf: _total(found, *known[turf][:2])
        for turf, found in folds.items()
        if turf is not None and found.last is not None
    }
    with turn(), transaction.atomic():
        touched = settle_tally(campaign=campaign, turfs=part, wanted=wanted, zone=zone)
        changed = settle_turfs(campaign=campaign, turfs=part, wanted=totals)
        settle_places(campaign=campaign, touched=touched, zone=zone)
    return bool(touched or changed)


def _cells(campaign: Any, folds: Folds, known: dict[int, tuple[str, int, int]]) -> dict[Key, tuple[Any, ...]]:
    runs = {turf: None if turf is None else known[turf][2] for turf in folds}
    places = {(runs[turf], cell.place) for turf, found in folds.items() for cell in found.cells}
    zone_of = tally_rows.zone_finder(campaign, places)
    wanted: dict[Key, tuple[Any, ...]] = {}
    for turf, found in folds.items():
        for cell, counts in found.cells.items():
            zone = Zone.CONTROL if cell.control else zone_of(runs[turf], cell.place)
            key = Key(turf, cell.user, cell.hour.astimezone(UTC), cell.source, cell.place, zone)
            before = wanted.get(key)
            summed = counts if before is None else [a + b for a, b in zip(before[1:], counts, strict=True)]
            wanted[key] = (found.teams[cell], *summed)
    return wanted


def _total(found: Fold, place: str, planned: int) -> tuple[Any, ...]:
    return (place, *found.total, planned, found.conflicts, found.first, found.last)


def tally_all(*, campaign: Any) -> int:
    """Count everything again: what is not in the reports goes, what is missing comes.

    Parameters
    ----------
    campaign : Campaign
        The campaign in force.

    Returns
    -------
    int
        Turfs counted.
    """
    with only_one(LOCK, wait=True):
        turfs: set[int | None] = set(Report.every.order_by().values_list("turf_id", flat=True).distinct())
        turfs |= set(Tally.every.order_by().values_list("turf_id", flat=True).distinct())
        turfs |= set(TurfTally.every.order_by().values_list("turf_id", flat=True))
        zone = tally_rows.time_zone(campaign)
        recount(campaign=campaign, turfs=turfs)
        settle_places(campaign=campaign, touched=_days_told(zone), zone=zone)
    return len(turfs - {None})


def _days_told(zone: tzinfo) -> set[tuple[str, date]]:
    told: set[tuple[str, date]] = set(PlaceTally.every.order_by().values_list("place", "day").distinct())
    hours = Tally.every.order_by().values_list("place", "hour").distinct()
    return told | {(place, hour.astimezone(zone).date()) for place, hour in hours}
