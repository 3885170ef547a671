"""The first account of an instance: by a link that only whoever started it has read."""

from allauth.account.models import EmailAddress
from django.core import signing
from django.db import transaction
from django.urls import reverse

from perron_web.features.accounts.models import User
from perron_web.platform.audit.services import record

SALT = "perron.first-account"
VALID_S = 7 * 24 * 3600


def first_path() -> str:
    """Return the path of the page that opens the first account.

    Returns
    -------
    str
        Path without its first slash; empty once somebody has an account.
    """
    if User.objects.exists():
        return ""
    return reverse("accounts:first", args=[signing.dumps("first", salt=SALT)]).lstrip("/")


def may_open_first(*, token: str) -> bool:
    """Say whether a link opens the first account.

    Parameters
    ----------
    token : str
        Last part of the address.

    Returns
    -------
    bool
        True when the link is ours, less than a week old, and nobody has an account yet.
    """
    try:
        signing.loads(token, salt=SALT, max_age=VALID_S)
    except signing.BadSignature:
        return False
    return not User.objects.exists()


@transaction.atomic
def open_first(*, email: str, name: str) -> User:
    """Open the first account, which may make campaigns.

    Parameters
    ----------
    email : str
        Address.
    name : str
        Name.

    Returns
    -------
    User
        The account.
    """
    user = User.objects.create_user(email.strip(), name=name, is_staff=True)
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    record(action="accounts.open_first", target=user, by=user)
    return user
