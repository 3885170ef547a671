"""Turfs whose every door was rung at and that nobody has touched for a while are done."""

from datetime import datetime, timedelta
from typing import Final

from django.db.models import Exists, F, OuterRef
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from perron_web.features.campaigns.models import Campaign
from perron_web.features.canvassing.models import TurfTally
from perron_web.features.turfs.models import Holding
from perron_web.features.turfs.services.holding import finish_turf

QUIET: Final = timedelta(minutes=30)
"""How long a turf that is all done stays in hand: time for a second try or a correction."""


def finish_seen(*, now: datetime | None = None) -> int:
    """Take back, as done, the turfs whose every door was rung at and that are quiet.

    Parameters
    ----------
    now : datetime or None
        The instant; the clock's when not given.

    Returns
    -------
    int
        Turfs finished.
    """
    quiet = (now or timezone.now()) - QUIET
    with scopes_disabled():
        seen = TurfTally.every.filter(
            turf=OuterRef("turf"), planned__gt=0, doors__gte=F("planned"), last_at__lt=quiet,
            last_at__gte=OuterRef("taken_at"),
        )  # fmt: skip
        rows = Holding.objects.filter(Exists(seen), ended_at=None).values_list("campaign_id", "pk")
        found = list(rows)
    campaigns = Campaign.objects.in_bulk({campaign for campaign, _ in found})
    done = 0
    for campaign, pk in found:
        with scope(campaign=campaigns[campaign], places=None):
            holding = Holding.every.filter(pk=pk).first()
            done += bool(holding and finish_turf(holding=holding, by=None))
    return done
