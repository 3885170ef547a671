"""Who may listen: the session, role, place and second factor that a page asks, looked at again and again."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from importlib import import_module
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.http.request import split_domain_port, validate_host
from django.utils import timezone

from perron_web.platform.access.declare import find_member, needs_second_factor
from perron_web.platform.access.members import Grant
from perron_web.platform.access.roles import DESK
from perron_web.platform.live.channels import Channel, Places, narrow
from perron_web.platform.providers import ask


@dataclass(frozen=True, eq=False)
class Pass:
    """Somebody let in, and what they were let in on."""

    session: str
    user: Any
    campaign: Any
    grants: frozenset[Grant]
    places: Places
    desk: bool = True
    """Whether they plan."""


class RefusedError(Exception):
    """Not to be let in; says with which status."""

    def __init__(self, status: int) -> None:
        super().__init__(str(status))
        self.status = status


def host_of(address: str) -> str:
    """Return the host name of a `Host` header or of an origin.

    Parameters
    ----------
    address : str
        Such as "exemple.fr:8001" or "https://exemple.fr".

    Returns
    -------
    str
        In lower case, without its port.
    """
    return split_domain_port(urlsplit(address).netloc if "//" in address else address)[0]


def known_host(address: str) -> bool:
    """Say whether the site answers to a host.

    Parameters
    ----------
    address : str
        As in `host_of`.

    Returns
    -------
    bool
        True for those of PERRON_HOSTS.
    """
    name = host_of(address)
    return bool(name) and validate_host(name, settings.ALLOWED_HOSTS)


def let_in(*, cookies: str, slug: str, channel: Channel, focus: str) -> Pass:
    """Let somebody in.

    Parameters
    ----------
    cookies : str
        The `Cookie` header.
    slug : str
        The campaign.
    channel : Channel
        What they want to listen to.
    focus : str
        Path of the place they look at.

    Returns
    -------
    Pass
        What they are let in on.

    Raises
    ------
    RefusedError
        401 without a session, 403 without the role, 404 for strangers and for places they do not see.
    """
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(_session_key(cookies))
    user = get_user(request)
    if not user.is_authenticated or not user.is_active:
        raise RefusedError(401)
    member = find_member()(user, slug)
    if member is None or channel.module in member.campaign.modules_off:
        raise RefusedError(404)
    if not member.may(channel.read) or needs_second_factor(member):
        raise RefusedError(403)
    places = narrow(member.places(channel.read), focus)
    if not places:
        raise RefusedError(404)
    key = str(request.session.session_key)
    return Pass(key, user, member.campaign, frozenset(member.grants), places, member.may(DESK))


def _session_key(cookies: str) -> str | None:
    try:
        found = SimpleCookie(cookies).get(settings.SESSION_COOKIE_NAME)
    except CookieError:
        return None
    return found.value if found else None


def no_longer(passes: Collection[Pass]) -> set[Pass]:
    """Return those who would not be let in again as they were: logged out, revoked, with other roles.

    Parameters
    ----------
    passes : collection of Pass
        Those let in.

    Returns
    -------
    set of Pass
        Those to be shown out; two queries whatever their number.
    """
    kept = _sessions_in_force({one.session for one in passes})
    pairs = {(one.campaign.pk, one.user.pk) for one in passes}
    grants = ask("members.grants", pairs, default=None)
    return {
        one
        for one in passes
        if one.session not in kept
        or (grants is not None and grants.get((one.campaign.pk, one.user.pk)) != one.grants)
    }


def _sessions_in_force(keys: Iterable[str]) -> set[str]:
    rows = Session.objects.filter(session_key__in=keys, expire_date__gt=timezone.now())
    return set(rows.values_list("session_key", flat=True))
