"""Is a point inside a shape: even-odd over every ring, without loading a geometry library."""

from itertools import pairwise
from typing import Any


def contains(shape: dict[str, Any], lon: float, lat: float) -> bool:
    """Say whether a GeoJSON polygon or multipolygon holds a point.

    Parameters
    ----------
    shape : dict
        Geometry.
    lon, lat : float
        The point, in degrees.

    Returns
    -------
    bool
        True inside; holes are outside.
    """
    parts = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
    return any(sum(_crosses(ring, lon, lat) for ring in rings) % 2 for rings in parts)


def _crosses(ring: list[list[float]], lon: float, lat: float) -> int:
    count = 0
    for (x1, y1, *_), (x2, y2, *_) in pairwise(ring):
        if (y1 > lat) != (y2 > lat) and lon < x1 + (lat - y1) * (x2 - x1) / (y2 - y1):
            count += 1
    return count
