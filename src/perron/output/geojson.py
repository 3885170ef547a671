"""The plan's maps for other programs: `bureaux.geojson` and `turfs.geojson` (RFC 7946)."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import orjson
import polars as pl
import shapely
from numpy.typing import NDArray

from perron.output.tables import by_bureau

if TYPE_CHECKING:
    from perron.plan import Plan

DECIMALS = 6
"""Decimals of coordinates: a tenth of a metre."""

_OPTIONS = orjson.OPT_SERIALIZE_NUMPY | orjson.OPT_APPEND_NEWLINE


def write_bureaux_geojson(plan: "Plan", path: Path) -> None:
    """Write one area per bureau with its scores, allocation and profile.

    Exterior rings run anticlockwise, holes clockwise (RFC 7946, section 3.1.6).

    Parameters
    ----------
    plan : Plan
        A finished plan.
    path : Path
        The file to write.
    """
    geometry = shapely.from_wkb(plan.areas.get_column("geometry").to_numpy())
    shapes = _rounded(shapely.orient_polygons(geometry))
    texts = dict(zip(plan.areas.get_column("bureau"), shapely.to_geojson(shapes), strict=True))
    rows = by_bureau(plan).iter_rows(named=True)
    features = (
        _feature(row["bureau"], orjson.Fragment(texts[row["bureau"]]), row)
        for row in rows
        if row["bureau"] in texts
    )
    _write(path, features)


def write_turfs_geojson(plan: "Plan", path: Path) -> None:
    """Write one walking line per turf, from its start point, with every figure of the turf.

    A turf with a single point is a Point. The start point is also the property `start`.

    Parameters
    ----------
    plan : Plan
        A finished plan.
    path : Path
        The file to write.
    """
    write_turfs(plan.turfs, plan.doors, path)


def write_turfs(turfs: pl.DataFrame, doors: pl.DataFrame, path: Path) -> None:
    """Write the walking lines of turfs that belong to no plan yet.

    Parameters
    ----------
    turfs : polars.DataFrame
        Table `TURFS`.
    doors : polars.DataFrame
        Table `DOORS`.
    path : Path
        The file to write.
    """
    _write(path, _turf_features(turfs, walking_lines(turfs, doors)))


def walking_lines(turfs: pl.DataFrame, doors: pl.DataFrame) -> list[NDArray[np.float64]]:
    """Return each turf's walking line: the start point, then its stops in order, repeated points dropped.

    Parameters
    ----------
    turfs : polars.DataFrame
        Table `TURFS`.
    doors : polars.DataFrame
        Table `DOORS`.

    Returns
    -------
    list of ndarray of float64, shape (n, 2)
        Longitude and latitude, degrees, rounded to six decimals; one array per turf, in the order of `turfs`.
    """
    index = turfs.select("turf").with_row_index("t")
    starts = index.with_columns(
        pl.lit(0, pl.Int32).alias("order"), turfs["start_lon"].alias("lon"), turfs["start_lat"].alias("lat")
    )
    stops = doors.select("turf", "order", "lon", "lat").join(index, on="turf")
    points = (
        pl.concat([starts, stops.select(starts.columns)])
        .sort("t", "order")
        .with_columns(pl.col("lon", "lat").round(DECIMALS))
        .filter(
            (pl.col("t") != pl.col("t").shift()).fill_null(value=True)
            | (pl.col("lon") != pl.col("lon").shift())
            | (pl.col("lat") != pl.col("lat").shift())
        )
    )
    cuts = np.searchsorted(points.get_column("t").to_numpy(), np.arange(1, len(turfs)))
    return np.split(points.select("lon", "lat").to_numpy(order="c"), cuts) if len(turfs) else []


def _turf_features(turfs: pl.DataFrame, lines: list[NDArray[np.float64]]) -> Iterator[dict[str, Any]]:
    for row, line in zip(turfs.iter_rows(named=True), lines, strict=True):
        start = [round(row.pop("start_lon"), DECIMALS), round(row.pop("start_lat"), DECIMALS)]
        geometry = (
            {"type": "LineString", "coordinates": line}
            if len(line) > 1
            else {"type": "Point", "coordinates": line[0]}
        )
        yield _feature(row["turf"], geometry, {**row, "start": start})


def _rounded(shapes: NDArray[Any]) -> NDArray[Any]:
    return np.asarray(shapely.transform(shapes, lambda xy: np.round(xy, DECIMALS)))


def _feature(identifier: str, geometry: Any, properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "id": identifier, "geometry": geometry, "properties": properties}


def _write(path: Path, features: Iterable[dict[str, Any]]) -> None:
    """Write a feature collection, one feature a line."""
    with path.open("wb") as file:
        file.write(b'{"type":"FeatureCollection","features":[\n')
        before = b""
        for feature in features:
            file.write(before + orjson.dumps(feature, option=_OPTIONS).rstrip())
            before = b",\n"
        file.write(b"\n]}\n")
