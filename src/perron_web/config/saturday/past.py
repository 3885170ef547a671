"""The hour at which services believe they act: what is shown as past was lived in the past."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta, tzinfo
from typing import Final
from zoneinfo import ZoneInfo

from django.utils import timezone

PARIS: Final = ZoneInfo("Europe/Paris")
REAL: Final = datetime


class _Kind(type):
    """What is a date for the real class is one for the class that stands in its place."""

    def __instancecheck__(cls, value: object) -> bool:
        return isinstance(value, REAL)


class Clock(metaclass=_Kind):
    """Stands where Django's clock reads the system's; of this process only."""

    moment: datetime | None = None

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:
        """Tell the hour that was set, or the real one.

        Parameters
        ----------
        tz : tzinfo or None
            Zone.

        Returns
        -------
        datetime
            The hour.
        """
        return REAL.now(tz) if cls.moment is None else cls.moment.astimezone(tz)


@contextmanager
def another_clock() -> Iterator[type[Clock]]:
    """Put a clock that can be set under Django's, for a job that makes a past; put the real one back.

    Yields
    ------
    Clock
        Its `moment` is what `django.utils.timezone.now` tells; None for the real hour.
    """
    timezone.datetime = Clock  # type: ignore[assignment, attr-defined]
    try:
        yield Clock
    finally:
        timezone.datetime = REAL  # type: ignore[attr-defined]
        Clock.moment = None


def hour(day: date, at: float) -> datetime:
    """Return an hour of a day in Paris.

    Parameters
    ----------
    day : date
        The day.
    at : float
        Hours since midnight.

    Returns
    -------
    datetime
        Aware.
    """
    midnight = datetime(day.year, day.month, day.day, tzinfo=PARIS)
    return midnight + timedelta(milliseconds=round(at * 3_600_000))


def last_saturday(now: datetime) -> date:
    """Return the last Saturday whose evening is over.

    Parameters
    ----------
    now : datetime
        Aware.

    Returns
    -------
    date
        A Saturday; today's from nine in the evening.
    """
    local = now.astimezone(PARIS)
    back = (local.weekday() - 5) % 7
    if back == 0 and local.hour < 21:
        back = 7
    return local.date() - timedelta(days=back)
