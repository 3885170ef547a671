"""Reads of outings: those of one's places, of one's teams, those one comes to."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from perron_web.features.accounts.models import User
from perron_web.features.teams.choices import Answer, Belonging, OutingState, TeamState
from perron_web.features.teams.models import Outing, OutingPerson, Team, TeamMember
from perron_web.features.teams.queries.teams import in_reach, looks_after
from perron_web.features.teams.rules import EDIT, LEAD
from perron_web.features.teams.rules.pairing import Walker
from perron_web.platform.access import Member
from perron_web.platform.scoping.managers import within

OPEN = (OutingState.PLANNED, OutingState.UNDER_WAY)


def outings_seen(user: Any) -> QuerySet[Outing]:
    """Return the outings of one's places, of one's teams, and those one answered to.

    Parameters
    ----------
    user : User
        Who looks.

    Returns
    -------
    QuerySet of Outing
        By date, with their team.
    """
    joined = TeamMember.objects.filter(team=OuterRef("team"), user=user, state=Belonging.MEMBER)
    said = OutingPerson.objects.filter(outing=OuterRef("pk"), user=user)
    mine = Q(team__leader=user) | Q(made_by=user) | Q(Exists(joined)) | Q(Exists(said))
    rows: QuerySet[Outing] = Outing.every.filter(in_reach(mine)).select_related("team")
    return rows


def coming(rows: QuerySet[Outing], now: datetime) -> QuerySet[Outing]:
    """Keep the outings that are not over, those called off left out.

    Parameters
    ----------
    rows : QuerySet of Outing
        Outings.
    now : datetime
        Aware instant.

    Returns
    -------
    QuerySet of Outing
        Soonest first.
    """
    return rows.filter(ends_at__gte=now, state__in=OPEN).order_by("starts_at", "pk")


def counted(rows: QuerySet[Outing], user: Any) -> QuerySet[Outing]:
    """Count who comes, and add what the reader said.

    Parameters
    ----------
    rows : QuerySet of Outing
        Outings.
    user : User
        Who reads.

    Returns
    -------
    QuerySet of Outing
        With `coming`, `maybe`, and `mine` (an `Answer`, or None).
    """
    said = OutingPerson.objects.filter(outing=OuterRef("pk"), user=user).values("answer")[:1]
    return rows.annotate(coming=_answers(Answer.COMING), maybe=_answers(Answer.MAYBE), mine=Subquery(said))


def _answers(answer: str) -> Any:
    rows = OutingPerson.objects.filter(outing=OuterRef("pk"), answer=answer).order_by().values("outing")
    return Coalesce(Subquery(rows.annotate(n=Count("pk")).values("n")), 0)


def runs(member: Member, outing: Outing) -> bool:
    """Say whether somebody looks after an outing.

    Parameters
    ----------
    member : Member
        The person.
    outing : Outing
        The outing, with its team.

    Returns
    -------
    bool
        Its team's leader, who made it, or a lead or director of its place.
    """
    if outing.team is not None and looks_after(member, outing.team):
        return True
    if outing.made_by_id == member.user.pk and member.may(LEAD):
        return True
    places = member.places(EDIT)
    return places is None or (bool(places) and outing.place.startswith(places))


def teams_led(member: Member) -> QuerySet[Team]:
    """Return the teams for which somebody may make outings.

    Parameters
    ----------
    member : Member
        The person.

    Returns
    -------
    QuerySet of Team
        Active teams, by name.
    """
    held = member.places(EDIT)
    mine = Q(leader=member.user) if member.may(LEAD) else Q(pk__in=[])
    rows: QuerySet[Team] = Team.every.filter(state=TeamState.ACTIVE)
    return rows.filter(mine | within("place", held)) if held != () else rows.filter(mine)


def answers_of(outing: Outing) -> list[OutingPerson]:
    """Return who answered to an outing.

    Parameters
    ----------
    outing : Outing
        The outing.

    Returns
    -------
    list of OutingPerson
        With the person and whom they asked to go with; pairs first, then by name.
    """
    rows = OutingPerson.objects.filter(outing=outing).select_related("user", "wants")
    return sorted(rows, key=lambda row: (row.pair or 9_999, row.user.name.casefold(), row.pk))


def answer_of(outing: Outing, user: Any) -> OutingPerson | None:
    """Return what somebody said of an outing.

    Parameters
    ----------
    outing : Outing
        The outing.
    user : User
        The person.

    Returns
    -------
    OutingPerson or None
        None for whoever has not answered.
    """
    found: OutingPerson | None = OutingPerson.objects.filter(outing=outing, user=user).first()
    return found


def goers(people: Iterable[OutingPerson]) -> list[OutingPerson]:
    """Return who leaves from the meeting point: those present once anyone is, before that those who come.

    Parameters
    ----------
    people : iterable of OutingPerson
        Everybody who answered.

    Returns
    -------
    list of OutingPerson
        Those to be paired.
    """
    rows = list(people)
    here = [row for row in rows if row.present_at]
    return here or [row for row in rows if row.answer == Answer.COMING]


def walkers_of(people: Iterable[OutingPerson]) -> list[Walker]:
    """Return people as the forming of pairs takes them, with the outings each has been to.

    Parameters
    ----------
    people : iterable of OutingPerson
        Those to be paired, of one outing.

    Returns
    -------
    list of Walker
        In the same order.
    """
    rows = list(people)
    been = (
        OutingPerson.objects.filter(user__in=[row.user_id for row in rows])
        .exclude(outing__in={row.outing_id for row in rows})
        .exclude(present_at=None)
        .order_by()
        .values_list("user")
        .annotate(n=Count("pk"))
    )
    counts = dict(been)
    return [Walker(row.user_id, counts.get(row.user_id, 0), row.wants_id) for row in rows]


def may_be_added(outing: Outing) -> QuerySet[User]:
    """Return who may be ticked as present without having answered: the team's other members.

    Parameters
    ----------
    outing : Outing
        The outing.

    Returns
    -------
    QuerySet of User
        By name.
    """
    known = OutingPerson.objects.filter(outing=outing).values("user")
    members = TeamMember.objects.filter(team=outing.team_id, state=Belonging.MEMBER).values("user")
    people = User.objects.filter(pk__in=members, is_active=True)
    if outing.team and outing.team.leader_id:
        people = people | User.objects.filter(pk=outing.team.leader_id)
    return people.exclude(pk__in=known).distinct().order_by("name", "pk")
