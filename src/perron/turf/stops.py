"""From addresses to stops: doors, floors and minutes."""

from typing import Final

import numpy as np
import polars as pl

from perron.errors import ParameterError
from perron.tables import STOPS
from perron.turf.times import DoorTimes
from perron.words import Words

BUILDING: Final = 3
"""Doors from which an address is a building with a hall and stairs."""


def doors_of(addresses: pl.DataFrame, bureaux: pl.DataFrame | None, times: DoorTimes) -> pl.DataFrame:
    """Add the doors of each address, and whether they are an estimate.

    Doors are, in this order: the `doors` column; electors ÷ `electors_per_door`, rounded up; otherwise an
    estimate, the bureau's registered electors not yet counted (or `doors_per_address` where nothing is known)
    spread evenly over the bureau's other addresses.

    Parameters
    ----------
    addresses : polars.DataFrame
        Table `ADDRESSES`.
    bureaux : polars.DataFrame, optional
        Columns bureau and registered (electors).
    times : DoorTimes
        Parameters.

    Returns
    -------
    polars.DataFrame
        The addresses with `doors` filled and `estimated`.
    """
    electors = (pl.col("electors") / times.electors_per_door - 1e-9).ceil().cast(pl.Int32)
    known = addresses.with_columns(
        pl.coalesce("doors", electors).alias("doors"), pl.col("bureau").fill_null("")
    ).with_columns(pl.col("doors").is_null().alias("estimated"))
    if not known.get_column("estimated").any():
        return known
    registered = pl.lit(None, dtype=pl.Float64).alias("registered")
    if bureaux is not None and "registered" in bureaux.columns:
        named = bureaux.select("bureau", pl.col("registered").cast(pl.Float64)).unique("bureau", keep="first")
        known = known.join(named, on="bureau", how="left", maintain_order="left")
    else:
        known = known.with_columns(registered)
    unknown = pl.col("estimated").sum().over("bureau")
    left = pl.col("registered") / times.electors_per_door - pl.col("doors").sum().over("bureau")
    share = (left / unknown).fill_null(times.doors_per_address).clip(1.0, None)
    place = pl.col("estimated").cast(pl.Float64).cum_sum().over("bureau")
    spread = (place * share + 1e-9).floor() - ((place - 1.0) * share + 1e-9).floor()
    guess = pl.when((pl.col("bureau") == "") | ~pl.col("estimated")).then(1.0).otherwise(spread)
    return known.with_columns(pl.coalesce("doors", guess.cast(pl.Int32)).alias("doors")).drop("registered")


def make_stops(
    addresses: pl.DataFrame,
    bureaux: pl.DataFrame | None = None,
    *,
    times: DoorTimes | None = None,
    minutes: float = 120.0,
) -> pl.DataFrame:
    """Turn addresses into stops: what a pair visits without walking on.

    An address whose doors would fill more than `times.largest_stop` of an outing becomes several stops of
    nearly as many doors, floor by floor. Floors are a guess: `times.doors_per_floor` doors on each, and more
    where that would make more than `times.floors` floors. An address without doors is no stop. An address
    without coordinates or bureau stays, with NaN or an empty bureau: `cut` reports it.

    Parameters
    ----------
    addresses : polars.DataFrame
        Table `ADDRESSES`.
    bureaux : polars.DataFrame, optional
        Columns bureau and registered, to estimate doors where addresses do not say.
    times : DoorTimes, optional
        Minutes per door, stairs, floors.
    minutes : float
        Length of an outing, minutes, above 0.

    Returns
    -------
    polars.DataFrame
        Table `STOPS`, sorted by bureau, street, number, suffix and floor.

    Raises
    ------
    ParameterError
        `minutes` is not above 0.
    """
    times = times or DoorTimes()
    if not minutes > 0:
        words = Words("an outing lasts more than 0 minutes", "une sortie dure plus de 0 minute")
        raise ParameterError(words, column="minutes", found=str(minutes))
    doors = pl.col("doors").cast(pl.Float64)
    levels = pl.max_horizontal(pl.lit(float(times.doors_per_floor)), (doors / times.floors).ceil())
    building = pl.col("doors") >= BUILDING
    most = max(1.0, times.largest_stop * minutes / times.door) if times.door else float("inf")
    frame = (
        doors_of(addresses, bureaux, times)
        .filter(pl.col("doors") > 0)
        .sort("bureau", "street_key", "number", "suffix", "address", nulls_last=True, maintain_order=True)
        .with_columns(
            levels.alias("_per_floor"),
            building.alias("_building"),
            (doors / most - 1e-9).ceil().cast(pl.Int32).alias("_parts"),
            pl.col("lon").fill_null(float("nan")),
            pl.col("lat").fill_null(float("nan")),
        )
    )
    frame = _repeated(frame)
    begin = pl.col("_part") * pl.col("doors") // pl.col("_parts")
    end = (pl.col("_part") + 1) * pl.col("doors") // pl.col("_parts")
    low = (begin / pl.col("_per_floor")).floor()
    high = ((end - 1) / pl.col("_per_floor")).floor()
    stairs = pl.when(building).then(times.entry + times.floor * high).otherwise(0.0)
    return STOPS.check(
        frame.with_columns(
            pl.int_range(pl.len(), dtype=pl.Int32).alias("stop"),
            (end - begin).cast(pl.Int32).alias("doors"),
            pl.when(building).then(low).cast(pl.Int16).alias("floor_from"),
            pl.when(building).then(high).cast(pl.Int16).alias("floor_to"),
            ((end - begin) * times.door + stairs).alias("minutes"),
        )
    )


def _repeated(frame: pl.DataFrame) -> pl.DataFrame:
    """Repeat each row `_parts` times, numbered by `_part` from 0."""
    parts = frame.get_column("_parts").to_numpy()
    rows = np.repeat(np.arange(len(parts)), parts)
    part = np.arange(len(rows)) - np.repeat(np.cumsum(parts) - parts, parts)
    return frame[rows].with_columns(pl.Series("_part", part, dtype=pl.Int32))
