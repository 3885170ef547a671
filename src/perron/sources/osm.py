"""Walkable streets of an OpenStreetMap extract (.osm.pbf), read with pyosmium."""

from typing import Final

import numpy as np
import osmium
from numpy.typing import NDArray

from perron.errors import BadInputError
from perron.geo.streets import StreetNetwork
from perron.sources.limits import TOO_MANY_ROWS
from perron.sources.opening import Opened
from perron.units import EARTH_RADIUS_M
from perron.words import Words

WALKABLE: Final = frozenset({
    "primary", "primary_link", "secondary", "secondary_link", "tertiary", "tertiary_link", "unclassified",
    "residential", "living_street", "pedestrian", "service", "track", "footway", "path", "steps", "corridor",
    "cycleway", "road",
})  # fmt: skip
"""Values of highway= a person on foot may use (motorways and trunk roads excluded)."""


def recognises(opened: Opened) -> bool:
    """Say whether the content is an OpenStreetMap PBF.

    Parameters
    ----------
    opened : Opened
        The file.

    Returns
    -------
    bool
        Whether this reader is the right one.
    """
    return opened.packing == "" and b"OSMHeader" in opened.head[:64]


def read(opened: Opened) -> tuple[StreetNetwork, tuple[Words, ...]]:
    """Read the walking network; ways are cut at the nodes they share.

    Parameters
    ----------
    opened : Opened
        The file.

    Returns
    -------
    StreetNetwork
        Every segment between consecutive nodes of walkable ways.
    tuple of Words
        Notes.

    Raises
    ------
    BadInputError
        The file is damaged or holds no walkable street.
    """
    numbers: dict[int, int] = {}
    points: list[tuple[float, float]] = []
    edges: dict[tuple[int, int], str] = {}
    try:
        ways = (
            osmium.FileProcessor(osmium.io.File(str(opened.path), "pbf"))
            .with_locations()
            .with_filter(osmium.filter.EntityFilter(osmium.osm.WAY))
        )
        for way in ways:
            if isinstance(way, osmium.osm.Way) and _walkable(way.tags):
                _add_way(way, numbers, points, edges)
                opened.limits.check_count(TOO_MANY_ROWS, len(edges), opened.limits.rows, opened.file)
    except RuntimeError as error:
        raise BadInputError(
            Words("the OpenStreetMap file is damaged", "le fichier OpenStreetMap est abîmé"),
            file=opened.file,
            found=str(error),
        ) from error
    if not edges:
        raise BadInputError(
            Words("the extract holds no walkable street", "l’extrait n’a aucune rue praticable à pied"),
            file=opened.file,
        )
    lon, lat = np.array(points, dtype=np.float64).T
    start, end = (np.ascontiguousarray(column) for column in np.array(list(edges), dtype=np.int32).T)
    length = great_circle(lon[start], lat[start], lon[end], lat[end])
    return StreetNetwork(lon.copy(), lat.copy(), start, end, length, tuple(edges.values())), ()


def great_circle(
    lon: NDArray[np.float64], lat: NDArray[np.float64], lon2: NDArray[np.float64], lat2: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return great-circle distances (haversine formula).

    Parameters
    ----------
    lon, lat, lon2, lat2 : ndarray of float64, shape (n,)
        Degrees.

    Returns
    -------
    ndarray of float64, shape (n,)
        Metres.
    """
    phi, phi2 = np.radians(lat), np.radians(lat2)
    half = np.sin((phi2 - phi) / 2) ** 2
    half += np.cos(phi) * np.cos(phi2) * np.sin(np.radians(lon2 - lon) / 2) ** 2
    return np.asarray(2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(half)), dtype=np.float64)


def _walkable(tags: osmium.osm.TagList) -> bool:
    return (
        tags.get("highway") in WALKABLE
        and tags.get("foot") not in {"no", "private", "use_sidepath"}
        and tags.get("access") not in {"no", "private"}
        and tags.get("area") != "yes"
    )


def _add_way(
    way: osmium.osm.Way,
    numbers: dict[int, int],
    points: list[tuple[float, float]],
    edges: dict[tuple[int, int], str],
) -> None:
    name = way.tags.get("name") or ""
    before = -1
    for node in way.nodes:
        if not node.location.valid():
            before = -1
            continue
        here = numbers.setdefault(node.ref, len(points))
        if here == len(points):
            points.append((node.lon, node.lat))
        if before >= 0 and before != here:
            edges.setdefault((min(before, here), max(before, here)), name)
        before = here
