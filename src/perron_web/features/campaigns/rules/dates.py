"""Days the electoral code counts from a ballot: pure arithmetic on the calendar."""

from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

WEDNESDAY: Final = 2
FRIDAY: Final = 4
SATURDAY: Final = 5
SUNDAY: Final = 6


def nth_weekday_before(day: date, weekday: int, count: int) -> date:
    """Return the nth given weekday strictly before a day.

    Parameters
    ----------
    day : date
        The ballot.
    weekday : int
        0 for Monday to 6 for Sunday.
    count : int
        1 for the nearest, 2 for the one before, and so on.

    Returns
    -------
    date
        "The sixth Friday before the ballot" is ``nth_weekday_before(ballot, FRIDAY, 6)``.
    """
    nearest = (day.weekday() - weekday - 1) % 7 + 1
    return day - timedelta(days=nearest + 7 * (count - 1))


def nth_weekday_after(day: date, weekday: int, count: int) -> date:
    """Return the nth given weekday strictly after a day.

    Parameters
    ----------
    day : date
        The ballot.
    weekday : int
        0 for Monday to 6 for Sunday.
    count : int
        1 for the nearest.

    Returns
    -------
    date
        That day.
    """
    nearest = (weekday - day.weekday() - 1) % 7 + 1
    return day + timedelta(days=nearest + 7 * (count - 1))


def months_before_month(day: date, months: int) -> date:
    """Return the first day of the month that lies some months before the month of a day.

    Parameters
    ----------
    day : date
        The ballot.
    months : int
        How many months, 0 or more.

    Returns
    -------
    date
        "Six months before the first day of the month of the election".
    """
    index = day.year * 12 + (day.month - 1) - months
    return date(index // 12, index % 12 + 1, 1)


def at(day: date, clock: time, zone: str) -> datetime:
    """Return an instant: a day and an hour on the clocks of one territory.

    Parameters
    ----------
    day : date
        Day.
    clock : time
        Hour read on the wall there.
    zone : str
        IANA name, such as "America/Cayenne".

    Returns
    -------
    datetime
        Aware instant.
    """
    return datetime.combine(day, clock, tzinfo=ZoneInfo(zone))


def midnight(day: date, zone: str) -> datetime:
    """Return the instant a day begins in one territory.

    Parameters
    ----------
    day : date
        Day.
    zone : str
        IANA name.

    Returns
    -------
    datetime
        Aware instant.
    """
    return at(day, time(0), zone)
