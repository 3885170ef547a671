"""Reads of teams."""

from typing import Any

from django.db.models import Q, QuerySet
from django_scopes import get_scope

from perron_web.features.accounts.models import User
from perron_web.features.campaigns.models import Membership
from perron_web.features.teams.models import Team
from perron_web.features.territory.models import Territory
from perron_web.platform.scoping.managers import within


def in_reach(also: Q) -> Q:
    """Return the condition "within one's places, or else".

    Parameters
    ----------
    also : Q
        What else is in reach.

    Returns
    -------
    Q
        Always true for whoever sees the whole campaign.
    """
    places = get_scope().get("places")
    return Q() if places is None or "" in places else within("place", places) | also


def teams_seen(user: Any) -> QuerySet[Team]:
    """Return the teams of one's places and those one leads, with their leaders.

    Parameters
    ----------
    user : User
        Who looks.

    Returns
    -------
    QuerySet of Team
        By name.
    """
    rows: QuerySet[Team] = Team.every.filter(in_reach(Q(leader=user))).select_related("leader")
    return rows


def place_names(places: set[str]) -> dict[str, str]:
    """Return the names of places.

    Parameters
    ----------
    places : set of str
        Paths of territories.

    Returns
    -------
    dict of str to str
        By path; a path without name is left out.
    """
    return dict(Territory.tree.filter(path__in=places).values_list("path", "name"))


def possible_leaders(
    campaign: Any, places: tuple[str, ...] | None, *, also: int | None = None
) -> QuerySet[User]:
    """Return who may lead a team: the members of one's own places.

    Parameters
    ----------
    campaign : Campaign
        The campaign.
    places : tuple of str or None
        Where the person makes teams; None for everywhere.
    also : int or None
        Who leads it today, kept whatever their place.

    Returns
    -------
    QuerySet of User
        By name.
    """
    members = Membership.objects.in_force().filter(within("place", places), campaign=campaign)
    people = User.objects.filter(is_active=True, pk__in=members.values("user"))
    if also is not None:
        people = people | User.objects.filter(pk=also)
    return people.distinct().order_by("name", "email")


def possible_places(*, whole: bool) -> list[tuple[str, str]]:
    """Return the territories within the scope, as choices.

    Parameters
    ----------
    whole : bool
        Whether a team may be of the whole campaign.

    Returns
    -------
    list of (str, str)
        Path, and name set in by its depth.
    """
    rows = list(Territory.objects.values_list("path", "name"))
    least = min((path.count("/") for path, _ in rows), default=0)
    found = [(path, "\u2003" * (path.count("/") - least) + name) for path, name in rows]
    return [("", "—"), *found] if whole else found
