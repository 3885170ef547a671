"""Starting and stopping jobs."""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from perron_web.platform.audit.services import record
from perron_web.platform.jobs.choices import State
from perron_web.platform.jobs.models import Job
from perron_web.platform.jobs.registry import WORKS
from perron_web.platform.jobs.running import perform
from perron_web.platform.jobs.tasks import run_job


def start(
    *, campaign: Any, kind: str, title: str, by: Any, arguments: dict[str, Any], back_to: str = ""
) -> Job:
    """Put a job in the queue; it starts when the transaction in force has ended.

    Parameters
    ----------
    campaign : Campaign
        Whose work it is.
    kind : str
        Name given to `job`.
    title : str
        What people read.
    by : User or None
        Who asked.
    arguments : dict
        Identifiers passed to the function; must fit in JSON.
    back_to : str
        Address shown at the end.

    Returns
    -------
    Job
        The job, waiting.
    """
    if kind not in WORKS:
        raise KeyError(kind)
    with transaction.atomic():
        job = Job(campaign=campaign, kind=kind, title=title, by=by, arguments=arguments, back_to=back_to)
        job.save()
        record(action="jobs.start", target=job, by=by, campaign=campaign, kind=kind)
        transaction.on_commit(lambda: enqueue(job=job))
    return job


def enqueue(*, job: Job) -> None:
    """Hand a saved job to the worker, or run it at once where settings say so.

    Parameters
    ----------
    job : Job
        A waiting job.
    """
    if settings.JOBS_INLINE:
        perform(job_id=job.pk)
        job.refresh_from_db()
        return
    run_job.enqueue(job.pk)


def cancel_job(*, job: Job, by: Any) -> None:
    """Ask a job to stop; the worker ends its process.

    Parameters
    ----------
    job : Job
        The job.
    by : User
        Who asks.
    """
    with transaction.atomic():
        asked = Job.objects.filter(pk=job.pk, ended_at=None).update(cancel_asked=True)
        Job.objects.filter(pk=job.pk, state=State.WAITING).update(
            state=State.CANCELLED, ended_at=timezone.now()
        )
        if asked:
            record(action="jobs.cancel", target=job, by=by)
