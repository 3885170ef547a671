"""Who holds what."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from perron_web.features.accounts.models import User
from perron_web.features.experiments.queries.left_alone import BUREAUX, not_visited
from perron_web.features.teams.choices import Belonging, TeamState
from perron_web.features.teams.models import OutingPerson, Team, TeamMember
from perron_web.features.teams.queries import in_reach
from perron_web.features.turfs.choices import Ended, State
from perron_web.features.turfs.models import Holding, Stop, Turf
from perron_web.features.turfs.rules import HOURS_HELD
from perron_web.platform.providers import ask

if TYPE_CHECKING:
    from perron_web.features.teams.models import Outing

MOST_PEOPLE = 300


def hours_held() -> int:
    """Return how long a turf is held in the campaign.

    Returns
    -------
    int
        Hours.
    """
    return int(ask("canvassing.holding_hours", default=HOURS_HELD))


def open_holdings() -> QuerySet[Holding]:
    """Return what is held now in the campaign.

    Returns
    -------
    QuerySet of Holding
        One a turf at most.
    """
    rows: QuerySet[Holding] = Holding.every.filter(ended_at=None)
    return rows


def turfs_for_hands() -> QuerySet[Turf]:
    """Return the turfs that people may walk: of the adopted plan, with doors, of no bureau left alone.

    One that shares a building with what somebody still holds under another plan waits until it comes back.

    Returns
    -------
    QuerySet of Turf
        Of the whole campaign, whatever their state and their team.
    """
    rows: QuerySet[Turf] = Turf.every.filter(run__adopted=True, retired=False, doors__gt=0)
    before = Holding.every.filter(ended_at=None, turf__run__adopted=False)
    walked = Stop.every.filter(turf__in=before.values("turf")).values("key")
    same = Stop.every.filter(turf__bureau__in=before.values("turf__bureau"), key__in=walked)
    rows = rows.exclude(pk__in=same.values("turf"))
    return rows.filter(bureau__scores__run=F("run"), bureau__scores__held_out=False).exclude(
        place__in=not_visited().filter(BUREAUX).values("place")
    )


def free_turfs() -> QuerySet[Turf]:
    """Return the turfs that nobody holds and that are not done.

    Returns
    -------
    QuerySet of Turf
        Of the whole campaign; those given to a team too: they are free for its people.
    """
    held = open_holdings().filter(turf=OuterRef("pk"))
    return turfs_for_hands().exclude(state=State.DONE).exclude(Exists(held))


def teams_of(user: Any) -> dict[int, Team]:
    """Return the teams that a person belongs to or leads.

    Parameters
    ----------
    user : User
        The person.

    Returns
    -------
    dict of int to Team
        By key; open ones only.
    """
    member = TeamMember.objects.filter(user=user, state=Belonging.MEMBER)
    mine = Q(leader=user) | Q(pk__in=member.values("team"))
    rows = Team.every.exclude(state=TeamState.CLOSED).filter(mine).order_by("name")
    return {team.pk: team for team in rows}


def walked_by(user: Any) -> Q:
    """Return what says that a person walks a turf: by name, or in the group of two or three of an outing.

    Parameters
    ----------
    user : User
        The person.

    Returns
    -------
    Q
        Condition on holdings.
    """
    group = OutingPerson.objects.filter(outing=OuterRef("outing"), pair=OuterRef("pair"), user=user)
    return Q(holder=user) | Q(partner=user) | Q(Exists(group))


def held_by(user: Any) -> QuerySet[Holding]:
    """Return what a person holds, alone or with others.

    Parameters
    ----------
    user : User
        The person.

    Returns
    -------
    QuerySet of Holding
        First to end first, with turf, bureau, team and outing.
    """
    rows = open_holdings().filter(walked_by(user))
    return rows.select_related("turf__bureau", "turf__run", "team", "outing").order_by("expires_at", "pk")


def came_back(user: Any, since: Any) -> QuerySet[Holding]:
    """Return what came back from a person's hands by itself: its time was over, or the campaign took it back.

    Parameters
    ----------
    user : User
        The person.
    since : datetime
        Not before this instant.

    Returns
    -------
    QuerySet of Holding
        Last first, with turf and bureau.
    """
    rows: QuerySet[Holding] = Holding.every.filter(
        walked_by(user), end__in=(Ended.EXPIRED, Ended.WITHDRAWN), ended_at__gte=since
    ).exclude(end=Ended.EXPIRED, turf__left_alone=True)
    return rows.select_related("turf__bureau").order_by("-ended_at")


def holding_for(user: Any, *, pk: int, hands: bool) -> Holding | None:
    """Return a holding that a person may end or extend: their own, or one of their places and teams.

    Parameters
    ----------
    user : User
        The person.
    pk : int
        Key of the holding.
    hands : bool
        Whether the person hands turfs to others.

    Returns
    -------
    Holding or None
        With its turf and bureau.
    """
    mine = walked_by(user)
    rows = Holding.every.filter(pk=pk).select_related("turf__bureau", "turf__run", "team")
    reach = in_reach(mine | Q(team__leader=user) | Q(outing__team__leader=user)) if hands else mine
    return rows.filter(reach).first()


def open_holdings_of(turfs: Iterable[int]) -> QuerySet[Holding]:
    """Return what is held of some turfs.

    Parameters
    ----------
    turfs : iterable of int
        Keys of turfs.

    Returns
    -------
    QuerySet of Holding
        With turf and bureau.
    """
    return open_holdings().filter(turf__in=list(turfs)).select_related("turf__bureau")


def holders_of(turfs: Iterable[Turf]) -> dict[int, Holding]:
    """Return who holds some turfs, in one query.

    Parameters
    ----------
    turfs : iterable of Turf
        Turfs.

    Returns
    -------
    dict of int to Holding
        By turf, with the people, the team and the outing.
    """
    rows = open_holdings_of(turf.pk for turf in turfs)
    return {
        row.turf_id: row for row in rows.select_related("holder", "partner", "team", "outing", "turf__bureau")
    }


def people_for(turf: Turf) -> list[User]:
    """Return who may be handed a turf by name: the people of its team, else of the teams of its place.

    Parameters
    ----------
    turf : Turf
        The turf.

    Returns
    -------
    list of User
        By name.
    """
    steps = [turf.place[: at + 1] for at, letter in enumerate(turf.place) if letter == "/"]
    teams = (
        Team.every.filter(pk=turf.team_id) if turf.team_id else Team.objects.filter(place__in=["", *steps])
    )
    members = TeamMember.objects.filter(team__in=teams, state=Belonging.MEMBER).values("user")
    people = User.objects.filter(Q(pk__in=members) | Q(pk__in=teams.values("leader")), is_active=True)
    return list(people.order_by("name", "email")[:MOST_PEOPLE])


def last_expired(turf: Turf) -> Holding | None:
    """Return the holding from which a turf came back by itself.

    Parameters
    ----------
    turf : Turf
        The turf.

    Returns
    -------
    Holding or None
        The last one.
    """
    found: Holding | None = Holding.every.filter(turf=turf, end=Ended.EXPIRED).order_by("-ended_at").first()
    return found


def of_outing(outing: "Outing") -> list[Holding]:
    """Return the turfs of an outing, open or over, in the order of its pairs.

    Parameters
    ----------
    outing : Outing
        The outing.

    Returns
    -------
    list of Holding
        Those given back left out.
    """
    rows = Holding.every.filter(outing=outing).exclude(end__in=(Ended.GIVEN_BACK, Ended.WITHDRAWN))
    rows = rows.select_related("turf__bureau", "turf__run", "turf__team", "holder", "partner").order_by(
        "pair", "pk"
    )
    return list(rows)
