"""The inputs of a plan as one folder of checked tables, from which the same plan is made again."""

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np
import orjson
import polars as pl

from perron.errors import BadInputError
from perron.geo.streets import StreetNetwork
from perron.plan.boundaries import Insee
from perron.plan.inputs import Inputs
from perron.tables import Results
from perron.words import Words

MANIFEST: Final = "inputs.json"
_KIND: Final = "perron inputs"


def write_inputs(inputs: Inputs, directory: Path) -> None:
    """Write the inputs of a plan: one Parquet file a table, and `inputs.json` with their hashes.

    Parameters
    ----------
    inputs : Inputs
        The inputs.
    directory : Path
        Where to write; made if absent.
    """
    directory.mkdir(parents=True, exist_ok=True)
    tables = dict(_tables(inputs))
    former = {election: _name_of(areas, inputs) for election, areas in inputs.former.items()}
    for name, table in tables.items():
        table.write_parquet(directory / name, compression="zstd")
    content = {
        "kind": _KIND,
        "tables": {name: _sha256(directory / name) for name in sorted(tables)},
        "former": former,
        "files": dict(sorted(inputs.files.items())),
        "credits": list(inputs.credits),
    }
    options = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
    (directory / MANIFEST).write_bytes(orjson.dumps(content, option=options))


def read_inputs(directory: Path) -> Inputs:
    """Read the inputs that `write_inputs` wrote; a table that has changed since is refused.

    Parameters
    ----------
    directory : Path
        The folder.

    Returns
    -------
    Inputs
        The inputs.

    Raises
    ------
    BadInputError
        The folder holds something else, or a table is not the one it says.
    """
    try:
        content = orjson.loads((directory / MANIFEST).read_bytes())
    except (OSError, orjson.JSONDecodeError):
        content = {}
    if not isinstance(content, dict) or content.get("kind") != _KIND:
        raise BadInputError(
            Words("this folder does not hold the inputs of a plan", "ce dossier ne contient pas d’entrées"),
            file=str(directory),
            expected=Words(f"a folder with {MANIFEST}", f"un dossier avec {MANIFEST}"),
        )
    tables = {name: _checked(directory / name, sha256) for name, sha256 in content["tables"].items()}
    zones = tables.get("zones.parquet")
    return Inputs(
        results=Results(tables["general.parquet"], tables["votes.parquet"]),
        areas=tables["bureaux.parquet"],
        addresses=tables.get("addresses.parquet"),
        former={election: tables[name] for election, name in content["former"].items()},
        insee=None
        if zones is None
        else Insee(zones, tables["statistics.parquet"], tables.get("housing.parquet")),
        network=_network(tables),
        meeting=tables.get("meeting.parquet"),
        files=content["files"],
        credits=tuple(content["credits"]),
    )


def read_ground(directory: Path) -> tuple[StreetNetwork | None, pl.DataFrame | None]:
    """Read only what walks are measured on, to edit turfs: far less than all the inputs.

    Parameters
    ----------
    directory : Path
        The folder.

    Returns
    -------
    network : StreetNetwork or None
        Streets; None when walks follow the addresses.
    meeting : polars.DataFrame or None
        Meeting points: bureau, lon, lat.
    """
    names = ("street-nodes.parquet", "street-edges.parquet", "meeting.parquet")
    tables = {name: pl.read_parquet(directory / name) for name in names if (directory / name).is_file()}
    return _network(tables), tables.get("meeting.parquet")


def _tables(inputs: Inputs) -> Iterator[tuple[str, pl.DataFrame]]:
    insee, network = inputs.insee, inputs.network
    yield "general.parquet", inputs.results.general
    yield "votes.parquet", inputs.results.votes
    yield "bureaux.parquet", inputs.areas
    for areas in inputs.former.values():
        yield _name_of(areas, inputs), areas
    optional: dict[str, pl.DataFrame | None] = {
        "addresses": inputs.addresses,
        "zones": None if insee is None else insee.areas,
        "statistics": None if insee is None else insee.statistics,
        "housing": None if insee is None else insee.housing,
        "meeting": inputs.meeting,
    }
    for name, table in optional.items():
        if table is not None:
            yield f"{name}.parquet", table
    if network is not None:
        yield "street-nodes.parquet", pl.DataFrame({"lon": network.lon, "lat": network.lat})
        edges = {"start": network.start, "end": network.end, "length": network.length}
        yield "street-edges.parquet", pl.DataFrame({**edges, "name": list(network.name)})


def _name_of(areas: pl.DataFrame, inputs: Inputs) -> str:
    """Name former boundaries by their place among the different ones: elections may share them."""
    different = list(dict.fromkeys(id(table) for table in inputs.former.values()))
    return f"former-{different.index(id(areas)) + 1}.parquet"


def _network(tables: Mapping[str, pl.DataFrame]) -> StreetNetwork | None:
    if "street-nodes.parquet" not in tables:
        return None
    nodes, edges = tables["street-nodes.parquet"], tables["street-edges.parquet"]
    arrays: dict[str, Any] = {name: edges.get_column(name).to_numpy() for name in ("start", "end", "length")}
    lon, lat = (np.ascontiguousarray(nodes.get_column(name).to_numpy()) for name in ("lon", "lat"))
    return StreetNetwork(lon, lat, **arrays, name=tuple(edges.get_column("name")))


def _checked(path: Path, sha256: str) -> pl.DataFrame:
    found = _sha256(path) if path.is_file() else ""
    if found != sha256:
        raise BadInputError(
            Words(
                "this table is not the one the plan was made from",
                "cette table n’est pas celle dont le plan est issu",
            ),
            file=str(path),
            found=found[:12],
            expected=Words(sha256[:12], sha256[:12]),
        )
    return pl.read_parquet(path)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
