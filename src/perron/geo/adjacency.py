"""Which areas touch, and along how many metres."""

import numpy as np
import polars as pl
import shapely

from perron.geo.shapes import code_column, plane_of

_SCHEMA = {"bureau": pl.String, "neighbour": pl.String, "border_m": pl.Float64}


def neighbours(areas: pl.DataFrame, *, gap_m: float = 10.0, shortest_m: float = 5.0) -> pl.DataFrame:
    """Find neighbours and the length of their common border.

    The border is the part of one outline within `gap_m` of the other area, mean of the two ways, less the
    2 × `gap_m` that turn the two corners where the border ends: areas that meet in one point only have none.

    Parameters
    ----------
    areas : polars.DataFrame
        Table `BUREAUX` or `AREAS`.
    gap_m : float
        Gaps of at most this width between neighbours are tolerated, metres.
    shortest_m : float
        Shorter borders do not make neighbours, metres.

    Returns
    -------
    polars.DataFrame
        Columns bureau, neighbour, border_m (metres); each pair both ways round, sorted.
    """
    if areas.height < 2:
        return pl.DataFrame(schema=_SCHEMA)
    code = areas.get_column(code_column(areas))
    shapes, _ = plane_of(areas)
    one, two = shapely.STRtree(shapes).query(shapes, predicate="dwithin", distance=gap_m)
    one, two = one[one != two], two[one != two]
    outline = shapely.boundary(shapes)
    wide = shapely.buffer(shapes, gap_m, quad_segs=2, cap_style="flat", join_style="mitre")
    shapely.prepare(wide)
    along = shapely.length(shapely.intersection(outline[one], wide[two]))
    pairs = pl.DataFrame({"one": np.minimum(one, two), "two": np.maximum(one, two), "along": along})
    border = (
        pairs.group_by("one", "two")
        .agg((pl.col("along").mean() - 2 * gap_m).round(3).alias("border_m"))
        .filter(pl.col("border_m") >= shortest_m)
    )
    both = pl.concat([border, border.select(one="two", two="one", border_m="border_m")])
    return both.select(
        bureau=code.gather(both.get_column("one")),
        neighbour=code.gather(both.get_column("two")),
        border_m="border_m",
    ).sort("bureau", "neighbour")
