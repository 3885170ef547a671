"""What a person sees on the map: which run, which bureaux, and the key under which its files are kept."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.cache import cache
from django.db.models import Count, Max, Min, Q, QuerySet
from django_scopes import get_scope

from perron_web.features.targeting.models import Run, Score
from perron_web.features.targeting.queries.runs import adopted_run, done_runs
from perron_web.features.territory.models import Bureau
from perron_web.platform.hidden import hidden_mark

FORMAT: Final = "2"
"""Part of every key: what is kept is made again when the form of the files changes."""
SECONDS: Final = 60
TILED: Final = 3_000
"""Bureaux above which shapes come as tiles, for whoever sees the whole campaign."""


@dataclass(frozen=True)
class MapScope:
    """The bureaux one person sees, on one run."""

    campaign: Any
    run: Run | None
    places: tuple[str, ...] | None
    key: str
    count: int
    bounds: tuple[float, float, float, float] | None
    """West, south, east, north; None when there is no bureau."""

    @property
    def tiled(self) -> bool:
        """Whether shapes come as tiles: many of them, seen whole, control group included."""
        return self.count > TILED and self.places is None and not hidden_mark()

    @property
    def ranked(self) -> int:
        """How many bureaux the run ranks, those of other places included: ranks are among them."""
        return int(self.run.summary.get("bureaux") or self.count) if self.run else 0

    @property
    def folder(self) -> Path:
        """Where the files of this scope are kept."""
        return Path(settings.DATA) / "cache" / "maps" / str(self.campaign.pk) / self.key

    def scores(self) -> QuerySet[Score]:
        """Return the scores seen.

        Returns
        -------
        QuerySet of Score
            Of the run, within the places of the scope in force.
        """
        found: QuerySet[Score] = Score.objects.filter(run=self.run)
        return found

    def bureaux(self) -> QuerySet[Bureau]:
        """Return the bureaux seen: those of the run, or of the current boundaries when there is none.

        Returns
        -------
        QuerySet of Bureau
            Within the places of the scope in force.
        """
        found: QuerySet[Bureau] = (
            Bureau.objects.filter(boundary_set__current=True)
            if self.run is None
            else Bureau.objects.filter(scores__run=self.run)
        )
        return found


def map_scope(campaign: Any) -> MapScope:
    """Return what the person of the scope in force sees on the map.

    Parameters
    ----------
    campaign : Campaign
        The campaign.

    Returns
    -------
    MapScope
        On the adopted run, else on the last one done, else without a run.
    """
    run = adopted_run(campaign) or done_runs(campaign).first()
    places = get_scope().get("places")
    about = f"map {campaign.pk} {run.pk if run else 0} {places} {hidden_mark()}"
    digest = hashlib.sha256(about.encode()).hexdigest()
    known = cache.get(f"map-scope-{digest}") if run else None
    if known is None:
        known = _facts(run)
        cache.set(f"map-scope-{digest}", known, SECONDS)
    count, last, *bounds = known
    key = hashlib.sha256(f"{FORMAT} {about} {count} {last}".encode()).hexdigest()[:20]
    return MapScope(campaign, run, places, key, count, tuple(bounds) if count else None)  # type: ignore[arg-type]


def _facts(run: Run | None) -> tuple[Any, ...]:
    """Count the bureaux and find their bounds, in one query: without overseas where there is a mainland."""
    rows: QuerySet[Any]
    if run is None:
        rows, to = Bureau.objects.filter(boundary_set__current=True), ""
    else:
        rows, to = Score.objects.filter(run=run), "bureau__"
    mainland = ~Q(**{f"{to}commune__startswith": "97"}) & ~Q(**{f"{to}commune__startswith": "98"})
    found = rows.aggregate(
        n=Count("pk"),
        last=Max("pk"),
        **{f"all_{name}": most(f"{to}{name}") for name, most in _ENDS},
        **{f"near_{name}": most(f"{to}{name}", filter=mainland) for name, most in _ENDS},
    )
    which = "all" if found["near_west"] is None else "near"
    bounds = (found[f"{which}_{name}"] for name, _ in _ENDS)
    return (found["n"], found["last"], *bounds)


_ENDS: Final = (("west", Min), ("south", Min), ("east", Max), ("north", Max))
