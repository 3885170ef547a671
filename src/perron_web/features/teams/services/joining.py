"""People who ask to be of a team, are let in, leave, are taken out."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from perron.errors import PerronError
from perron.words import Words
from perron_web.features.campaigns.models import Membership
from perron_web.features.campaigns.services import grant_role
from perron_web.features.teams.choices import Answer, Belonging, TeamState
from perron_web.features.teams.models import OutingPerson, Team, TeamMember
from perron_web.features.teams.services.teams import can_grant
from perron_web.platform.access import Member, Role
from perron_web.platform.audit.services import record
from perron_web.platform.hooks import fire
from perron_web.platform.links import Links

LINKS = Links("perron.teams.join")
A_DAY = timedelta(days=1)
CLOSED = Words(
    "This team takes nobody in: ask another one nearby.",
    "Cette équipe n’accueille personne\u00a0: demandez-en une autre près de chez vous.",
)
NOT_YOURS = Words(
    "You hold no role here that lets people in: ask the lead of the territory.",
    "Aucun de vos rôles ne permet d’accueillir quelqu’un ici\u00a0: demandez à la référente ou au référent.",
)


def join_token(team: Team) -> str:
    """Return the last part of the link to join a team; it is drawn from the site's key, not stored.

    Parameters
    ----------
    team : Team
        The team.

    Returns
    -------
    str
        Token.
    """
    return LINKS.token(team)


def find_team(*, token: str) -> Team | None:
    """Find the team behind a link to join.

    Parameters
    ----------
    token : str
        Last part of the link.

    Returns
    -------
    Team or None
        None when the link was not made here, or has been renewed since.
    """
    meant = LINKS.read(token)
    if meant is None:
        return None
    with scopes_disabled():
        return Team.every.filter(**meant).select_related("campaign", "leader").first()


@transaction.atomic
def ask_to_join(*, team: Team, user: Any, linked: bool = False) -> TeamMember:
    """Ask to be of a team; asking twice changes nothing.

    Parameters
    ----------
    team : Team
        The team.
    user : User
        Who asks.
    linked : bool
        Whether the person came by the team's own link, which opens it even when it is not open to all.

    Returns
    -------
    TeamMember
        The request, or the membership that stands; `news` when the leader is to be told: not twice, and not
        of somebody who left within the day.

    Raises
    ------
    PerronError
        The team takes nobody in.
    """
    if team.state != TeamState.ACTIVE or not (team.open or linked):
        raise PerronError(CLOSED)
    row: TeamMember
    with scopes_disabled():
        row, made = TeamMember.objects.get_or_create(campaign=team.campaign, team=team, user=user)
        again = row.state == Belonging.LEFT
        if again:
            row.state, row.asked_at = Belonging.ASKED, timezone.now()
            row.save(update_fields=["state", "asked_at"])
    if made or again:
        record(action="teams.ask_to_join", target=team, by=user, campaign=team.campaign)
    long_gone = again and row.left_at is not None and row.left_at < timezone.now() - A_DAY
    row.news = made or long_gone
    return row


@transaction.atomic
def accept_member(*, member: Member, asked: TeamMember) -> TeamMember:
    """Let somebody in; a person who held no role there becomes a volunteer.

    Parameters
    ----------
    member : Member
        Who lets them in.
    asked : TeamMember
        The request, with its team.

    Returns
    -------
    TeamMember
        The membership.

    Raises
    ------
    PerronError
        They hold no role here that makes volunteers.
    """
    if asked.state == Belonging.MEMBER:
        return asked
    team = asked.team
    held = Membership.objects.in_force().filter(campaign=team.campaign, user=asked.user)
    if not any(team.place.startswith(one.place) or one.place.startswith(team.place) for one in held):
        places = can_grant(member, team)
        if not places:
            raise PerronError(NOT_YOURS)
        for place in places:
            grant_role(
                campaign=team.campaign, user=asked.user, role=Role.VOLUNTEER, place=place, by=member.user
            )
    asked.state, asked.joined_at, asked.left_at = Belonging.MEMBER, timezone.now(), None
    asked.approved_by = member.user
    asked.save(update_fields=["state", "joined_at", "left_at", "approved_by"])
    record(action="teams.accept_member", target=team, by=member.user, person=asked.user_id)
    return asked


@transaction.atomic
def end_membership(*, row: TeamMember, by: Any) -> TeamMember:
    """Leave a team, take somebody out of it, or turn a request down.

    Parameters
    ----------
    row : TeamMember
        The membership or the request, with its team.
    by : User
        Who ends it: the person, or whoever looks after the team.

    Returns
    -------
    TeamMember
        The row, ended.
    """
    if row.state == Belonging.LEFT:
        return row
    action = "teams.leave" if by.pk == row.user_id else "teams.remove_member"
    row.state, row.left_at = Belonging.LEFT, timezone.now()
    row.save(update_fields=["state", "left_at"])
    team = row.team
    if team.leader_id == row.user_id:
        team.leader = None
        team.save(update_fields=["leader"])
    record(action=action, target=team, by=by, campaign=team.campaign, person=row.user_id)
    fire("team_left", team=team, user=row.user)
    return row


@transaction.atomic
def leave_campaign(*, campaign: Any, user: Any, by: Any = None) -> int:
    """Take somebody who holds no role any more out of every team and coming outing.

    Parameters
    ----------
    campaign : Campaign
        The campaign.
    user : User
        The person.
    by : User or None
        Who took the last role back; the person when not given.

    Returns
    -------
    int
        How many teams they were in, or asked to be.
    """
    if Membership.objects.in_force().filter(campaign=campaign, user=user).exists():
        return 0
    with scope(campaign=campaign, places=None):
        rows = TeamMember.objects.filter(user=user).exclude(state=Belonging.LEFT).select_related("team")
        ended = [end_membership(row=row, by=by or user) for row in rows]
        coming = OutingPerson.objects.filter(user=user, outing__ends_at__gt=timezone.now())
        coming.update(answer=Answer.NOT, pair=None, present_at=None)
        Team.every.filter(leader=user).update(leader=None)
    return len(ended)
