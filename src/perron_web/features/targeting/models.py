"""Runs kept, and what each says of every bureau."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from perron_web.features.targeting.choices import State
from perron_web.platform.jobs.kept import PERSON, Kept
from perron_web.platform.scoping import PlaceScoped
from perron_web.platform.words import language


class Run(Kept):
    """One plan computed; its folder is what `perron plan` would have written."""

    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    code = models.CharField(max_length=12, blank=True)
    files = models.JSONField(default=dict)
    basis = models.CharField(max_length=200, blank=True)
    notes = models.JSONField(default=list)
    credits = models.JSONField(default=list)
    repeats = models.ForeignKey("self", **PERSON)
    adopted = models.BooleanField(default=False)
    adopted_at = models.DateTimeField(null=True, blank=True)
    adopted_by = models.ForeignKey(settings.AUTH_USER_MODEL, **PERSON)
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-number"]
        constraints = (
            models.UniqueConstraint(fields=("campaign", "number"), name="one_run_a_number"),
            models.UniqueConstraint(
                fields=("campaign",), condition=models.Q(adopted=True), name="one_run_adopted"
            ),
            models.CheckConstraint(
                condition=models.Q(adopted=False) | models.Q(deleted_at=None), name="adopted_run_kept"
            ),
        )

    def __str__(self) -> str:
        return f"n°\u00a0{self.number} · {self.name}" if self.name else f"n°\u00a0{self.number}"

    @property
    def notes_text(self) -> list[str]:
        """What the plan could not do, in the reader's language."""
        lang = language()
        return [note[lang] for note in self.notes]


class Score(PlaceScoped):
    """What a run says of one bureau: the columns of `bureaux.csv`, and the reasons."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="+")
    bureau = models.ForeignKey(
        "territory.Bureau", on_delete=models.CASCADE, related_name="+", related_query_name="scores"
    )
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=200, blank=True)
    territory = models.CharField(max_length=200, blank=True)
    registered = models.PositiveIntegerField()
    turnout = models.FloatField(null=True)
    turnout_low = models.FloatField(null=True)
    turnout_high = models.FloatField(null=True)
    support = models.FloatField(null=True)
    support_low = models.FloatField(null=True)
    support_high = models.FloatField(null=True)
    intermittent = models.FloatField(null=True)
    intermittent_low = models.FloatField(null=True)
    intermittent_high = models.FloatField(null=True)
    mobilisation = models.FloatField(null=True)
    mobilisation_low = models.FloatField(null=True)
    mobilisation_high = models.FloatField(null=True)
    persuasion = models.FloatField(null=True)
    persuasion_low = models.FloatField(null=True)
    persuasion_high = models.FloatField(null=True)
    registration = models.FloatField(null=True)
    registration_low = models.FloatField(null=True)
    registration_high = models.FloatField(null=True)
    votes_per_hour = models.FloatField(null=True)
    votes_per_hour_low = models.FloatField(null=True)
    votes_per_hour_high = models.FloatField(null=True)
    index_2012 = models.FloatField(null=True)
    top = models.FloatField(null=True)
    rank = models.PositiveIntegerField()
    priority = models.PositiveSmallIntegerField()
    weak = models.BooleanField(default=False)
    held_out = models.BooleanField(default=False)
    stratum = models.PositiveIntegerField(default=0)
    outings = models.PositiveIntegerField(default=0)
    hours = models.FloatField(default=0)
    doors = models.PositiveIntegerField(default=0)
    votes = models.FloatField(null=True)
    votes_low = models.FloatField(null=True)
    votes_high = models.FloatField(null=True)
    reasons = models.JSONField(default=list)

    class Meta:
        ordering: ClassVar[list[str]] = ["rank"]
        constraints = (
            models.UniqueConstraint(fields=("run", "bureau"), name="one_score_a_bureau"),
            models.UniqueConstraint(fields=("run", "rank"), name="one_rank_a_bureau"),
        )

    def __str__(self) -> str:
        return f"{self.run_id} {self.code} {self.rank}"
