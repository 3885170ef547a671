"""Teams: who goes out together, where, and where they meet."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from perron_web.platform.scoping import PlaceQuerySet, PlaceScoped, scoped


class Team(PlaceScoped):
    """A team of one place of the campaign; its turfs are given to it in the feature above."""

    name = models.CharField(max_length=80)
    leader = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    meeting_name = models.CharField(max_length=160, blank=True)
    meeting_lon = models.FloatField(null=True, blank=True)
    meeting_lat = models.FloatField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[models.Manager[Any]] = scoped(PlaceQuerySet, place_lookup="place")
    every: ClassVar[models.Manager[Any]] = scoped(PlaceQuerySet)
    """The whole campaign's: only to find the teams that a person leads."""

    class Meta:
        ordering: ClassVar[list[str]] = ["name", "pk"]
        constraints = (
            models.UniqueConstraint(fields=("campaign", "name"), name="one_team_a_name"),
            models.CheckConstraint(
                condition=models.Q(meeting_lon=None, meeting_lat=None)
                | models.Q(
                    meeting_lon__gte=-180, meeting_lon__lte=180, meeting_lat__gte=-90, meeting_lat__lte=90
                ),
                name="team_meets_somewhere_on_earth",
            ),
        )

    def __str__(self) -> str:
        return self.name
