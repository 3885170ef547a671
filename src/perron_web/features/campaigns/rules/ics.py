"""The legal calendar as an iCalendar file, for any diary."""

from collections.abc import Iterable
from datetime import datetime

from perron_web.features.campaigns.rules.calendar import Line
from perron_web.platform.calendars import Event, write_calendar


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
    events = (
        Event(
            uid=f"{line.key}-{line.round}@{uid}",
            starts=line.starts,
            ends=line.ends,
            title=str(line.title),
            text=f"{line.effect} ({line.law})",
            busy=False,
        )
        for line in lines
    )
    return write_calendar(events, name=name, stamp=stamp)
