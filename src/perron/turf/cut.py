"""Cut bureaux into turfs: tables in, tables out."""

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from perron.errors import ParameterError
from perron.geo.streets import StreetNetwork
from perron.progress import Progress, silent
from perron.tables import DOORS, TURFS
from perron.turf.assemble import tables_of
from perron.turf.execute import run_all
from perron.turf.prepare import chunks_of, usable_stops
from perron.turf.times import DoorTimes
from perron.turf.work import Done, Settings, cut_chunk
from perron.words import Words

GAP_M: Final = 1500.0
"""Pieces of a bureau farther apart than this are never one turf, metres."""
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
    usable, not_cut = usable_stops(stops)
    if usable.is_empty():
        return Cut(_empty(DOORS.schema()), _empty(TURFS.schema()), not_cut)
    settings = Settings(minutes, times.pace, times.crossing_m, GAP_M, refine, effort)
    bureaux = usable.get_column("bureau").rle().struct.field("value").to_list()
    jobs = [(chunk, settings) for chunk in chunks_of(usable, bureaux, meeting, seed, network)]
    done = run_all(cut_chunk, jobs, executor=executor, progress=progress, what=WHAT)
    return _tables(usable, bureaux, done, times, not_cut)


def _empty(schema: dict[str, type[pl.DataType] | pl.DataType]) -> pl.DataFrame:
    return pl.DataFrame(schema=schema)


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
    return Cut(*tables_of(doors, names, walk, one_piece), not_cut)
