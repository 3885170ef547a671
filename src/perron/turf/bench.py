"""The workbench of one bureau: everything an edit of its turfs needs, made once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from perron.geo.streets import StreetNetwork
from perron.routing.addresses import place_points
from perron.routing.paths import Graph
from perron.turf.assemble import tables_of
from perron.turf.cut import EFFORT, GAP_M
from perron.turf.lines import on_foot
from perron.turf.prepare import chunks_of, usable_stops
from perron.turf.times import DoorTimes
from perron.turf.walks import walk_turf
from perron.turf.work import Chunk, Settings, bureau_graph, bureau_ways

Ints = NDArray[np.int32]
Floats = NDArray[np.float64]

FREE: Final = 0
"""Number of no turf."""


@dataclass(frozen=True, slots=True)
class Bench:
    """One bureau, ready to be edited.

    Parameters
    ----------
    bureau : str
        Its code.
    pieces : polars.DataFrame
        What turfs are made of: table `STOPS` with `part`, in the order of the cut.
    chunk : Chunk
        The same as arrays.
    settings : Settings
        Parameters of the cut.
    place : ndarray of int32, shape (n,)
        Place of each piece.
    graph : Graph
        Places and links.
    ways : Graph
        The graph on which distances are measured, its first nodes the places.
    nodes : ndarray of float64, shape (nodes, 2)
        Longitude and latitude of the nodes of `ways`, degrees; NaN where a node is only the foot of a place.
    meet : tuple of float
        Where walks begin, metres on the bureau's plane.
    """

    bureau: str
    pieces: pl.DataFrame
    chunk: Chunk
    settings: Settings
    place: Ints
    graph: Graph
    ways: Graph
    nodes: Floats
    meet: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Walked:
    """Turfs walked again.

    Parameters
    ----------
    doors : polars.DataFrame
        Table `DOORS`, with `part`.
    turfs : polars.DataFrame
        Table `TURFS`.
    lines : dict of str to ndarray of float64, shape (n, 2)
        Walking line of each turf on foot, longitude and latitude in degrees.
    """

    doors: pl.DataFrame
    turfs: pl.DataFrame
    lines: dict[str, Floats]


def make_bench(
    pieces: pl.DataFrame,
    *,
    times: DoorTimes | None = None,
    minutes: float = 120.0,
    network: StreetNetwork | None = None,
    meeting: pl.DataFrame | None = None,
    seed: int = 1,
) -> Bench:
    """Make the workbench of one bureau.

    Parameters
    ----------
    pieces : polars.DataFrame
        Every piece of the bureau, from `pieces_of`.
    times : DoorTimes, optional
        Door times of the plan.
    minutes : float
        Length of an outing in the plan, minutes.
    network : StreetNetwork, optional
        Streets of the plan.
    meeting : polars.DataFrame, optional
        Meeting points of the plan: bureau, lon, lat.
    seed : int
        Seed of the plan.

    Returns
    -------
    Bench
        The workbench.
    """
    times = times or DoorTimes()
    usable, _ = usable_stops(pieces)
    bureau = str(usable.get_column("bureau")[0])
    chunk = chunks_of(usable, [bureau], meeting, seed, network)[0]
    settings = Settings(minutes, times.pace, times.crossing_m, GAP_M, 0, EFFORT)
    place, graph = bureau_graph(chunk, 0, settings)
    points = place_points(place, chunk.x, chunk.y)
    ways, x, y = bureau_ways(chunk, 0, graph, points)
    weight = chunk.minutes / max(chunk.minutes.sum(), 1e-9)
    meet = (float(chunk.meet_x[0]), float(chunk.meet_y[0]))
    if np.isnan(meet[0]):
        meet = (float(chunk.x @ weight), float(chunk.y @ weight))
    lon0, lat0, east, north = chunk.plane[0]
    nodes = np.column_stack([x / east + lon0, y / north + lat0])
    # Where a place is, is what the table says, to the last digit.
    nodes[place] = usable.select("lon", "lat").to_numpy()
    return Bench(bureau, usable, chunk, settings, place, graph, ways, nodes, meet)


def numbers_of(bench: Bench, pieces: pl.DataFrame) -> Ints:
    """Return the number of the turf of each piece of a bench.

    Parameters
    ----------
    bench : Bench
        The bureau.
    pieces : polars.DataFrame
        Its pieces with `turf` ("75056_1905-03"), in any order.

    Returns
    -------
    ndarray of int32, shape (n,)
        Numbers from 1; `FREE` for a piece without turf.
    """
    key = ["address", "number", "suffix", "street", "lon", "lat", "part"]
    named = pieces.select(*key, pl.col("turf").str.extract(r"-(\d+)$").cast(pl.Int32).alias("n"))
    joined = bench.pieces.select(key).join(named, on=key, how="left", nulls_equal=True, maintain_order="left")
    return joined.get_column("n").fill_null(FREE).to_numpy().astype(np.int32)


def turf_code(bureau: str, number: int) -> str:
    """Return the code of a turf.

    Parameters
    ----------
    bureau : str
        Code of the bureau.
    number : int
        Number within it, from 1.

    Returns
    -------
    str
        Such as "75056_1905-03".
    """
    return f"{bureau}-{number:02d}"


def walk_again(bench: Bench, turf: Ints, numbers: Sequence[int]) -> Walked:
    """Walk some turfs of a bureau, as `perron.turf.cut` does.

    Parameters
    ----------
    bench : Bench
        The bureau.
    turf : ndarray of int32, shape (n,)
        Number of the turf of each piece.
    numbers : sequence of int
        Turfs to walk; those without a piece are left out.

    Returns
    -------
    Walked
        Doors, figures and walking lines: the same numbers as a cut that had made these turfs.
    """
    found = {n: np.flatnonzero(turf == n).astype(np.int32) for n in sorted(set(numbers))}
    found = {n: pieces for n, pieces in found.items() if len(pieces)}
    walks = {n: _walk(bench, pieces, n) for n, pieces in found.items()}
    if not walks:
        nothing = bench.pieces.head(0)
        doors, turfs = tables_of(*_rows(bench, nothing, {}), np.zeros(0), np.zeros(0, np.bool_))
        return Walked(doors, turfs, {})
    order = np.concatenate([w[0] for w in walks.values()])
    doors, names = _rows(bench, bench.pieces[order], walks)
    # Added up one after the other, as `walk_turfs` does, so that the last digit is the same.
    metres = np.array([float(np.cumsum(w[1])[-1]) for w in walks.values()])
    doors, turfs = tables_of(doors, names, metres, np.array([w[2] for w in walks.values()]))
    lines = [on_foot(bench.ways, bench.place[w[0]], bench.nodes) for w in walks.values()]
    return Walked(doors, turfs, dict(zip(names.get_column("turf"), lines, strict=True)))


def _walk(bench: Bench, pieces: Ints, number: int) -> tuple[Ints, Floats, bool]:
    chunk = bench.chunk
    seed = int(chunk.seed[0]) + number - 1
    return walk_turf(
        bench.graph,
        bench.ways,
        bench.place,
        chunk.x,
        chunk.y,
        pieces,
        *bench.meet,
        bench.settings.effort,
        seed,
    )


def _rows(
    bench: Bench, pieces: pl.DataFrame, walks: Mapping[int, tuple[Ints, Floats, bool]]
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the pieces in walking order as `tables_of` takes them, and the names of the turfs."""
    many = [len(w[0]) for w in walks.values()]
    names = pl.DataFrame(
        {"bureau": [bench.bureau] * len(many), "turf": [turf_code(bench.bureau, n) for n in walks]},
        schema={"bureau": pl.String, "turf": pl.String},
    )
    leg = np.concatenate([w[1] for w in walks.values()]) if many else np.zeros(0)
    inside = [np.arange(1, m + 1, dtype=np.int32) for m in many]
    which = np.repeat(np.arange(len(many), dtype=np.int32), many)
    rows = pieces.drop("turf", "order", strict=False).with_columns(
        pl.Series("turf", names.get_column("turf").to_numpy()[which].astype(str), dtype=pl.String),
        pl.Series("order", np.concatenate(inside) if inside else np.zeros(0, np.int32)),
        (pl.col("minutes") + pl.Series(leg / bench.settings.pace)).alias("minutes"),
        pl.Series("_turf", which),
    )
    return rows, names
