"""Where somebody is, from a postcode, a commune or an address, with nothing but what the campaign holds."""

import json
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Avg, F, FloatField, Q, QuerySet
from django.db.models.expressions import ExpressionWrapper
from django.db.models.functions import Cos, Radians
from django_scopes import get_scope, scope

from perron_web.features.teams.rules.nearest import (
    STREET_WORDS,
    Said,
    arrondissement_of,
    departements_of,
    folded,
    metres,
    read,
)
from perron_web.features.teams.rules.nearest import holds as within_shape
from perron_web.features.territory.choices import Level
from perron_web.features.territory.models import Address, Bureau, Territory
from perron_web.platform.scoping.managers import within

FAR_M = 5_000.0
"""A point farther than this from every bureau's centre lies outside the campaign."""
MANY = 400_000
"""More addresses than this are not searched without a commune."""
MOST = 60
"""More places than this are not looked through at once."""
SHOWN = ("number", "suffix", "street", "lon", "lat", "place")


@dataclass(frozen=True, slots=True)
class Located:
    """A place found, or what to ask next."""

    point: tuple[float, float] | None = None
    name: str = ""
    exact: bool = False
    """Whether it is an address, rather than the middle of an area."""
    choices: list[tuple[str, str]] = field(default_factory=list)
    """Path and name of the places it may be; one is to be chosen."""
    unknown: str = ""
    """Why nothing was found: "empty", "postcode", "outside", "town", "street" or "vague"."""


def locate(text: str, *, place: str = "") -> Located:
    """Find where somebody is.

    Parameters
    ----------
    text : str
        Postcode, commune, or address with its commune.
    place : str
        Path of the place chosen among those offered before; "" for none.

    Returns
    -------
    Located
        A point, places to choose from, or why not.
    """
    said = read(text)
    with scope(campaign=get_scope()["campaign"], places=None):
        if not place and said == Said():
            return Located(unknown="empty")
        areas = _chosen(place) if place else _areas(said)
        if isinstance(areas, str):
            return Located(unknown=areas)
        if said.street and (found := _address(said, areas)) is not None:
            return found
        return _area(said, areas)


def _area(said: Said, areas: list[Territory]) -> Located:
    """Return the middle of the one place meant, or those to choose from."""
    if len(areas) > 1:
        return Located(choices=[(area.path, area.name) for area in areas])
    if not areas:
        return Located(unknown="vague" if said.street else "town")
    middle = _middle(areas[0].path)
    if middle is None:
        return Located(unknown="outside")
    return Located(middle, areas[0].name, unknown="street" if said.street else "")


def _chosen(path: str) -> list[Territory] | str:
    return list(Territory.tree.filter(path=path)) or "outside"


def _areas(said: Said) -> list[Territory] | str:
    """Return the places that a postcode and a town may mean."""
    if not said.postcode:
        return _towns(said.town) if said.town else []
    city = arrondissement_of(said.postcode)
    if city:
        found = list(Territory.tree.filter(path__endswith=f"/{city[0]}/{city[1]:02d}/"))
        return found or list(Territory.tree.filter(level=Level.COMMUNE, code=city[0])) or "outside"
    departements = departements_of(said.postcode)
    if not departements:
        return "postcode"
    held = reduce(or_, (Q(path__contains=f"/{one}/") for one in departements))
    communes = list(Territory.tree.filter(held, level=Level.COMMUNE))
    wanted = folded(said.town)
    named = [one for one in communes if wanted and folded(one.name) == wanted]
    return named or sorted(communes, key=lambda one: folded(one.name)) or "outside"


def _towns(town: str) -> list[Territory]:
    """Return the places of that name, else those whose name begins so; nearest to the ground first."""
    wanted = folded(town)
    rows = Territory.tree.exclude(level__in=(Level.REGION, Level.DEPARTEMENT)).values_list("pk", "name")
    names = [(pk, folded(name)) for pk, name in rows.iterator(chunk_size=5_000)]
    keys = [pk for pk, name in names if name == wanted] or [
        pk for pk, name in names if wanted and f" {name}".find(f" {wanted}") >= 0
    ]
    return sorted(Territory.tree.filter(pk__in=keys[:60]), key=lambda one: (folded(one.name), one.path))


