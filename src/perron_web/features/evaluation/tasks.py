"""Jobs of evaluation, and what it does on its own: counts go at their term."""

from django.utils import timezone

from perron.words import Words
from perron_web.features.evaluation.choices import State
from perron_web.features.evaluation.models import Evaluation
from perron_web.features.evaluation.services.computing import compute_evaluation
from perron_web.features.evaluation.services.counting import purge_counts
from perron_web.platform.jobs.registry import Report, job
from perron_web.platform.ops.beats import beat


@job("evaluate")
def evaluate(report: Report, evaluation: int) -> Words:
    """Compute an evaluation.

    Parameters
    ----------
    report : Report
        Told how far the work is.
    evaluation : int
        The evaluation.

    Returns
    -------
    Words
        What was found.
    """
    found = Evaluation.objects.select_related(
        "campaign", "experiment__draw", "experiment__run", "created_by"
    ).get(pk=evaluation)
    try:
        done = compute_evaluation(evaluation=found, progress=report.progress)
    except BaseException:
        Evaluation.objects.filter(pk=evaluation).update(state=State.FAILED, ended_at=timezone.now())
        raise
    title = done.summary["title"]
    return Words(title["en"], title["fr"])


@beat("expire_counts", every=600.0)
def expire_counts() -> int:
    """Erase counts whose term has come; `perron-site purge` does the same.

    Returns
    -------
    int
        How many sheets went.
    """
    return purge_counts(now=timezone.now())
