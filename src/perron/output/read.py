"""Read a written plan again, as far as its sheets need it."""

from pathlib import Path
from typing import Any

import orjson
import polars as pl
import shapely

from perron.errors import BadInputError
from perron.output.folder import MARKER, is_plan
from perron.plan import Plan
from perron.tables import BUREAUX, DOORS, SCORES, TURFS
from perron.words import Words


def read_plan(directory: Path) -> tuple[Plan, str]:
    """Read a plan that `write_plan` wrote: bureaux, turfs and doors; reasons and profiles are left out.

    Parameters
    ----------
    directory : Path
        Folder of the plan.

    Returns
    -------
    plan : Plan
        The plan, with empty reasons, allocation and profiles.
    code : str
        The code printed on its sheets.

    Raises
    ------
    BadInputError
        The folder does not hold a plan.
    """
    if not is_plan(directory):
        raise BadInputError(
            Words("this folder does not hold a plan", "ce dossier ne contient pas de plan"),
            file=str(directory),
            expected=Words(
                "a folder that `perron plan` wrote", "un dossier écrit par «\u00a0perron plan\u00a0»"
            ),
        )
    about = orjson.loads((directory / MARKER).read_bytes())
    scores = pl.read_csv(
        directory / "bureaux.csv", schema_overrides=SCORES.schema(), infer_schema_length=None
    )
    turfs = _properties(directory / "turfs.geojson")
    for at, name in enumerate(("start_lon", "start_lat")):
        turfs = [{**turf, name: turf["start"][at]} for turf in turfs]
    plan = Plan(
        areas=_areas(directory / "bureaux.geojson"),
        scores=SCORES.check(scores, file="bureaux.csv"),
        reasons=pl.DataFrame(),
        allocation=pl.DataFrame(),
        profiles=pl.DataFrame(),
        turfs=TURFS.check(pl.DataFrame(turfs, schema=TURFS.schema(), orient="row"), file="turfs.geojson"),
        doors=DOORS.check(pl.read_parquet(directory / "doors.parquet"), file="doors.parquet"),
        parameters=about["parameters"],
        summary=about["summary"],
        notes=tuple(Words(note["en"], note["fr"]) for note in about["notes"]),
        credits=tuple(about["credits"]),
    )
    return plan, str(about["code"])


def _features(path: Path) -> list[dict[str, Any]]:
    features: list[dict[str, Any]] = orjson.loads(path.read_bytes())["features"]
    return features


def _properties(path: Path) -> list[dict[str, Any]]:
    return [feature["properties"] for feature in _features(path)]


def _areas(path: Path) -> pl.DataFrame:
    rows = []
    for feature in _features(path):
        shape = shapely.from_geojson(orjson.dumps(feature["geometry"]).decode())
        row = feature["properties"]
        rows.append({**{name: row.get(name) for name in BUREAUX.columns}, "geometry": shapely.to_wkb(shape)})
    return BUREAUX.check(pl.DataFrame(rows, schema=BUREAUX.schema()), file=path.name)
