"""The ground of each turf, to be seen on a map: each point belongs to the turf of the nearest door."""

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

from perron.geo.projection import Origin, local_degrees, local_metres, local_origin

DECIMALS = 6
NEAR_M = 60.0
"""Where there is no outline, ground farther than this from any door belongs to nobody, metres."""


def turf_zones(
    lon: ArrayLike, lat: ArrayLike, turf: ArrayLike, doors: ArrayLike, *, area: shapely.Geometry | None = None
) -> dict[int, shapely.Geometry]:
    """Share the ground of a bureau between its turfs (Voronoi cells of the places, merged).

    Parameters
    ----------
    lon, lat : array_like of float, shape (n,)
        Stops, degrees.
    turf : array_like of int, shape (n,)
        Turf of each stop.
    doors : array_like of int, shape (n,)
        Doors of each stop: a place shared by several turfs is shown with the one that has most there.
    area : shapely.Geometry, optional
        Outline of the bureau, degrees; without it the ground near the doors.

    Returns
    -------
    dict of int to shapely.Geometry
        By turf, degrees rounded to six decimals; a turf that leads nowhere has no ground.
    """
    east, north = np.asarray(lon, np.float64), np.asarray(lat, np.float64)
    if not len(east):
        return {}
    origin = local_origin(east, north)
    x, y = local_metres(east, north, origin=origin)
    rounded = np.asarray(np.round(np.column_stack([x, y]), 1), dtype=np.float64)
    points, place = np.unique(rounded, axis=0, return_inverse=True)
    owner = _owners(place.ravel(), np.asarray(turf), np.asarray(doors), len(points))
    outline = _outline(points, area, origin)
    cells = _cells(points, outline)
    zones = {int(t): shapely.union_all(cells[owner == t]) for t in np.unique(owner)}
    return {t: _back(shapely.intersection(zone, outline), origin) for t, zone in zones.items()}


def _owners(
    place: NDArray[np.int64], turf: NDArray[np.int64], doors: NDArray[np.int64], n: int
) -> NDArray[np.int64]:
    """Return the turf that has most doors at each place, the smaller number when equal."""
    total: dict[tuple[int, int], int] = {}
    for at, number, many in zip(place.tolist(), turf.tolist(), doors.tolist(), strict=True):
        total[at, number] = total.get((at, number), 0) + many
    owner = np.zeros(n, np.int64)
    best = np.full(n, -1)
    for (at, number), many in sorted(total.items()):
        if many > best[at]:
            best[at], owner[at] = many, number
    return owner


def _outline(points: NDArray[np.float64], area: shapely.Geometry | None, origin: Origin) -> shapely.Geometry:
    near = shapely.union_all(shapely.buffer(shapely.points(points), NEAR_M, quad_segs=4))
    if area is None or area.is_empty:
        return near
    metres = shapely.transform(
        area, lambda xy: np.column_stack(local_metres(xy[:, 0], xy[:, 1], origin=origin))
    )
    inside = shapely.make_valid(metres)
    return inside if shapely.intersects(inside, shapely.multipoints(points)) else near


def _cells(points: NDArray[np.float64], outline: shapely.Geometry) -> NDArray[np.object_]:
    """Return the Voronoi cell of each point."""
    if len(points) == 1:
        return np.array([outline], dtype=object)
    around = shapely.union(outline, shapely.multipoints(points))
    made = shapely.voronoi_polygons(
        shapely.multipoints(points), extend_to=shapely.box(*shapely.bounds(around)), ordered=True
    )
    return np.asarray(shapely.get_parts(made))


def _back(shape: shapely.Geometry, origin: Origin) -> shapely.Geometry:
    def degrees(xy: NDArray[np.float64]) -> NDArray[np.float64]:
        lonlat: NDArray[np.float64] = np.column_stack(local_degrees(xy[:, 0], xy[:, 1], origin=origin))
        return np.round(lonlat, DECIMALS)

    return shapely.transform(shape, degrees)
