"""The files that an evaluation is computed from, kept beside it: those that `perron evaluate` reads."""

import hashlib
from pathlib import Path
from typing import Final

import orjson

from perron.errors import PerronError
from perron.words import Words
from perron_web.features.canvassing.queries.unit_tables import visits_table
from perron_web.features.evaluation.models import CountSheet, Evaluation
from perron_web.features.evaluation.queries.counts import sheet_csv
from perron_web.features.targeting.queries.recipes import priors_toml

DRAW: Final = "tirage.zip"
VISITS: Final = "visites.csv"
BLOCS: Final = "blocs.toml"
REGISTRATION: Final = "preenregistrement.json"
PRIORS: Final = "croyances.toml"
MANIFEST: Final = "inputs.json"
CHANGED = Words(
    "The sealed draw no longer agrees with its own record: nothing was computed.",
    "Le tirage scellé ne correspond plus à son procès-verbal\u00a0: rien n’a été calculé.",
)


def gather_inputs(*, evaluation: Evaluation, folder: Path, tables: Path) -> dict[str, str]:
    """Write what an evaluation reads in a folder, and return the hash of each file.

    Parameters
    ----------
    evaluation : Evaluation
        The evaluation, in the scope of the whole campaign.
    folder : Path
        Where to write; made if absent.
    tables : Path
        Tables of the campaign, whose manifest stands for them.

    Returns
    -------
    dict
        Name to SHA-256.

    Raises
    ------
    PerronError
        The draw was changed since it was sealed, or the campaign has no results.
    """
    folder.mkdir(parents=True, exist_ok=True)
    files = {DRAW: draw_zip(evaluation), BLOCS: evaluation.parameters["blocs"].encode()}
    if (visits := visits_csv(evaluation)) is not None:
        files[VISITS] = visits.encode()
    if evaluation.experiment.frozen_at:
        files[REGISTRATION] = orjson.dumps(
            evaluation.experiment.registration, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
        )
    if evaluation.parameters["counted"]:
        sheet = CountSheet.objects.get(
            election=evaluation.parameters["election"], unit=evaluation.parameters["counted"]
        )
        files[counts_name(evaluation)] = sheet_csv(sheet)
    run = evaluation.experiment.run
    if run is not None and run.parameters.get("priors"):
        files[PRIORS] = priors_toml(run.parameters["priors"]).encode()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    files[MANIFEST] = (tables / MANIFEST).read_bytes()
    return {name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())}


def counts_name(evaluation: Evaluation) -> str:
    """Return the name of the file of own counts.

    Parameters
    ----------
    evaluation : Evaluation
        The evaluation.

    Returns
    -------
    str
        Such as "comptages-2026-municipales-1.csv": the vote is read from it.
    """
    return f"comptages-{evaluation.parameters['election']}.csv"


def draw_zip(evaluation: Evaluation) -> bytes:
    """Return the sealed draw, once it was made again from its seed and found the same.

    Parameters
    ----------
    evaluation : Evaluation
        The evaluation.

    Returns
    -------
    bytes
        The archive that `perron verify-draw` reads.

    Raises
    ------
    PerronError
        It differs from its record.
    """
    from perron.experiments.design import read_draw, verify_draw

    sealed = read_draw(evaluation.experiment.draw.path)
    verdict = verify_draw(sealed)
    if not verdict.right or sealed.hash != evaluation.experiment.draw.record_hash:
        first = verdict.findings[0] if verdict.findings else None
        more = {"fr": f" ({first.text('fr')})", "en": f" ({first.text('en')})"} if first else {}
        raise PerronError(Words(CHANGED.en + more.get("en", ""), CHANGED.fr + more.get("fr", "")))
    return sealed.to_zip()


def visits_csv(evaluation: Evaluation) -> str | None:
    """Return the visits by unit of the draw.

    Parameters
    ----------
    evaluation : Evaluation
        The evaluation.

    Returns
    -------
    str or None
        CSV: unit, doors, knocked, opened, talked, minutes; None where they are unknown.
    """
    where = evaluation.parameters["visits"]
    if where == "none":
        return None
    if where == "file":
        return str(evaluation.parameters["visits_csv"])
    table = visits_table(evaluation.experiment)
    return None if table.is_empty() else table.sort("unit").write_csv()
