"""A report as a row: columns in one order for both databases."""

from datetime import datetime
from typing import Any, Final, NamedTuple

import orjson

from perron_web.features.canvassing.queries.senders import Sender
from perron_web.features.canvassing.rules.clocks import Clock, set_right

COLUMNS: Final = (
    ("id", "uuid"),
    ("place", "text"),
    ("kind", "text"),
    ("turf_id", "bigint"),
    ("outing_id", "bigint"),
    ("seq", "integer"),
    ("made_at", "timestamptz"),
    ("happened_at", "timestamptz"),
    ("skewed", "boolean"),
    ("address", "text"),
    ("stair", "text"),
    ("floor", "smallint"),
    ("door", "text"),
    ("outcome", "text"),
    ("talked", "boolean"),
    ("access", "text"),
    ("away", "integer"),
    ("undoes", "uuid"),
    ("detail", "jsonb"),
    ("digest", "bytea"),
    ("aside", "text"),
)
"""Columns that differ from report to report, with their type."""
SHARED: Final = (
    ("campaign_id", "bigint"),
    ("source", "text"),
    ("phone_id", "bigint"),
    ("user_id", "bigint"),
    ("received_at", "timestamptz"),
)
"""Columns that all reports of a sending share."""
TALK_COLUMNS: Final = (
    ("report_id", "uuid"),
    ("visit", "uuid"),
    ("support", "smallint"),
    ("registration", "text"),
    ("needs", "jsonb"),
    ("name", "text"),
    ("email", "text"),
    ("phone", "text"),
    ("consent_id", "uuid"),
)
CONSENT_COLUMNS: Final = (
    ("report_id", "uuid"),
    ("text_id", "bigint"),
    ("at", "timestamptz"),
    ("opinion", "boolean"),
    ("email", "boolean"),
    ("phone", "boolean"),
    ("sms", "boolean"),
)


class Sending(NamedTuple):
    """Rows of one sending, in the order of their UUIDs, so that two sendings never wait for one another."""

    sender: Sender
    received_at: datetime
    reports: list[tuple[Any, ...]]
    talks: list[tuple[Any, ...]]
    consents: list[tuple[Any, ...]]
    turfs: list[int]
    given: int
    refused: int


def report_row(
    body: dict[str, Any], *, clock: Clock, place: str, aside: str, digest: bytes
) -> tuple[Any, ...]:
    """Return a body as a row of reports.

    Parameters
    ----------
    body : dict
        A body that was read.
    clock : Clock
        How to set the phone's times right.
    place : str
        Where it is filed.
    aside : str
        Why it does not count; "" when it does.
    digest : bytes
        Of the body as it was sent.

    Returns
    -------
    tuple
        Values in the order of `COLUMNS`.
    """
    get, kind = body.get, body["kind"]
    happened_at, skewed = set_right(clock, body["at"])
    detail = None
    if kind == "add":
        told = {name: get(name) for name in ("what", "label", "lon", "lat", "doors")}
        detail = orjson.dumps(told).decode()
    return (
        body["id"],
        place,
        kind,
        get("turf"),
        get("outing"),
        body["seq"],
        body["at"],
        happened_at,
        skewed,
        body["address"],
        get("stair", ""),
        get("floor"),
        get("door", ""),
        get("outcome", ""),
        get("talked"),
        get("access", ""),
        get("away"),
        get("undoes"),
        detail,
        "\\x" + digest.hex(),
        aside,
    )


def talk_rows(body: dict[str, Any]) -> tuple[tuple[Any, ...], tuple[Any, ...] | None]:
    """Return what was told at a door, and the proof of consent when there is one.

    Parameters
    ----------
    body : dict
        A body of kind "talk" that was read.

    Returns
    -------
    talk : tuple
        Values in the order of `TALK_COLUMNS`.
    consent : tuple or None
        Values in the order of `CONSENT_COLUMNS`.
    """
    get, given = body.get, body.get("consent")
    talk = (
        body["id"],
        body["visit"],
        get("support"),
        get("registration") or "",
        orjson.dumps(get("needs") or []).decode(),
        get("name", ""),
        get("email", ""),
        get("phone", ""),
        body["id"] if given else None,
    )
    if not given:
        return talk, None
    channels = given["contact"]
    agreed = ("email" in channels, "phone" in channels, "sms" in channels)
    return talk, (body["id"], given["text"], given["at"], given["opinion"], *agreed)
