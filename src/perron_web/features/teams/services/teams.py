"""Teams made, proposed, approved, changed, closed."""

from typing import Any

from django.db import IntegrityError, transaction

from perron.errors import PerronError
from perron.words import Words
from perron_web.features.campaigns.models import Membership
from perron_web.features.campaigns.rules.granting import may_grant
from perron_web.features.campaigns.services import grant_role
from perron_web.features.teams.choices import Belonging, TeamState
from perron_web.features.teams.models import Team, TeamMember
from perron_web.features.teams.queries.locating import territory_at
from perron_web.features.teams.queries.teams import over
from perron_web.features.teams.rules import LEAD
from perron_web.platform.access import Member, Role
from perron_web.platform.audit.services import record
from perron_web.platform.links import new_nonce

PROPOSED_AT_ONCE = 3
TAKEN = Words("Another team has this name.", "Une autre équipe porte ce nom.")
OUTSIDE = Words(
    "This meeting point lies outside the campaign's territory.",
    "Ce point de rendez-vous est en dehors du territoire de la campagne.",
)
ENOUGH = Words(
    "Three of your teams wait for an answer already.",
    "Trois de vos équipes attendent déjà une réponse.",
)
NOT_ABOVE = Words(
    "Only a lead or director of this place may do that.",
    "Seule la direction ou la référente, le référent de ce lieu peut le faire.",
)


def create_team(
    *,
    campaign: Any,
    name: str,
    place: str,
    leader: Any,
    meeting_name: str = "",
    meeting: tuple[float, float] | None = None,
    open_to_all: bool = True,
    goal_doors: int | None = None,
    by: Any,
) -> Team:
    """Make a team.

    Parameters
    ----------
    campaign : Campaign
        The campaign.
    name : str
        Name; unique in the campaign.
    place : str
        Path of its territory; "" for the whole campaign.
    leader : User or None
        Who leads it.
    meeting_name : str
        Where it meets, in words.
    meeting : tuple of float or None
        Longitude and latitude of that place, degrees.
    open_to_all : bool
        Whether anyone of the campaign may ask to join.
    goal_doors : int or None
        Doors it means to knock at.
    by : User
        Who makes it.

    Returns
    -------
    Team
        The team.

    Raises
    ------
    PerronError
        Another team has this name.
    """
    lon, lat = meeting or (None, None)
    team = Team(
        campaign=campaign, name=name, place=place, leader=leader, meeting_name=meeting_name, made_by=by,
        meeting_lon=lon, meeting_lat=lat, open=open_to_all, goal_doors=goal_doors,
    )  # fmt: skip
    return _saved(team, action="teams.create", by=by)


@transaction.atomic
def propose_team(*, member: Member, name: str, meeting_name: str, meeting: tuple[float, float]) -> Team:
    """Start a team around a meeting point; a lead or director of that place is then to approve it.

    Parameters
    ----------
    member : Member
        Who starts it, and will lead it.
    name : str
        Name; unique in the campaign.
    meeting_name : str
        Where it meets, in words.
    meeting : tuple of float
        Longitude and latitude of that place, degrees.

    Returns
    -------
    Team
        The team, proposed.

    Raises
    ------
    PerronError
        The point lies outside, another team has this name, or three wait already.
    """
    place = territory_at(meeting)
    if place is None:
        raise PerronError(OUTSIDE)
    if Team.every.filter(made_by=member.user, state=TeamState.PROPOSED).count() >= PROPOSED_AT_ONCE:
        raise PerronError(ENOUGH)
    team = Team(
        campaign=member.campaign, name=name, place=place, leader=member.user, meeting_name=meeting_name,
        meeting_lon=meeting[0], meeting_lat=meeting[1], state=TeamState.PROPOSED, made_by=member.user,
    )  # fmt: skip
    return _saved(team, action="teams.propose", by=member.user)


@transaction.atomic
def approve_team(*, member: Member, team: Team) -> Team:
    """Approve a team: its leader may lead on its place from now on.

    Parameters
    ----------
    member : Member
        A lead or director of the place.
    team : Team
        A team proposed or closed.

    Returns
    -------
    Team
        The team, active.

    Raises
    ------
    PerronError
        The place is not theirs.
    """
    if not over(member, team):
        raise PerronError(NOT_ABOVE)
    team.state = TeamState.ACTIVE
    team.save(update_fields=["state"])
    _make_leader(team, by=member.user, always=True)
    record(action="teams.approve", target=team, by=member.user, place=team.place)
    return team


