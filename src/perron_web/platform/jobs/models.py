"""Jobs as rows; their progress lies in a file beside the database (see `progress`)."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from perron_web.platform.jobs.choices import OVER, State
from perron_web.platform.jobs.progress import Step, read_step
from perron_web.platform.scoping import CampaignScoped
from perron_web.platform.words import language


class Job(CampaignScoped):
    """One piece of long work."""

    kind = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    arguments = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    message = models.JSONField(default=dict)
    back_to = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    cancel_asked = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["-pk"]
        indexes = (models.Index(fields=("campaign", "-created_at"), name="job_campaign_created"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.pk} {self.state}"

    @property
    def over(self) -> bool:
        """Whether nothing more will happen."""
        return self.state in OVER

    @property
    def step(self) -> Step:
        """What is being done, and how far."""
        return read_step(self.pk)

    @property
    def message_text(self) -> str:
        """What the job says at its end, in the reader's language."""
        return str(self.message.get(language(), ""))
