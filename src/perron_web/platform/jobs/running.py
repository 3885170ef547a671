"""Running a job in this process, and writing down how it ended."""

import logging

from django.conf import settings
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from perron.errors import PerronError
from perron.words import Words
from perron_web.platform.jobs.choices import State
from perron_web.platform.jobs.models import Job
from perron_web.platform.jobs.progress import StepWriter
from perron_web.platform.jobs.registry import WORKS, Report

log = logging.getLogger("perron.jobs")

UNEXPECTED = Words(
    "An unexpected error stopped this work. Nothing was changed; the administrator finds the details in the "
    "log.",
    "Une erreur imprévue a arrêté ce travail. Rien n’a été modifié\u202f; l’administrateur en trouvera "
    "le détail dans le journal.",
)


def perform(*, job_id: int) -> None:
    """Run one job in this process, inside the scope of its campaign.

    Parameters
    ----------
    job_id : int
        The job.
    """
    with scopes_disabled():
        claimed = Job.objects.filter(pk=job_id, state=State.WAITING).update(
            state=State.RUNNING, started_at=timezone.now()
        )
        if not claimed:
            return
        job = Job.objects.select_related("campaign", "by").get(pk=job_id)
    with scope(_enabled=True, campaign=job.campaign, places=None, hidden=None):
        finish(job_id=job_id, outcome=attempt(job))


def attempt(job: Job) -> tuple[State, Words | None]:
    """Run a job's function and return how it ended.

    Parameters
    ----------
    job : Job
        A job marked as running.

    Returns
    -------
    tuple of State and Words or None
        The state, and what to say.
    """
    try:
        words = WORKS[job.kind](Report(job, StepWriter(job.pk)), **job.arguments)
    except PerronError as error:
        return State.FAILED, Words(error.text("en"), error.text("fr"))
    except Exception:
        log.exception("job %s (%s) failed", job.pk, job.kind)
        if settings.JOBS_INLINE:
            raise
        return State.FAILED, UNEXPECTED
    return State.DONE, words


def finish(*, job_id: int, outcome: tuple[State, Words | None]) -> None:
    """Write down how a job ended, once.

    Parameters
    ----------
    job_id : int
        The job.
    outcome : tuple of State and Words or None
        The state, and what to say.
    """
    state, words = outcome
    message = {} if words is None else {"fr": words.fr, "en": words.en}
    with scopes_disabled():
        Job.objects.filter(pk=job_id, ended_at=None).update(
            state=state, message=message, ended_at=timezone.now()
        )
