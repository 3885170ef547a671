"""What GeoJSON may hold: corners counted first, geometries of known types, finite numbers."""

from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray

from perron.errors import BadInputError, GeometryError
from perron.sources.limits import TOO_MANY_VERTICES, Limits
from perron.words import Words

_LEVELS: Final = {
    "Point": 1,
    "MultiPoint": 2,
    "LineString": 2,
    "MultiLineString": 3,
    "Polygon": 3,
    "MultiPolygon": 4,
}
_SAMPLE: Final = 100
_SIMPLE: Final = 50
"""Corners below which a broken shape is repaired whatever its crossings."""


def check_text(data: bytes, limits: Limits, file: str) -> None:
    """Refuse a text whose brackets and commas say that it holds too much, before it is parsed.

    Parameters
    ----------
    data : bytes
        JSON text.
    limits : Limits
        What is let in.
    file : str
        Name for messages.

    Raises
    ------
    TooLargeError
        It holds too much.
    """
    # one opening bracket a corner, at most three commas with its altitude; properties add a few
    opening = data.count(b"[") + data.count(b"{")
    corners = max(opening, data.count(b",") // 4)
    limits.check_count(TOO_MANY_VERTICES, corners, limits.vertices, file)


def check_features(rows: list[Any], limits: Limits, file: str) -> None:
    """Refuse features that are not objects, or nest without end.

    Parameters
    ----------
    rows : list
        Members of `features`.
    limits : Limits
        What is let in.
    file : str
        Name for messages.

    Raises
    ------
    GeometryError
        A feature is not an object, or its geometry is of no known type.
    BadInputError
        Properties nest too deep.
    """
    for index, row in enumerate(rows):
        if not isinstance(row, dict) or not isinstance(row.get("properties") or {}, dict):
            raise GeometryError(
                Words(
                    f"feature {index + 1} is not an object", f"l’élément n° {index + 1} n’est pas un objet"
                ),
                file=file,
                found=repr(row)[:80],
                expected=Words('{"type": "Feature", …}', '{"type": "Feature", …}'),
            )
        for name, value in (row.get("properties") or {}).items():
            if isinstance(value, dict | list) and _depth(value, limits.depth) > limits.depth:
                raise too_deep(file, limits.depth, column=str(name))
        _check_geometry(row.get("geometry"), index, limits, file)


def too_deep(file: str, most: int, column: str = "") -> BadInputError:
    """Make the error for nesting without end.

    Parameters
    ----------
    file : str
        Name for messages.
    most : int
        Levels let in.
    column : str
        Property at fault.

    Returns
    -------
    BadInputError
        To be raised.
    """
    return BadInputError(
        Words("this JSON nests too deep", "ce JSON est trop imbriqué"),
        file=file,
        column=column,
        expected=Words(f"at most {most} levels", f"au plus {most} niveaux"),
    )


def check_numbers(shapes: NDArray[np.object_], file: str) -> None:
    """Refuse coordinates that are not numbers, and files without any.

    Parameters
    ----------
    shapes : ndarray of geometries
        As read, None where a feature has none.
    file : str
        Name for messages.

    Raises
    ------
    GeometryError
        A coordinate is infinite or not a number, or no feature has a geometry.
    """
    points, owner = shapely.get_coordinates(shapes, return_index=True)
    if not len(points):
        raise GeometryError(
            Words("no feature has a geometry", "aucun élément n’a de géométrie"),
            file=file,
            column="geometry",
            found="null",
            expected=Words("the shapes of the areas", "le contour des surfaces"),
        )
    wrong = ~np.isfinite(points).all(axis=1)
    if wrong.any():
        first = int(np.argmax(wrong))
        raise GeometryError(
            Words(
                f"a coordinate of feature {owner[first] + 1} is not a number",
                f"une coordonnée de l’élément n° {owner[first] + 1} n’est pas un nombre",
            ),
            file=file,
            column="coordinates",
            found=", ".join(str(value) for value in points[first]),
        )


def check_crossings(shapes: NDArray[np.object_], limits: Limits, file: str) -> None:
    """Refuse broken shapes that cross themselves more often than repairing can bear.

    Crossings are estimated from a sample of the borders' segments.

    Parameters
    ----------
    shapes : ndarray of geometries
        Shapes that are not valid.
    limits : Limits
        What is let in.
    file : str
        Name for messages.

    Raises
    ------
    GeometryError
        Too many crossings.
    """
    total = 0.0
    for shape in shapes[shapely.get_num_coordinates(shapes) > _SIMPLE]:
        total += _crossings(shape)
        if total > limits.crossings:
            raise GeometryError(
                Words("a shape crosses itself everywhere", "un contour se recoupe de toutes parts"),
                file=file,
                column="geometry",
                expected=Words(
                    "a border drawn once around the area", "un bord tracé une fois autour de la surface"
                ),
            )


def _crossings(shape: Any) -> float:
    rings = shapely.get_rings(shapely.get_parts(np.array([shape])))
    points, ring = shapely.get_coordinates(rings, return_index=True)
    joined = ring[1:] == ring[:-1]
    segments = shapely.linestrings(np.stack([points[:-1], points[1:]], axis=1)[joined])
    step = max(1, len(segments) // _SAMPLE)
    sample = segments[::step]
    hits = shapely.STRtree(segments).query(sample, predicate="crosses").shape[1]
    return float(hits) / max(len(sample), 1) * len(segments) / 2


def _check_geometry(geometry: Any, index: int, limits: Limits, file: str) -> None:
    waiting = [(geometry, 0)]
    while waiting:
        one, level = waiting.pop()
        if one is None:
            continue
        if level > limits.depth:
            raise too_deep(file, limits.depth, column="geometry")
        if isinstance(one, dict) and isinstance(one.get("geometries"), list):
            waiting += [(inner, level + 1) for inner in one["geometries"]]
        elif not isinstance(one, dict) or one.get("type") not in _LEVELS:
            found = one.get("type") if isinstance(one, dict) else one
            raise GeometryError(
                Words(
                    f"the geometry of feature {index + 1} is of no known type",
                    f"la géométrie de l’élément n° {index + 1} est d’un type inconnu",
                ),
                file=file,
                column="geometry",
                found=str(found)[:80],
                expected=Words("Polygon or MultiPolygon", "Polygon ou MultiPolygon"),
            )
        elif (levels := _first_depth(one.get("coordinates"))) > _LEVELS[one["type"]]:
            raise GeometryError(
                Words(
                    f"the coordinates of feature {index + 1} nest too deep",
                    f"les coordonnées de l’élément n° {index + 1} sont trop imbriquées",
                ),
                file=file,
                column="coordinates",
                found=str(levels),
                expected=Words(*[str(_LEVELS[one["type"]])] * 2),
            )


def _first_depth(value: Any) -> int:
    depth = 0
    while isinstance(value, list):
        depth += 1
        value = value[0] if value else None
    return depth


def _depth(value: Any, most: int) -> int:
    deepest, waiting = 0, [(value, 1)]
    while waiting and deepest <= most:
        one, level = waiting.pop()
        deepest = max(deepest, level)
        inner = one.values() if isinstance(one, dict) else one
        waiting += [(item, level + 1) for item in inner if isinstance(item, dict | list)]
    return deepest
