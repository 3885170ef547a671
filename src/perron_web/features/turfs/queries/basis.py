"""What a plan's files say that its rows do not: parameters, areas for the print, doors around."""

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import orjson

if TYPE_CHECKING:
    import polars as pl

    from perron.plan import Plan
    from perron.turf import DoorTimes
    from perron_web.features.targeting.models import Run


class Basis(NamedTuple):
    """Parameters with which the turfs of a run were cut.

    Parameters
    ----------
    minutes : float
        Length of an outing, minutes.
    seed : int
        Seed.
    times : DoorTimes
        Minutes at doors, on stairs and between them.
    """

    minutes: float
    seed: int
    times: "DoorTimes"


@lru_cache(maxsize=64)
def _described(folder: Path) -> dict[str, Any]:
    described: dict[str, Any] = orjson.loads((folder / "plan.json").read_bytes())
    return described


def basis_of(run: "Run") -> Basis:
    """Return the parameters of a run's turfs.

    Parameters
    ----------
    run : Run
        A finished run.

    Returns
    -------
    Basis
        Minutes, seed, times.
    """
    from perron.turf import DoorTimes

    said = _described(run.path)["parameters"]
    return Basis(float(said["minutes"]), int(said["seed"]), DoorTimes(**said["times"]))


@lru_cache(maxsize=2)
def _read(folder: Path) -> "tuple[Plan, str]":
    from perron.output.read import read_plan

    return read_plan(folder)


def written_plan(run: "Run") -> "tuple[Plan, str]":
    """Read a run's plan as `perron sheets` does, kept for the next one who prints.

    Parameters
    ----------
    run : Run
        A finished run.

    Returns
    -------
    plan : Plan
        The plan as it was computed.
    code : str
        Code printed on its sheets.
    """
    return _read(run.path)


def written_doors(run: "Run") -> "pl.DataFrame":
    """Read the stops of a run in walking order.

    Parameters
    ----------
    run : Run
        A finished run.

    Returns
    -------
    polars.DataFrame
        Table `DOORS`.
    """
    import polars as pl

    from perron.tables import DOORS

    return DOORS.check(pl.read_parquet(run.path / "doors.parquet"), file="doors.parquet")


def written_turfs(run: "Run") -> "pl.DataFrame":
    """Read the turfs of a run, the start point of each to the last digit.

    Parameters
    ----------
    run : Run
        A finished run.

    Returns
    -------
    polars.DataFrame
        Table `TURFS`.
    """
    import polars as pl

    from perron.tables import TURFS

    features = orjson.loads((run.path / "turfs.geojson").read_bytes())["features"]
    rows = [feature["properties"] for feature in features]
    first = written_doors(run).filter(pl.col("order") == 1)
    starts = first.select("turf", pl.col("lon").alias("start_lon"), pl.col("lat").alias("start_lat"))
    schema = {name: kind for name, kind in TURFS.schema().items() if not name.startswith("start")}
    turfs = pl.DataFrame([{name: row[name] for name in schema} for row in rows], schema=schema, orient="row")
    return TURFS.check(turfs.join(starts, on="turf", how="left", maintain_order="left"), file="turfs.geojson")
