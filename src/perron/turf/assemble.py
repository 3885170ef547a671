"""From stops in walking order to the tables of doors and turfs."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from perron.tables import DOORS, TURFS


def joined(doors: pl.DataFrame) -> pl.DataFrame:
    """Make one stop of the floors of a building that follow one another in a turf.

    Parameters
    ----------
    doors : polars.DataFrame
        Stops sorted by turf and order, with `_turf` (a number for each turf). A column `part`, where there is
        one, becomes the list of the parts joined.

    Returns
    -------
    polars.DataFrame
        The stops, numbered again from 1 in each turf.
    """
    previous = {name: pl.col(name).shift(1) for name in ("_turf", "address", "floor_to")}
    follows = (
        (pl.col("_turf") == previous["_turf"])
        & (pl.col("address") == previous["address"])
        & (pl.col("floor_from") <= previous["floor_to"] + 1)
    )
    group = (~follows.fill_null(value=False)).cum_sum().alias("_stop")
    summed = {"doors": pl.sum("doors"), "minutes": pl.sum("minutes"), "floor_to": pl.last("floor_to")}
    if "part" in doors.columns:
        summed["part"] = pl.col("part")
    names = [name for name in doors.columns if name not in summed]
    joined = doors.group_by(group, maintain_order=True).agg(*(pl.first(n) for n in names), **summed)
    order = pl.int_range(1, pl.len() + 1, dtype=pl.Int32).over("_turf").alias("order")
    return joined.with_columns(order)


def tables_of(
    doors: pl.DataFrame, names: pl.DataFrame, walk: NDArray[np.float64], one_piece: NDArray[np.bool_]
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the tables of doors and turfs.

    Parameters
    ----------
    doors : polars.DataFrame
        Stops as `joined` takes them, with every column of table `DOORS`.
    names : polars.DataFrame
        bureau and turf, in the order of `_turf`.
    walk : ndarray of float64, shape (turfs,)
        Length of each walk, metres.
    one_piece : ndarray of bool, shape (turfs,)
        Whether each turf is connected.

    Returns
    -------
    doors, turfs : polars.DataFrame
        Tables `DOORS` (with `part` where it was given) and `TURFS`.
    """
    doors = joined(doors)
    summed = doors.group_by("_turf", maintain_order=True).agg(
        pl.col("doors").sum(),
        pl.len().cast(pl.Int32).alias("stops"),
        pl.col("minutes").sum(),
        pl.col("lon").first().alias("start_lon"),
        pl.col("lat").first().alias("start_lat"),
    )
    table = pl.concat([names, summed], how="horizontal").with_columns(
        pl.Series("walk_m", walk), pl.Series("one_piece", one_piece)
    )
    checked = DOORS.check(doors)
    if "part" in doors.columns:
        checked = checked.with_columns(doors.get_column("part"))
    return checked, TURFS.check(table)
