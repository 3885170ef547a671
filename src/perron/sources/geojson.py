"""GeoJSON: features, properties as text, coordinates in WGS 84 whatever the file says."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import orjson
import shapely
from numpy.typing import NDArray
from pyproj import CRS
from shapely.geometry import shape

from perron.errors import BadInputError, EncodingError, GeometryError, UnknownFormatError
from perron.geo.projection import reproject
from perron.sources.geojson_limits import check_features, check_numbers, check_text, too_deep
from perron.sources.limits import DEFAULT, Limits
from perron.sources.opening import Opened
from perron.words import Words

Shapes = NDArray[np.object_]
_HEADER_LINES = 8
"""Lines before the first feature in a file written one feature per line."""
_LONGEST_LINE = 64 << 20
"""Bytes of one feature's line; a longer one means that lines are not features."""
METROPOLE = (-5.5, 41.0, 10.0, 51.5)
"""Metropolitan France: west, south, east, north, degrees."""


@dataclass(frozen=True, slots=True)
class Features:
    """Features of a GeoJSON file.

    Parameters
    ----------
    properties : list of dict
        Properties, one per feature.
    shapes : ndarray of shapely geometries
        WGS 84, None where the feature has none.
    notes : tuple of Words
        What had to be done to read them.
    """

    properties: list[dict[str, Any]]
    shapes: Shapes
    notes: tuple[Words, ...]


def parse(opened: Opened) -> dict[str, Any]:
    """Parse JSON text in UTF-8 or, failing that, latin-1.

    Parameters
    ----------
    opened : Opened
        The file.

    Returns
    -------
    dict
        The document.

    Raises
    ------
    EncodingError, BadInputError
        The text is not JSON.
    TooLargeError
        It holds more than is let in.
    """
    data = opened.data().removeprefix(b"\xef\xbb\xbf")
    check_text(data, opened.limits, opened.file)
    try:
        return _object(orjson.loads(data), opened.file)
    except orjson.JSONDecodeError as error:
        try:
            data.decode()
        except UnicodeDecodeError:
            try:
                return _object(orjson.loads(data.decode("cp1252", errors="replace").encode()), opened.file)
            except orjson.JSONDecodeError:
                raise EncodingError(
                    Words("neither UTF-8 nor latin-1 JSON", "ni du JSON UTF-8 ni du JSON latin-1"),
                    file=opened.file,
                ) from error
        if "depth limit" in error.msg or "ecursion" in error.msg:
            raise too_deep(opened.file, opened.limits.depth) from error
        raise BadInputError(
            Words("the JSON text is broken", "le texte JSON est abîmé"),
            file=opened.file,
            line=error.lineno,
            found=error.msg,
        ) from error


def lines_of_commune(opened: Opened, commune: str) -> dict[str, Any] | None:
    """Keep one commune's features of a file too big for memory, written one feature per line.

    Parameters
    ----------
    opened : Opened
        The file.
    commune : str
        Insee code, looked for as it is on each line.

    Returns
    -------
    dict or None
        A FeatureCollection without `crs` (such files are in WGS 84), None when lines are not features.
    """
    mark = commune.encode()
    kept = []
    with opened.stream() as stream:
        for number, line in enumerate(iter(lambda: stream.readline(_LONGEST_LINE), b"")):
            feature = line.strip().rstrip(b",")
            if number > _HEADER_LINES and not feature.startswith(b"{") and len(feature) > 2:
                return None
            if mark in feature and feature.startswith(b"{") and feature.endswith(b"}"):
                try:
                    kept.append(orjson.loads(feature))
                except orjson.JSONDecodeError:
                    return None
    features = [row for row in kept if isinstance(row, dict) and row.get("type") == "Feature"]
    return {"type": "FeatureCollection", "features": features} if features else None


def features_of(document: dict[str, Any], file: str, limits: Limits = DEFAULT) -> Features:
    """Return the features of a GeoJSON document, in WGS 84.

    Parameters
    ----------
    document : dict
        A FeatureCollection.
    file : str
        Name for messages.
    limits : Limits
        What is let in.

    Returns
    -------
    Features
        Properties and shapes.

    Raises
    ------
    UnknownFormatError
        It is not a FeatureCollection.
    GeometryError
        A geometry is broken, the projection unknown, or longitude and latitude are swapped.
    """
    rows = document.get("features")
    if rows == []:
        raise UnknownFormatError(
            Words("no shape in this file", "ce fichier ne contient aucun contour"), file=file
        )
    if document.get("type") != "FeatureCollection" or not isinstance(rows, list):
        raise UnknownFormatError(
            Words("not a GeoJSON collection of features", "ce n’est pas une collection GeoJSON"),
            file=file,
            found=str(document.get("type")),
            expected=Words("FeatureCollection", "FeatureCollection"),
        )
    check_features(rows, limits, file)
    properties = [row.get("properties") or {} for row in rows]
    shapes = np.empty(len(rows), dtype=object)
    for index, row in enumerate(rows):
        shapes[index] = _shape(row.get("geometry"), index, file)
    check_numbers(shapes, file)
    projected, notes = to_degrees(shapes, _declared(document.get("crs"), file), file)
    check_swapped(projected, file)
    return Features(properties, projected, notes)


