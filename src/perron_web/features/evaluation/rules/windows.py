"""When counts may come in, and when those taken from turnout lists go (code électoral, article L. 68)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

CONSULTED: Final = timedelta(days=10)
"""How long after a round the signed lists may be read (article L. 68)."""


@dataclass(frozen=True, slots=True)
class Round:
    """One round of the campaign's election, as counts of it are named.

    Parameters
    ----------
    election : str
        Identifier, such as "2026-municipales-1".
    day : date
        Day of the vote.
    opens : datetime
        When its counts may come in: the day of the vote.
    lists_close : datetime
        When turnout lists may no longer be read: the end of the tenth day after the vote.
    lists_expire : datetime
        When counts taken from them are erased: the end of the tenth day after the last round.
    lists_last, kept_last : date
        The last days before these two instants.
    """

    election: str
    day: date
    opens: datetime
    lists_close: datetime
    lists_expire: datetime
    lists_last: date
    kept_last: date


def rounds_of(kind: str, days: Sequence[date], zone: str) -> list[Round]:
    """Return the rounds of an election.

    Parameters
    ----------
    kind : str
        Kind of election, as identifiers name it.
    days : sequence of date
        Day of each round, in order.
    zone : str
        IANA zone of the territory.

    Returns
    -------
    list of Round
        In order; empty without days.
    """
    place = ZoneInfo(zone)

    def after(day: date) -> datetime:
        return datetime.combine(day + timedelta(days=1), time(), place)

    return [
        Round(
            election=f"{day.year}-{kind}-{number}",
            day=day,
            opens=datetime.combine(day, time(), place),
            lists_close=after(day + CONSULTED),
            lists_expire=after(days[-1] + CONSULTED),
            lists_last=day + CONSULTED,
            kept_last=days[-1] + CONSULTED,
        )
        for number, day in enumerate(days, start=1)
    ]
