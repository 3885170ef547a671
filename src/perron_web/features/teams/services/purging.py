"""Who answered and who came goes half a year after the ballot; outings and teams stay, without it."""

from datetime import datetime
from typing import Final

from django.db import transaction
from django_scopes import scope

from perron_web.features.campaigns.queries.ending import campaigns_past
from perron_web.features.campaigns.rules.ending import PRESENCES_KEPT
from perron_web.features.teams.models import OutingPerson
from perron_web.platform.audit.services import record

BATCH: Final = 2000
"""Rows of one transaction."""


def purge_presences(*, now: datetime) -> int:
    """Erase answers to outings, presences, pairs and wishes in the campaigns whose ballot is long over.

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
    held = OutingPerson.objects.order_by().select_for_update(skip_locked=True)
    keys = list(held.values_list("pk", flat=True)[:BATCH])
    gone: int = OutingPerson.objects.filter(pk__in=keys).delete()[0]
    if gone:
        record(action="teams.purge_presences", rows=gone)
    return gone
