"""Teams, outings and trainings near a place: those that anyone of the campaign may come to."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django_scopes import get_scope, scope

from perron_web.features.teams.choices import TeamState
from perron_web.features.teams.models import Outing, Team
from perron_web.features.teams.queries.locating import away
from perron_web.features.teams.queries.outings import coming, counted, outings_seen
from perron_web.features.teams.rules.nearest import metres
from perron_web.platform.providers import Near, ask

MOST = 6
"""Of each kind."""


@dataclass(frozen=True, slots=True)
class Around:
    """What is near."""

    teams: list[tuple[Team, float]]
    """Each with its distance in metres."""
    outings: list[tuple[Outing, float]]
    """Each with its distance; those out of one's reach are answered to by a signed number."""
    reach: frozenset[int]
    """Outings whose page the person may open."""
    trainings: list[Near]

    def __bool__(self) -> bool:
        """Say whether there is anything."""
        return bool(self.teams or self.outings or self.trainings)


def around(point: tuple[float, float], *, user: Any, now: datetime, limit: int = MOST) -> Around:
    """Return what is nearest in the whole campaign.

    Parameters
    ----------
    point : tuple of float
        Longitude and latitude.
    user : User
        Who asks.
    now : datetime
        Aware instant.
    limit : int
        Of each kind.

    Returns
    -------
    Around
        Open teams, coming outings that are not full, sessions; nearest first.
    """
    seen = outings_seen(user)
    with scope(campaign=get_scope()["campaign"], places=None):
        teams: QuerySet[Team] = Team.every.filter(state=TeamState.ACTIVE, open=True)
        outings = counted(coming(Outing.every.select_related("team"), now), user)
        open_ones = [one for one in _sorted(outings, point, limit * 3) if not full(one)][:limit]
        reach = frozenset(seen.filter(pk__in=[one.pk for one in open_ones]).values_list("pk", flat=True))
        return Around(
            [(one, _metres(one, point)) for one in _sorted(teams, point, limit)],
            [(one, _metres(one, point)) for one in open_ones],
            reach,
            ask("training.near", *point, limit, default=[]),
        )


def full(outing: Any) -> bool:
    """Say whether an outing has no place left for whoever has not said they come.

    Parameters
    ----------
    outing : Outing
        With `coming` and `mine`.

    Returns
    -------
    bool
        Whether it is full.
    """
    return bool(outing.places_max and outing.coming >= outing.places_max and outing.mine != "coming")


def _sorted(rows: QuerySet[Any], point: tuple[float, float], limit: int) -> list[Any]:
    placed = rows.exclude(meeting_lon=None).annotate(away=away(point, "meeting_lon", "meeting_lat"))
    then = "starts_at" if rows.model is Outing else "pk"
    return list(placed.order_by("away", then)[:limit])


def _metres(one: Any, point: tuple[float, float]) -> float:
    return metres(point, (one.meeting_lon, one.meeting_lat))
