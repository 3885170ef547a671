"""Computing an evaluation: its files first, then what `perron evaluate` makes of them, all at once."""

import hashlib
import shutil
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import orjson
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from perron.progress import Progress, silent
from perron.words import Language, Words
from perron_web.features.evaluation.choices import State
from perron_web.features.evaluation.models import Evaluation
from perron_web.features.evaluation.queries.again import INPUTS
from perron_web.features.evaluation.queries.report import CONTENT, PAGE, PDF
from perron_web.features.evaluation.services.gathering import (
    BLOCS,
    DRAW,
    PRIORS,
    REGISTRATION,
    VISITS,
    counts_name,
    gather_inputs,
)
from perron_web.features.targeting.services.computing import keep_inputs
from perron_web.platform.audit.services import record

if TYPE_CHECKING:
    import polars as pl

    from perron.evaluation.content import Evaluation as Evaluated
    from perron.evaluation.cost import Costs
    from perron.evaluation.gathering import Gathered
    from perron.experiments.design import SealedDraw

READING: Final = Words("Reading results, draw and visits", "Lecture des résultats, du tirage, des passages")
WRITING: Final = Words("Writing the report", "Écriture du rapport")
LANGUAGES: Final[tuple[Language, ...]] = ("fr", "en")
SUMMARY: Final = ("verdict", "title", "tried", "found", "sure", "cost", "caveats")


def compute_evaluation(*, evaluation: Evaluation, progress: Progress = silent) -> Evaluation:
    """Compute an evaluation: write its folder, then its summary.

    Parameters
    ----------
    evaluation : Evaluation
        An evaluation that was asked for, within the scope of its campaign.
    progress : Progress
        Told how far the work is.

    Returns
    -------
    Evaluation
        The evaluation, done.

    Raises
    ------
    PerronError
        A draw that was changed, results that do not match it, impossible counts.
    """
    started = time.monotonic()
    progress(READING, 0, 1)
    tables = keep_inputs(campaign=evaluation.campaign)
    home = Path(settings.FILES) / str(evaluation.campaign_id) / "evaluations"
    home.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=home) as passing:
        fresh = Path(passing) / "fresh"
        files = gather_inputs(
            evaluation=evaluation, folder=fresh / INPUTS, tables=Path(settings.FILES) / tables
        )
        done = evaluate_files(evaluation, fresh / INPUTS, Path(settings.FILES) / tables, files, progress)
        content = done.content()
        write_report(content, fresh, progress)
        folder = home / str(evaluation.number)
        if folder.exists():
            shutil.rmtree(folder)
        fresh.rename(folder)
    costs = content["parameters"]["costs"]
    _keep(evaluation, content, {"folder": tables, "files": files, "costs": costs}, time.monotonic() - started)
    progress(WRITING, 1, 1)
    return evaluation


def write_report(content: dict[str, Any], folder: Path, progress: Progress) -> None:
    """Write what an evaluation found: the folder of `perron evaluate`, in each language of the site.

    Parameters
    ----------
    content : dict
        As `perron.evaluation` gives it.
    folder : Path
        Where to write.
    progress : Progress
        Told of each file.
    """
    from perron.output.evaluation import write_evaluation

    for lang in LANGUAGES:
        write_evaluation(content, folder / lang, lang=lang, progress=progress)


@transaction.atomic
def _keep(evaluation: Evaluation, content: dict[str, Any], inputs: dict[str, Any], seconds: float) -> None:
    folder = f"{evaluation.campaign_id}/evaluations/{evaluation.number}"
    evaluation.state, evaluation.ended_at = State.DONE, timezone.now()
    evaluation.version, evaluation.folder, evaluation.seconds = content["version"], folder, seconds
    evaluation.summary = {name: content["summary"].get(name) for name in SUMMARY}
    path = Path(settings.FILES) / folder
    report = {name: hashlib.sha256((path / name).read_bytes()).hexdigest() for name in (CONTENT, PDF, PAGE)}
    evaluation.inputs = {**inputs, "report": report}
    evaluation.save(update_fields=["state", "ended_at", "version", "folder", "seconds", "summary", "inputs"])
    record(
        action="evaluation.compute", target=evaluation, by=evaluation.created_by, number=evaluation.number,
        verdict=content["summary"]["verdict"],
    )  # fmt: skip


def evaluate_files(
    evaluation: Evaluation, folder: Path, tables: Path, files: dict[str, str], progress: Progress
) -> "Evaluated":
    """Evaluate what lies in a folder, as `perron evaluate` does.

    Parameters
    ----------
    evaluation : Evaluation
        With its parameters.
    folder : Path
        Files of `gather_inputs`.
    tables : Path
        Tables of the campaign.
    files : dict
        Hash of each file.
    progress : Progress
        Told how far the work is.

    Returns
    -------
    perron.evaluation.content.Evaluation
        What was found.
    """
    from perron.evaluation.analysis import Settings
    from perron.evaluation.evaluate import evaluate
    from perron.evaluation.visits import read_visits
    from perron.experiments.design import read_draw
    from perron.targeting import load_priors

    choices = evaluation.parameters
    draw = read_draw(folder / DRAW)
    announced = orjson.loads((folder / REGISTRATION).read_bytes()) if REGISTRATION in files else None
    found = _gathered(evaluation, draw, folder, tables, announced)
    visits = read_visits(folder / VISITS) if VISITS in files else None
    return evaluate(
        draw,
        found.outcomes,
        visits=visits,
        registration=announced,
        labels=found.labels,
        neighbours=found.neighbours,
        costs=_costs(choices, visits),
        priors=load_priors(folder / PRIORS) if PRIORS in files else None,
        files={name: sha for name, sha in files.items() if name != DRAW},
        notes=found.notes,
        settings=Settings(permutations=choices["permutations"], seed=evaluation.seed),
        progress=progress,
    )


def _gathered(
    evaluation: Evaluation, draw: "SealedDraw", folder: Path, tables: Path, announced: dict[str, Any] | None
) -> "Gathered":
    from perron.evaluation.counts import read_counts
    from perron.evaluation.gathering import Ground, gather_outcomes
    from perron.output.inputs import read_inputs
    from perron.targeting import load_blocs

    inputs, choices, counts = read_inputs(tables), evaluation.parameters, {}
    if choices["counted"]:
        counts[choices["election"]] = read_counts(folder / counts_name(evaluation))
    return gather_outcomes(
        draw,
        inputs.results,
        counts={choices["election"]: read_counts(folder / counts_name(evaluation))}
        if choices["counted"]
        else {},
        blocs=load_blocs(folder / BLOCS),
        ground=Ground(inputs.areas, inputs.former, inputs.addresses),
        registration=announced,
        election=choices["election"],
    )


def _costs(choices: dict[str, Any], visits: "pl.DataFrame | None") -> "Costs | None":
    """Return the costs given; the hours that the visits took, where they were timed, unless given."""
    from perron.evaluation.cost import Costs

    hours, money = (None if choices[name] is None else float(choices[name]) for name in ("hours", "money"))
    if hours is None and visits is not None and not visits.get_column("minutes").null_count():
        hours = round(float(visits.get_column("minutes").sum()) / 60.0, 1)
    return None if hours is None and money is None else Costs(hours, money)
