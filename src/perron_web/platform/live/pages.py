"""What a page needs to listen: the address of the streams, and leave to connect to it."""

import os
from typing import Final, TypeVar
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.http.request import split_domain_port
from django.http.response import HttpResponseBase

PORT: Final = "PERRON_EVENTS_PORT"
"""Told by the parent to the processes that answer: the port of the streams, when there are any."""
OFF: Final = "0"
Response = TypeVar("Response", bound=HttpResponseBase)


def events_address(request: HttpRequest) -> str:
    """Return where the streams are for the reader of a page.

    Parameters
    ----------
    request : HttpRequest
        The page's request.

    Returns
    -------
    str
        Ends with a slash; empty when there are none, and the page asks again by itself.
    """
    if settings.EVENTS:
        return "" if settings.EVENTS == OFF else settings.EVENTS.rstrip("/") + "/"
    port = os.environ.get(PORT, "")
    if not port or settings.HTTPS:  # behind TLS only the administrator knows the way
        return ""
    return f"{request.scheme}://{split_domain_port(request.get_host())[0]}:{port}/"


def with_events(request: HttpRequest, response: Response) -> Response:
    """Let a page connect to the streams.

    Parameters
    ----------
    request : HttpRequest
        The page's request.
    response : HttpResponseBase
        Its answer.

    Returns
    -------
    HttpResponseBase
        The same, whose content policy names the origin of the streams.
    """
    if address := events_address(request):
        parts = urlsplit(address)
        if parts.netloc:
            told = {"connect-src": [f"{parts.scheme}://{parts.netloc}"]}
            response._csp_update = told  # type: ignore[attr-defined]  # noqa: SLF001 - as csp's own decorators do
    return response
