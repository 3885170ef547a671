"""What people change about themselves, and accounts opened by an invitation."""

from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction

from perron_web.features.accounts.models import User
from perron_web.platform.audit.services import record


@transaction.atomic
def save_profile(*, user: User, name: str, language: str, theme: str) -> User:
    """Save a person's name, language and theme.

    Parameters
    ----------
    user : User
        The person.
    name : str
        Name shown to their campaigns.
    language : str
        "fr" or "en".
    theme : str
        "system", "light" or "dark".

    Returns
    -------
    User
        The person, saved.
    """
    user.name, user.language, user.theme = name, language, theme
    user.save(update_fields=["name", "language", "theme"])
    record(action="accounts.save_profile", target=user, by=user)
    return user


@transaction.atomic
def open_account(*, email: str, name: str, language: str = "fr", by: Any = None) -> User:
    """Return the account of an address, made when there is none; only a code typed back proves it theirs.

    Parameters
    ----------
    email : str
        Address.
    name : str
        Name given; an existing account keeps its own.
    language : str
        Language of the page.
    by : User or None
        Who opened it; None when the person did.

    Returns
    -------
    User
        The account.
    """
    address = email.strip().lower()
    user = User.objects.filter(email=address).first()
    if user is None:
        user = User.objects.create_user(address, name=name, language=language)
        record(action="accounts.open", target=user, by=by)
    EmailAddress.objects.get_or_create(
        user=user, email=address, defaults={"primary": True, "verified": False}
    )
    return user
