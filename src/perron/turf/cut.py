"""Cut bureaux into turfs: tables in, tables out."""

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from perron.errors import ParameterError
from perron.geo.streets import StreetNetwork
from perron.progress import Progress, silent
from perron.tables import DOORS, TURFS
from perron.turf.execute import run_all
from perron.turf.seeds import bureau_seeds
from perron.turf.streets import crop
from perron.turf.times import DoorTimes
from perron.turf.work import Chunk, Done, Settings, cut_chunk
from perron.units import EARTH_RADIUS_M
from perron.words import Words

GAP_M: Final = 1500.0
"""Pieces of a bureau farther apart than this are never one turf, metres."""
CHUNK_STOPS: Final = 2000
"""Stops in one unit of work, about."""
REFINE: Final = 600
EFFORT: Final = 5
WHAT: Final = Words("Cutting turfs", "Découpage des secteurs")


@dataclass(frozen=True, slots=True)
class Cut:
    """Bureaux cut into turfs.

    Parameters
    ----------
    doors : polars.DataFrame
        Table `DOORS`: stops in walking order.
    turfs : polars.DataFrame
        Table `TURFS`.
    not_cut : polars.DataFrame
        Stops left out: stop, bureau, address, doors, and reason ("no bureau" or "no coordinates").
    """

    doors: pl.DataFrame
    turfs: pl.DataFrame
    not_cut: pl.DataFrame


def cut(
    stops: pl.DataFrame,
    *,
    minutes: float = 120.0,
    times: DoorTimes | None = None,
    network: StreetNetwork | None = None,
    meeting: pl.DataFrame | None = None,
    seed: int = 1,
    refine: int = REFINE,
    effort: int = EFFORT,
    executor: Executor | None = None,
    progress: Progress = silent,
) -> Cut:
    """Cut every bureau into turfs of equal time, each with its walk.

    Parameters
    ----------
    stops : polars.DataFrame
        Table `STOPS`.
    minutes : float
        Target of a turf, minutes, walk included; above 0.
    times : DoorTimes, optional
        Pace and price of crossings.
    network : StreetNetwork, optional
        Streets to walk on; by default distances follow the addresses.
    meeting : polars.DataFrame, optional
        Columns bureau, lon, lat: where pairs meet, such as the polling place. The walk starts at the stop of
        the turf nearest to it; by default, nearest to the centre of the bureau's doors.
    seed : int
        Seed. The same stops, parameters and seed give the same cut on any executor.
    refine : int
        Refinement moves tried per stop, 0 for METIS alone.
    effort : int
        Kicks per place of the walks' local search.
    executor : concurrent.futures.Executor, optional
        What runs the work; threads of this process by default.
    progress : callable
        Told as bureaux are done.

    Returns
    -------
    Cut
        Doors, turfs, and what was left out.

    Raises
    ------
    ParameterError
        `minutes` is not above 0.
    """
    times = times or DoorTimes()
    if not minutes > 0:
        words = Words("an outing lasts more than 0 minutes", "une sortie dure plus de 0 minute")
        raise ParameterError(words, column="minutes", found=str(minutes))
    usable, not_cut = _usable(stops)
    if usable.is_empty():
        return Cut(_empty(DOORS.schema()), _empty(TURFS.schema()), not_cut)
    settings = Settings(minutes, times.pace, times.crossing_m, GAP_M, refine, effort)
    bureaux = usable.get_column("bureau").rle().struct.field("value").to_list()
    jobs = [(chunk, settings) for chunk in _chunks(usable, bureaux, meeting, seed, network)]
    done = run_all(cut_chunk, jobs, executor=executor, progress=progress, what=WHAT)
    return _tables(usable, bureaux, done, times, not_cut)


def _empty(schema: dict[str, type[pl.DataType] | pl.DataType]) -> pl.DataFrame:
    return pl.DataFrame(schema=schema)


def _usable(stops: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Split stops into those that can be cut, sorted, and those that cannot, with the reason."""
    homeless = pl.col("bureau").fill_null("") == ""
    placed = pl.col("lon").is_finite().fill_null(value=False) & pl.col("lat").is_finite().fill_null(
        value=False
    )
    reason = pl.when(homeless).then(pl.lit("no bureau")).otherwise(pl.lit("no coordinates")).alias("reason")
    out = stops.filter(homeless | ~placed).select("stop", "bureau", "address", "doors", reason)
    keys = ["bureau", "street_key", "number", "suffix", "address", "floor_from", "stop"]
    return stops.filter(~homeless & placed).sort(keys, nulls_last=True, maintain_order=True), out


def _chunks(
    usable: pl.DataFrame,
    bureaux: Sequence[str],
    meeting: pl.DataFrame | None,
    seed: int,
    network: StreetNetwork | None = None,
) -> list[Chunk]:
    """Slice the sorted stops into units of work."""
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


def _joined(doors: pl.DataFrame) -> pl.DataFrame:
    """Make one stop of the floors of a building that follow one another in a turf."""
    previous = {name: pl.col(name).shift(1) for name in ("_turf", "address", "floor_to")}
    follows = (
        (pl.col("_turf") == previous["_turf"])
        & (pl.col("address") == previous["address"])
        & (pl.col("floor_from") <= previous["floor_to"] + 1)
    )
    group = (~follows.fill_null(value=False)).cum_sum().alias("_stop")
    summed = {"doors": pl.sum("doors"), "minutes": pl.sum("minutes"), "floor_to": pl.last("floor_to")}
    names = [name for name in doors.columns if name not in summed]
    joined = doors.group_by(group, maintain_order=True).agg(*(pl.first(n) for n in names), **summed)
    order = pl.int_range(1, pl.len() + 1, dtype=pl.Int32).over("_turf").alias("order")
    return joined.with_columns(order)


def _tables(
    usable: pl.DataFrame,
    bureaux: Sequence[str],
    done: Sequence[Done],
    times: DoorTimes,
    not_cut: pl.DataFrame,
) -> Cut:
    """Assemble the tables from what the chunks gave back."""
    turf, order, leg = (np.concatenate([d[i] for d in done]) for i in range(3))
    turfs, walk, one_piece = (np.concatenate([d[i] for d in done]) for i in range(3, 6))
    many = usable.get_column("bureau").rle().struct.field("len").to_numpy()
    before = np.concatenate([[0], np.cumsum(turfs)[:-1]])
    number = turf + np.repeat(before, many)  # turf of each stop, over the whole plan
    inside = np.arange(len(walk)) - np.repeat(before, turfs)
    names = pl.DataFrame({"b": np.repeat(np.arange(len(bureaux)), turfs), "i": inside + 1}).select(
        pl.Series(bureaux)[np.repeat(np.arange(len(bureaux)), turfs)].alias("bureau"),
        pl.col("i").cast(pl.String).str.zfill(2).alias("i"),
    )
    names = names.select("bureau", pl.concat_str("bureau", pl.lit("-"), "i").alias("turf"))
    sort = np.lexsort((order, number))
    doors = usable[sort].with_columns(
        names.get_column("turf")[number[sort]].alias("turf"),
        pl.Series("order", order[sort]),
        (pl.col("minutes") + pl.Series(leg[sort] / times.pace)).alias("minutes"),
        pl.Series("_turf", number[sort]),
    )
    doors = _joined(doors)
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
    return Cut(DOORS.check(doors), TURFS.check(table), not_cut)
