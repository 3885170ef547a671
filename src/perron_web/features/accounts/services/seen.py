"""When a session was last used, to within ten minutes and without a write at each page."""

import time
from collections.abc import Callable
from typing import Final

from allauth.usersessions.models import UserSession
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from perron_web.features.accounts.models import User

EVERY: Final = 600
"""Seconds between two notes of the same session."""


class SeenMiddleware:
    """Notes that a session is in use."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request, then note the session now and then."""
        response = self.get_response(request)
        if request.user.is_authenticated and request.session.session_key:
            note_session(request=request)
        return response


def note_session(*, request: HttpRequest) -> bool:
    """Note that a session is in use, unless it was noted a moment ago.

    Parameters
    ----------
    request : HttpRequest
        A request of the session.

    Returns
    -------
    bool
        Whether a note was written.
    """
    if time.time() - request.session.get("seen", 0) < EVERY:
        return False
    request.session["seen"] = int(time.time())
    request.session.save()
    now = timezone.now()
    known = UserSession.objects.filter(session_key=request.session.session_key, user=request.user.pk)
    if not known.update(last_seen_at=now):
        UserSession.objects.create_from_request(request)
    User.objects.filter(pk__in=[request.user.pk]).update(last_seen=now)
    return True
