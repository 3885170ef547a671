"""Points in areas."""

from typing import Any, Final

import numpy as np
import polars as pl
import shapely
from numpy.typing import ArrayLike, NDArray

from perron.geo.projection import Origin, local_metres, local_origin, shapes_in_metres
from perron.geo.shapes import code_column, shapes_of

GAP_M: Final = 25.0
"""Points at most this far from the nearest area belong to it: gaps between areas, points on the pavement."""


def bureau_of_points(
    lon: ArrayLike, lat: ArrayLike, areas: pl.DataFrame, *, gap_m: float = GAP_M
) -> pl.Series:
    """Find the area each point falls in.

    Parameters
    ----------
    lon, lat : array_like of float, shape (n,)
        WGS 84 degrees; not a number where a point is missing.
    areas : polars.DataFrame
        Table `BUREAUX` or `AREAS`.
    gap_m : float
        A point in no area is given to the nearest one within this distance, metres.

    Returns
    -------
    polars.Series of String, length n
        Code of the area, null where there is none; on a border or an overlap, the first area of the table.
    """
    code = areas.get_column(code_column(areas))
    x, y = np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64)
    shapes = shapes_of(areas)
    place = index_of_points(x, y, shapes)
    lost = np.flatnonzero((place < 0) & np.isfinite(x) & np.isfinite(y))
    if gap_m > 0 and len(lost) and len(shapes):
        box = shapely.total_bounds(shapes)
        place[lost] = _nearest(x[lost], y[lost], shapes, local_origin(box[[0, 2]], box[[1, 3]]), gap_m)
    found = pl.Series("bureau", place).replace(-1, None) if len(place) else pl.Series("bureau", [], pl.Int64)
    return code.gather(found).alias("bureau")


def index_of_points(
    x: NDArray[np.float64], y: NDArray[np.float64], shapes: NDArray[Any]
) -> NDArray[np.int64]:
    """Find the shape that covers each point.

    Parameters
    ----------
    x, y : ndarray of float64, shape (n,)
        Points, in the shapes' coordinates; not a number where a point is missing.
    shapes : ndarray of shapely geometries, shape (m,)
        Areas.

    Returns
    -------
    ndarray of int64, shape (n,)
        Number of the first shape that covers the point, -1 where none does.
    """
    place = np.full(len(x), -1, dtype=np.int64)
    there = np.flatnonzero(np.isfinite(x) & np.isfinite(y))
    tree = shapely.STRtree(shapely.points(x[there], y[there]))
    which, point = tree.query(shapes, predicate="covers")
    order = np.argsort(-which, kind="stable")  # the first shape is written last, and so stays
    place[there[point[order]]] = which[order]
    return place


def _nearest(
    lon: NDArray[np.float64], lat: NDArray[np.float64], shapes: NDArray[Any], origin: Origin, gap_m: float
) -> NDArray[np.int64]:
    place = np.full(len(lon), -1, dtype=np.int64)
    tree = shapely.STRtree(shapes_in_metres(shapes, origin=origin))
    points = shapely.points(*local_metres(lon, lat, origin=origin))
    point, which = tree.query_nearest(points, max_distance=gap_m, all_matches=True)
    order = np.argsort(-which, kind="stable")
    place[point[order]] = which[order]
    return place
