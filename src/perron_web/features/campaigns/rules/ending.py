"""When the ballot of a campaign is over, and how long after it things about people are kept."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final

from perron_web.features.campaigns.rules.dates import midnight

DAY: Final = timedelta(days=1)
ONE_ROUND: Final = ("europeennes", "referendum")
"""Kinds of election that never have a second round."""
SECOND_ROUND_WITHIN: Final = {"presidentielle": 14 * DAY, "other": 14 * DAY}
"""Where a second round is not a week after the first (Constitution, art. 7), or we cannot know."""
A_WEEK: Final = 7 * DAY

TOLD_KEPT: Final = DAY
"""What was told at doors: the consent says "until the ballot"; a day, for the last phones to send theirs."""
PHONES_KEPT: Final = timedelta(days=30)
"""A phone nobody uses: a month, so that reports which still wait in a pocket are taken in, never lost."""
PRESENCES_KEPT: Final = timedelta(days=180)
"""Who came to a training or an outing: half a year, since a presence noted late still brings its certificate,
and trials of trainings and the growth of the campaign are reckoned from presences after the vote."""
DATES_SETTLE: Final = timedelta(days=3)
"""Nothing goes in the three days after the dates were saved: a wrong year can be noticed and mended."""

TOLD_UNTIL: Final = (
    "the day after the last round (one round dated where a second is possible: a week more, two for a "
    "presidential election), or when somebody asks for it"
)
PHONES_UNTIL: Final = "30 days after the ballot and after its last use, or with its person's account"
PRESENCES_UNTIL: Final = "180 days after the ballot, or with the person's account"
"""The same terms in words, for the declarations of personal fields."""


def ballot_over(rounds: Sequence[date], *, kind: str, zone: str) -> datetime | None:
    """Return the end of a ballot: the last midnight of its last round, on its territory's clocks.

    Parameters
    ----------
    rounds : sequence of date
        National dates of the rounds that are known.
    kind : str
        Kind of election; a second round that is possible and not dated counts as if it took place.
    zone : str
        IANA name of the territory's time zone.

    Returns
    -------
    datetime or None
        Aware instant; None while no date is known.
    """
    if not rounds:
        return None
    last = max(rounds)
    if len(rounds) == 1 and kind not in ONE_ROUND:
        last += SECOND_ROUND_WITHIN.get(kind, A_WEEK)
    return midnight(last + DAY, zone)
