"""What a job computed and the site keeps, with everything needed to compute it again to the byte."""

from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import models
from django.utils import timezone

from perron_web.platform.jobs.models import Job
from perron_web.platform.scoping import CampaignScoped

PERSON: Final[dict[str, Any]] = {
    "on_delete": models.SET_NULL,
    "null": True,
    "blank": True,
    "related_name": "+",
}


class Kept(CampaignScoped):
    """A numbered computation; the feature adds its `state`: waiting, done or failed, in its own words."""

    state: Any
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=120, blank=True)
    parameters = models.JSONField(default=dict)
    inputs = models.JSONField(default=dict)
    """SHA-256 of each file it read."""
    seed = models.BigIntegerField(default=1)
    version = models.CharField(max_length=40, blank=True)
    folder = models.CharField(max_length=200, blank=True)
    """Folder that the command would have written, under the files folder."""
    summary = models.JSONField(default=dict)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, **PERSON)
    created_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    seconds = models.FloatField(null=True, blank=True)
    job = models.ForeignKey(Job, **PERSON)

    class Meta:
        abstract = True

    @property
    def path(self) -> Path:
        """The folder, where it lies."""
        return Path(settings.FILES) / self.folder

    @property
    def done(self) -> bool:
        """Whether its figures can be read."""
        return bool(self.state == "done")

    @property
    def stopped(self) -> bool:
        """Whether it ended without figures: an error, a stop, a process that died."""
        over = self.job is None or self.job.over
        return bool(self.state == "failed" or (self.state == "waiting" and over))
