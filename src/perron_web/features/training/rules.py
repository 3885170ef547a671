"""Who may do what with training, and what may be done when."""

from datetime import datetime, timedelta
from typing import Final, Literal

from django.core.signing import BadSignature, Signer
from django.db.models import Q

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
SIGNERS: Final[dict[Purpose, Signer]] = {
    "here": Signer(salt="perron.training.here", sep="."),
    "coming": Signer(salt="perron.training.coming", sep="."),
}
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


def first_name(name: str) -> str:
    """Return what a person is called on a list that leaves the site: one name, no address.

    Parameters
    ----------
    name : str
        Full name; may be empty.

    Returns
    -------
    str
        Its first word.
    """
    return name.split(maxsplit=1)[0] if name.split() else ""


def session_token(number: int, nonce: str, purpose: Purpose) -> str:
    """Return the last part of a session's link; it is drawn from the site's key, not stored.

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
        Token.
    """
    return SIGNERS[purpose].sign(f"{number}-{nonce}")


def read_token(token: str) -> tuple[int, str, Purpose] | None:
    """Read the last part of a session's link.

    Parameters
    ----------
    token : str
        Token.

    Returns
    -------
    tuple of int, str and str, or None
        Key and secret of the session, and what the link is for; None when it was not made here.
    """
    for purpose, signer in SIGNERS.items():
        try:
            number, _dash, nonce = signer.unsign(token).partition("-")
        except BadSignature:
            continue
        return int(number), nonce, purpose
    return None
