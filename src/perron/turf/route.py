"""Put a table of points in walking order."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from perron.errors import BadValueError, MissingColumnError
from perron.geo.network import network_distances
from perron.geo.projection import local_metres
from perron.geo.streets import StreetNetwork
from perron.routing.addresses import address_links, places
from perron.routing.draws import new_state
from perron.routing.paths import all_ways
from perron.routing.walk import EFFORT, open_walk
from perron.turf.times import DoorTimes
from perron.words import Words

FARTHER = 2.0
"""Metres walked for a metre as the crow flies where no street leads."""
FOREVER_M = 1e9


def route(
    points: pl.DataFrame,
    *,
    times: DoorTimes | None = None,
    network: StreetNetwork | None = None,
    from_first: bool = False,
    seed: int = 1,
    file: str = "",
) -> pl.DataFrame:
    """Order points for walking, turf by turf.

    Parameters
    ----------
    points : polars.DataFrame
        Columns lon and lat (WGS 84 degrees); optionally turf, street_key or street, number: with streets and
        numbers the walk follows the sides of the streets, otherwise it is as the crow flies.
    times : DoorTimes, optional
        Price of a crossing.
    network : StreetNetwork, optional
        Streets to walk on.
    from_first : bool
        Whether the walk starts at the first row of each turf; otherwise wherever it is shortest.
    seed : int
        Seed.
    file : str
        Name of the file, for messages.

    Returns
    -------
    polars.DataFrame
        The rows in walking order, turfs in the order they first appear, with `order` (from 1) and `leg_m`
        (metres from the point before, 0 at the start).

    Raises
    ------
    MissingColumnError
        No lon or no lat.
    BadValueError
        A coordinate is missing.
    """
    for name in ("lon", "lat"):
        if name not in points.columns:
            words = Words("a column is missing", "une colonne manque")
            raise MissingColumnError(words, file=file, column=name, found=", ".join(points.columns[:12]))
        here = points.get_column(name).cast(pl.Float64).is_finite().fill_null(value=False)
        if not here.all():
            words = Words("a coordinate is missing", "une coordonnée manque")
            raise BadValueError(words, file=file, line=int((~here).arg_max() or 0) + 2, column=name)
    groups = points.partition_by("turf", maintain_order=True) if "turf" in points.columns else [points]
    done = [_ordered(g, times or DoorTimes(), network, from_first, seed) for g in groups if len(g)]
    return pl.concat(done) if done else points.with_columns(order=pl.lit(1, pl.Int32), leg_m=pl.lit(0.0))


def _ordered(
    points: pl.DataFrame, times: DoorTimes, network: StreetNetwork | None, from_first: bool, seed: int
) -> pl.DataFrame:
    d = _distances(points, times, network)
    walk = open_walk(d, 0 if from_first else -1, EFFORT * len(d), new_state(seed))
    leg = np.concatenate([[0.0], d[walk[:-1], walk[1:]]])
    order = pl.Series("order", np.arange(1, len(walk) + 1), dtype=pl.Int32)
    return points[walk].with_columns(order, pl.Series("leg_m", leg))


def _distances(points: pl.DataFrame, times: DoorTimes, network: StreetNetwork | None) -> NDArray[np.float64]:
    lon, lat = (points.get_column(c).cast(pl.Float64).to_numpy() for c in ("lon", "lat"))
    x, y = local_metres(lon, lat)
    crow = np.hypot(x[:, None] - x, y[:, None] - y)
    street = next((c for c in ("street_key", "street") if c in points.columns), None)
    if network is not None:
        found = network_distances(network, lon, lat)
    elif street and "number" in points.columns:
        found = _by_numbers(points, street, x, y, times)
    else:
        return crow
    return np.where(np.isfinite(found), found, FARTHER * crow)


def _by_numbers(
    points: pl.DataFrame, street: str, x: NDArray[np.float64], y: NDArray[np.float64], times: DoorTimes
) -> NDArray[np.float64]:
    """Return distances along the sides of the streets."""
    key = points.select(
        pl.col(street).fill_null("").rank("dense").cast(pl.Int32).alias("street"),
        pl.col("number").cast(pl.Int32, strict=False).fill_null(-1),
    )
    streets, numbers = (key.get_column(c).to_numpy() for c in ("street", "number"))
    sort = np.lexsort((numbers, streets))
    place = places(x[sort], y[sort])
    graph = address_links(x[sort], y[sort], streets[sort], numbers[sort], place, times.crossing_m, FOREVER_M)
    between = all_ways(graph, np.arange(place.max() + 1, dtype=np.int32), np.inf)
    node = np.empty_like(place)
    node[sort] = place
    return np.asarray(between[np.ix_(node, node)])
