"""Who may do what with training, and what may be done when."""

from base64 import urlsafe_b64encode
from datetime import datetime, timedelta
from typing import Final, Literal

from django.db.models import Q
from django.utils.crypto import constant_time_compare, salted_hmac

from perron_web.platform.access import DESK, EVERYONE, Role
from perron_web.platform.access.roles import Roles
from perron_web.platform.scoping.managers import within

READ: Final[Roles] = EVERYONE
"""Who reads modules and sessions, and signs up."""
MANAGE: Final[Roles] = frozenset({Role.DIRECTOR, Role.TERRITORY_LEAD})
"""Who makes modules, sees names in their territory, lets people train, takes certificates back."""
TEACH: Final[Roles] = MANAGE | {Role.TRAINER}
"""Who holds sessions: trainers their own, the others any of their territory."""
WATCH: Final[Roles] = DESK | {Role.TEAM_LEADER, Role.TRAINER}
"""Who sees the tree: counts of the whole campaign, names of their own."""
GOALS: Final[Roles] = frozenset({Role.DIRECTOR})

EARLY: Final = timedelta(hours=2)
"""How long before a session its code starts to note presences."""
LATE: Final = timedelta(hours=12)
"""How long after a session its code still does."""
Purpose = Literal["coming", "here"]
PURPOSES: Final[tuple[Purpose, ...]] = ("coming", "here")
GENERATIONS: Final = 3
"""Generations that have a goal: trainers, mobilisers, volunteers (2012)."""


def checking_in(starts_at: datetime, ends_at: datetime, now: datetime) -> bool:
    """Say whether presences are noted by the code now.

    Parameters
    ----------
    starts_at, ends_at : datetime
        When the session is.
    now : datetime
        The present.

    Returns
    -------
    bool
        True from two hours before it starts until twelve hours after it ends.
    """
    return starts_at - EARLY <= now <= ends_at + LATE


def above(places: tuple[str, ...] | None) -> list[str]:
    """Return the places that hold some places: what is meant for all of a commune is meant for its parts.

    Parameters
    ----------
    places : tuple of str or None
        Materialised paths; None for everywhere.

    Returns
    -------
    list of str
        Paths of the places above, the whole campaign first; the places themselves are not in it.
    """
    found = {""} if places else set()
    for place in places or ():
        parts = place.rstrip("/").split("/")
        found |= {"/".join(parts[:depth]) + "/" for depth in range(1, len(parts))}
    return sorted(found)


def inside(lookup: str, places: tuple[str, ...] | None) -> Q:
    """Return the condition "lies within one of these places", which may be joined to others by "or".

    Parameters
    ----------
    lookup : str
        Field of the materialised path.
    places : tuple of str or None
        Paths of territories; None stands for everywhere.

    Returns
    -------
    Q
        True everywhere for None, where an empty condition would vanish from an "or".
    """
    return ~Q(pk__in=[]) if places is None or "" in places else within(lookup, places)


def session_token(number: int, nonce: str, purpose: Purpose) -> str:
    """Return the last part of a session's link: short, so that its code is read from the back of a room.

    Parameters
    ----------
    number : int
        Key of the session.
    nonce : str
        Its secret.
    purpose : {"coming", "here"}
        To sign up, or to note one's presence: who knows the first does not know the second.

    Returns
    -------
    str
        Token: the key and 96 bits that the site's own secret draws from the session's; nothing is stored.
    """
    proof = salted_hmac(f"perron.training.{purpose}", f"{number}-{nonce}", algorithm="sha256").digest()
    return f"{number}-{urlsafe_b64encode(proof[:12]).decode()}"


def token_number(token: str) -> int | None:
    """Return the session that a link names, whether the link is true or not.

    Parameters
    ----------
    token : str
        Token.

    Returns
    -------
    int or None
        Key of the session; None when it names none.
    """
    number = token.partition("-")[0]
    return int(number) if number.isascii() and number.isdecimal() and len(number) < 15 else None


def token_purpose(token: str, number: int, nonce: str) -> Purpose | None:
    """Say what a link is for.

    Parameters
    ----------
    token : str
        Token.
    number : int
        Key of the session that it names.
    nonce : str
        The session's secret.

    Returns
    -------
    {"coming", "here"} or None
        None when the link was not made here.
    """
    for purpose in PURPOSES:
        if constant_time_compare(token, session_token(number, nonce, purpose)):
            return purpose
    return None
