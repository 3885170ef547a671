"""What the tally reads: reports of turfs, where added buildings lie, teams, the plan's view of bureaux."""

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from datetime import UTC, datetime, tzinfo
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import TextField
from django.db.models.functions import Cast

from perron_web.features.campaigns.queries.election import election_of
from perron_web.features.canvassing.choices import Kind, Zone
from perron_web.features.canvassing.models import Report
from perron_web.features.canvassing.rules.shapes import contains
from perron_web.features.canvassing.rules.tallies import Row
from perron_web.features.targeting.models import Score
from perron_web.features.targeting.queries.runs import adopted_run
from perron_web.features.teams.models import Outing
from perron_web.features.territory.models import Bureau
from perron_web.features.turfs.models import Holding, Turf

ADDED: Final = "new:"
_COLUMNS: Final = (
    *("turf_id", "text_at", "text_id", "kind", "place", "source", "phone_id", "user_id", "outing_id"),
    *("seq", "address", "stair", "floor", "door", "outcome", "talked", "text_undoes"),
)
_TEXTS: Final = {
    f"text_{name}": Cast(field, TextField())
    for name, field in (("at", "happened_at"), ("id", "id"), ("undoes", "undoes"))
}
"""Read as text: a hundred thousand instants and UUIDs are dear to parse in Python."""
_KEPT: Final = 20_000
_PLACED: dict[tuple[int, str], str] = {}
"""Where the added buildings of a campaign lie: their coordinates never change."""


def time_zone(campaign: Any) -> tzinfo:
    """Return the time zone in which a campaign counts its days.

    Parameters
    ----------
    campaign : Campaign
        The campaign in force.

    Returns
    -------
    tzinfo
        That of its election, else the site's.
    """
    election = election_of(campaign)
    return ZoneInfo(election.time_zone if election else settings.TIME_ZONE)


def rows_of(turfs: Collection[int | None]) -> dict[int | None, list[Row]]:
    """Return the reports of some turfs that were not set aside.

    Parameters
    ----------
    turfs : collection of int or None
        Keys of turfs; None stands for the reports of no turf.

    Returns
    -------
    dict
        From a turf to its visits and undos.
    """
    numbers = [turf for turf in turfs if turf is not None]
    counted = Report.every.filter(aside="", kind__in=(Kind.VISIT, Kind.UNDO)).order_by().annotate(**_TEXTS)
    found: dict[int | None, list[Row]] = defaultdict(list)
    for turf, at, *rest in counted.filter(turf__in=numbers).values_list(*_COLUMNS):
        found[turf].append(_row(at, rest))
    astray = counted.filter(turf=None)
    rows = astray if None in turfs else astray.filter(kind=Kind.UNDO)
    for _turf, at, *rest in rows.values_list(*_COLUMNS):
        found[None].append(_row(at, rest))
    undos = [row for row in found[None] if row.undoes]
    for turf in numbers:
        found[turf] += undos
    return found


def _row(at: str, rest: list[Any]) -> Row:
    instant = datetime.fromisoformat(at)
    rest.insert(7, instant if instant.tzinfo else instant.replace(tzinfo=UTC))
    return Row._make(rest)


def astray_since(instant: datetime) -> bool:
    """Say whether visits of no turf have come.

    Parameters
    ----------
    instant : datetime
        Since when, on the server's clock.

    Returns
    -------
    bool
        True when the reports of no turf must be counted again.
    """
    return Report.every.filter(turf=None, kind=Kind.VISIT, received_at__gte=instant).exists()


def turfs_of(numbers: Iterable[int | None]) -> dict[int, tuple[str, int, int]]:
    """Return what the tally needs of turfs.

    Parameters
    ----------
    numbers : iterable of int or None
        Keys.

    Returns
    -------
    dict
        From a key to place, doors planned and run.
    """
    wanted = [number for number in numbers if number is not None]
    rows = Turf.every.filter(pk__in=wanted).order_by().values_list("pk", "place", "doors", "run_id")
    return {pk: (place, doors, run) for pk, place, doors, run in rows}


