"""What accounts leave behind: sessions that are over, and accounts whose address was never proven."""

from datetime import datetime, timedelta
from importlib import import_module
from typing import Final

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import models, transaction

from perron_web.features.accounts.models import User

PROVEN_WITHIN: Final = timedelta(days=7)
"""How long an account may wait for the code that proves its address."""


@transaction.atomic
def purge_sessions() -> int:
    """Delete sessions that are over, and what was noted of them.

    Returns
    -------
    int
        How many notes went.
    """
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    alive = Session.objects.filter(session_key=models.OuterRef("session_key"))
    return int(UserSession.objects.filter(~models.Exists(alive)).delete()[0])


@transaction.atomic
def purge_unproven(*, now: datetime) -> int:
    """Delete accounts that nobody ever entered and that hold no role: somebody typed an address, no more.

    Parameters
    ----------
    now : datetime
        Aware instant.

    Returns
    -------
    int
        How many accounts went.
    """
    proven = EmailAddress.objects.filter(user=models.OuterRef("pk"), verified=True)
    rows = User.objects.filter(
        ~models.Exists(proven), memberships=None, last_login=None, date_joined__lt=now - PROVEN_WITHIN
    )
    found = list(rows.values_list("pk", flat=True))
    User.objects.filter(pk__in=found).delete()
    return len(found)
