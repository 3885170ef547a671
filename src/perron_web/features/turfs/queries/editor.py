"""A bureau's turfs as the editor shows them: figures, buildings in walking order, ground and walking line."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from django.core.cache import cache
from django.db.models import Q

from perron_web.features.teams.queries import in_reach
from perron_web.features.turfs.models import Holding, Stop, Turf
from perron_web.features.turfs.queries.holdings import holders_of

if TYPE_CHECKING:
    from perron_web.features.targeting.models import Run
    from perron_web.features.territory.models import Bureau

KEPT_S: Final = 24 * 3600
"""How long the ground of a bureau's turfs is kept."""


@dataclass(slots=True)
class Building:
    """A stop of a walk, as a line of a list."""

    key: str
    order: int
    label: str
    street: str
    doors: int
    minutes: float
    lon: float
    lat: float
    floors: tuple[int, int] | None
    estimated: bool


@dataclass(slots=True)
class Shown:
    """A turf as the editor shows it."""

    turf: Turf
    long: bool
    buildings: list[Building] = field(default_factory=list)
    held: Holding | None = None
    """Who holds it now; shown to those who hand turfs out."""
    zone: str = ""
    middle: tuple[float, float] | None = None

    @property
    def number(self) -> int:
        """Number within the bureau."""
        return int(self.turf.number)


def turfs_shown(
    *, run: "Run", bureau: "Bureau", numbers: Iterable[int] | None = None, also: int | None = None
) -> list[Shown]:
    """Return the turfs of a bureau with their buildings, in a constant number of queries.

    Parameters
    ----------
    run : Run
        The adopted run.
    bureau : Bureau
        A bureau.
    numbers : iterable of int, optional
        Only these turfs; by default every one that stands.
    also : int, optional
        A turf that the person reaches through their team, wherever it is.

    Returns
    -------
    list of Shown
        By number.
    """
    from perron.turf.edit import too_long
    from perron_web.features.turfs.queries.basis import basis_of

    rows = Turf.every.filter(in_reach(Q(pk=also)), run=run, bureau=bureau, retired=False).select_related(
        "team"
    )
    rows = rows.select_related("team").order_by("number")
    outing = basis_of(run).minutes
    every = {row.pk: Shown(row, too_long(row.minutes, outing)) for row in rows}
    stops = list(Stop.every.filter(turf__in=list(every)).order_by("turf", "order"))
    split = _in_several(stops)
    for stop in stops:
        every[stop.turf_id].buildings.append(_building(stop, floors=stop.key in split))
    zones = _zones(bureau, stops, {pk: shown.number for pk, shown in every.items()})
    wanted = None if numbers is None else set(numbers)
    found = [shown for shown in every.values() if wanted is None or shown.number in wanted]
    held = holders_of(shown.turf for shown in found)
    for shown in found:
        shown.held = held.get(shown.turf.pk)
        shown.zone, shown.middle = zones.get(shown.number, ("", None))
    return found


def _in_several(stops: list[Stop]) -> set[str]:
    """Return the addresses whose floors stand at several stops."""
    seen: set[str] = set()
    several: set[str] = set()
    for stop in stops:
        (several if stop.key in seen else seen).add(stop.key)
    return several


def _building(stop: Stop, *, floors: bool) -> Building:
    number = "" if stop.number is None else f"{stop.number}{_suffix(stop.suffix or '')}"
    return Building(
        stop.key,
        stop.order,
        number,
        stop.street,
        stop.doors,
        stop.minutes,
        stop.lon,
        stop.lat,
        (stop.floor_from, stop.floor_to or stop.floor_from)
        if floors and stop.floor_from is not None
        else None,
        stop.estimated,
    )


def _suffix(suffix: str) -> str:
    return f"\u00a0{suffix}" if len(suffix) > 1 else suffix.upper()


def _zones(
    bureau: "Bureau", stops: list[Stop], number: dict[int, int]
) -> dict[int, tuple[str, tuple[float, float]]]:
    """Return the ground of each turf as GeoJSON, and where its number is written; kept a day."""
    points = [(stop.lon, stop.lat, number[stop.turf_id], stop.doors) for stop in stops]
    key = f"turf-zones-{sha256(repr((bureau.shape, points)).encode()).hexdigest()}"
    known: dict[int, tuple[str, tuple[float, float]]] | None = cache.get(key)
    if known is None:
        known = _drawn_zones(bureau.shape, points)
        cache.set(key, known, KEPT_S)
    return known


def _drawn_zones(
    shape: str, points: list[tuple[float, float, int, int]]
) -> dict[int, tuple[str, tuple[float, float]]]:
    import shapely

    from perron.turf.zones import turf_zones

    zones = turf_zones(
        [lon for lon, _lat, _turf, _doors in points],
        [lat for _lon, lat, _turf, _doors in points],
        [turf for _lon, _lat, turf, _doors in points],
        [doors for _lon, _lat, _turf, doors in points],
        area=shapely.from_geojson(shape) if shape else None,
    )
    found = {}
    for turf, zone in zones.items():
        if not zone.is_empty:
            middle = shapely.get_point(shapely.maximum_inscribed_circle(zone, tolerance=0.00005), 0)
            found[turf] = (str(shapely.to_geojson(zone)), (round(middle.x, 6), round(middle.y, 6)))
    return found


def map_items(shown: Iterable[Shown]) -> list[dict[str, Any]]:
    """Return turfs as the map's script reads them.

    Parameters
    ----------
    shown : iterable of Shown
        Turfs.

    Returns
    -------
    list of dict
        Number, state, ground, line, start, and stops as [key, order, lon, lat, label, doors].
    """
    import orjson

    return [
        {
            "n": one.number,
            "s": one.turf.state,
            "zone": orjson.loads(one.zone) if one.zone else None,
            "at": one.middle,
            "line": orjson.loads(one.turf.line) if one.turf.line else None,
            "stops": [
                [b.key, b.order, round(b.lon, 6), round(b.lat, 6), f"{b.label} {b.street}".strip(), b.doors]
                for b in one.buildings
            ],
        }
        for one in shown
    ]