def to_degrees(shapes: Shapes, declared: CRS | None, file: str) -> tuple[Shapes, tuple[Words, ...]]:
    """Reproject to WGS 84 when the file or its coordinates say it is needed.

    Parameters
    ----------
    shapes : ndarray of geometries
        As read.
    declared : CRS or None
        What the file says.
    file : str
        Name for messages.

    Returns
    -------
    ndarray of geometries
        In degrees.
    tuple of Words
        A note when something was done.
    """
    xmin, ymin, xmax, ymax = shapely.total_bounds(shapes)
    degrees = max(abs(xmin), abs(xmax)) <= 180 and max(abs(ymin), abs(ymax)) <= 90
    if declared is not None and not declared.is_geographic and not degrees:
        crs = declared
    elif degrees:
        return shapes, ()
    else:
        crs = guess_projection((xmin + xmax) / 2, (ymin + ymax) / 2, file)
    return reproject(shapes, crs=crs), (
        Words(f"reprojected from {crs.name}", f"reprojeté depuis {crs.name}"),
    )


def guess_projection(x: float, y: float, file: str) -> CRS:
    """Recognise a French projection by its coordinates.

    Parameters
    ----------
    x, y : float
        Middle of the file's extent, metres.
    file : str
        Name for messages.

    Returns
    -------
    CRS
        Lambert-93, a conic conformal zone (CC42–CC50), Lambert II étendu, or RGR92 UTM 40S (La Réunion).

    Raises
    ------
    GeometryError
        None of them fits. Source: IGN, projections of the RGF93 system (false eastings and northings).
    """
    zone = round((y - 200_000) / 1_000_000) + 41
    if 0 < x < 1_300_000 and 6_000_000 < y < 7_200_000:
        return CRS.from_epsg(2154)
    if 1_200_000 < x < 2_300_000 and 42 <= zone <= 50:
        return CRS.from_epsg(3942 + zone - 42)
    if 0 < x < 1_200_000 and 1_600_000 < y < 2_700_000:
        return CRS.from_epsg(27572)
    if 300_000 < x < 400_000 and 7_600_000 < y < 7_700_000:
        return CRS.from_epsg(2975)
    raise GeometryError(
        Words("the projection is not known", "la projection n’est pas connue"),
        file=file,
        found=f"{x:.0f} ; {y:.0f}",
        expected=Words(
            "WGS 84, Lambert-93, CC42–CC50 or a crs member", "WGS 84, Lambert-93, CC42–CC50 ou un membre crs"
        ),
    )


def check_swapped(shapes: Shapes, file: str) -> None:
    """Refuse metropolitan coordinates written latitude first.

    Parameters
    ----------
    shapes : ndarray of geometries
        In degrees.
    file : str
        Name for messages.

    Raises
    ------
    GeometryError
        Longitude and latitude are swapped.
    """
    xmin, ymin, xmax, ymax = shapely.total_bounds(shapes)
    west, south, east, north = METROPOLE
    if south < xmin and xmax < north and west < ymin and ymax < east:
        raise GeometryError(
            Words("longitude and latitude are swapped", "longitude et latitude sont inversées"),
            file=file,
            found=f"{xmin:.4f}, {ymin:.4f}",
            expected=Words("longitude first", "la longitude d’abord"),
        )


def _shape(geometry: dict[str, Any] | None, index: int, file: str) -> Any:
    if geometry is None:
        return None
    try:
        return shape(geometry)
    except (
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
        RecursionError,
        shapely.errors.ShapelyError,
    ) as error:
        raise GeometryError(
            Words(
                f"the geometry of feature {index + 1} is broken", f"la géométrie n° {index + 1} est abîmée"
            ),
            file=file,
            found=str(error),
        ) from error


def _declared(crs: Any, file: str) -> CRS | None:
    inner = crs.get("properties") if isinstance(crs, dict) else None
    name = inner.get("name") if isinstance(inner, dict) else None
    if not name:
        return None
    try:
        return CRS.from_user_input(name)
    except Exception as error:
        raise GeometryError(
            Words("the declared projection is not known", "la projection déclarée n’est pas connue"),
            file=file,
            column="crs",
            found=str(name),
        ) from error


def _object(document: Any, file: str) -> dict[str, Any]:
    if isinstance(document, dict):
        return document
    raise UnknownFormatError(
        Words("not a GeoJSON collection of features", "ce n’est pas une collection GeoJSON"), file=file
    )
