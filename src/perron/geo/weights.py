"""What share of each old area goes to each new one: by electors, doors, addresses, else by area."""

from typing import Final

import numpy as np
import polars as pl
import shapely

from perron.errors import ParameterError
from perron.geo.address_mass import Stated, address_mass
from perron.geo.projection import local_origin, shapes_in_metres
from perron.geo.shapes import code_column, shapes_of
from perron.words import Words

STRIP_M: Final = 2.0
"""Intersections narrower than this (twice area by perimeter) come from drawing one border twice."""
_MASS: Final = {"source": pl.String, "target": pl.String, "mass": pl.Float64, "basis": pl.String}


def overlap_weights(
    source_areas: pl.DataFrame,
    target_areas: pl.DataFrame,
    points: pl.DataFrame | None = None,
    *,
    stated: Stated | None = None,
    smallest: float = 0.005,
) -> pl.DataFrame:
    """Compute the share of each source area that lies in each target area.

    An address counts for its electors where at least half of the addresses of its source area have them, else
    for its doors on the same condition, else for one; a source area without any address is shared by area.
    Addresses whose file says their bureau are held to it: a point that falls outside is moved to the nearest
    place inside before it is located in the other set.

    Parameters
    ----------
    source_areas, target_areas : polars.DataFrame
        Tables `BUREAUX` or `AREAS`.
    points : polars.DataFrame, optional
        Table `ADDRESSES`; without it every weight rests on area.
    stated : {"source", "target", "neither"}, optional
        Which of the two sets the addresses' own `bureau` belongs to; by default the one where at least
        90 % of the addresses lie in the area they say.
    smallest : float
        Shares below this one are taken for drawing or geocoding errors and dropped, in [0, 0.5).

    Returns
    -------
    polars.DataFrame
        Columns source, target, weight in (0, 1], basis ("electors", "doors", "addresses", "area"); those of
        one source add up to 1. A source that meets no target is absent.

    Raises
    ------
    ParameterError
        `smallest` is out of range.

    References
    ----------
    Goodchild, M. F. and Lam, N. S.-N. (1980). Areal interpolation: a variant of the traditional spatial
    problem. *Geo-Processing* 1, 297-312 (area weights). Flowerdew, R. and Green, M. (1994). Areal
    interpolation and types of data. In *Spatial analysis and GIS*, 121-145 (weights from ancillary data).
    """
    if not 0 <= smallest < 0.5:
        raise ParameterError(
            Words("a share between 0 and 0.5", "une part entre 0 et 0,5"),
            column="smallest",
            found=str(smallest),
        )
    mass = _empty() if points is None else address_mass(source_areas, target_areas, points, stated)
    done = mass.get_column("source").unique().implode()
    rest = source_areas.filter(~pl.col(code_column(source_areas)).is_in(done))
    whole = pl.concat([mass, _area_mass(rest, target_areas)])
    return _shares(whole.sort("source", "target", "basis"), smallest)


def _empty() -> pl.DataFrame:
    return pl.DataFrame(
        schema={"source": pl.String, "target": pl.String, "mass": pl.Float64, "basis": pl.String}
    )


def _shares(mass: pl.DataFrame, smallest: float) -> pl.DataFrame:
    kept = mass.filter(pl.col("mass") > 0)
    kept = kept.with_columns(weight=_of_source(kept, "mass"))
    most = pl.col("weight") == pl.col("weight").max().over("source")
    kept = kept.filter((pl.col("weight") >= smallest) | most)
    return kept.select("source", "target", weight=_of_source(kept, "weight"), basis="basis")


def _of_source(table: pl.DataFrame, name: str) -> pl.Series:
    """Return each row's share of its source, added up row after row: the same on any number of threads."""
    place = table.get_column("source").rle_id().to_numpy()
    values = table.get_column(name).to_numpy()
    return pl.Series(name, values / np.bincount(place, weights=values)[place] if len(values) else values)


def _area_mass(source: pl.DataFrame, target: pl.DataFrame) -> pl.DataFrame:
    """Areas of the intersections, square metres; nothing for strips too narrow to be more than drawing."""
    if source.is_empty() or target.is_empty():
        return _empty()
    ours, theirs = shapes_of(source), shapes_of(target)
    box = shapely.total_bounds(ours)
    origin = local_origin(box[[0, 2]], box[[1, 3]])
    ours, theirs = (shapes_in_metres(shapes, origin=origin) for shapes in (ours, theirs))
    one, two = shapely.STRtree(theirs).query(ours, predicate="intersects")
    pieces = shapely.intersection(ours[one], theirs[two])
    common = shapely.area(pieces)
    strip = 2 * common < STRIP_M * shapely.length(pieces)
    return pl.DataFrame(
        {
            "source": source.get_column(code_column(source)).gather(one),
            "target": target.get_column(code_column(target)).gather(two),
            "mass": np.where(strip, 0.0, common),
        }
    ).with_columns(basis=pl.lit("area"))
