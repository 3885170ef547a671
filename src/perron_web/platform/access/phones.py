"""Phones: a token in place of a session, looked up at every request, so that revoking acts at once."""

from collections.abc import Callable
from functools import cache, wraps
from typing import Any, Protocol

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation
from django.utils.module_loading import import_string
from django_scopes import scope
from ninja.security import HttpBearer

from perron_web.platform.access.members import Member, scope_of
from perron_web.platform.access.roles import EVERYONE


class Carried(Protocol):
    """A phone and its person, as the resolver finds them."""

    revoked: bool
    person: Member | None
    """None once every role has ended."""


class PhoneEndedError(Exception):
    """The phone was revoked, or its person is no longer a member: it must forget what it carries."""


@cache
def find_phone() -> Callable[[str], Carried | None]:
    """Return the function that finds a phone by its token (named by the setting PHONE_RESOLVER).

    Returns
    -------
    callable
        From a token to a phone, or None for an unknown token.
    """
    found: Callable[[str], Carried | None] = import_string(settings.PHONE_RESOLVER)
    return found


def bearer(header: str) -> str:
    """Read the token of an Authorization header.

    Parameters
    ----------
    header : str
        Value of the header.

    Returns
    -------
    str
        The token; empty when the header holds none.
    """
    scheme, _, token = header.partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


class PhoneToken(HttpBearer):
    """Authentication of the operations that a phone calls for its own person."""

    def authenticate(self, request: HttpRequest, token: str) -> Carried | None:  # noqa: ARG002
        """Find the phone.

        Parameters
        ----------
        request : HttpRequest
            What was asked.
        token : str
            The phone's token.

        Returns
        -------
        Carried or None
            None for an unknown token.

        Raises
        ------
        PhoneEndedError
            It may read nothing any more.
        """
        phone = find_phone()(token)
        if phone is None:
            return None
        if phone.revoked or phone.person is None:
            raise PhoneEndedError
        return phone


def carried(operation: Callable[..., Any]) -> Callable[..., Any]:
    """Run an operation in the scope of the phone's person, in their language.

    Parameters
    ----------
    operation : callable
        Operation whose authentication is `PhoneToken`; it finds the person in `request.auth.person`.

    Returns
    -------
    callable
        The same, limited to the campaign and to the person's places.
    """

    @wraps(operation)
    def within(request: Any, *args: Any, **kwargs: Any) -> Any:
        member: Member = request.auth.person
        with (
            translation.override(member.user.language),
            scope(**scope_of(member, EVERYONE)),
        ):
            return operation(request, *args, **kwargs)

    return within
