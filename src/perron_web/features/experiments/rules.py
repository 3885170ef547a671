"""What may still be done with an experiment, and when."""

from datetime import date, datetime, time
from typing import Final
from zoneinfo import ZoneInfo

POLLS_CLOSE: Final = time(18)
"""When the first bureaux close: from then on somebody may know."""
USUAL_SHARE: Final = 0.15
LEAST_SHARE, MOST_SHARE = 0.1, 0.2
"""What is advised to be left alone when every other bureau is visited."""
ENOUGH_LEFT_ALONE: Final = 10
"""Units left alone under which no estimate is worth its name."""


def may_freeze(now: datetime, vote: date | None, zone: str) -> bool:
    """Say whether a pre-registration may still be frozen.

    Parameters
    ----------
    now : datetime
        Now, aware of its zone.
    vote : date or None
        Day of the first round; None while nobody has said it.
    zone : str
        Time zone of the territory.

    Returns
    -------
    bool
        True until the first bureaux close on the day of the vote.
    """
    if vote is None:
        return False
    return now < datetime.combine(vote, POLLS_CLOSE, tzinfo=ZoneInfo(zone))
