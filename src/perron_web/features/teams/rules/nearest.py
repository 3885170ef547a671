"""Saying where one is: what a postcode, a commune or an address typed in tells, and how far things are."""

import math
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

EARTH_M: Final = 6_371_008.8
WALK_M_A_MINUTE: Final = 75.0
"""4,5 km/h, as people walk in a town; streets are longer than the crow flies by a quarter."""
DETOUR: Final = 1.25

CITIES: Final[dict[str, tuple[str, int]]] = {"75": ("75056", 20), "69": ("69123", 9), "13": ("13055", 16)}
"""Communes whose postcodes number their arrondissements, by the beginning of those: code and how many."""

ADDRESS: Final = re.compile(
    r"^\s*(?P<number>\d{1,4})?\s*(?P<suffix>bis|ter|quater|[a-h])?\b[\s,]*(?P<street>[^\d,][^,]*)?",
    re.IGNORECASE,
)
NUMBER_COMMA: Final = re.compile(r"^(\d{1,4} ?(?:bis|ter|quater|[a-h])?) ?,", re.IGNORECASE)
POSTCODE: Final = re.compile(r"(?<!\d)(\d{5}|\d{2} \d{3})(?!\d)")
STREET_WORDS: Final = frozenset(
    (
        *("rue", "avenue", "av", "boulevard", "bd", "bld", "place", "pl", "allee", "allees", "impasse"),
        *("chemin", "route", "rte", "quai", "cours", "square", "passage", "villa", "cite", "sentier"),
        *("sente", "ruelle", "faubourg", "promenade", "esplanade", "residence", "lotissement"),
    )
)


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody typed, in parts."""

    postcode: str = ""
    number: int | None = None
    suffix: str = ""
    street: str = ""
    """A street as typed; "" when there is none."""
    town: str = ""
    """Words that may name a commune."""


def read(text: str) -> Said:
    """Read what somebody typed to say where they are.

    Parameters
    ----------
    text : str
        Such as "75020", "Montreuil", "12 bis rue des Lilas, 75020 Paris".

    Returns
    -------
    Said
        Its parts.
    """
    text = NUMBER_COMMA.sub(r"\1", " ".join(text.split())[:200])
    found = POSTCODE.search(text)
    postcode = found[1].replace(" ", "") if found else ""
    before, after = (text[: found.start()], text[found.end() :]) if found else (text, "")
    head, _comma, tail = before.partition(",")
    parts = ADDRESS.match(head)
    street = (parts["street"] or "").strip() if parts else ""
    first = folded(street).split(" ")[0]
    if not (parts and (parts["number"] or first in STREET_WORDS)):
        return Said(postcode=postcode, town=(after.strip(" ,") or before.strip(" ,")))
    number = int(parts["number"]) if parts["number"] else None
    return Said(
        postcode=postcode,
        number=number,
        suffix=(parts["suffix"] or "").lower(),
        street=street,
        town=after.strip(" ,") or tail.strip(" ,"),
    )


def folded(text: str) -> str:
    """Fold a name for comparisons: lower case, no accents, no punctuation, "st" for "saint".

    Parameters
    ----------
    text : str
        Name.

    Returns
    -------
    str
        Folded name.
    """
    plain = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe"))
    words = re.sub(r"[^a-z0-9]+", " ", "".join(c for c in plain if not unicodedata.combining(c))).split()
    return " ".join({"saint": "st", "sainte": "ste"}.get(word, word) for word in words)


def arrondissement_of(postcode: str) -> tuple[str, int] | None:
    """Return the arrondissement of Paris, Lyon or Marseille that a postcode numbers.

    Parameters
    ----------
    postcode : str
        Five figures.

    Returns
    -------
    tuple of str and int, or None
        Insee code of the commune and number of the arrondissement.
    """
    if postcode == "75116":
        return ("75056", 16)
    city = CITIES.get(postcode[:2])
    number = int(postcode[2:]) if postcode.isdigit() else 0
    return (city[0], number) if city and 1 <= number <= city[1] else None


def departements_of(postcode: str) -> tuple[str, ...]:
    """Return the départements in which a postcode may lie.

    Parameters
    ----------
    postcode : str
        Five figures.

    Returns
    -------
    tuple of str
        One, two in Corsica; empty when it is no postcode.
    """
    if not re.fullmatch(r"\d{5}", postcode) or postcode.startswith("00"):
        return ()
    if postcode.startswith("20"):
        return ("2A",) if postcode[2] in "01" else ("2B",)
    return (postcode[:3],) if postcode[:2] in {"97", "98"} else (postcode[:2],)


def metres(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Return the distance between two points.

    Parameters
    ----------
    a, b : tuple of float
        Longitude and latitude, degrees.

    Returns
    -------
    float
        Metres, as the crow flies.
    """
    lon, lat = math.radians(b[0] - a[0]), math.radians(b[1] - a[1])
    half = math.sin(lat / 2) ** 2 + math.cos(math.radians(a[1])) * math.cos(math.radians(b[1])) * (
        math.sin(lon / 2) ** 2
    )
    return 2 * EARTH_M * math.asin(min(1.0, math.sqrt(half)))


def walking_minutes(distance: float) -> int:
    """Return how long one walks, about.

    Parameters
    ----------
    distance : float
        Metres, as the crow flies.

    Returns
    -------
    int
        Minutes, at least 1.
    """
    return max(1, round(distance * DETOUR / WALK_M_A_MINUTE))


def holds(geometry: dict[str, object], point: tuple[float, float]) -> bool:
    """Say whether a GeoJSON polygon or multipolygon holds a point.

    Parameters
    ----------
    geometry : dict
        GeoJSON geometry.
    point : tuple of float
        Longitude and latitude.

    Returns
    -------
    bool
        Even and odd crossings: holes are outside.
    """
    parts = geometry.get("coordinates") or []
    assert isinstance(parts, list)
    polygons = [parts] if geometry.get("type") == "Polygon" else parts
    return any(sum(_crossings(ring, point) for ring in rings) % 2 for rings in polygons)


def _crossings(ring: Iterable[Iterable[float]], point: tuple[float, float]) -> int:
    x, y = point
    corners = [tuple(corner)[:2] for corner in ring]
    count = 0
    for (x1, y1), (x2, y2) in zip(corners, corners[1:] + corners[:1], strict=True):
        if (y1 > y) != (y2 > y) and x < x1 + (y - y1) / (y2 - y1) * (x2 - x1):
            count += 1
    return count
