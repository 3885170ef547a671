"""Shapes of a boundary set: bytes and geometries, repair, areas, and the report on holes and overlaps."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
import shapely
from numpy.typing import NDArray

from perron.geo.projection import Origin, local_degrees, local_origin, shapes_in_metres

Shapes = NDArray[Any]


def code_column(table: pl.DataFrame) -> str:
    """Return the column that names the areas of a table: "bureau" or "area".

    Parameters
    ----------
    table : polars.DataFrame
        Table `BUREAUX` or `AREAS`.

    Returns
    -------
    str
        Name of the column.
    """
    return "bureau" if "bureau" in table.columns else "area"


def shapes_of(table: pl.DataFrame) -> Shapes:
    """Return the geometries of a table.

    Parameters
    ----------
    table : polars.DataFrame
        With a column `geometry`, WKB.

    Returns
    -------
    ndarray of shapely geometries, shape (n,)
        In the rows' order.
    """
    shapes: Shapes = shapely.from_wkb(np.array(table.get_column("geometry").to_list(), dtype=object))
    return shapes


def plane_of(table: pl.DataFrame) -> tuple[Shapes, Origin]:
    """Return the geometries of a table on a local plane, and the plane's origin.

    Parameters
    ----------
    table : polars.DataFrame
        With a column `geometry`, WKB, WGS 84; at least one row.

    Returns
    -------
    ndarray of shapely geometries, shape (n,)
        Metres.
    tuple of float
        Longitude and latitude of the origin.
    """
    shapes = shapes_of(table)
    box = shapely.total_bounds(shapes)
    origin = local_origin(box[[0, 2]], box[[1, 3]])
    return shapes_in_metres(shapes, origin=origin), origin


def repair(shapes: Shapes, *, sliver: float = 0.0) -> Shapes:
    """Make shapes valid (multi)polygons and drop what is not an area.

    Parameters
    ----------
    shapes : ndarray of shapely geometries, shape (n,)
        Any geometries.
    sliver : float
        Pieces of at most this area, in the square of the coordinates' unit, are dropped.

    Returns
    -------
    ndarray of shapely geometries, shape (n,)
        Valid polygons or multipolygons, empty where nothing is left.
    """
    fixed = shapely.make_valid(shapes, method="structure", keep_collapsed=False)
    parts, owner = shapely.get_parts(fixed, return_index=True)
    deep, inner = shapely.get_parts(parts, return_index=True)  # a collection may hold multipolygons
    owner = owner[inner]
    keep = (shapely.get_type_id(deep) == shapely.GeometryType.POLYGON) & (shapely.area(deep) > sliver)
    out = np.full(len(fixed), shapely.MultiPolygon(), dtype=object)
    deep, owner = deep[keep], owner[keep]
    for index in np.unique(owner):
        mine = deep[owner == index]
        out[index] = mine[0] if len(mine) == 1 else shapely.multipolygons(mine)
    return out


def area_m2(table: pl.DataFrame) -> NDArray[np.float64]:
    """Return the area of each row.

    Parameters
    ----------
    table : polars.DataFrame
        With a column `geometry`, WKB, WGS 84.

    Returns
    -------
    ndarray of float64, shape (n,)
        Square metres.
    """
    return np.asarray(shapely.area(plane_of(table)[0]), dtype=np.float64)


def centroids(table: pl.DataFrame) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the centroid of each row.

    Parameters
    ----------
    table : polars.DataFrame
        With a column `geometry`, WKB, WGS 84.

    Returns
    -------
    tuple of ndarray of float64, shape (n,)
        Longitude and latitude, degrees.
    """
    shapes, origin = plane_of(table)
    middle = shapely.centroid(shapes)
    return local_degrees(shapely.get_x(middle), shapely.get_y(middle), origin=origin)


