"""Decorators that declare who may read and write at an address, and enforce it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, wraps
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import reverse
from django.utils.module_loading import import_string
from django_scopes import scope

from perron_web.platform.access.members import Member, as_campaign_request, scope_of
from perron_web.platform.access.roles import SEES_PEOPLE, Roles

View = Callable[..., HttpResponseBase]
SAFE = ("GET", "HEAD", "OPTIONS")


@dataclass(frozen=True)
class Access:
    """What a view declares; the access matrix reads it from `view.access`."""

    kind: str
    """"public", "signed_in" or "campaign"."""
    read: Roles = frozenset()
    write: Roles = frozenset()
    methods: tuple[str, ...] = ("GET",)
    module: str = ""


def to_login(request: HttpRequest) -> HttpResponseBase:
    """Send a visitor to the login page, and back here afterwards.

    Parameters
    ----------
    request : HttpRequest
        What was asked for.

    Returns
    -------
    HttpResponseBase
        The redirection.
    """
    from django.contrib.auth.views import redirect_to_login  # imports models: not before the apps are ready

    return redirect_to_login(request.get_full_path())


@cache
def find_member() -> Callable[[Any, str], Member | None]:
    """Return the function that finds a person in a campaign (named by the setting MEMBER_RESOLVER).

    Returns
    -------
    callable
        From a user and a campaign's slug to a Member, or None for a stranger.
    """
    found: Callable[[Any, str], Member | None] = import_string(settings.MEMBER_RESOLVER)
    return found


def feature_of(view: View) -> str:
    """Return the feature in which a view is written.

    Parameters
    ----------
    view : callable
        The view.

    Returns
    -------
    str
        Such as "turfs"; empty for the platform's own pages.
    """
    parts = view.__module__.split(".")
    return parts[2] if parts[:2] == ["perron_web", "features"] else ""


def needs_second_factor(member: Member) -> bool:
    """Say whether a person must protect their account before going on.

    Parameters
    ----------
    member : Member
        The person in the campaign.

    Returns
    -------
    bool
        True for whoever sees people without a second factor; the invented campaign of the demo is let off.
    """
    if member.protected or not settings.SECOND_FACTOR or not member.may(SEES_PEOPLE):
        return False
    return not (settings.DEMO and member.campaign.demo)


def public(*methods: str) -> Callable[[View], View]:
    """Declare a page that anyone may open.

    Parameters
    ----------
    *methods : str
        Methods answered.

    Returns
    -------
    callable
        The decorator.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method not in (*methods, "HEAD"):
                return HttpResponseNotAllowed(methods)
            return view(request, *args, **kwargs)

        guarded.access = Access("public", methods=methods)  # type: ignore[attr-defined]
        return guarded

    return decorate


def signed_in(*methods: str) -> Callable[[View], View]:
    """Declare a page outside campaigns for whoever is logged in.

    Parameters
    ----------
    *methods : str
        Methods answered.

    Returns
    -------
    callable
        The decorator.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return to_login(request)
            if request.method not in (*methods, "HEAD"):
                return HttpResponseNotAllowed(methods)
            return view(request, *args, **kwargs)

        guarded.access = Access("signed_in", methods=methods)  # type: ignore[attr-defined]
        return guarded

    return decorate


def allow(
    *, read: Roles = frozenset(), write: Roles = frozenset(), module: str = ""
) -> Callable[[View], View]:
    """Declare a page of a campaign: who may read it, who may write to it.

    A stranger to the campaign gets 404, a member without the role 403, a method nobody may use 405. Inside
    the view every query is limited to the campaign and to the places where the person holds one of the roles.

    Parameters
    ----------
    read : frozenset of Role
        Roles that may GET; empty when the address only takes POST.
    write : frozenset of Role
        Roles that may POST; empty when the address only shows.
    module : str
        Module that must be switched on in the campaign; the view's own feature when not given.

    Returns
    -------
    callable
        The decorator.
    """
    methods = (*(("GET",) if read else ()), *(("POST",) if write else ()))

    def decorate(view: View) -> View:
        part = module or feature_of(view)

        @wraps(view)
        def guarded(request: HttpRequest, slug: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return to_login(request)
            member = find_member()(request.user, slug)
            if member is None or part in member.campaign.modules_off:
                raise Http404
            roles = read if request.method in SAFE else write
            if not roles or request.method not in (*methods, "HEAD"):
                return HttpResponseNotAllowed(methods)
            if not member.may(roles):
                raise PermissionDenied
            if needs_second_factor(member):
                return HttpResponseRedirect(
                    f"{reverse('mfa_index')}?{urlencode({'next': request.get_full_path()})}"
                )
            known = as_campaign_request(request, member)
            with scope(**scope_of(member, roles)):
                return view(known, slug, *args, **kwargs)

        guarded.access = Access("campaign", read, write, methods, part)  # type: ignore[attr-defined]
        return guarded

    return decorate
