"""Abstract rows that belong to a campaign, or to a place of a campaign."""

from typing import Any, ClassVar

from django.db import models

from perron_web.platform.scoping.managers import PlaceQuerySet, scoped


class CampaignScoped(models.Model):
    """A row of one campaign; campaigns are sealed from one another."""

    campaign = models.ForeignKey("campaigns.Campaign", on_delete=models.CASCADE, related_name="+")

    objects: ClassVar[models.Manager[Any]] = scoped()

    class Meta:
        abstract = True


class PlaceScoped(CampaignScoped):
    """A row of one campaign at one place; each member sees their own places."""

    place = models.CharField(max_length=120, blank=True, db_index=True)

    objects: ClassVar[models.Manager[Any]] = scoped(PlaceQuerySet, place_lookup="place")

    class Meta:
        abstract = True
