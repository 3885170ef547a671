"""Shapes made valid and turned into bytes, with what that changed."""

import numpy as np
import shapely

from perron.errors import GeometryError
from perron.geo.shapes import repair
from perron.sources.geojson import Shapes
from perron.sources.geojson_limits import check_crossings
from perron.sources.limits import DEFAULT, Limits
from perron.words import Words


def valid_areas(
    shapes: Shapes, names: list[str], file: str, limits: Limits = DEFAULT
) -> tuple[Shapes, tuple[Words, ...]]:
    """Repair areas, and refuse those that are not areas.

    Parameters
    ----------
    shapes : ndarray of geometries
        Areas in WGS 84.
    names : list of str
        What to call each in messages.
    file : str
        Name for messages.
    limits : Limits
        How tangled a shape may be.

    Returns
    -------
    ndarray of geometries
        Valid polygons or multipolygons.
    tuple of Words
        How many were repaired.

    Raises
    ------
    GeometryError
        A feature has no shape or no area, or crosses itself everywhere.
    """
    missing = np.flatnonzero(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    if len(missing):
        raise _no_shape(names[int(missing[0])], int(missing[0]), file)
    broken = ~shapely.is_valid(shapes)
    fixed = shapes.copy()
    if broken.any():
        check_crossings(shapes[broken], limits, file)
        fixed[broken] = repair(shapes[broken])
    area = shapely.area(fixed)
    kind = shapely.get_type_id(fixed)
    wrong = np.flatnonzero(~np.isin(kind, (3, 6)) | ~(area > 0))
    if len(wrong):
        first = int(wrong[0])
        found = getattr(fixed[first], "geom_type", "null")
        raise GeometryError(
            Words(f"“{names[first]}” is not an area", f"«\u00a0{names[first]}\u00a0» n’est pas une surface"),
            file=file,
            column="geometry",
            found=found,
            expected=Words("Polygon or MultiPolygon", "Polygon ou MultiPolygon"),
        )
    count = int(broken.sum())
    if not count:
        return fixed, ()
    return fixed, (Words(f"areas repaired: {count}", f"surfaces réparées\u00a0: {count}"),)


def _no_shape(name: str, index: int, file: str) -> GeometryError:
    return GeometryError(
        Words(
            f"“{name}” (feature {index + 1}) has no shape",
            f"«\u00a0{name}\u00a0» (élément n° {index + 1}) n’a pas de contour",
        ),
        file=file,
        column="geometry",
        found="null",
        expected=Words(
            "its Polygon or MultiPolygon; or delete this feature",
            "son Polygon ou MultiPolygon\u202f; ou supprimez cet élément",
        ),
    )
