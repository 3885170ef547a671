"""Figures folded from reports by the tally; they can be made again from nothing at any time."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models

from perron_web.features.canvassing.choices import Zone
from perron_web.platform.scoping import CampaignScoped, PlaceQuerySet, scoped


class Figures(CampaignScoped):
    """Counts of visits and of doors; a door counts once, by its last visit that stands."""

    place = models.CharField(max_length=120, db_index=True)
    visits = models.PositiveIntegerField(default=0)
    doors = models.PositiveIntegerField(default=0)
    opened = models.PositiveIntegerField(default=0)
    talked = models.PositiveIntegerField(default=0)
    absent = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    later = models.PositiveIntegerField(default=0)
    unreachable = models.PositiveIntegerField(default=0)
    never = models.PositiveIntegerField(default=0)

    objects: ClassVar[models.Manager[Any]] = scoped(PlaceQuerySet, place_lookup="place")
    every: ClassVar[models.Manager[Any]] = scoped(PlaceQuerySet)
    """The whole campaign's: only for one's own figures and one's team's."""

    class Meta:
        abstract = True


class Tally(Figures):
    """Visits of one person in one turf in one hour."""

    turf = models.ForeignKey("turfs.Turf", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    team = models.ForeignKey("teams.Team", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    hour = models.DateTimeField()
    """First instant of the hour, in the campaign's time zone."""
    source = models.CharField(max_length=5)
    zone = models.CharField(max_length=8, choices=Zone.choices, default=Zone.PLAN)

    class Meta:
        indexes = (models.Index(fields=("campaign", "hour"), name="tally_campaign_hour"),)

    def __str__(self) -> str:
        return f"{self.turf_id} {self.hour:%Y-%m-%d %H}"


class TurfTally(Figures):
    """Where one turf stands."""

    turf = models.OneToOneField("turfs.Turf", on_delete=models.CASCADE, primary_key=True, related_name="+")
    planned = models.PositiveIntegerField(default=0)
    conflicts = models.PositiveIntegerField(default=0)
    first_at = models.DateTimeField(null=True, blank=True)
    last_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.turf_id} {self.doors}/{self.planned}"


class PlaceTally(Figures):
    """Visits of one bureau, in the plan, outside it, or in a control bureau."""

    zone = models.CharField(max_length=8, choices=Zone.choices)
    day = models.DateField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("campaign", "place", "zone", "day"), name="one_place_tally"),
        )

    def __str__(self) -> str:
        return f"{self.place} {self.zone} {self.day}"


class Pulse(CampaignScoped):
    """Rises each time the tally of a campaign changes: what live pages look at."""

    number = models.PositiveBigIntegerField(default=0)

    every: ClassVar[models.Manager[Any]] = models.Manager()
    """Of all campaigns at once: the process of the streams asks once for everybody."""

    class Meta:
        constraints = (models.UniqueConstraint(fields=("campaign",), name="one_pulse"),)

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.number}"
