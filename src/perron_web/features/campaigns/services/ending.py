"""What goes some time after the ballot, campaign by campaign, a batch at a time."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django_scopes import scope

from perron_web.features.campaigns.queries.ending import campaigns_past

BATCH: Final = 2000
"""Rows of one transaction: memory stays the same, and those who write wait for a moment only."""


def purge_past(*, kept: timedelta, now: datetime, some: Callable[[], int]) -> int:
    """Erase what is past its term in the campaigns whose ballot has been over for a while.

    Parameters
    ----------
    kept : timedelta
        How long after the ballot: a constant of `rules.ending`.
    now : datetime
        Aware instant.
    some : callable
        Erases at most a batch within the campaign in scope, and returns how many rows went.

    Returns
    -------
    int
        Rows that went.
    """
    gone, batch = 0, transaction.atomic(some)
    for campaign in campaigns_past(kept, now):
        with scope(campaign=campaign, places=None):
            while done := batch():
                gone += done
    return gone


def held_batch(rows: Any) -> list[Any]:
    """Return the keys of some rows, held: two that purge at the same time take different ones.

    Parameters
    ----------
    rows : QuerySet
        Rows past their term.

    Returns
    -------
    list
        At most `BATCH` keys.
    """
    held = rows.order_by().select_for_update(skip_locked=True)
    return list(held.values_list("pk", flat=True)[:BATCH])
