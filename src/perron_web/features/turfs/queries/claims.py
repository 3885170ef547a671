"""What a volunteer may take, from where they stand."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from perron_web.features.teams.models import Outing, Team
from perron_web.features.teams.queries import in_reach
from perron_web.features.teams.queries.outings import coming, outings_seen
from perron_web.features.turfs.models import Turf
from perron_web.features.turfs.queries.holdings import free_turfs, teams_of, turfs_for_hands
from perron_web.features.turfs.queries.nearby import Point, Suggestion, next_best_near
from perron_web.features.turfs.queries.outings import meeting_of_outing
from perron_web.features.turfs.rules import SHORT
from perron_web.platform.design.figures import day

MOST_STARTS = 6


@dataclass(frozen=True, slots=True)
class Start:
    """A place from which a person may set out."""

    key: str
    """Such as "equipe-3" or "sortie-12"."""
    name: str
    point: Point | None


def free_for(user: Any, teams: dict[int, Team] | None = None) -> QuerySet[Turf]:
    """Return the turfs that a person may take: free ones of their places, and their teams' own.

    Parameters
    ----------
    user : User
        The person.
    teams : dict of int to Team, optional
        Their teams, where they are known.

    Returns
    -------
    QuerySet of Turf
        None that is kept for another team.
    """
    mine = list(teams_of(user) if teams is None else teams)
    return free_turfs().filter(Q(team__in=mine) | Q(team=None) & in_reach(Q(pk__in=[])))


def may_ask_for(user: Any, turf: int) -> bool:
    """Say whether a person may ask for a turf: one of their places or of their teams, free or not.

    Parameters
    ----------
    user : User
        The person.
    turf : int
        Key of the turf.

    Returns
    -------
    bool
        Whether the turf exists for them.
    """
    ours = Q(team__in=list(teams_of(user))) | in_reach(Q(pk__in=[]))
    return turfs_for_hands().filter(ours, pk=turf).exists()


def starts_of(user: Any, teams: dict[int, Team]) -> list[Start]:
    """Return where a person may set out from: their next outings, then their teams' meeting points.

    Parameters
    ----------
    user : User
        The person.
    teams : dict of int to Team
        Their teams.

    Returns
    -------
    list of Start
        The soonest outing first.
    """
    soon: list[Outing] = list(coming(outings_seen(user), timezone.now() - timedelta(hours=1))[:MOST_STARTS])
    found = [
        Start(f"sortie-{one.pk}", _outing_name(one), point)
        for one in soon
        if (point := meeting_of_outing(one)) is not None
    ]
    found += [
        Start(f"equipe-{one.pk}", one.name, (one.meeting_lon, one.meeting_lat))
        for one in teams.values()
        if one.meeting_lon is not None and one.meeting_lat is not None
    ]
    return found[:MOST_STARTS]


def _outing_name(outing: Outing) -> str:
    when = day(outing.starts_at)
    where = outing.meeting_name or outing.title
    return _("sortie du %(day)s, %(where)s") % {"day": when, "where": where} if where else when


def short_list(user: Any, *, near: Point | None, teams: dict[int, Team] | None = None) -> list[Suggestion]:
    """Return the few turfs among which a person chooses.

    Parameters
    ----------
    user : User
        The person.
    near : tuple of float or None
        Where they set out from.
    teams : dict of int to Team, optional
        Their teams, where they are known.

    Returns
    -------
    list of Suggestion
        Five at most, best first.
    """
    return next_best_near(free_for(user, teams), near=near, limit=SHORT)
