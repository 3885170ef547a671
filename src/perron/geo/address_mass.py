"""Electors, doors or addresses common to two areas of different boundary sets."""

from typing import Any, Final, Literal

import numpy as np
import polars as pl
import shapely
from numpy.typing import NDArray

from perron.geo.locate import bureau_of_points
from perron.geo.projection import local_degrees, local_metres, local_origin, shapes_in_metres
from perron.geo.shapes import code_column, shapes_of

Stated = Literal["source", "target", "neither"]
Degrees = NDArray[np.float64]
TRUSTED: Final = 0.9
"""Share of addresses in the area their file says, from which the file speaks of that boundary set."""
KNOWN: Final = 0.5
"""Share of an area's addresses whose electors (or doors) must be known for weights to rest on them."""
ASTRAY_M: Final = 200.0
"""An address farther than this from the area its file says has a wrong point and is left aside."""
_INSIDE_M: Final = 5.0


def address_mass(
    source: pl.DataFrame, target: pl.DataFrame, points: pl.DataFrame, stated: Stated | None
) -> pl.DataFrame:
    """Add up electors, doors or addresses by pair of areas.

    Parameters
    ----------
    source, target : polars.DataFrame
        Tables `BUREAUX` or `AREAS`.
    points : polars.DataFrame
        Table `ADDRESSES`.
    stated : {"source", "target", "neither"}, optional
        Which set the addresses' own `bureau` belongs to; found by itself when not given.

    Returns
    -------
    polars.DataFrame
        Columns source, target, mass, basis.
    """
    there = points.filter(pl.col("lon").is_not_null() & pl.col("lat").is_not_null())
    lon, lat = there.get_column("lon").to_numpy(), there.get_column("lat").to_numpy()
    said = _column(there, "bureau").cast(pl.String)
    areas = {"source": source, "target": target}
    found = {name: bureau_of_points(lon, lat, areas[name]) for name in areas}
    side = stated or _side(said, found)
    if side != "neither":
        other = "target" if side == "source" else "source"
        stray, inner_lon, inner_lat = _held(lon, lat, said, found[side], areas[side])
        found[other] = found[other].scatter(stray, bureau_of_points(inner_lon, inner_lat, areas[other]))
        found[side] = said.zip_with(said.is_not_null(), found[side])
    mass = {name: _column(there, name).cast(pl.Float64) for name in ("electors", "doors")}
    return _by_pair(pl.DataFrame({**mass, "source": found["source"], "target": found["target"]}))


def _column(table: pl.DataFrame, name: str) -> pl.Series:
    nothing = pl.Series(name, [None] * table.height, pl.Null)
    return table.get_column(name) if name in table.columns else nothing


def _by_pair(pairs: pl.DataFrame) -> pl.DataFrame:
    placed = pairs.filter(pl.col("source").is_not_null() & pl.col("target").is_not_null())

    def known(column: str) -> pl.Expr:
        share = pl.col(column).is_not_null().mean().over("source")
        return (share >= KNOWN) & (pl.col(column).sum().over("source") > 0)

    basis = pl.when(known("electors")).then(pl.lit("electors"))
    said = basis.when(known("doors")).then(pl.lit("doors")).otherwise(pl.lit("addresses"))
    mass = pl.when(pl.col("basis") == "electors").then("electors")
    each = mass.when(pl.col("basis") == "doors").then("doors").otherwise(1)
    return (
        placed.with_columns(basis=said)
        .with_columns(mass=each.cast(pl.Float64).fill_null(0.0))
        .group_by("source", "target", "basis")
        .agg(pl.col("mass").sum())
        .select("source", "target", "mass", "basis")
    )


def _side(said: pl.Series, found: dict[str, pl.Series]) -> Stated:
    """Say which boundary set the addresses' own bureaux belong to."""
    best: tuple[float, Stated] = (TRUSTED, "neither")
    sides: tuple[Stated, Stated] = ("target", "source")
    for side in sides:
        both = pl.DataFrame({"said": said, "found": found[side]}).drop_nulls()
        if both.height and both.height > said.count() / 2:
            share = float((both.get_column("said") == both.get_column("found")).sum()) / both.height
            best = max(best, (share, side), key=lambda pair: pair[0])
    return best[1]


def _held(
    lon: Degrees, lat: Degrees, said: pl.Series, found: pl.Series, areas: pl.DataFrame
) -> tuple[NDArray[np.int64], Degrees, Degrees]:
    """Find the points that lie outside the area they belong to, and a place just inside it for each.

    Points that lie far off get no place.
    """
    row = areas.select(code=pl.col(code_column(areas))).with_row_index("area")
    strays = (
        pl.DataFrame({"code": said, "found": found})
        .with_row_index("point")
        .filter(pl.col("code").is_not_null() & pl.col("code").ne_missing(pl.col("found")))
        .join(row, on="code")
    )
    at = strays.get_column("point").to_numpy().astype(np.int64)
    if not len(at):
        return at, np.zeros(0), np.zeros(0)
    origin = local_origin(lon, lat)
    own = strays.get_column("area").to_numpy()
    shapes: NDArray[Any] = shapes_in_metres(shapes_of(areas)[own], origin=origin)
    points = shapely.points(*local_metres(lon[at], lat[at], origin=origin))
    foot = shapely.get_coordinates(shapely.get_point(shapely.shortest_line(shapes, points), 0))
    way = shapely.get_coordinates(shapely.point_on_surface(shapes)) - foot
    inside = foot + way * np.minimum(_INSIDE_M / np.maximum(np.hypot(*way.T), 1e-9), 1.0)[:, None]
    near = shapely.distance(shapes, points) <= ASTRAY_M
    inner = np.where(near, local_degrees(inside[:, 0], inside[:, 1], origin=origin), np.nan)
    return at, inner[0], inner[1]
