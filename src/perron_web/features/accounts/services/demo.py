"""One-click logins of the invented campaign: on this machine only, and only when the demo is on."""

from ipaddress import ip_address

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest

from perron_web.features.accounts.models import User
from perron_web.features.accounts.queries import DEMO_DOMAIN

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def demo_allowed(*, request: HttpRequest) -> bool:
    """Say whether one-click logins are open to this request.

    Parameters
    ----------
    request : HttpRequest
        The request.

    Returns
    -------
    bool
        True when the demo is on and the request comes from this very machine.
    """
    if not settings.DEMO:
        return False
    try:
        here = ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
    return here and "HTTP_X_FORWARDED_FOR" not in request.META


def enter_demo(*, request: HttpRequest, who: str) -> User | None:
    """Log the request in as one of the invented people.

    Parameters
    ----------
    request : HttpRequest
        The request; `demo_allowed` has been asked.
    who : str
        First part of the invented address.

    Returns
    -------
    User or None
        The person; None when there is nobody of that name.
    """
    user = User.objects.filter(email=f"{who}@{DEMO_DOMAIN}", is_active=True).first()
    if user is not None:
        EmailAddress.objects.filter(user=user).update(verified=True)  # no mail reaches invented people
        login(request, user, backend=BACKEND)
    return user
