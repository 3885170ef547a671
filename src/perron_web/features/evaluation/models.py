"""Counts of the day, evaluations kept with what they were computed from, results of others."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from perron_web.features.evaluation.choices import CountUnit, State
from perron_web.platform.jobs.kept import PERSON, Kept
from perron_web.platform.scoping import CampaignScoped, PlaceQuerySet, PlaceScoped, scoped
from perron_web.platform.words import language


class CountSheet(CampaignScoped):
    """The commune's own counts of one election: how many, never who (code électoral, article L. 68)."""

    election = models.CharField(max_length=80)
    unit = models.CharField(max_length=8, choices=CountUnit.choices, default=CountUnit.BUREAU)
    source = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    rows = models.PositiveIntegerField(default=0)
    received_by = models.ForeignKey(settings.AUTH_USER_MODEL, **PERSON)
    received_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(null=True, blank=True)
    """When counts taken from turnout lists are erased; empty for published results."""

    class Meta:
        ordering: ClassVar[list[str]] = ["-received_at"]

    def __str__(self) -> str:
        return self.election


class Count(PlaceScoped):
    """How many of those registered in one bureau or building voted, and for what."""

    sheet = models.ForeignKey(CountSheet, on_delete=models.CASCADE, related_name="+")
    bureau = models.ForeignKey(
        "territory.Bureau", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    key = models.CharField(max_length=160)
    registered = models.PositiveIntegerField()
    voters = models.PositiveIntegerField()
    valid = models.PositiveIntegerField(null=True, blank=True)
    votes = models.JSONField(default=dict)
    """Votes by list or candidate; empty when only turnout was counted."""

    objects: ClassVar[models.Manager[Any]] = scoped(PlaceQuerySet, place_lookup="place")
    every: ClassVar[models.Manager[Any]] = scoped(PlaceQuerySet)
    """The whole campaign's: what an evaluation reads."""

    class Meta:
        ordering: ClassVar[list[str]] = ["key"]
        constraints = (
            models.UniqueConstraint(fields=("sheet", "key"), name="one_count_a_unit"),
            models.CheckConstraint(
                condition=models.Q(voters__lte=models.F("registered")), name="voters_are_registered"
            ),
            models.CheckConstraint(
                condition=models.Q(valid=None) | models.Q(valid__lte=models.F("voters")),
                name="valid_votes_were_cast",
            ),
        )

    def __str__(self) -> str:
        return self.key


class Evaluation(Kept):
    """One evaluation computed; its folder is what `perron evaluate` would have written."""

    experiment = models.ForeignKey("experiments.Experiment", on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)

    class Meta:
        ordering: ClassVar[list[str]] = ["-number"]
        constraints = (
            models.UniqueConstraint(fields=("campaign", "number"), name="one_evaluation_a_number"),
        )

    def __str__(self) -> str:
        return f"n°\u00a0{self.number}"

    @property
    def title_text(self) -> str:
        """What was found in one line, in the reader's language; "" before it is known."""
        return str(self.summary.get("title", {}).get(language(), ""))


class PooledResult(CampaignScoped):
    """A sealed result of another commune or another campaign."""

    name = models.CharField(max_length=160)
    source = models.CharField(max_length=200, blank=True)
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, **PERSON)
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar[list[str]] = ["name"]
        constraints = (
            models.UniqueConstraint(fields=("campaign", "sha256"), name="one_pooled_result_a_file"),
        )

    def __str__(self) -> str:
        return self.name
