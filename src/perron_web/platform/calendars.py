"""Events as an iCalendar file (RFC 5545), for any diary."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

FOLD = 73
"""Octets a line before it is folded; the standard allows 75."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One event of a calendar."""

    uid: str
    """Unique and stable, such as "sortie-12@exemple"."""
    starts: datetime
    ends: datetime
    title: str
    text: str = ""
    where: str = ""
    point: tuple[float, float] | None = None
    """Longitude and latitude."""
    url: str = ""
    cancelled: bool = False
    busy: bool = True
    """Whether the person is not free meanwhile."""


def write_calendar(events: Iterable[Event], *, name: str, stamp: datetime) -> str:
    """Write events as an iCalendar file.

    Parameters
    ----------
    events : iterable of Event
        Events.
    name : str
        Name of the calendar.
    stamp : datetime
        When the file is made.

    Returns
    -------
    str
        The file, lines ended by CRLF.
    """
    rows = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Perron//Perron//FR",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{_text(name)}",
    ]
    for event in events:
        rows += _rows(event, stamp)
    rows.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for row in rows for part in _fold(row))


def _rows(event: Event, stamp: datetime) -> list[str]:
    rows = [
        "BEGIN:VEVENT",
        f"UID:{event.uid}",
        f"DTSTAMP:{_utc(stamp)}",
        f"DTSTART:{_utc(event.starts)}",
        f"DTEND:{_utc(event.ends)}",
        f"SUMMARY:{_text(event.title)}",
    ]
    if event.text:
        rows.append(f"DESCRIPTION:{_text(event.text)}")
    if event.where:
        rows.append(f"LOCATION:{_text(event.where)}")
    if event.point:
        rows.append(f"GEO:{event.point[1]:.6f};{event.point[0]:.6f}")
    if event.url:
        rows.append(f"URL:{event.url}")
    if event.cancelled:
        rows.append("STATUS:CANCELLED")
    if not event.busy:
        rows.append("TRANSP:TRANSPARENT")
    return [*rows, "END:VEVENT"]


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return escaped.replace("\r", "").replace("\n", "\\n")


def _fold(row: str) -> Iterator[str]:
    part = ""
    for character in row:
        if len((part + character).encode()) > FOLD:
            yield part
            part = " "
        part += character
    yield part
