"""Evaluations for the tests: a sealed draw of few bureaux, its vote invented, what was found."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
from django.conf import settings

from perron.progress import silent
from perron_web.features.evaluation.choices import State
from perron_web.features.evaluation.models import Evaluation
from perron_web.features.evaluation.queries.candidates import evaluations
from perron_web.features.evaluation.services.inventing import invent_vote
from perron_web.features.evaluation.services.requesting import request_evaluation
from perron_web.features.evaluation.tasks import evaluate
from perron_web.features.experiments.models import Experiment
from perron_web.features.experiments.tests.factories import planned, sealed
from perron_web.features.targeting.services import compute_run
from perron_web.platform.jobs.registry import Report

ELECTION = "2026-municipales-1"
CHOICES: dict[str, Any] = {
    "election": ELECTION, "counted": "bureau", "visits": "file", "hours": None, "money": 900.0,
    "permutations": 1000,
}  # fmt: skip


def drawn(campaign: Any, by: Any) -> Experiment:
    """Plan, draw and seal: nineteen bureaux, one in five left alone."""
    run = compute_run(run=planned(campaign, by))
    found = sealed(campaign, by, run)
    return Experiment.objects.select_related("run", "draw", "campaign").get(pk=found.pk)


def evaluated(campaign: Any, by: Any, experiment: Experiment, **changed: Any) -> Evaluation:
    """Invent the vote of a draw, and evaluate it."""
    played = invent_vote(experiment=experiment, election=ELECTION, by=by, persuaded=0.05, seed=3)
    made = request_evaluation(
        campaign=campaign, experiment=experiment, parameters={**CHOICES, **changed}, seed=1, by=by,
        visits=played.visits, name="Essai",
    )  # fmt: skip
    evaluate(Report(made.job, silent), evaluation=made.pk)
    found: Evaluation = evaluations().get(pk=made.pk)
    return found


def another(sealed_json: bytes, *, name: str = "Montreuil", shift: float = 0.01) -> bytes:
    """Return the sealed result of another commune: the same figures, moved, sealed again."""
    from perron.experiments.design.files import record_hash

    plain = orjson.loads(sealed_json)
    plain |= {"name": name, "draw": "f" * 64, "evaluation": "e" * 64}
    for row in plain["results"]:
        row["estimate"] += shift
    del plain["record"]
    return orjson.dumps(plain | {"record": record_hash(plain)})


def finished(campaign: Any, by: Any, experiment: Any, *, names: list[str] | None = None) -> Evaluation:
    """Give a campaign a finished evaluation of an invented draw of forty bureaux, with its files."""
    import numpy as np
    import polars as pl

    from perron.evaluation.analysis import Settings
    from perron.evaluation.evaluate import evaluate as evaluate_draw
    from perron.experiments.design import Design, Outcome, seal

    chance = np.random.default_rng(5)
    names = names or [f"75056_{number:04d}" for number in range(2001, 2041)]
    score = pl.Series(np.linspace(0.1, 0.9, len(names)))
    units = pl.DataFrame({"unit": names, "votes_per_hour": score, "registered": [1000.0] * len(names)})
    sealed = seal(
        Design.default(share=0.25), units, 7, name="essai", by="compte 1", at=datetime(2026, 1, 5, tzinfo=UTC)
    )
    drawn = sealed.assignment.select("unit", visited=pl.col("arm") != "control")
    knocked = drawn.get_column("visited").cast(pl.Int64) * 400
    visits = drawn.select("unit", doors=700, knocked=knocked, opened=knocked // 2, talked=knocked // 4)
    voters = 600 + knocked // 20 + pl.Series(chance.integers(-20, 20, len(names)))
    counts = drawn.select("unit", outcome=pl.lit("turnout"), count=voters, total=1000)
    done = evaluate_draw(
        sealed, counts, visits=visits, labels=[Outcome("turnout", ELECTION)],
        settings=Settings(permutations=200), files={"visites.csv": "0" * 64},
    )  # fmt: skip
    return _kept(campaign, by, experiment, done.content())


def _kept(campaign: Any, by: Any, experiment: Any, content: dict[str, Any]) -> Evaluation:
    folder, tables = f"{campaign.pk}/evaluations/1", f"{campaign.pk}/inputs/essai"
    home = Path(settings.FILES)
    for part in (f"{folder}/fr", f"{folder}/entrees", tables):
        (home / part).mkdir(parents=True, exist_ok=True)
    (home / folder / "fr" / "evaluation.json").write_bytes(
        orjson.dumps(content, option=orjson.OPT_SERIALIZE_NUMPY)
    )
    (home / folder / "fr" / "evaluation.pdf").write_bytes(b"%PDF-1.7")
    (home / folder / "fr" / "index.html").write_text("<!doctype html>", encoding="utf-8")
    (home / folder / "entrees" / "visites.csv").write_text("unit,doors\n", encoding="utf-8")
    (home / tables / "inputs.json").write_text("{}", encoding="utf-8")
    made: Evaluation = Evaluation.objects.create(
        campaign=campaign, number=1, experiment=experiment, state=State.DONE, parameters=dict(CHOICES),
        inputs={"folder": tables, "files": content["inputs"]}, folder=folder, version="0", seconds=1.0,
        summary={name: content["summary"][name] for name in ("verdict", "title")}, created_by=by,
    )  # fmt: skip
    return made
