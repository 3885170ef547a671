"""Language and theme, kept where pages before login can read them."""

from typing import TypeVar

from django.conf import settings
from django.http import HttpResponseBase

from perron_web.features.accounts.choices import Theme
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
    chosen = {settings.LANGUAGE_COOKIE_NAME: user.language, "apparence": user.theme}
    for name, value in chosen.items():
        if value == Theme.SYSTEM:
            response.delete_cookie(name, samesite="Lax")
        else:
            response.set_cookie(
                name, value, max_age=YEAR, secure=settings.HTTPS, samesite="Lax", httponly=True
            )
    return response
