"""Evaluations for the tests: a sealed draw of few bureaux, its vote invented, what was found."""

from typing import Any

import orjson

from perron.progress import silent
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