@transaction.atomic
def close_team(*, member: Member, team: Team) -> Team:
    """Close a team, or turn a proposed one down; nothing is deleted.

    Parameters
    ----------
    member : Member
        A lead or director of the place; whoever proposed it may withdraw it.
    team : Team
        The team.

    Returns
    -------
    Team
        The team, closed.

    Raises
    ------
    PerronError
        The place is not theirs.
    """
    withdrawn = team.state == TeamState.PROPOSED and team.made_by_id == member.user.pk
    if not (withdrawn or over(member, team)):
        raise PerronError(NOT_ABOVE)
    team.state = TeamState.CLOSED
    team.save(update_fields=["state"])
    record(action="teams.close", target=team, by=member.user, place=team.place)
    return team


def update_team(
    *,
    team: Team,
    name: str,
    place: str,
    leader: Any,
    meeting_name: str,
    meeting: tuple[float, float] | None,
    open_to_all: bool = True,
    goal_doors: int | None = None,
    by: Any,
) -> Team:
    """Change a team.

    Parameters
    ----------
    team : Team
        The team.
    name : str
        Name; unique in the campaign.
    place : str
        Path of its territory; "" for the whole campaign.
    leader : User or None
        Who leads it.
    meeting_name : str
        Where it meets, in words.
    meeting : tuple of float or None
        Longitude and latitude of that place, degrees.
    open_to_all : bool
        Whether anyone of the campaign may ask to join.
    goal_doors : int or None
        Doors it means to knock at.
    by : User
        Who changes it.

    Returns
    -------
    Team
        The team.

    Raises
    ------
    PerronError
        Another team has this name.
    """
    team.name, team.place, team.leader, team.meeting_name = name, place, leader, meeting_name
    team.meeting_lon, team.meeting_lat = meeting or (None, None)
    team.open, team.goal_doors = open_to_all, goal_doors
    return _saved(team, action="teams.update", by=by)


@transaction.atomic
def renew_link(*, team: Team, by: Any) -> Team:
    """Close the link to join and its code; another one opens.

    Parameters
    ----------
    team : Team
        The team.
    by : User
        Who asks.

    Returns
    -------
    Team
        The team, with another link.
    """
    team.nonce = new_nonce()
    team.save(update_fields=["nonce"])
    record(action="teams.renew_link", target=team, by=by)
    return team


def _saved(team: Team, *, action: str, by: Any) -> Team:
    try:
        with transaction.atomic():
            team.save()
            if team.state == TeamState.ACTIVE:
                _make_leader(team, by=by)
            record(action=action, target=team, by=by, place=team.place)
    except IntegrityError:
        raise PerronError(TAKEN) from None
    return team


def _make_leader(team: Team, *, by: Any, always: bool = False) -> None:
    """Give the leader the role, where they hold none of the field; put them in the team."""
    if team.leader is None:
        return
    held = Membership.objects.in_force().filter(campaign=team.campaign, user=team.leader, role__in=LEAD)
    if not any(team.place.startswith(one.place) for one in held) and (always or not held):
        grant_role(campaign=team.campaign, user=team.leader, role=Role.TEAM_LEADER, place=team.place, by=by)
    TeamMember.objects.update_or_create(
        campaign=team.campaign,
        team=team,
        user=team.leader,
        defaults={"state": Belonging.MEMBER, "left_at": None},
        create_defaults={"state": Belonging.MEMBER, "joined_at": team.created_at},
    )


def can_grant(member: Member, team: Team) -> list[str]:
    """Return where somebody may make volunteers of those who join a team.

    Parameters
    ----------
    member : Member
        Who lets them in.
    team : Team
        The team.

    Returns
    -------
    list of str
        The team's place, or the parts of it in which they lead; empty when none.
    """
    if may_grant(member.grants, Role.VOLUNTEER, team.place):
        return [team.place]
    parts = [grant.place for grant in member.grants if grant.place.startswith(team.place)]
    return [place for place in dict.fromkeys(parts) if may_grant(member.grants, Role.VOLUNTEER, place)]
