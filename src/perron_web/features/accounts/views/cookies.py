"""Language and theme, kept where pages before login can read them."""

from typing import TypeVar

from django.conf import settings
from django.http import HttpResponseBase

from perron_web.features.accounts.models import User

YEAR = 365 * 24 * 3600
R = TypeVar("R", bound=HttpResponseBase)


def keep_choices(response: R, user: User) -> R:
    """Write a person's language and theme in cookies.

    Parameters
    ----------
    response : HttpResponse
        The answer.
    user : User
        The person.

    Returns
    -------
    HttpResponse
        The same answer.
    """
    for name, value in ((settings.LANGUAGE_COOKIE_NAME, user.language), ("apparence", user.theme)):
        response.set_cookie(name, value, max_age=YEAR, secure=settings.HTTPS, samesite="Lax", httponly=True)
    return response