def _address(said: Said, areas: list[Territory]) -> Located | None:
    """Return an address of that street in those places, the nearest number first."""
    rows: QuerySet[Address] = Address.objects.exclude(lon=None)
    if len(areas) == 1:
        rows = rows.filter(place__startswith=areas[0].path)
    elif areas:
        rows = rows.filter(within("place", tuple(area.path for area in areas[:MOST])))
    elif rows.count() > MANY:
        return None
    words = folded(said.street).split()
    if not set(words) - STREET_WORDS:
        return None
    streets = rows.order_by().values_list("street", flat=True).distinct()
    wanted = " ".join(words)
    names = {name: folded(name) for name in streets}
    same = [name for name, plain in names.items() if plain == wanted]
    sought = set(words) - STREET_WORDS
    same = same or [name for name, plain in names.items() if sought <= set(plain.split())]
    if not same:
        return None
    found = list(rows.filter(street__in=same).values_list(*SHOWN)[:5_000])
    communes = {"/".join(row[5].split("/")[:3]) + "/" for row in found}
    if len(communes) > 1:
        named = Territory.tree.filter(path__in=communes).order_by("name")
        return Located(choices=[(one.path, one.name) for one in named])
    best = min(
        found,
        key=lambda row: (
            abs((row[0] or 0) - said.number) if said.number else 0,
            row[1].lower() != said.suffix,
        ),
    )
    number, suffix, street, lon, lat, _place = best
    label = " ".join(str(part) for part in (number, suffix, street) if part)
    return Located((lon, lat), label, exact=said.number is not None and number == said.number)


def _middle(path: str) -> tuple[float, float] | None:
    rows = Bureau.objects.filter(boundary_set__current=True, place__startswith=path)
    found = rows.aggregate(lon=Avg("lon"), lat=Avg("lat"))
    return None if found["lon"] is None else (found["lon"], found["lat"])


def away(point: tuple[float, float], lon: str, lat: str) -> Any:
    """Return the square of the distance to a point, in degrees of latitude, for sorting in the database.

    Parameters
    ----------
    point : tuple of float
        Longitude and latitude.
    lon, lat : str
        Fields.

    Returns
    -------
    Expression
        Of floats.
    """
    east = (F(lon) - point[0]) * Cos(Radians(F(lat)))
    north = F(lat) - point[1]
    return ExpressionWrapper(east * east + north * north, output_field=FloatField())


def territory_at(point: tuple[float, float]) -> str | None:
    """Return the territory in which a point lies: its arrondissement or commune.

    Parameters
    ----------
    point : tuple of float
        Longitude and latitude.

    Returns
    -------
    str or None
        Path; None outside the campaign.
    """
    lon, lat = point
    with scope(campaign=get_scope()["campaign"], places=None):
        rows = Bureau.objects.filter(boundary_set__current=True)
        around = rows.filter(west__lte=lon, east__gte=lon, south__lte=lat, north__gte=lat)
        for bureau in around.order_by("pk")[:40]:
            if within_shape(json.loads(bureau.shape), point):
                return _above(bureau.place)
        near = rows.defer("shape").annotate(away=away(point, "lon", "lat")).order_by("away").first()
        if near is None or metres(point, (near.lon, near.lat)) > FAR_M:
            return None
        return _above(near.place)


def _above(place: str) -> str:
    return place.rstrip("/").rpartition("/")[0] + "/"


def ground_at(point: tuple[float, float], *, limit: int = 900) -> list[tuple[str, float, float, str]]:
    """Return the addresses around a point, for a map without any other ground.

    Parameters
    ----------
    point : tuple of float
        Longitude and latitude.
    limit : int
        How many at most.

    Returns
    -------
    list of tuple
        Number and suffix, longitude, latitude, street; nearest first.
    """
    lon, lat = point
    wide, high = 0.008, 0.005
    with scope(campaign=get_scope()["campaign"], places=None):
        rows = Address.objects.filter(
            lon__gte=lon - wide, lon__lte=lon + wide, lat__gte=lat - high, lat__lte=lat + high
        )
        found = rows.annotate(away=away(point, "lon", "lat")).order_by("away")
        return [
            (f"{number or ''}{suffix}", x, y, street)
            for number, suffix, x, y, street in found.values_list("number", "suffix", "lon", "lat", "street")[
                :limit
            ]
        ]
