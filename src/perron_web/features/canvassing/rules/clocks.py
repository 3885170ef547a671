"""Two clocks: the phone's, which may be anything, and the server's, which rules."""

from datetime import datetime, timedelta
from typing import Final, NamedTuple

TOLERATED: Final = timedelta(minutes=2)
"""Difference between the two clocks that is not worth a correction."""


class Clock(NamedTuple):
    """How far the phone's clock is from the server's, when it sends.

    Parameters
    ----------
    offset : timedelta
        What to add to the phone's times; zero within what is tolerated.
    sent_at : datetime
        The phone's clock at sending.
    received_at : datetime
        The server's clock at receiving.
    """

    offset: timedelta
    sent_at: datetime
    received_at: datetime


def read_clock(sent_at: datetime, received_at: datetime) -> Clock:
    """Compare the two clocks at one instant.

    Parameters
    ----------
    sent_at : datetime
        The phone's, as it sends.
    received_at : datetime
        The server's, as it receives.

    Returns
    -------
    Clock
        How to set the phone's times right.
    """
    offset = received_at - sent_at
    return Clock(offset if abs(offset) > TOLERATED else timedelta(), sent_at, received_at)


def set_right(clock: Clock, made_at: datetime) -> tuple[datetime, bool]:
    """Return when something happened by the server's clock, and whether the phone's was wrong.

    Parameters
    ----------
    clock : Clock
        How far the phone's clock is.
    made_at : datetime
        The phone's time.

    Returns
    -------
    happened_at : datetime
        Never after it was received.
    skewed : bool
        Whether the phone's clock was off, or went back between the two.
    """
    happened = made_at + clock.offset if clock.offset else made_at
    late = made_at > clock.sent_at + TOLERATED
    return min(happened, clock.received_at), bool(clock.offset) or late
