"""The legal calendar as an iCalendar file (RFC 5545), for any diary."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from perron_web.features.campaigns.rules.calendar import Line

FOLD = 73
"""Octets a line before it is folded; the standard allows 75."""


def write_ics(lines: Iterable[Line], *, name: str, uid: str, stamp: datetime) -> str:
    """Write lines of the legal calendar as an iCalendar file.

    Parameters
    ----------
    lines : iterable of Line
        Lines of `legal_calendar`.
    name : str
        Name of the calendar.
    uid : str
        Domain-like suffix that makes each event's identifier unique and stable.
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
        "PRODID:-//Perron//Calendrier legal//FR",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{_text(name)}",
    ]
    for line in lines:
        rows += _event(line, uid, stamp)
    rows.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for row in rows for part in _fold(row))


def _event(line: Line, uid: str, stamp: datetime) -> list[str]:
    return [
        "BEGIN:VEVENT",
        f"UID:{line.key}-{line.round}@{uid}",
        f"DTSTAMP:{_utc(stamp)}",
        f"DTSTART:{_utc(line.starts)}",
        f"DTEND:{_utc(line.ends)}",
        f"SUMMARY:{_text(str(line.title))}",
        f"DESCRIPTION:{_text(f'{line.effect} ({line.law})')}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


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
