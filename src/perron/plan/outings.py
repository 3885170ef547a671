"""Turfs and outings: the pace of each bureau, who is left alone, which turfs get an outing."""

import polars as pl

from perron.tables import DOORS, TURFS
from perron.turf import Cut


def give_outings(turfs: pl.DataFrame, allocation: pl.DataFrame) -> pl.DataFrame:
    """Share out each bureau's outings over its turfs, most doors per minute first.

    A bureau with more outings than turfs sends someone to each turf again, in the same order.

    Parameters
    ----------
    turfs : polars.DataFrame
        Table `TURFS`.
    allocation : polars.DataFrame
        Table `ALLOCATION`.

    Returns
    -------
    polars.DataFrame
        The turfs with `outings` filled.
    """
    pace = pl.col("doors") / pl.col("minutes")
    shared = (
        turfs.drop("outings")
        .with_row_index("_row")
        .join(allocation.select("bureau", "outings"), on="bureau", how="left")
        .sort("bureau", pace, "turf", descending=[False, True, False])
        .with_columns(pl.col("outings").fill_null(0), pl.int_range(pl.len()).over("bureau").alias("_place"))
        .with_columns((pl.len().over("bureau")).alias("_count"))
        .with_columns(
            pl.col("outings") // pl.col("_count") + (pl.col("_place") < pl.col("outings") % pl.col("_count"))
        )
        .sort("_row")
    )
    return TURFS.check(shared)


def pace_of(turfs: pl.DataFrame) -> pl.DataFrame:
    """Measure each bureau's doors and pace on its turfs.

    Parameters
    ----------
    turfs : polars.DataFrame
        Table `TURFS`.

    Returns
    -------
    polars.DataFrame
        bureau, minutes_per_door (walk included), doors, turfs.
    """
    return turfs.group_by("bureau", maintain_order=True).agg(
        (pl.col("minutes").sum() / pl.col("doors").sum()).alias("minutes_per_door"),
        pl.col("doors").sum(),
        pl.len().cast(pl.Int32).alias("turfs"),
    )


def doors_per_outing(turfs: pl.DataFrame, minutes: float, doors_per_hour: float) -> float:
    """Return the doors that one outing knocks.

    Parameters
    ----------
    turfs : polars.DataFrame
        Table `TURFS`; may be empty.
    minutes : float
        Length of an outing, minutes.
    doors_per_hour : float
        Pace of a pair where there are no turfs to measure it on.

    Returns
    -------
    float
        Doors.
    """
    if turfs.is_empty():
        return doors_per_hour * minutes / 60.0
    doors, spent = turfs.select(pl.col("doors", "minutes").sum()).row(0)
    return float(doors) * minutes / float(spent) if spent else doors_per_hour * minutes / 60.0


def left_alone(walked: Cut, drawn: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Take the bureaux held out off the turfs and the doors.

    Parameters
    ----------
    walked : Cut
        Turfs of every bureau.
    drawn : polars.DataFrame
        Columns bureau and held_out.

    Returns
    -------
    turfs, doors : polars.DataFrame
        Tables `TURFS` and `DOORS`, of the other bureaux only.
    """
    kept = drawn.filter(~pl.col("held_out")).get_column("bureau").implode()
    here = pl.col("bureau").is_in(kept)
    return walked.turfs.filter(here), walked.doors.filter(here)


def no_turfs() -> Cut:
    """Return what a plan without addresses has instead of turfs.

    Returns
    -------
    Cut
        Empty tables.
    """
    nothing = pl.DataFrame({"stop": [], "bureau": [], "address": [], "doors": [], "reason": []})
    return Cut(pl.DataFrame(schema=DOORS.schema()), pl.DataFrame(schema=TURFS.schema()), nothing)
