"""Adoption: the run that the campaign works by."""

from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from perron.errors import PerronError
from perron.words import Words
from perron_web.features.targeting.models import Run
from perron_web.platform.audit.services import record
from perron_web.platform.hooks import fire
from perron_web.platform.jobs.models import Job
from perron_web.platform.jobs.services import start

KIND = "adopt_plan"


def request_adoption(*, run: Run, by: Any) -> Job:
    """Start the job that adopts a run: its turfs may be thousands.

    Parameters
    ----------
    run : Run
        A finished run.
    by : User
        Who adopts.

    Returns
    -------
    Job
        The job.
    """
    return start(
        campaign=run.campaign,
        kind=KIND,
        title=_("Adoption du plan n° %(number)s") % {"number": run.number},
        by=by,
        arguments={"run": run.pk, "by": by.pk},
        back_to=reverse("targeting:run", args=[run.campaign.slug, run.number]),
    )


@transaction.atomic
def adopt_run(*, run: Run, by: Any) -> Run:
    """Make a run the one that the campaign works by; turfs and teams follow it.

    Parameters
    ----------
    run : Run
        A finished run, within the scope of its campaign.
    by : User or None
        Who adopts.

    Returns
    -------
    Run
        The run.

    Raises
    ------
    PerronError
        The run is not finished, or was deleted.
    """
    if not run.done or run.deleted_at is not None:
        raise PerronError(
            Words("Only a finished plan can be adopted.", "Seul un plan calculé peut être adopté.")
        )
    before = Run.objects.filter(campaign=run.campaign, adopted=True).exclude(pk=run.pk)
    previous = before.values_list("number", flat=True).first()
    before.update(adopted=False)
    run.adopted, run.adopted_at, run.adopted_by = True, timezone.now(), by
    run.save(update_fields=["adopted", "adopted_at", "adopted_by"])
    record(action="targeting.adopt_run", target=run, by=by, number=run.number, previous=previous)
    fire("run_adopted", run=run, by=by)
    return run
