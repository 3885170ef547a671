"""From stops to units of work: which stops can be cut, their order, their plane, their streets."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from perron.geo.streets import StreetNetwork
from perron.turf.seeds import bureau_seeds
from perron.turf.streets import crop
from perron.turf.work import Chunk
from perron.units import EARTH_RADIUS_M

CHUNK_STOPS: Final = 2000
"""Stops in one unit of work, about."""


def usable_stops(stops: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Split stops into those that can be cut, sorted, and those that cannot, with the reason.

    Parameters
    ----------
    stops : polars.DataFrame
        Table `STOPS`.

    Returns
    -------
    usable : polars.DataFrame
        Stops with a bureau and coordinates, by bureau, street, number and floor.
    left_out : polars.DataFrame
        stop, bureau, address, doors, and reason ("no bureau" or "no coordinates").
    """
    homeless = pl.col("bureau").fill_null("") == ""
    placed = pl.col("lon").is_finite().fill_null(value=False) & pl.col("lat").is_finite().fill_null(
        value=False
    )
    reason = pl.when(homeless).then(pl.lit("no bureau")).otherwise(pl.lit("no coordinates")).alias("reason")
    out = stops.filter(homeless | ~placed).select("stop", "bureau", "address", "doors", reason)
    keys = ["bureau", "street_key", "number", "suffix", "address", "floor_from", "stop"]
    return stops.filter(~homeless & placed).sort(keys, nulls_last=True, maintain_order=True), out


def chunks_of(
    usable: pl.DataFrame,
    bureaux: Sequence[str],
    meeting: pl.DataFrame | None,
    seed: int,
    network: StreetNetwork | None = None,
) -> list[Chunk]:
    """Slice the sorted stops into units of work.

    Parameters
    ----------
    usable : polars.DataFrame
        Stops in the order of `usable_stops`.
    bureaux : sequence of str
        Their bureaux, in order.
    meeting : polars.DataFrame or None
        Columns bureau, lon, lat.
    seed : int
        The plan's seed.
    network : StreetNetwork or None
        Streets to walk on.

    Returns
    -------
    list of Chunk
        Whole bureaux, some `CHUNK_STOPS` stops each.
    """
    many = usable.get_column("bureau").rle().struct.field("len").to_numpy().astype(np.int64)
    first = np.concatenate([[0], np.cumsum(many)])
    which = np.repeat(np.arange(len(many)), many)
    lon, lat = usable.get_column("lon").to_numpy(), usable.get_column("lat").to_numpy()
    lon0, lat0 = (np.add.reduceat(v, first[:-1]) / many for v in (lon, lat))
    north = np.full(len(many), np.radians(1.0) * EARTH_RADIUS_M)
    plane = np.column_stack([lon0, lat0, north * np.cos(np.radians(lat0)), north])
    x = (lon - lon0[which]) * plane[which, 2]
    y = (lat - lat0[which]) * plane[which, 3]
    street, number = _streets(usable, which)
    meet = _meeting(bureaux, meeting)
    place = (meet[0] - lon0) * plane[:, 2], (meet[1] - lat0) * plane[:, 3]
    work = usable.get_column("minutes").to_numpy().astype(np.float64)
    seeds = bureau_seeds(bureaux, seed)
    chunks, low = [], 0
    for high in range(1, len(many) + 1):
        if high < len(many) and first[high] - first[low] < CHUNK_STOPS:
            continue
        s, b = slice(first[low], first[high]), slice(low, high)
        own = tuple(np.ascontiguousarray(a[s]) for a in (x, y, street, number, work))
        near = None if network is None else crop(network, lon[s], lat[s])
        begins = first[low : high + 1] - first[low]
        fields = (begins, *own, place[0][b], place[1][b], seeds[b], plane[b], near)
        chunks.append(Chunk._make(fields))
        low = high
    return chunks


def _streets(usable: pl.DataFrame, which: NDArray[np.int64]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return the street and the house number of each stop."""
    changed = pl.col("street_key") != pl.col("street_key").shift(fill_value="")
    street = usable.select(changed.cum_sum().cast(pl.Int32)).to_series().to_numpy() + which.astype(np.int32)
    return street, usable.get_column("number").fill_null(-1).to_numpy().astype(np.int32)


def _meeting(bureaux: Sequence[str], meeting: pl.DataFrame | None) -> tuple[NDArray[np.float64], ...]:
    """Return the meeting point of each bureau, NaN where there is none."""
    if meeting is None:
        nothing = np.full(len(bureaux), np.nan)
        return nothing, nothing
    named = meeting.drop_nulls(["lon", "lat"]).unique("bureau", keep="first")
    found = pl.DataFrame({"bureau": bureaux}).join(named, on="bureau", how="left", maintain_order="left")
    lon, lat = (found.get_column(c).cast(pl.Float64).fill_null(np.nan).to_numpy() for c in ("lon", "lat"))
    return lon, lat
