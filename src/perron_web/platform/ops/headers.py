"""Headers of every answer, and the size of what is taken in."""

from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.defaults import bad_request

Answer = Callable[[HttpRequest], HttpResponseBase]

REFUSED: Final = (
    "accelerometer",
    "autoplay",
    "browsing-topics",
    "camera",
    "display-capture",
    "encrypted-media",
    "gyroscope",
    "hid",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "serial",
    "usb",
    "xr-spatial-tracking",
)
"""What no page of the site may ask of a browser."""
OURS: Final = ("fullscreen", "geolocation", "publickey-credentials-create", "publickey-credentials-get")
"""What our own pages may ask for: the map in full, one's place on it, passkeys."""
POLICY: Final = ", ".join([*(f"{name}=()" for name in REFUSED), *(f"{name}=(self)" for name in OURS)])

STRANGER_BYTES: Final = 1_000_000
"""Largest request of somebody who is not logged in."""


def secure_headers(get_response: Answer) -> Answer:
    """Middleware: what the browser may do, who may keep the answer, no search engine.

    Parameters
    ----------
    get_response : Callable
        What answers.

    Returns
    -------
    Callable
        What answers, with headers.
    """

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("X-Robots-Tag", "noindex, nofollow")
        response.headers.setdefault("Cache-Control", kept_by_browser(request))
        return response

    return answer


def kept_by_browser(request: HttpRequest) -> str:
    """Say what a browser may keep: of what only some people may open, nothing, not even for its back button.

    Parameters
    ----------
    request : HttpRequest
        What was asked for, once its view is known.

    Returns
    -------
    str
        Value of Cache-Control.
    """
    access = getattr(getattr(request.resolver_match, "func", None), "access", None)
    return "private, no-cache" if access is None or access.kind == "public" else "private, no-store"


def refuse_nul(get_response: Answer) -> Answer:
    """Middleware: refuse an address that holds a NUL, which no text of PostgreSQL may.

    Parameters
    ----------
    get_response : Callable
        What answers.

    Returns
    -------
    Callable
        What answers, or says 400.
    """

    def answer(request: HttpRequest) -> HttpResponseBase:
        if "\0" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            return bad_request(request, SuspiciousOperation("NUL"))
        return get_response(request)

    return answer


def limit_body(get_response: Answer) -> Answer:
    """Middleware, after authentication: refuse what is too large before a byte of it is read.

    Parameters
    ----------
    get_response : Callable
        What answers.

    Returns
    -------
    Callable
        What answers, or says 413.
    """
    member_bytes = settings.UPLOAD_MEGABYTES * 1_000_000 + STRANGER_BYTES

    def answer(request: HttpRequest) -> HttpResponseBase:
        announced = int(request.META.get("CONTENT_LENGTH") or 0)
        if announced <= STRANGER_BYTES:
            return get_response(request)
        if announced > (member_bytes if request.user.is_authenticated else STRANGER_BYTES):
            return HttpResponse(
                _("Ce fichier est trop lourd pour ce site."),
                status=413,
                content_type="text/plain; charset=utf-8",
            )
        return get_response(request)

    return answer