def placed_elsewhere(campaign: Any, rows: Iterable[Row]) -> dict[str, str]:
    """Return the bureaux in which added buildings lie, by their coordinates.

    Parameters
    ----------
    campaign : Campaign
        The campaign in force.
    rows : iterable of Row
        Reports.

    Returns
    -------
    dict
        From an added building's key to the place of its bureau; those that lie in no bureau are left out.
    """
    return lying_in(campaign, {row.address for row in rows if row.address.startswith(ADDED)})


def lying_in(campaign: Any, wanted: Collection[str]) -> dict[str, str]:
    """Return the bureaux in which some added buildings lie.

    Parameters
    ----------
    campaign : Campaign
        The campaign in force.
    wanted : collection of str
        Keys of added buildings.

    Returns
    -------
    dict
        From a key to the place of its bureau; those that lie in no bureau are left out.
    """
    fresh = [address for address in wanted if (campaign.pk, address) not in _PLACED]
    if fresh:
        if len(_PLACED) > _KEPT:
            _PLACED.clear()
        added = Report.every.filter(kind=Kind.ADD, address__in=fresh).exclude(detail=None).order_by("-seq")
        for address, detail in added.values_list("address", "detail"):
            if detail.get("lon") is not None and detail.get("lat") is not None:
                _PLACED[campaign.pk, address] = _bureau_at(detail["lon"], detail["lat"])
    known = {address: _PLACED.get((campaign.pk, address), "") for address in wanted}
    return {address: place for address, place in known.items() if place}


def _bureau_at(lon: float, lat: float) -> str:
    around = Bureau.objects.filter(
        boundary_set__current=True, west__lte=lon, east__gte=lon, south__lte=lat, north__gte=lat
    )
    for place, shape in around.values_list("place", "shape"):
        if shape and contains(json.loads(shape), lon, lat):
            return str(place)
    return ""


def team_finder(
    turfs: Collection[int | None], rows: Iterable[Row]
) -> Callable[[int | None, Row], int | None]:
    """Return a function that says for which team a visit was made.

    Parameters
    ----------
    turfs : collection of int or None
        Turfs.
    rows : iterable of Row
        Their reports.

    Returns
    -------
    callable
        From a turf and a visit to the team: that of the outing, else that under which the turf was held then.
    """
    outings = {row.outing for row in rows if row.outing}
    leading: dict[int | None, int] = dict(
        Outing.every.filter(pk__in=outings).exclude(team=None).values_list("pk", "team_id")
    )
    held: dict[int, list[tuple[datetime, int]]] = defaultdict(list)
    numbers = [turf for turf in turfs if turf is not None]
    holdings = Holding.every.filter(turf__in=numbers).exclude(team=None).order_by("taken_at", "pk")
    for turf, taken, team in holdings.values_list("turf_id", "taken_at", "team_id"):
        held[turf].append((taken, team))

    def team_of(turf: int | None, row: Row) -> int | None:
        if row.outing in leading:
            return leading[row.outing]
        found = None
        for taken, team in held.get(turf, ()) if turf is not None else ():
            if found is None or taken <= row.at:
                found = team
        return found

    return team_of


def zone_finder(
    campaign: Any, wanted: Collection[tuple[int | None, str]]
) -> Callable[[int | None, str], Zone]:
    """Return a function that says how the plan sees a bureau.

    Parameters
    ----------
    campaign : Campaign
        The campaign in force.
    wanted : collection of tuple
        Run (None for the adopted one) and place of a bureau.

    Returns
    -------
    callable
        From a run and a place to the zone: control bureau, bureau of the plan, or neither.
    """
    adopted = adopted_run(campaign) if any(run is None for run, _ in wanted) else None
    own = adopted.pk if adopted else 0
    runs = {run or own for run, _ in wanted}
    places = {place for _, place in wanted}
    scores = Score.objects.filter(run__in=runs, place__in=places).order_by()
    zones = {
        (run, place): Zone.CONTROL if held else Zone.PLAN if outings else Zone.OUTSIDE
        for run, place, held, outings in scores.values_list("run_id", "place", "held_out", "outings")
    }
    return lambda run, place: zones.get((run or own, place), Zone.OUTSIDE)
