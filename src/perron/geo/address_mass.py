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
    said = (
        there.get_column("bureau") if "bureau" in there.columns else pl.repeat(None, there.height, eager=True)
    )
    said = said.cast(pl.String)
    areas = {"source": source, "target": target}
    found = {side: bureau_of_points(lon, lat, areas[side]) for side in areas if stated != "neither"}
    side = stated or _side(said, found)
    if side != "neither":
        lon, lat = _held(lon, lat, said, found[side], areas[side])
        own = said.zip_with(said.is_not_null(), found[side])
    sides = [name for name in areas if name != side]
    found = {name: bureau_of_points(lon, lat, areas[name]) for name in sides}
    if side != "neither":
        found[side] = own
    columns = [
        pl.col(c) if c in there.columns else pl.lit(None, pl.Float64).alias(c) for c in ("electors", "doors")
    ]
    return _by_pair(there.select(*columns, source=found["source"], target=found["target"]))


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
) -> tuple[Degrees, Degrees]:
    """Move points that lie outside the area they belong to just inside it; lose those that lie far off."""
    row = areas.select(code=pl.col(code_column(areas))).with_row_index("area")
    strays = (
        pl.DataFrame({"code": said, "found": found})
        .with_row_index("point")
        .filter(pl.col("code").is_not_null() & pl.col("code").ne_missing(pl.col("found")))
        .join(row, on="code")
    )
    if strays.is_empty():
        return lon, lat
    at, which = strays.get_column("point").to_numpy(), strays.get_column("area").to_numpy()
    origin = local_origin(lon, lat)
    shapes: NDArray[Any] = shapes_in_metres(shapes_of(areas)[which], origin=origin)
    points = shapely.points(*local_metres(lon[at], lat[at], origin=origin))
    far = shapely.distance(shapes, points)
    edge = shapely.get_point(shapely.shortest_line(shapes, points), 0)
    heart = shapely.point_on_surface(shapes)
    way = np.column_stack(
        [shapely.get_x(heart) - shapely.get_x(edge), shapely.get_y(heart) - shapely.get_y(edge)]
    )
    step = way * np.minimum(_INSIDE_M / np.maximum(np.hypot(*way.T), 1e-9), 1.0)[:, None]
    inner = local_degrees(shapely.get_x(edge) + step[:, 0], shapely.get_y(edge) + step[:, 1], origin=origin)
    lon, lat = lon.copy(), lat.copy()
    lon[at], lat[at] = np.where(far <= ASTRAY_M, inner, np.nan)
    return lon, lat
