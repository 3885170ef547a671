"""Computing a plan: the files of `perron plan`, then the rows that pages read."""

import hashlib
import tempfile
import time
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from perron.progress import Progress, silent
from perron.words import Words
from perron_web.features.targeting.choices import State
from perron_web.features.targeting.models import Run
from perron_web.features.targeting.queries.inputs import campaign_inputs, inputs_of
from perron_web.features.targeting.queries.recipes import choices_of, priors_of, priors_toml
from perron_web.features.targeting.queries.sealed import kept_draw
from perron_web.features.targeting.services.storing import score_rows, store_scores
from perron_web.platform.audit.services import record
from perron_web.platform.files import store_table

if TYPE_CHECKING:
    from perron.plan import Plan

READING = Words("Reading the tables", "Lecture des tables")
RESULTS = (
    *("state", "ended_at", "version", "code", "summary", "notes", "credits", "inputs", "files", "basis"),
    *("seconds", "folder"),
)
"""Fields that computing writes; a name given meanwhile, or a deletion, stays."""
SAVING = Words("Saving the scores", "Enregistrement des scores")


def compute_run(*, run: Run, progress: Progress = silent) -> Run:
    """Compute a run: write its folder, then its scores, all at once.

    Parameters
    ----------
    run : Run
        A run that was asked for, within the scope of its campaign.
    progress : Progress
        Told how far the work is.

    Returns
    -------
    Run
        The run, done.

    Raises
    ------
    PerronError
        Tables that do not join, or a parameter outside its range.
    """
    started = time.monotonic()
    progress(READING, 0, 1)
    if not run.inputs.get("folder"):
        run.inputs = {**run.inputs, "folder": keep_inputs(campaign=run.campaign)}
    plan = _plan(run, progress)
    run.folder = f"{run.campaign_id}/runs/{run.number}"
    content = _write(run, plan, progress)
    progress(SAVING, 0, 1)
    rows = score_rows(run, plan)
    with transaction.atomic():
        run.state, run.ended_at = State.DONE, timezone.now()
        run.version, run.code = content["version"], content["code"]
        run.summary, run.notes, run.credits = content["summary"], content["notes"], content["credits"]
        run.inputs = {
            **run.inputs,
            "files": content["inputs"],
            "elections": content["parameters"]["elections"],
        }
        run.files = {path.name: _sha256(path) for path in sorted(run.path.iterdir())}
        run.basis = _keep_basis(run, plan)
        run.seconds = time.monotonic() - started
        run.save(update_fields=RESULTS)
        store_scores(run, rows)
        record(action="targeting.compute_run", target=run, number=run.number, bureaux=len(rows))
    progress(SAVING, 1, 1)
    return run


def keep_inputs(*, campaign: Any) -> str:
    """Keep the tables of the campaign as they are today; the same tables are kept once.

    Parameters
    ----------
    campaign : Campaign
        The campaign.

    Returns
    -------
    str
        Folder of the tables under the files folder.
    """
    from perron.output.inputs import MANIFEST, write_inputs

    home = Path(settings.FILES) / str(campaign.pk) / "inputs"
    home.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=home) as passing:
        fresh = Path(passing) / "tables"
        write_inputs(campaign_inputs(campaign), fresh)
        name = _sha256(fresh / MANIFEST)[:24]
        if not (home / name).exists():
            fresh.rename(home / name)
    return f"{campaign.pk}/inputs/{name}"


def _plan(run: Run, progress: Progress) -> "Plan":
    from perron.plan import make_plan
    from perron.targeting.blocs import blocs_from

    inputs = inputs_of(run)
    run.inputs = {**run.inputs, "files": dict(inputs.files)}
    choices = choices_of(run.parameters)
    progress(READING, 1, 1)
    return make_plan(
        **inputs.arguments(),
        blocs=blocs_from(tomllib.loads(run.parameters["blocs"]), file="blocs.toml"),
        hours=choices.hours,
        minutes=choices.minutes,
        crew=choices.crew,
        holdout=choices.holdout,
        minimum_share=choices.minimum_share,
        objective=choices.objective,
        priors=priors_of(run.parameters),
        seed=choices.seed,
        **kept_draw(run),
        progress=progress,
    )


def _write(run: Run, plan: "Plan", progress: Progress) -> dict[str, Any]:
    """Write the folder of `perron plan`, hashes of the two small files included, and no walk lists."""
    from perron.output import write_plan

    texts = {"blocs.toml": run.parameters["blocs"], "priors.toml": priors_toml(run.parameters["priors"])}
    small = {name: hashlib.sha256(text.encode()).hexdigest() for name, text in texts.items() if text}
    known = {**run.inputs["files"], **small}
    run.path.parent.mkdir(parents=True, exist_ok=True)
    return write_plan(plan, run.path, inputs=known, sheets=0, lang="fr", progress=progress)


def _keep_basis(run: Run, plan: "Plan") -> str:
    from perron.plan import basis_of

    return store_table(basis_of(plan).table, campaign=run.campaign, kind="basis").path


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
