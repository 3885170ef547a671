"""Reads of runs: the list, one by its number, the adopted one."""

from typing import Any

from django.db.models import QuerySet

from perron_web.features.targeting.choices import State
from perron_web.features.targeting.models import Run


def kept_runs(campaign: Any) -> QuerySet[Run]:
    """Return the runs of a campaign that nobody has deleted, last first.

    Parameters
    ----------
    campaign : Campaign
        The campaign.

    Returns
    -------
    QuerySet of Run
        With who asked for each.
    """
    found: QuerySet[Run] = Run.objects.filter(campaign=campaign, deleted_at=None)
    return found.select_related("created_by", "adopted_by", "job", "repeats")


def done_runs(campaign: Any) -> QuerySet[Run]:
    """Return the runs whose figures can be read, last first.

    Parameters
    ----------
    campaign : Campaign
        The campaign.

    Returns
    -------
    QuerySet of Run
        Runs.
    """
    return kept_runs(campaign).filter(state=State.DONE)


def adopted_run(campaign: Any) -> Run | None:
    """Return the run that the campaign works by.

    Parameters
    ----------
    campaign : Campaign
        The campaign.

    Returns
    -------
    Run or None
        None as long as no run was adopted.
    """
    return kept_runs(campaign).filter(adopted=True).first()
