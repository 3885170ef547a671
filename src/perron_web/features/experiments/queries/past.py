"""Past results on a run's boundaries, read once and kept: what the power of an experiment rests on."""

import hashlib
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings

from perron.errors import PerronError
from perron.words import Words
from perron_web.features.targeting.models import Run
from perron_web.features.targeting.queries.inputs import inputs_of

if TYPE_CHECKING:
    import polars as pl

    from perron.evaluation.history import History


def past_of(run: Run) -> "History":
    """Return past results by bureau, on the boundaries of a run and with its blocs.

    Parameters
    ----------
    run : Run
        A finished run.

    Returns
    -------
    perron.evaluation.history.History
        Read again from the cache after the first time.
    """
    path = _folder(run)
    return _read(path) if (path / "table.parquet").exists() else _work_out(run, path)


def _folder(run: Run) -> Path:
    key = f"{run.inputs.get('folder')} {run.parameters.get('blocs')} 1"
    digest = hashlib.sha256(key.encode()).hexdigest()[:32]
    return Path(settings.DATA) / "cache" / "histories" / str(run.campaign_id) / digest


def _work_out(run: Run, path: Path) -> "History":
    import orjson

    from perron.evaluation.history import history
    from perron.targeting.blocs import blocs_from

    inputs = inputs_of(run)
    found = history(
        inputs.results,
        inputs.areas,
        blocs=blocs_from(tomllib.loads(run.parameters["blocs"]), file="blocs.toml"),
        former=inputs.former,
        addresses=inputs.addresses,
    )
    path.mkdir(parents=True, exist_ok=True)
    found.places.write_parquet(path / "places.parquet")
    told: dict[str, Any] = {
        "elections": found.elections,
        "covered": found.covered,
        "notes": [[note.en, note.fr] for note in found.notes],
    }
    (path / "told.json").write_bytes(orjson.dumps(told))
    part = path / "table.part"
    found.table.write_parquet(part)
    part.replace(path / "table.parquet")
    return found


def _read(path: Path) -> "History":
    import orjson
    import polars as pl

    from perron.evaluation.history import History
    from perron.words import Words

    told = orjson.loads((path / "told.json").read_bytes())
    return History(
        table=pl.read_parquet(path / "table.parquet"),
        elections=tuple(told["elections"]),
        covered=tuple(told["covered"]),
        places=pl.read_parquet(path / "places.parquet"),
        notes=tuple(Words(*note) for note in told["notes"]),
    )


def past_elections(run: Run) -> list[str]:
    """Return the elections whose results can be compared by bloc, last first.

    Parameters
    ----------
    run : Run
        A finished run.

    Returns
    -------
    list of str
        Identifiers such as "2017-presidentielle-1".
    """
    return list(reversed(past_of(run).covered))


def with_results(units: "pl.DataFrame", past: "History") -> "pl.DataFrame":
    """Keep the units that have past results: a new bureau tells nothing of the spread.

    Parameters
    ----------
    units : polars.DataFrame
        Column unit.
    past : History
        Past results.

    Returns
    -------
    polars.DataFrame
        The units kept.

    Raises
    ------
    PerronError
        Fewer than two have any.
    """
    import polars as pl

    kept = units.filter(pl.col("unit").is_in(past.places.get_column("unit").implode()))
    if kept.height < 2:
        raise PerronError(
            Words(
                "No past result on these boundaries: nothing tells how much bureaux differ.",
                "Pas de résultat passé sur ce découpage\u00a0: rien ne dit combien les bureaux diffèrent.",
            )
        )
    return kept
