"""Computing an evaluation: its files first, then what `perron evaluate` makes of them, all at once."""

import hashlib
import shutil
import tempfile
import time
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import orjson
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from perron.progress import Progress, silent
from perron.words import Language, Words
from perron_web.features.evaluation.choices import CountUnit, State
from perron_web.features.evaluation.models import Evaluation
from perron_web.features.evaluation.queries.again import INPUTS
from perron_web.features.evaluation.queries.report import CONTENT, PAGE, PDF
from perron_web.features.evaluation.services.gathering import (
    BLOCS,
    DRAW,
    REGISTRATION,
    VISITS,
    counts_name,
    gather_inputs,
    keep_tables,
)
from perron_web.features.targeting.queries.recipes import priors_of
from perron_web.platform.audit.services import record

if TYPE_CHECKING:
    import polars as pl

    from perron.evaluation.content import Evaluation as Evaluated
    from perron.evaluation.history import History
    from perron.experiments.design import Outcome, SealedDraw
    from perron.plan import Inputs
    from perron.targeting import Priors

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
    tables = keep_tables(evaluation)
    home = Path(settings.FILES) / str(evaluation.campaign_id) / "evaluations"
    home.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=home) as passing:
        fresh = Path(passing) / "fresh"
        files = gather_inputs(evaluation=evaluation, folder=fresh / INPUTS)
        done = evaluate_files(evaluation, fresh / INPUTS, Path(settings.FILES) / tables, files, progress)
        content = done.content()
        write_report(content, fresh, progress)
        folder = home / str(evaluation.number)
        if folder.exists():
            shutil.rmtree(folder)
        fresh.rename(folder)
    _keep(evaluation, content, {"folder": tables, "files": files}, time.monotonic() - started)
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
    """Evaluate what lies in a folder.

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
    import polars as pl

    from perron.evaluation.analysis import Settings
    from perron.evaluation.cost import Costs
    from perron.evaluation.evaluate import evaluate
    from perron.evaluation.outcomes import outcomes_of
    from perron.experiments.design import read_draw
    from perron.output.inputs import read_inputs

    choices = evaluation.parameters
    draw, inputs = read_draw(folder / DRAW), read_inputs(tables)
    past = _history(evaluation, folder, inputs)
    announced = orjson.loads((folder / REGISTRATION).read_bytes()) if REGISTRATION in files else None
    outcomes = _outcomes(choices, announced)
    visits = pl.read_csv(folder / VISITS) if VISITS in files else None
    units = draw.assignment.get_column("unit").to_list()
    return evaluate(
        draw,
        outcomes_of(past, outcomes, units),
        visits=visits,
        registration=announced,
        labels=outcomes,
        neighbours=_neighbours(draw, inputs),
        costs=Costs(hours=_hours(choices, visits), money=choices["money"]),
        priors=_priors(evaluation),
        files=files,
        notes=past.notes,
        settings=Settings(permutations=choices["permutations"], seed=evaluation.seed),
        progress=progress,
    )


def _priors(evaluation: Evaluation) -> "Priors":
    """Return what the plan of the experiment believed of a visit."""
    run = evaluation.experiment.run
    return priors_of(run.parameters if run is not None else {})


def _hours(choices: dict[str, Any], visits: "pl.DataFrame | None") -> float | None:
    """Return the hours given, or those that the visits took where they were timed."""
    given: float | None = choices["hours"]
    if given is not None or visits is None or "minutes" not in visits.columns:
        return given
    minutes = visits.get_column("minutes")
    return None if minutes.null_count() else float(minutes.sum()) / 60.0


def _outcomes(choices: dict[str, Any], announced: dict[str, Any] | None) -> "list[Outcome]":
    from perron.experiments.design import Outcome, Registration

    if announced is not None:
        return list(Registration.from_dict(announced).outcomes)
    return [Outcome(name, choices["election"], name) for name in choices["measures"]]


def _history(evaluation: Evaluation, folder: Path, inputs: "Inputs") -> "History":
    import polars as pl

    from perron.evaluation.counts import as_results, read_counts
    from perron.evaluation.history import history
    from perron.tables import Results
    from perron.targeting.blocs import blocs_from

    election, counted = evaluation.parameters["election"], evaluation.parameters["counted"]
    blocs = blocs_from(tomllib.loads((folder / BLOCS).read_text(encoding="utf-8")), file=BLOCS)
    results, former = inputs.results, dict(inputs.former)
    if counted:
        own = as_results(read_counts(folder / counts_name(evaluation)), election)
        if counted == CountUnit.BUILDING:
            return history(own, blocs=blocs)
        others = pl.col("election") != election
        results = Results(
            pl.concat([results.general.filter(others), own.general], how="diagonal"),
            pl.concat([results.votes.filter(others), own.votes], how="diagonal"),
        )
        former.pop(election, None)
    return history(results, inputs.areas, blocs=blocs, former=former, addresses=inputs.addresses)


def _neighbours(draw: "SealedDraw", inputs: "Inputs") -> "pl.DataFrame | None":
    """Return which bureaux touch, both ways; unknown for other units."""
    from perron.geo.adjacency import neighbours

    if draw.design.unit != "bureau":
        return None
    return neighbours(inputs.areas).select("neighbour", unit="bureau")
