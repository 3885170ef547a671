"""What was told at doors goes the day after the ballot; visits, tallies and their figures stay.

A visit says what came of a door, without anybody's name. A talk says what somebody answered: it goes with
the proof of its consent, with the digest of its body (an answer from 1 to 5 could be guessed from it) and
with the other bodies of talks kept aside. A phone that sends a talk again is told that it was received.
"""

from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import Q
from django_scopes import scope

from perron_web.features.campaigns.queries.ending import campaigns_past
from perron_web.features.campaigns.rules.ending import PHONES_KEPT, TOLD_KEPT
from perron_web.features.canvassing.models import Conflict, Consent, Phone, Talk
from perron_web.features.canvassing.services.erasing import forget_talks, write_over
from perron_web.platform.audit.services import record

BATCH: Final = 2000
"""Rows of one transaction: memory stays the same, and phones that send wait for a moment only."""


def purge_told(*, now: datetime) -> int:
    """Erase what was told at doors in the campaigns whose ballot is over, with the proofs of consent.

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
    for campaign in campaigns_past(TOLD_KEPT, now):
        with scope(campaign=campaign, places=None):
            while done := _purge_some_talks():
                gone += done
    return gone


def purge_phones(*, now: datetime) -> int:
    """Forget the phones that nobody has used for long, in the campaigns whose ballot is over.

    Parameters
    ----------
    now : datetime
        Aware instant.

    Returns
    -------
    int
        Phones that went.
    """
    gone, since = 0, now - PHONES_KEPT
    for campaign in campaigns_past(PHONES_KEPT, now):
        with scope(campaign=campaign, places=None):
            while done := _purge_some_phones(since):
                gone += done
    return gone


@transaction.atomic
def _purge_some_talks() -> int:
    """Erase some talks of the campaign in scope; one line of the journal counts them."""
    keys = _some(Talk.objects) or _some(Consent.objects)
    apart = _some(Conflict.objects.filter(body__kind="talk"))
    gone = forget_talks(keys=keys, apart=apart)
    if any(gone.values()):
        record(action="canvassing.purge_talks", **gone)
    return int(sum(gone.values()))


@transaction.atomic
def _purge_some_phones(since: datetime) -> int:
    write_over()
    unused = Phone.objects.filter(Q(seen_at=None) | Q(seen_at__lt=since), registered_at__lt=since)
    phones = Phone.objects.filter(pk__in=_some(unused))
    count = phones.count()
    phones.delete()
    if count:
        record(action="canvassing.purge_phones", phones=count)
    return int(count)


def _some(rows: Any) -> list[Any]:
    """Return the keys of some rows, held: two that purge at the same time take different ones."""
    held = rows.order_by().select_for_update(skip_locked=True)
    return list(held.values_list("pk", flat=True)[:BATCH])
