"""Reads of teams: those of one's places, those one belongs to."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django_scopes import get_scope

from perron_web.features.accounts.models import User
from perron_web.features.campaigns.models import Membership
from perron_web.features.teams.choices import Belonging, TeamState
from perron_web.features.teams.models import Team, TeamMember
from perron_web.features.teams.rules import EDIT, LEAD
from perron_web.features.territory.models import Territory
from perron_web.platform.access import Member
from perron_web.platform.providers import ask
from perron_web.platform.scoping.managers import shown, within


def in_reach(also: Q) -> Q:
    """Return the condition "within one's places, or else".

    Parameters
    ----------
    also : Q
        What else is in reach.

    Returns
    -------
    Q
        Always true for whoever sees the whole campaign; never for a bureau left alone, but to those who plan.
    """
    places = get_scope().get("places")
    here = Q() if places is None or "" in places else within("place", places) | also
    return here & shown("place")


def belonging(user: Any, *states: str) -> QuerySet[TeamMember]:
    """Return where somebody belongs, or asks to.

    Parameters
    ----------
    user : User
        The person.
    *states : str
        Values of `Belonging`; "member" when none is given.

    Returns
    -------
    QuerySet of TeamMember
        One row a team.
    """
    rows: QuerySet[TeamMember] = TeamMember.objects.filter(user=user, state__in=states or (Belonging.MEMBER,))
    return rows


def own(user: Any) -> Q:
    """Return the condition "a team of mine": led, joined, or proposed and not answered yet.

    Parameters
    ----------
    user : User
        The person.

    Returns
    -------
    Q
        Condition on teams.
    """
    joined = TeamMember.objects.filter(team=OuterRef("pk"), user=user, state=Belonging.MEMBER)
    proposed = Q(made_by=user, state=TeamState.PROPOSED)
    return Q(leader=user) | proposed | Q(Exists(joined))


def teams_seen(user: Any) -> QuerySet[Team]:
    """Return the teams of one's places and one's own, with their leaders.

    Parameters
    ----------
    user : User
        Who looks.

    Returns
    -------
    QuerySet of Team
        By name; those proposed or closed only to whoever made or leads them.
    """
    mine = own(user)
    standing = Q(state=TeamState.ACTIVE) | Q(leader=user) | Q(made_by=user, state=TeamState.PROPOSED)
    rows: QuerySet[Team] = Team.every.filter(in_reach(mine), standing).select_related("leader")
    return rows


def teams_of(member: Member) -> QuerySet[Team]:
    """Return the teams that somebody sees, those to approve in their places among them.

    Parameters
    ----------
    member : Member
        Who looks.

    Returns
    -------
    QuerySet of Team
        By name, with their leaders.
    """
    held = member.places(EDIT)
    if held == ():
        return teams_seen(member.user)
    rows: QuerySet[Team] = Team.every.filter(in_reach(own(member.user)))
    standing = Q(state=TeamState.ACTIVE) | within("place", held) | Q(leader=member.user)
    return rows.filter(standing | Q(made_by=member.user, state=TeamState.PROPOSED)).select_related("leader")


def teams_listed(rows: QuerySet[Team], *, text: str = "", state: str = "") -> QuerySet[Team]:
    """Filter teams as a list does.

    Parameters
    ----------
    rows : QuerySet of Team
        Teams in reach.
    text : str
        Part of a name or of a meeting point.
    state : str
        A `TeamState`; any by default.

    Returns
    -------
    QuerySet of Team
        By name.
    """
    if text:
        rows = rows.filter(Q(name__icontains=text) | Q(meeting_name__icontains=text))
    return rows.filter(state=state) if state else rows


def headcounts(teams: Iterable[int]) -> dict[int, dict[str, int]]:
    """Count who is in teams and who asks to be, in one query.

    Parameters
    ----------
    teams : iterable of int
        Teams.

    Returns
    -------
    dict of int to dict
        By team, then by `Belonging`.
    """
    rows = TeamMember.objects.filter(team__in=list(teams)).order_by()
    found: dict[int, dict[str, int]] = {}
    for team, state, count in rows.values_list("team", "state").annotate(n=Count("pk")):
        found.setdefault(team, {})[state] = count
    return found


def looks_after(member: Member, team: Team) -> bool:
    """Say whether somebody may manage a team: its leader, or a lead or director of its place.

    Parameters
    ----------
    member : Member
        The person.
    team : Team
        The team.

    Returns
    -------
    bool
        False for a leader who holds no role of the field yet.
    """
    if team.leader_id == member.user.pk and member.may(LEAD):
        return True
    return over(member, team)


def over(member: Member, team: Team) -> bool:
    """Say whether somebody stands above a team: a lead or director of its place.

    Parameters
    ----------
    member : Member
        The person.
    team : Team
        The team.

    Returns
    -------
    bool
        Whether they approve, close and hand it on.
    """
    places = member.places(EDIT)
    return places is None or (bool(places) and team.place.startswith(places))


def doors_knocked(teams: Iterable[int]) -> dict[int, int]:
    """Return how many doors teams have knocked at, where anything above counts them.

    Parameters
    ----------
    teams : iterable of int
        Teams.

    Returns
    -------
    dict of int to int
        By team; empty when nobody counts.
    """
    found: dict[int, int] = ask("teams.progress", list(teams), default={})
    return found


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
