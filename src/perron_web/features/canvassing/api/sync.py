"""`POST /api/sync`: the one address that must hold an evening of twenty thousand phones."""

from datetime import UTC, datetime, timedelta
from typing import Any, Final

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.request import UnreadablePostError

from perron_web.features.canvassing.queries.senders import Sender, find_sender
from perron_web.features.canvassing.queries.tally_lag import tally_lag
from perron_web.features.canvassing.rules.keeping_up import Brake
from perron_web.features.canvassing.rules.pace import Pace
from perron_web.features.canvassing.rules.packets import (
    MOST_BYTES,
    TooLargeError,
    UnreadableError,
    open_envelope,
    unpack,
)
from perron_web.features.canvassing.services.receiving import receive_reports
from perron_web.platform.access.phones import bearer

PACE: Final = Pace()
BRAKE: Final = Brake(tally_lag)
ASKED: Final = {"WWW-Authenticate": "Bearer"}


def sync(request: HttpRequest) -> HttpResponse:
    """Take in a sending: durable when the answer says so, each report told apart.

    Parameters
    ----------
    request : HttpRequest
        A sending, with the phone's token.

    Returns
    -------
    HttpResponse
        200 with one result a report; 400, 401, 403, 405, 413 or 429 when nothing was stored.
    """
    if request.method != "POST":
        return told(405, error="POST only", headers={"Allow": "POST"})
    now = datetime.now(tz=UTC)
    token = bearer(request.META.get("HTTP_AUTHORIZATION", ""))
    sender = find_sender(token, now) if token else None
    return (
        told(401, error="unknown phone", headers=ASKED) if sender is None else take_in(request, sender, now)
    )


def take_in(request: HttpRequest, sender: Sender, now: datetime) -> HttpResponse:
    """Store what a known phone sends.

    Parameters
    ----------
    request : HttpRequest
        A sending.
    sender : Sender
        The phone and its person.
    now : datetime
        The server's clock.

    Returns
    -------
    HttpResponse
        200 with one result a report; 400, 403, 413 or 429 when nothing was stored.
    """
    if sender.revoked:
        return told(403, error="revoked phone", wipe=True)
    if not PACE.allows(sender.phone or 0, now.timestamp()):
        return told(429, error="too often", headers={"Retry-After": "60"})
    try:
        sent_at, reports = open_envelope(read_body(request))
    except TooLargeError:
        return told(413, error=f"more than 500 reports or {MOST_BYTES} bytes")
    except (UnreadableError, UnreadablePostError):
        return told(400, error="not a sending")
    if settings.SYNC_WAITS:
        now += timedelta(seconds=BRAKE.wait())
    answers = receive_reports(sender=sender, reports=reports, sent_at=sent_at, received_at=now)
    return told(
        200,
        server_time=now,
        results=[answer.as_json() for answer in answers],
        wipe=not sender.member,
        gone=gone(sender, reports),
    )


def read_body(request: HttpRequest) -> bytes:
    """Read a body, no longer than it may be.

    Parameters
    ----------
    request : HttpRequest
        The request.

    Returns
    -------
    bytes
        JSON.

    Raises
    ------
    TooLargeError
        It announces or holds too much.
    """
    announced = request.META.get("CONTENT_LENGTH") or "0"
    if not announced.isdecimal():
        raise UnreadableError
    if int(announced) > MOST_BYTES:
        raise TooLargeError
    return unpack(request.body, request.META.get("HTTP_CONTENT_ENCODING", "").strip().lower())


def gone(sender: Sender, reports: list[Any]) -> list[int]:
    """Return the turfs spoken of that the person no longer holds: their packs are to be forgotten.

    Parameters
    ----------
    sender : Sender
        Who sends, with the turfs that were looked up.
    reports : list
        Bodies as they came.

    Returns
    -------
    list of int
        Numbers of turfs of the campaign.
    """
    spoken = {turf for one in reports if isinstance(one, dict) and isinstance(turf := one.get("turf"), int)}
    return sorted(turf for turf in spoken if turf in sender.turfs and not sender.turfs[turf].holds)


def told(status: int, *, headers: dict[str, str] | None = None, **said: Any) -> HttpResponse:
    """Answer a phone: an object that no captive portal would write.

    Parameters
    ----------
    status : int
        HTTP status.
    headers : dict or None
        More headers.
    **said : Any
        What is told.

    Returns
    -------
    HttpResponse
        JSON that begins with `"perron": 1`.
    """
    return HttpResponse(
        orjson.dumps({"perron": 1, **said}), status=status, content_type="application/json", headers=headers
    )
