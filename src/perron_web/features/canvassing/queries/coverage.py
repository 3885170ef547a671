"""Coverage of a place of the tree: its parts, its days, how much fell where the plan sends people."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Max, Min, Sum
from django.db.models.functions import TruncHour

from perron_web.features.canvassing.models import PlaceTally, Tally
from perron_web.features.canvassing.queries.live_board import Board
from perron_web.features.canvassing.queries.live_view import code_of
from perron_web.features.canvassing.rules.tallies import COUNTS, day_bounds, knocked
from perron_web.features.territory.models import Bureau
from perron_web.platform.live.channels import Places
from perron_web.platform.providers import Place, ask

IN_2012: Final = {"plan": 0.725, "outside": 0.141, "control": 0.133}
"""Where doors were knocked at in 2012, known only afterwards (Pons 2018)."""


@dataclass(frozen=True)
class Part:
    """One territory below the one looked at, with its name."""

    path: str
    name: str
    knocked: int
    opened: int
    done: int
    planned: int
    turfs_done: int
    turfs_going: int

    @property
    def rate(self) -> float | None:
        """Share of today's doors that opened."""
        return self.opened / self.knocked if self.knocked else None

    @property
    def share(self) -> float | None:
        """Share of the planned doors that are done."""
        return self.done / self.planned if self.planned else None


def trail(focus: str, places: tuple[str, ...] | None) -> list[Place]:
    """Return the places from the first one the person sees down to the one looked at.

    Parameters
    ----------
    focus : str
        Path of the place looked at.
    places : tuple of str or None
        What the person sees.

    Returns
    -------
    list of Place
        Wider first; of those with one name (Paris), the last; empty for the whole of what they see.
    """
    steps = focus.rstrip("/").split("/") if focus else []
    paths = ["/".join(steps[: i + 1]) + "/" for i in range(len(steps))]
    seen = [path for path in paths if places is None or any(path.startswith(place) for place in places)]
    names = ask("places.names", seen, default={})
    found = {names[path].name: names[path] for path in seen if path in names}
    return sorted(found.values(), key=lambda place: len(place.path))


def named_parts(rows: dict[str, list[int]]) -> list[Part]:
    """Return the parts of a place with their names.

    Parameters
    ----------
    rows : dict
        As `view_board` tells them.

    Returns
    -------
    list of Part
        In the order of the tree.
    """
    names = ask("places.names", list(rows), default={})
    return [
        Part(path, names[path].name if path in names else code_of(path), *rows[path]) for path in sorted(rows)
    ]


def exists(focus: str) -> bool:
    """Say whether a place is of the campaign's tree.

    Parameters
    ----------
    focus : str
        Path.

    Returns
    -------
    bool
        True for a territory or a bureau.
    """
    return not focus or focus in ask("places.names", [focus], default={})


def days_of(seen: Places) -> list[dict[str, Any]]:
    """Return the days on which doors were knocked at, inside the scope in force.

    Parameters
    ----------
    seen : tuple of str
        What the person sees of the place.

    Returns
    -------
    list of dict
        One a day with its figures, `knocked` and `rate`; first day first.
    """
    rows = PlaceTally.objects.filter(_in(seen)).order_by("day").values("day")
    found = list(rows.annotate(**{name: Sum(name) for name in COUNTS}))
    for row in found:
        row["knocked"] = knocked(row)
        row["rate"] = row["opened"] / row["knocked"] if row["knocked"] else None
    return found


def hours_of(seen: Places, day: date, board: Board) -> list[dict[str, Any]]:
    """Return the hours of one day.

    Parameters
    ----------
    seen : tuple of str
        What the person sees of the place.
    day : date
        The day.
    board : Board
        The board, for its time zone.

    Returns
    -------
    list of dict
        One an hour with its figures and `knocked`.
    """
    first, after = day_bounds(day, board.zone)
    rows = Tally.objects.filter(_in(seen), hour__gte=first, hour__lt=after).order_by()
    by_hour = rows.annotate(at=TruncHour("hour", tzinfo=board.zone)).values("at")
    found = sorted(by_hour.annotate(**{name: Sum(name) for name in COUNTS}), key=lambda row: row["at"])
    for row in found:
        row["knocked"] = knocked(row)
    return found


def _in(seen: Places) -> Any:
    from perron_web.platform.scoping.managers import within as condition

    return condition("place", seen)


def shares(counts: dict[str, int]) -> dict[str, float | None]:
    """Return the share of each zone.

    Parameters
    ----------
    counts : dict
        Visits by zone.

    Returns
    -------
    dict
        Shares; None without visits.
    """
    total = sum(counts.values())
    return {zone: count / total if total else None for zone, count in counts.items()}


def box_of(focus: str) -> tuple[float, float, float, float] | None:
    """Return the box that holds the bureaux of a place.

    Parameters
    ----------
    focus : str
        Its path.

    Returns
    -------
    tuple of float or None
        West, south, east, north; None without a bureau.
    """
    rows = Bureau.objects.filter(place__startswith=focus, boundary_set__current=True)
    box = rows.aggregate(w=Min("west"), s=Min("south"), e=Max("east"), n=Max("north"))
    return None if box["w"] is None else (box["w"], box["s"], box["e"], box["n"])
