"""What a phone takes with it for one turf: doors, streets, what was known before; never a name."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import tzinfo
from typing import Any, Final

import orjson
from django.core.cache import cache

from perron_web.features.canvassing.queries.asking import asked_at_doors
from perron_web.features.canvassing.queries.doors import events_at, events_of
from perron_web.features.canvassing.queries.tally_rows import time_zone
from perron_web.features.canvassing.rules.doors import Building, DoorState, Event, buildings, door_states
from perron_web.features.canvassing.rules.tallies import Door
from perron_web.features.territory.models import Address, Bureau
from perron_web.features.turfs.models import Holding, Stop, Turf
from perron_web.features.turfs.queries.instructions import asked_of
from perron_web.platform.hidden import hidden_mark

MARGIN: Final = 0.0022
"""Degrees of streets around a turf: some 160 m by 240 m."""
KEPT_SECONDS: Final = 3600
ADDED: Final = "new:"

States = dict[Door, DoorState]


def pack_of(campaign: Any, holding: Holding, language: str) -> dict[str, Any]:
    """Return the pack of a turf that somebody holds.

    Parameters
    ----------
    campaign : Campaign
        The campaign in force, its whole territory in scope.
    holding : Holding
        What they hold, with its turf and bureau.
    language : str
        "fr" or "en".

    Returns
    -------
    dict
        As `/api/packs/{turf}` answers.
    """
    turf = holding.turf
    stops = list(Stop.every.filter(turf=turf).order_by("order"))
    events = events_at({stop.key for stop in stops}) + added_in(turf)
    known, states = buildings(events), by_address(door_states(events))
    zone = time_zone(campaign)
    listed = [_stop(stop, known.get(stop.key), states.get(stop.key, {}), zone, holding) for stop in stops]
    new = [key for key, one in known.items() if key.startswith(ADDED) and one.turf == turf.pk]
    shown = listed + [
        {**_added(key, known[key]), "order": rank, **_known(known[key], states.get(key, {}), zone, holding)}
        for rank, key in enumerate(sorted(new), start=len(stops) + 1)
    ]
    return {
        "perron": 1,
        "turf": {
            "id": turf.pk,
            "code": turf.code,
            "number": turf.number,
            "bureau": turf.bureau.short,
            "minutes": round(turf.minutes),
            "doors": turf.doors,
            "outing": holding.outing_id,
            "expires_at": holding.expires_at,
            "line": orjson.loads(turf.line) if turf.line else None,
            "bbox": _box(shown),
        },
        "instructions": [
            {"experiment": one.experiment, "title": one.title, "text": one.text, "stops": list(one.stops)}
            for one in asked_of(holding, addresses=[stop.key for stop in stops])
        ],
        "streets": streets_near(turf, _box(listed)),
        "stops": shown,
        **asked_at_doors(campaign, language),
    }


def added_in(turf: Turf) -> list[Event]:
    """Return what was reported of buildings that were added while walking a turf.

    Parameters
    ----------
    turf : Turf
        The turf.

    Returns
    -------
    list of Event
        Reports of addresses that the list did not have.
    """
    return [event for event in events_of([turf.pk]) if event.address.startswith(ADDED)]


def by_address(states: States) -> dict[str, States]:
    """Sort the states of doors by building.

    Parameters
    ----------
    states : dict
        By door.

    Returns
    -------
    dict
        By address, then by door.
    """
    apart: dict[str, States] = defaultdict(dict)
    for door, state in states.items():
        apart[door[0]][door] = state
    return apart


def _stop(
    stop: Stop, known: Building | None, states: States, zone: tzinfo, holding: Holding
) -> dict[str, Any]:
    return {
        "order": stop.order,
        "key": stop.key,
        "number": stop.number,
        "suffix": stop.suffix or "",
        "street": stop.street,
        "lon": stop.lon,
        "lat": stop.lat,
        "floor_from": stop.floor_from,
        "floor_to": stop.floor_to,
        "doors": stop.doors,
        "estimated": stop.estimated,
        **_known(known, states, zone, holding),
    }


def _added(key: str, known: Building) -> dict[str, Any]:
    return {
        "key": key,
        "number": None,
        "suffix": "",
        "street": known.label,
        "lon": known.lon,
        "lat": known.lat,
        "floor_from": None,
        "floor_to": None,
        "doors": known.doors or 0,
        "estimated": False,
        "added": True,
    }


def _known(known: Building | None, states: States, zone: tzinfo, holding: Holding) -> dict[str, Any]:
    """Return what those before said; the day is enough, the hour tells more of people than of doors."""
    return {
        "access": known.access if known else "",
        "stairs": [
            {
                "stair": stair,
                "floors": [{"floor": floor, "doors": doors} for floor, doors in floors.items()],
            }
            for stair, floors in (known.stairs if known else {}).items()
        ],
        "previous": [
            {
                **_door(door),
                "outcome": state.outcome,
                "at": state.at.astimezone(zone).date(),
                "now": state.at >= holding.taken_at,
            }
            for door, state in states.items()
        ],
        "never": [_door(door) for door, state in states.items() if state.never],
    }


def _door(door: Door) -> dict[str, Any]:
    return {"stair": door[1], "floor": door[2], "door": door[3]}


def _box(stops: Iterable[dict[str, Any]]) -> list[float] | None:
    """Return west, south, east and north of the stops."""
    spots = [(one["lon"], one["lat"]) for one in stops if one["lon"] is not None and one["lat"] is not None]
    if not spots:
        return None
    lons, lats = zip(*spots, strict=True)
    return [round(edge, 6) for edge in (min(lons), min(lats), max(lons), max(lats))]


def streets_near(turf: Turf, box: list[float] | None) -> list[dict[str, Any]]:
    """Return the streets around a turf, drawn from the addresses along them.

    Parameters
    ----------
    turf : Turf
        The turf.
    box : list of float or None
        West, south, east and north of its doors.

    Returns
    -------
    list of dict
        `name`, `width` (metres) and `line` (pairs of longitude and latitude).
    """
    if box is None:
        return []
    edges = "/".join(map(str, box))
    key = f"streets:{turf.campaign_id}:{turf.pk}:{turf.version}:{edges}:{hidden_mark()}"
    found: list[dict[str, Any]] | None = cache.get(key)
    if found is None:
        found = _drawn(box)
        cache.set(key, found, KEPT_SECONDS)
    return found


def _drawn(box: list[float]) -> list[dict[str, Any]]:
    import polars as pl

    from perron.output.streets import streets_of

    west, south, east, north = box[0] - MARGIN, box[1] - MARGIN, box[2] + MARGIN, box[3] + MARGIN
    bureaux = Bureau.objects.filter(west__lte=east, east__gte=west, south__lte=north, north__gte=south)
    rows = Address.objects.filter(
        bureau__in=list(bureaux.values_list("pk", flat=True)),
        lon__range=(west, east),
        lat__range=(south, north),
    ).order_by()
    columns = ("bureau__code", "street", "number", "lon", "lat")
    kinds = (pl.String, pl.String, pl.Int32, pl.Float64, pl.Float64)
    schema = dict(zip(("bureau", *columns[1:]), kinds, strict=True))
    table = pl.DataFrame(list(rows.values_list(*columns)), schema=schema, orient="row")
    return [
        {"name": street.name, "width": round(street.width, 1), "line": street.line.round(5).tolist()}
        for street in streets_of(table)
    ]
