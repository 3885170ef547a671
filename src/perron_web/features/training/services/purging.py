"""Who signed up and who came goes half a year after the ballot; certificates stay their holders'."""

from datetime import datetime
from typing import Final

from django.db import transaction
from django_scopes import scope

from perron_web.features.campaigns.queries.ending import campaigns_past
from perron_web.features.campaigns.rules.ending import PRESENCES_KEPT
from perron_web.features.training.models import Attendance
from perron_web.platform.audit.services import record

BATCH: Final = 2000
"""Rows of one transaction."""


def purge_attendances(*, now: datetime) -> int:
    """Erase seats and presences of trainings in the campaigns whose ballot is long over.

    Parameters
    ----------
    now : datetime
        Aware instant.

    Returns
    -------
    int
        Rows that went.
    """
    gone = 0
    for campaign in campaigns_past(PRESENCES_KEPT, now):
        with scope(campaign=campaign, places=None):
            while done := _purge_some():
                gone += done
    return gone


@transaction.atomic
def _purge_some() -> int:
    held = Attendance.objects.order_by().select_for_update(skip_locked=True)
    keys = list(held.values_list("pk", flat=True)[:BATCH])
    gone: int = Attendance.objects.filter(pk__in=keys).delete()[0]
    if gone:
        record(action="training.purge_attendances", rows=gone)
    return gone
