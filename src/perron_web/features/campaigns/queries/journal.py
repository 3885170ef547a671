"""The audit journal of one campaign."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import models
from django.utils import timezone

from perron_web.platform.audit.models import AuditLine


def journal(
    campaign: Any, *, action: str = "", who: str = "", since: date | None = None, until: date | None = None
) -> models.QuerySet[AuditLine]:
    """Return audit lines of a campaign, the latest first.

    Parameters
    ----------
    campaign : Campaign
        The campaign; lines of others are never there.
    action : str
        Beginning of an action's name.
    who : str
        Part of a person's name or address.
    since, until : date or None
        Days, both included.

    Returns
    -------
    QuerySet of AuditLine
        With who did each.
    """
    rows = AuditLine.objects.filter(campaign=campaign).select_related("by").order_by("-at", "-pk")
    if action:
        rows = rows.filter(action__startswith=action)
    if who:
        rows = rows.filter(models.Q(by__name__icontains=who) | models.Q(by__email__icontains=who))
    if since:
        rows = rows.filter(at__gte=_midnight(since))
    if until:
        rows = rows.filter(at__lt=_midnight(until + timedelta(days=1)))
    return rows


def actions_of(campaign: Any) -> list[str]:
    """List the actions that a campaign's journal holds.

    Parameters
    ----------
    campaign : Campaign
        The campaign.

    Returns
    -------
    list of str
        Names, sorted.
    """
    rows = AuditLine.objects.filter(campaign=campaign).order_by("action").values_list("action", flat=True)
    return list(rows.distinct())


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
