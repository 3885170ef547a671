"""The fast lane: addresses called by the thousand a second go round what pages need and they do not."""

import logging
from collections.abc import Callable
from functools import cache
from typing import Final

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.module_loading import import_string

log = logging.getLogger("perron.ops")
Answer = Callable[[HttpRequest], HttpResponseBase]
Lane = Callable[[HttpRequest], HttpResponse]

HEADERS: Final = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noindex, nofollow",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}
"""The same for every answer of the lane: data, for no page to show."""
PATIENCE: Final = 30
"""Seconds after which to try again what the database could not take."""


@cache
def lanes() -> dict[str, Lane]:
    """Return the views of the fast lane (the setting FAST_LANE), by address.

    Returns
    -------
    dict
        Views that authenticate by themselves and use no session, language or message.
    """
    return {path: import_string(view) for path, view in settings.FAST_LANE.items()}


def fast_lane(get_response: Answer) -> Answer:
    """Middleware, just after TLS: answer the addresses of the lane at once.

    Parameters
    ----------
    get_response : Callable
        What answers the others.

    Returns
    -------
    Callable
        What answers.
    """

    def answer(request: HttpRequest) -> HttpResponseBase:
        view = lanes().get(request.path_info)
        if view is None:
            return get_response(request)
        response = _answered(view, request)
        for name, value in HEADERS.items():
            response.headers[name] = value
        response.headers["Content-Length"] = str(len(response.content))
        return response

    return answer


def _answered(view: Lane, request: HttpRequest) -> HttpResponse:
    """Answer; once more when the connection was lost since its last use: the lane can be repeated."""
    used = connection.connection is not None
    for again in (used, False):
        try:
            return view(request)
        except (OperationalError, InterfaceError) as error:
            lost = connection.connection is None or getattr(connection.connection, "closed", False)
            if not connection.in_atomic_block:
                connection.close()
            if not (again and lost):
                log.warning("%s could not be written: %s", request.path_info, error)
                break
    return unavailable()


def unavailable() -> HttpResponse:
    """Say that the database cannot write now: full disk, restart, too many at once.

    Returns
    -------
    HttpResponse
        503, with when to come back.
    """
    return JsonResponse(
        {"perron": 1, "error": "the database cannot write now"}, status=503, headers={"Retry-After": PATIENCE}
    )
