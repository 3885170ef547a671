"""Decisions of a review: what was set aside, why, by whom; taken back the same way."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from perron_web.features.canvassing.models.phones import Phone
from perron_web.platform.scoping import PlaceScoped


class Review(PlaceScoped):
    """Reports of one outing, phone or turf set aside together."""

    outing = models.ForeignKey(
        "teams.Outing", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    phone = models.ForeignKey(Phone, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    turf = models.ForeignKey("turfs.Turf", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=300)
    count = models.PositiveIntegerField(default=0)
    reports = models.JSONField(default=list)
    """Identifiers of the reports set aside."""
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.count} {self.reason}"
