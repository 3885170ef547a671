"""Reads of accounts: sessions, keys, invented people."""

from typing import Any, Final

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import models
from django.utils import timezone

from perron_web.features.accounts.models import User

DEMO_DOMAIN: Final = "exemple.test"
"""Domain of the invented people; reserved, no mail ever reaches it."""

SECOND_FACTORS: Final = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def has_second_factor(user: Any) -> bool:
    """Say whether a person has an authenticator app or a passkey.

    Parameters
    ----------
    user : User
        The person.

    Returns
    -------
    bool
        Whether one is set up.
    """
    return bool(Authenticator.objects.filter(user_id=user.pk, type__in=SECOND_FACTORS).exists())


def second_factor_of(reference: str) -> models.Exists:
    """Return the condition "this person has a second factor", for a query on another table.

    Parameters
    ----------
    reference : str
        Field of that table that holds the person.

    Returns
    -------
    Exists
        To be used in `annotate`.
    """
    return models.Exists(
        Authenticator.objects.filter(user_id=models.OuterRef(reference), type__in=SECOND_FACTORS)
    )


def authenticators_of(user: Any) -> dict[str, list[Authenticator]]:
    """Return a person's second factors, by kind.

    Parameters
    ----------
    user : User
        The person.

    Returns
    -------
    dict
        "totp", "webauthn" and "recovery_codes" to their rows.
    """
    found: dict[str, list[Authenticator]] = {kind.value: [] for kind in Authenticator.Type}
    for one in Authenticator.objects.filter(user_id=user.pk).order_by("created_at"):
        found[one.type].append(one)
    return found


def sessions_of(user: Any) -> models.QuerySet[UserSession]:
    """Return a person's open sessions, the latest used first.

    Parameters
    ----------
    user : User
        The person.

    Returns
    -------
    QuerySet of UserSession
        Sessions that still open the site.
    """
    alive = Session.objects.filter(session_key=models.OuterRef("session_key"), expire_date__gt=timezone.now())
    rows: models.QuerySet[UserSession] = UserSession.objects.filter(models.Exists(alive), user=user)
    return rows.order_by("-last_seen_at")


def demo_people() -> models.QuerySet[User]:
    """Return the invented people of the demo whose login is offered: one of each kind, not the whole crowd.

    Returns
    -------
    QuerySet of User
        In the order they were made.
    """
    found = User.objects.filter(email__endswith=f"@{DEMO_DOMAIN}", is_active=True)
    return found.exclude(email__regex=r"^(benevole|cheffe)[0-9]+@").order_by("pk")
