"""Who may do what with turfs, and what is refused."""

from datetime import timedelta
from typing import Final

from perron.errors import PerronError
from perron.words import Words
from perron_web.platform.access import DESK, FIELD, Role
from perron_web.platform.access.roles import Roles

READ: Final[Roles] = DESK | FIELD
"""Who sees turfs: each in their own places."""
EDIT: Final[Roles] = frozenset({Role.DIRECTOR, Role.TERRITORY_LEAD})
"""Who edits turfs and gives them to teams."""
ALL_AT_ONCE: Final = 40
"""Most turfs printed while one waits; more make a job."""
MOST_SHEETS: Final = 1000
"""Most turfs in one print: some 3,000 pages."""
MOST_PARTS: Final = 12
"""Most parts a turf is split into at once."""
MOST_CORNERS: Final = 2000
"""Most points of a lasso."""


class RefusedError(PerronError):
    """An edit that cannot be done; nothing was changed."""


class StaleError(RefusedError):
    """Someone else changed these turfs in the meantime; nothing was changed."""


def stale(who: str = "") -> StaleError:
    """Return the error that tells of someone else's change.

    Parameters
    ----------
    who : str
        Their name, where it is known.

    Returns
    -------
    StaleError
        The error.
    """
    fr = f" par {who}" if who else ""
    en = f" by {who}" if who else ""
    return StaleError(
        Words(
            f"These turfs were changed{en} in the meantime. Nothing of yours was applied, nothing is lost: "
            "look at them as they stand now, and do it again.",
            f"Ces secteurs ont été modifiés{fr} entre-temps. Rien de votre geste n’a été appliqué, rien "
            "n’est perdu\u00a0: voyez-les tels qu’ils sont maintenant, puis recommencez.",
        )
    )


# Turfs in people's hands
CLAIM: Final[Roles] = FIELD | {Role.TRAINER, Role.VOLUNTEER}
"""Who takes a turf for themselves."""
HAND: Final[Roles] = FIELD
"""Who hands turfs to others, each in their own places or team."""
HOURS_HELD: Final = 24
"""How long a turf is held where the campaign says nothing."""
MARGIN_HOURS: Final = 12
"""How long after an outing its turfs may still be reported."""
MOST_DAYS: Final = 14
"""Longest that a turf stays in the same hands."""
MOST_HELD: Final = 3
"""Most turfs that one person takes for themselves at once."""
MOST_PAIRS: Final = 60
"""Most pairs of an outing."""
TOLD: Final = timedelta(days=3)
"""How long a person is told that a turf came back from their hands."""
SHORT: Final = 5
"""Length of the list from which a volunteer takes a turf."""
BESIDE_M: Final = 40.0
"""Two turfs with doors closer than this lie next to each other, metres."""
LETTERS: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Of the codes on paper: none that looks like another."""
