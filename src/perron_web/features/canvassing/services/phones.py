"""Phones: registered by whoever is logged in, revoked by them or by who looks after them.

A role taken back does not revoke them: they read nothing from then on, and what was walked before is still
taken in, aside.
"""

import secrets
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django_scopes import scope

from perron_web.features.canvassing.models import Phone
from perron_web.features.canvassing.queries.senders import token_hash
from perron_web.features.turfs.models import Holding
from perron_web.platform.audit.services import record

MOST: Final = 20
"""Phones of one person in one campaign; the oldest go first."""


@transaction.atomic
def register_phone(*, campaign: Any, user: Any, label: str) -> tuple[Phone, str]:
    """Register a phone; its token is told once.

    Parameters
    ----------
    campaign : Campaign
        The campaign.
    user : User
        Who holds it.
    label : str
        What they call it, such as the browser's name.

    Returns
    -------
    phone : Phone
        The phone.
    token : str
        What proves it; only its hash is kept.
    """
    token = secrets.token_urlsafe(32)
    with scope(campaign=campaign, places=None):
        phone = Phone.objects.create(
            campaign=campaign, user=user, token_hash=token_hash(token), label=label.strip()[:80]
        )
        record(action="canvassing.phone", target=phone, by=user)
        mine = Phone.objects.filter(user=user, revoked_at=None).order_by("-pk")
        old = list(mine.values_list("pk", flat=True)[MOST:])
        Phone.objects.filter(pk__in=old).update(revoked_at=timezone.now())
    return phone, token


@transaction.atomic
def revoke_phone(*, phone: Phone, by: Any) -> bool:
    """Revoke a phone: from its next call on it is told to forget everything.

    Parameters
    ----------
    phone : Phone
        The phone, in reach of the person.
    by : User
        Who revokes it.

    Returns
    -------
    bool
        False when it was revoked already.
    """
    done = Phone.objects.filter(pk=phone.pk, revoked_at=None).update(revoked_at=timezone.now())
    if done:
        record(action="canvassing.revoke_phone", target=phone, by=by)
    return bool(done)


def mark_pack(*, holding: Holding) -> None:
    """Write when a phone last took the pack of a turf.

    Parameters
    ----------
    holding : Holding
        The turf in somebody's hands.
    """
    Holding.every.filter(pk=holding.pk).update(pack_at=timezone.now())
