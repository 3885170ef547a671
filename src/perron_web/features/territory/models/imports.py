"""Imports: the files dropped, what they were recognised as, and what was matched by hand."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from perron_web.features.territory.choices import OPEN, DataKind, FileState, ImportState
from perron_web.platform.scoping import CampaignScoped
from perron_web.platform.words import language


class Import(CampaignScoped):
    """Files brought together, checked together, applied in one transaction, reverted in one."""

    state = models.CharField(max_length=10, choices=ImportState.choices, default=ImportState.DRAFT)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    job = models.ForeignKey("jobs.Job", on_delete=models.SET_NULL, null=True, related_name="+")
    report = models.JSONField(default=dict)
    """Join of results, areas and addresses; see `services.inspecting`."""
    summary = models.JSONField(default=dict)
    """Counts of what was brought."""
    created_at = models.DateTimeField(default=timezone.now)
    applied_at = models.DateTimeField(null=True)
    reverted_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-pk"]

    def __str__(self) -> str:
        return f"import {self.pk} {self.state}"

    @property
    def open(self) -> bool:
        """Whether files may still be added, taken away and matched."""
        return self.state in OPEN

    @property
    def busy(self) -> bool:
        """Whether a job is at work on it."""
        return self.job is not None and not self.job.over


class ImportFile(CampaignScoped):
    """One file of an import; its bytes lie outside the web root under a random name."""

    of = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=200)
    stored = models.CharField(max_length=80, blank=True)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=FileState.choices, default=FileState.WAITING)
    format = models.JSONField(default=dict)
    kind = models.CharField(max_length=20, choices=DataKind.choices, blank=True)
    election = models.CharField(max_length=60, blank=True)
    """Election named by hand, for results that do not say it."""
    commune = models.CharField(max_length=5, blank=True)
    """Insee code named by hand, for areas that do not say it or to keep one commune of many."""
    year = models.PositiveSmallIntegerField(null=True)
    """First year of use of the boundaries."""
    source = models.CharField(max_length=200, blank=True)
    licence = models.CharField(max_length=100, blank=True)
    rows = models.PositiveIntegerField(default=0)
    preview = models.JSONField(default=dict)
    notes = models.JSONField(default=list)
    error = models.JSONField(default=dict)
    tables = models.JSONField(default=list)
    """Checked tables stored by the reading: one entry per dataset to come."""

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def format_text(self) -> str:
        """What the file was recognised as, in the reader's language."""
        return str(self.format.get(language(), ""))


class ResultMatch(CampaignScoped):
    """A bureau of the results that a person matched with an area by hand (an empty code leaves it out)."""

    of = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="+")
    election = models.CharField(max_length=60)
    found = models.CharField(max_length=40)
    """Code in the results."""
    bureau = models.CharField(max_length=40, blank=True)
    """Code of the area."""
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar[list[str]] = ["-pk"]
        constraints = (
            models.UniqueConstraint(fields=("of", "election", "found"), name="one_match_a_bureau"),
        )

    def __str__(self) -> str:
        return f"{self.election} {self.found} = {self.bureau or '–'}"
