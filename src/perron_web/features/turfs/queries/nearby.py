"""The next best turfs near a place: votes hoped for per hour, the way there counted, away from who is out."""

import math
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Any, Final

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from perron_web.features.teams.rules.nearest import DETOUR, WALK_M_A_MINUTE
from perron_web.features.teams.rules.nearest import metres as distance
from perron_web.features.turfs.models import Holding, Stop, Turf
from perron_web.features.turfs.rules import BESIDE_M, SHORT
from perron_web.platform.design.figures import metres, number
from perron_web.platform.providers import ask

METRES_A_DEGREE: Final = 111_320.0
RADII_M: Final = (1_500.0, 5_000.0, 20_000.0, math.inf)
"""Looked at one after another until there is enough to choose from."""
MOST: Final = 400
"""Most turfs weighed: the best of the radius."""
AT_ONCE_M: Final = 25.0
"""Closer than this, one is there."""
LOOKED_AT: Final = 40
"""Most turfs whose neighbours are looked at, for each one wanted."""

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A free turf, and why it is a good one."""

    turf: Turf
    away: float | None
    """Metres to its first door; nothing when there is no place to start from."""
    rate: float
    """Votes hoped for per hour, the way there and back counted; without estimate, by priority."""
    known: bool
    beside: bool
    """Whether it lies next to one that somebody walks."""
    left: int
    """Doors that nobody has rung at yet."""

    @property
    def planned(self) -> bool:
        """Whether the plan's hours lead there, or it was given to the team."""
        return self.turf.outings > 0 or self.turf.team_id is not None

    @property
    def why(self) -> str:
        """Why, on one line."""
        parts = []
        if self.left < self.turf.doors:
            told = {"left": number(self.left), "doors": number(self.turf.doors)}
            words = ngettext(
                "encore %(left)s porte sur %(doors)s", "encore %(left)s portes sur %(doors)s", self.left
            )
            parts.append(words % told)
        if self.known:
            unit = _("voix espérée par heure") if self.rate < 2 else _("voix espérées par heure")
            parts.append(f"{number(self.rate, 1 if self.rate >= 1 else 2)} {unit}")
        if self.away is not None:
            there = self.away < AT_ONCE_M
            parts.append(_("départ sur place") if there else _("départ à %(m)s") % {"m": metres(self.away)})
        parts.append(
            _("voisin d’un secteur en cours") if self.beside else _("à l’écart des secteurs en cours")
        )
        return ", ".join(parts)


def next_best_near(
    free: QuerySet[Turf],
    *,
    near: Point | None,
    limit: int = SHORT,
    beside_is_fine: Collection[int] = (),
) -> list[Suggestion]:
    """Return the turfs worth most to whoever starts from a place.

    A turf is worth the votes its bureau's estimate gives for the minutes of the doors left, over those
    minutes and the way there and back; one whose every door was rung at is not offered. Those that the plan
    leads to come first, and one next to a turf that somebody holds after its like.

    Parameters
    ----------
    free : QuerySet of Turf
        Turfs that may be had.
    near : tuple of float or None
        Longitude and latitude to start from; None for nowhere in particular.
    limit : int
        How many.
    beside_is_fine : collection of int
        Turfs whose neighbourhood does not matter: those of the same outing.

    Returns
    -------
    list of Suggestion
        Best first.
    """
    around = _around(free, near, limit)
    rung: dict[int, int] = ask("canvassing.rung", [turf.pk for turf in around], default={})
    weighed = [_weighed(turf, near, rung.get(turf.pk, 0)) for turf in around]
    weighed = [one for one in weighed if one.left]
    weighed.sort(key=lambda one: (not one.planned, -one.rate, one.turf.code))
    looked = weighed[: max(LOOKED_AT, 4 * limit)]
    beside = _beside([one.turf.pk for one in looked], beside_is_fine)
    found = [replace(one, beside=one.turf.pk in beside) for one in looked]
    found.sort(key=lambda one: (not one.planned, one.beside))
    return found[:limit]


def _around(free: QuerySet[Turf], near: Point | None, limit: int) -> list[Turf]:
    """Return the best turfs of the smallest radius that has several times as many as are wanted."""
    rows = free.filter(bureau__scores__run=F("run")).annotate(
        per_hour=F("bureau__scores__votes_per_hour"), rank=F("bureau__scores__rank")
    )
    rows = rows.select_related("bureau").order_by("rank", "code")
    if near is None:
        return list(rows[:MOST])
    found: list[Turf] = []
    for radius in RADII_M:
        here = rows if math.isinf(radius) else rows.filter(**_box(near, radius))
        found = list(here[:MOST])
        if len(found) >= 4 * limit:
            break
    return found


def _box(near: Point, radius: float) -> dict[str, Any]:
    lon, lat = near
    up = radius / METRES_A_DEGREE
    across = up / max(0.01, math.cos(math.radians(lat)))
    return {"lat__range": (lat - up, lat + up), "lon__range": (lon - across, lon + across)}


def _weighed(turf: Any, near: Point | None, rung: int) -> Suggestion:
    away = None if near is None or turf.lon is None else distance(near, (turf.lon, turf.lat))
    way = 0.0 if away is None else 2 * DETOUR * away / WALK_M_A_MINUTE
    known = turf.per_hour is not None
    left = max(0, turf.doors - rung)
    minutes = turf.minutes * left / turf.doors
    worth = (turf.per_hour if known else 1.0 / turf.rank) * minutes
    return Suggestion(turf, away, worth / max(1.0, minutes + way), known, beside=False, left=left)


def _beside(turfs: list[int], fine: Collection[int]) -> set[int]:
    """Return which of some turfs have a door close to one of a turf that somebody holds."""
    own = list(Stop.every.filter(turf__in=turfs).values_list("turf_id", "lon", "lat"))
    if not own:
        return set()
    lat = max(abs(row[2]) for row in own)
    edge = BESIDE_M / METRES_A_DEGREE
    wide = edge / max(0.01, math.cos(math.radians(lat)))
    held = Holding.every.filter(ended_at=None).exclude(turf__in=list(fine)).values("turf")
    others = Stop.every.filter(
        turf__in=held,
        lon__range=(min(row[1] for row in own) - wide, max(row[1] for row in own) + wide),
        lat__range=(min(row[2] for row in own) - edge, max(row[2] for row in own) + edge),
    )
    return _close(own, others.values_list("lon", "lat"), wide, edge)


def _close(
    own: list[tuple[int, float, float]], others: Iterable[Point], wide: float, edge: float
) -> set[int]:
    cells: defaultdict[tuple[int, int], list[Point]] = defaultdict(list)
    for lon, lat in others:
        cells[int(lon // wide), int(lat // edge)].append((lon, lat))
    found: set[int] = set()
    for turf, lon, lat in own:
        if turf in found or not cells:
            continue
        x, y = int(lon // wide), int(lat // edge)
        around = (point for i in (-1, 0, 1) for j in (-1, 0, 1) for point in cells.get((x + i, y + j), ()))
        if any(distance((lon, lat), point) < BESIDE_M for point in around):
            found.add(turf)
    return found
