"""Campaigns whose ballot is over, and since when: the clock of everything that goes at its term."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Max
from django_scopes import scopes_disabled

from perron_web.features.campaigns.models import Election
from perron_web.features.campaigns.rules.ending import (
    DATES_SETTLE,
    PHONES_KEPT,
    PRESENCES_KEPT,
    TOLD_KEPT,
    ballot_over,
)
from perron_web.platform.audit.models import AuditLine


def gone_at(election: Election, kept: timedelta) -> datetime | None:
    """Return when something goes that is kept for a while after the ballot.

    Parameters
    ----------
    election : Election
        The election of a campaign.
    kept : timedelta
        How long after the ballot: a constant of `rules.ending`.

    Returns
    -------
    datetime or None
        Aware instant; None while no date is known, and nothing goes.
    """
    over = ballot_over(election.rounds, kind=election.kind, zone=election.time_zone)
    if over is None:
        return None
    lines = AuditLine.objects.filter(campaign=election.campaign_id, action="campaigns.save_election")
    saved: datetime | None = lines.aggregate(last=Max("at"))["last"]
    return max(over + kept, saved + DATES_SETTLE) if saved else over + kept


def terms_of(election: Election) -> dict[str, datetime | None]:
    """Return when what is kept until the ballot goes.

    Parameters
    ----------
    election : Election
        The election of a campaign.

    Returns
    -------
    dict
        By "told", "phones" and "presences".
    """
    kept = {"told": TOLD_KEPT, "phones": PHONES_KEPT, "presences": PRESENCES_KEPT}
    return {name: gone_at(election, time) for name, time in kept.items()}


def campaigns_past(kept: timedelta, now: datetime) -> list[Any]:
    """List the campaigns whose ballot has been over for a while.

    Parameters
    ----------
    kept : timedelta
        How long.
    now : datetime
        Aware instant.

    Returns
    -------
    list of Campaign
        Every campaign of the site of which that is known.
    """
    with scopes_disabled():
        elections = Election.objects.select_related("campaign").order_by("campaign")
        return [one.campaign for one in elections if (gone := gone_at(one, kept)) and gone <= now]
