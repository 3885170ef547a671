"""What was told at doors goes the day after the ballot; visits, tallies and their figures stay.

A visit says what came of a door, without anybody's name. A talk says what somebody answered: it goes with
the proof of its consent, with the digest of its body (an answer from 1 to 5 could be guessed from it) and
with the other bodies of talks kept aside. A phone that sends a talk again is told that it was received.
"""

from datetime import datetime
from functools import partial

from django.db.models import Q

from perron_web.features.campaigns.rules.ending import PHONES_KEPT, TOLD_KEPT
from perron_web.features.campaigns.services.ending import held_batch, purge_past
from perron_web.features.canvassing.models import Conflict, Consent, Phone, Talk
from perron_web.features.canvassing.services.erasing import forget_talks, write_over
from perron_web.platform.audit.services import record


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
    return purge_past(kept=TOLD_KEPT, now=now, some=_purge_some_talks)


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
    return purge_past(kept=PHONES_KEPT, now=now, some=partial(_purge_some_phones, now - PHONES_KEPT))


def _purge_some_talks() -> int:
    """Erase some talks of the campaign in scope; one line of the journal counts them."""
    keys = held_batch(Talk.objects) or held_batch(Consent.objects)
    apart = held_batch(Conflict.objects.filter(body__kind="talk"))
    gone = forget_talks(keys=keys, apart=apart)
    if any(gone.values()):
        record(action="canvassing.purge_talks", **gone)
    return int(sum(gone.values()))


def _purge_some_phones(since: datetime) -> int:
    write_over()
    unused = Phone.objects.filter(Q(seen_at=None) | Q(seen_at__lt=since), registered_at__lt=since)
    phones = Phone.objects.filter(pk__in=held_batch(unused))
    count = phones.count()
    phones.delete()
    if count:
        record(action="canvassing.purge_phones", phones=count)
    return int(count)
