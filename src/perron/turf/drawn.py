"""The walking lines of a whole plan, on foot."""

import itertools
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from os import cpu_count

import numpy as np
import polars as pl
from numpy.typing import NDArray

from perron.geo.streets import StreetNetwork
from perron.routing.addresses import place_points
from perron.turf.cut import EFFORT, GAP_M
from perron.turf.lines import on_foot
from perron.turf.prepare import chunks_of, usable_stops
from perron.turf.times import DoorTimes
from perron.turf.work import Chunk, Settings, bureau_graph, bureau_ways

Line = NDArray[np.float64]


def draw_walks(
    pieces: pl.DataFrame,
    *,
    times: DoorTimes | None = None,
    minutes: float = 120.0,
    network: StreetNetwork | None = None,
) -> dict[str, Line]:
    """Draw the walk of every turf along the graph on which it was measured.

    Parameters
    ----------
    pieces : polars.DataFrame
        Whole bureaux, from `perron.turf.pieces.pieces_of`: with `turf` and `order`.
    times : DoorTimes, optional
        Door times of the plan.
    minutes : float
        Length of an outing, minutes.
    network : StreetNetwork, optional
        Streets of the plan.

    Returns
    -------
    dict of str to ndarray of float64, shape (n, 2)
        By turf, longitude and latitude in degrees, rounded to six decimals.
    """
    times = times or DoorTimes()
    usable, _ = usable_stops(pieces)
    if usable.is_empty():
        return {}
    bureaux = usable.get_column("bureau").rle().struct.field("value").to_list()
    settings = Settings(minutes, times.pace, times.crossing_m, GAP_M, 0, EFFORT)
    chunks = chunks_of(usable, bureaux, None, 1, network)
    rows = np.concatenate([[0], np.cumsum([len(chunk.x) for chunk in chunks])])
    tables = [usable[int(a) : int(b)] for a, b in itertools.pairwise(rows)]
    with ThreadPoolExecutor(cpu_count()) as threads:
        done = threads.map(lambda chunk, table: dict(_lines(chunk, table, settings)), chunks, tables)
        return {turf: line for lines in done for turf, line in lines.items()}


def _lines(chunk: Chunk, table: pl.DataFrame, settings: Settings) -> Iterator[tuple[str, Line]]:
    """Yield the lines of the turfs of a chunk."""
    point = table.select("lon", "lat").to_numpy()
    turfs = table.get_column("turf").to_numpy()
    order = table.get_column("order").to_numpy()
    for b in range(len(chunk.first) - 1):
        own = slice(int(chunk.first[b]), int(chunk.first[b + 1]))
        place, graph = bureau_graph(chunk, b, settings)
        ways, x, y = bureau_ways(chunk, b, graph, place_points(place, chunk.x[own], chunk.y[own]))
        lon0, lat0, east, north = chunk.plane[b]
        nodes = np.column_stack([x / east + lon0, y / north + lat0])
        nodes[place] = point[own]
        codes, which = np.unique(turfs[own], return_inverse=True)
        sort = np.lexsort((order[own], which))
        for code, places in zip(
            codes, np.split(place[sort], np.cumsum(np.bincount(which))[:-1]), strict=True
        ):
            yield str(code), on_foot(ways, places, nodes)