@dataclass(frozen=True, slots=True)
class Coverage:
    """What is wrong with a boundary set that should cover its commune once and only once.

    Parameters
    ----------
    overlaps : polars.DataFrame
        One row per pair: bureau, other, area_m2, share (of the smaller of the two).
    holes : polars.DataFrame
        One row per hole: area_m2, lon, lat (a point inside).
    outside : polars.DataFrame
        One row per bureau partly outside the commune: bureau, area_m2, share (of the bureau).
    total_m2 : float
        Area of the union.
    """

    overlaps: pl.DataFrame
    holes: pl.DataFrame
    outside: pl.DataFrame
    total_m2: float

    @property
    def clean(self) -> bool:
        """Whether nothing was found."""
        return self.overlaps.is_empty() and self.holes.is_empty() and self.outside.is_empty()


def check_coverage(
    table: pl.DataFrame, *, commune: bytes | None = None, smallest_m2: float = 10.0
) -> Coverage:
    """Report holes, overlaps, and areas outside the commune.

    Parameters
    ----------
    table : polars.DataFrame
        Table `BUREAUX` or `AREAS`, valid shapes.
    commune : bytes, optional
        Outline of the commune, WKB, WGS 84; without it holes are those inside the union of the areas, and
        nothing counts as outside.
    smallest_m2 : float
        Smaller faults are left unsaid.

    Returns
    -------
    Coverage
        The report, largest faults first.
    """
    code = table.get_column(code_column(table))
    shapes, origin = plane_of(table)
    shapes = repair(shapes)
    whole = shapely.union_all(shapes)
    outline = None
    if commune is not None:
        outline = shapes_in_metres(np.array([shapely.from_wkb(commune)]), origin=origin)[0]
    return Coverage(
        overlaps=_overlaps(code, shapes, smallest_m2),
        holes=_holes(whole, outline, origin, smallest_m2),
        outside=_outside(code, shapes, outline, smallest_m2),
        total_m2=float(shapely.area(whole)),
    )


def _overlaps(code: pl.Series, shapes: Shapes, smallest: float) -> pl.DataFrame:
    one, two = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    one, two = one[one < two], two[one < two]
    common = shapely.area(shapely.intersection(shapes[one], shapes[two]))
    share = common / np.minimum(shapely.area(shapes[one]), shapely.area(shapes[two]))
    return (
        pl.DataFrame(
            {"bureau": code.gather(one), "other": code.gather(two), "area_m2": common, "share": share}
        )
        .filter(pl.col("area_m2") >= smallest)
        .sort("area_m2", "bureau", "other", descending=[True, False, False])
    )


def _holes(whole: Any, outline: Any, origin: Origin, smallest: float) -> pl.DataFrame:
    if outline is not None:
        holes = shapely.get_parts(shapely.difference(outline, whole))
    else:
        parts = shapely.get_parts(whole)
        filled = shapely.union_all(shapely.polygons(shapely.get_exterior_ring(parts)))
        holes = shapely.get_parts(shapely.difference(filled, whole))
    holes = holes[
        (shapely.get_type_id(holes) == shapely.GeometryType.POLYGON) & (shapely.area(holes) >= smallest)
    ]
    inside = shapely.point_on_surface(holes)
    lon, lat = local_degrees(shapely.get_x(inside), shapely.get_y(inside), origin=origin)
    return pl.DataFrame(
        {"area_m2": shapely.area(holes), "lon": lon, "lat": lat},
        schema={"area_m2": pl.Float64, "lon": pl.Float64, "lat": pl.Float64},
    ).sort("area_m2", descending=True)


def _outside(code: pl.Series, shapes: Shapes, outline: Any, smallest: float) -> pl.DataFrame:
    beyond = np.zeros(len(shapes)) if outline is None else shapely.area(shapely.difference(shapes, outline))
    return (
        pl.DataFrame(
            {"bureau": code, "area_m2": beyond, "share": beyond / np.maximum(shapely.area(shapes), 1e-9)}
        )
        .filter(pl.col("area_m2") >= max(smallest, 1e-9))
        .sort("area_m2", "bureau", descending=[True, False])
    )
