"""Phones that may send reports."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from perron_web.platform.scoping import CampaignScoped


class Phone(CampaignScoped):
    """A browser that a member registered; it proves itself by a token of which only the hash is kept."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    label = models.CharField(max_length=80, blank=True)
    registered_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-registered_at", "-pk"]
        indexes = (models.Index(fields=("user",), name="phone_user"),)

    def __str__(self) -> str:
        return f"{self.user_id} {self.label}"
