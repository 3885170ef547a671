"""What a campaign asks at doors, and the texts read aloud before anything is written down."""

from typing import ClassVar

from django.db import models
from django.utils import timezone

from perron_web.platform.scoping import CampaignScoped


class CanvassSettings(CampaignScoped):
    """Choices of a campaign for the field."""

    ask_support = models.BooleanField(default=True)
    ask_registration = models.BooleanField(default=True)
    ask_needs = models.BooleanField(default=True)
    ask_contact = models.BooleanField(default=False)
    holding_hours = models.PositiveSmallIntegerField(default=24)
    """How long a turf stays in somebody's hands."""
    public_counter = models.BooleanField(default=False)
    rankings = models.BooleanField(default=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("campaign",), name="one_canvass_settings"),)

    def __str__(self) -> str:
        return f"{self.campaign_id}"


class ConsentText(CampaignScoped):
    """A text read at the door; a changed text is a new version, the old ones stay as proofs."""

    version = models.PositiveIntegerField()
    text_fr = models.TextField()
    text_en = models.TextField(blank=True)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar[list[str]] = ["-version"]
        constraints = (models.UniqueConstraint(fields=("campaign", "version"), name="one_text_a_version"),)

    def __str__(self) -> str:
        return f"{self.version}"
