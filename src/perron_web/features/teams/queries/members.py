"""Reads of who is in a team, and of what the team was told."""

from typing import Any

from django.db.models import QuerySet

from perron_web.features.accounts.models import User
from perron_web.features.campaigns.models import Membership
from perron_web.features.teams.choices import Belonging
from perron_web.features.teams.models import Team, TeamMember, TeamMessage


def standing(team: Team, user: Any) -> TeamMember | None:
    """Return where somebody stands in a team.

    Parameters
    ----------
    team : Team
        The team.
    user : User
        The person.

    Returns
    -------
    TeamMember or None
        None for whoever never asked.
    """
    found: TeamMember | None = TeamMember.objects.filter(team=team, user=user).first()
    return found


def belongs(team: Team, user: Any) -> bool:
    """Say whether somebody is of a team: as a member or as its leader.

    Parameters
    ----------
    team : Team
        The team.
    user : User
        The person.

    Returns
    -------
    bool
        Whether they read its messages and first names.
    """
    found = standing(team, user)
    return team.leader_id == user.pk or (found is not None and found.state == Belonging.MEMBER)


def people_of(team: Team, *states: str) -> QuerySet[TeamMember]:
    """Return who is in a team.

    Parameters
    ----------
    team : Team
        The team.
    *states : str
        Values of `Belonging`; "member" when none is given.

    Returns
    -------
    QuerySet of TeamMember
        With the person, in the order they asked.
    """
    rows: QuerySet[TeamMember] = TeamMember.objects.filter(team=team, state__in=states or (Belonging.MEMBER,))
    return rows.select_related("user").order_by("asked_at", "pk")


def readers_of(team: Team) -> list[User]:
    """Return everybody a message to the team reaches, its leader included.

    Parameters
    ----------
    team : Team
        The team.

    Returns
    -------
    list of User
        Each once: active accounts that still hold a role in the campaign.
    """
    members = TeamMember.objects.filter(team=team, state=Belonging.MEMBER).values("user")
    people = User.objects.filter(is_active=True, pk__in=still_here(team.campaign_id))
    leader = people.filter(pk__in=[team.leader_id] if team.leader_id else [])
    return list((people.filter(pk__in=members) | leader).distinct().order_by("pk"))


def still_here(campaign: int) -> Any:
    """Return who holds a role in a campaign today.

    Parameters
    ----------
    campaign : int
        The campaign.

    Returns
    -------
    QuerySet
        Of users' keys, for conditions.
    """
    return Membership.objects.in_force().filter(campaign=campaign).values("user")


def messages_of(team: Team) -> QuerySet[TeamMessage]:
    """Return what a team was told, the latest first.

    Parameters
    ----------
    team : Team
        The team.

    Returns
    -------
    QuerySet of TeamMessage
        With who wrote each.
    """
    rows: QuerySet[TeamMessage] = TeamMessage.objects.filter(team=team).select_related("by")
    return rows
