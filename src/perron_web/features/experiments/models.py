"""Experiments, their sealed draws, and the arm that every unit got."""

from pathlib import Path
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from perron_web.features.experiments.choices import Kind, State, Topic, UnitKind
from perron_web.platform.jobs.kept import PERSON
from perron_web.platform.scoping import CampaignScoped, PlaceQuerySet, PlaceScoped, scoped


class Experiment(CampaignScoped):
    """What is tried on whom, and what will be measured; a draft until its draw is sealed."""

    number = models.PositiveIntegerField()
    name = models.CharField(max_length=120, blank=True)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.CAMPAIGN)
    topic = models.CharField(max_length=10, choices=Topic.choices, blank=True)
    unit = models.CharField(max_length=8, choices=UnitKind.choices, default=UnitKind.BUREAU)
    state = models.CharField(max_length=9, choices=State.choices, default=State.DRAFT)
    design = models.JSONField(default=dict)
    """The design as `perron.experiments.design.Design.to_dict` writes it; for an experiment during the
    campaign also the words of each arm and the number of units planned."""
    run = models.ForeignKey("targeting.Run", **PERSON)
    """Computed plan whose scores make the strata."""
    power = models.JSONField(default=dict)
    """What the curve was drawn from: coverage, contact rate, outcome."""
    registration = models.JSONField(default=dict)
    """Outcomes, estimator, exclusions announced; with its record once frozen."""
    registration_record = models.CharField(max_length=64, blank=True)
    frozen_at = models.DateTimeField(null=True, blank=True)
    frozen_by = models.ForeignKey(settings.AUTH_USER_MODEL, **PERSON)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, **PERSON)
    created_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(blank=True)
    """Why it was closed or abandoned."""

    class Meta:
        ordering: ClassVar[list[str]] = ["-number"]
        constraints = (
            models.UniqueConstraint(fields=("campaign", "number"), name="one_experiment_a_number"),
            models.UniqueConstraint(
                fields=("campaign",),
                condition=models.Q(kind=Kind.CAMPAIGN, state=State.SEALED),
                name="one_holdout_in_force",
            ),
            models.CheckConstraint(
                condition=models.Q(frozen_at=None) | ~models.Q(registration_record=""),
                name="frozen_with_a_record",
            ),
            models.CheckConstraint(
                condition=models.Q(kind=Kind.CAMPAIGN, topic="")
                | models.Q(kind=Kind.CONTINUOUS, topic__in=Topic.values),
                name="a_topic_while_campaigning",
            ),
        )

    def __str__(self) -> str:
        return f"n°\u00a0{self.number} · {self.name}" if self.name else f"n°\u00a0{self.number}"

    @property
    def in_force(self) -> bool:
        """Whether its draw is to be obeyed."""
        return self.state == State.SEALED


class Draw(CampaignScoped):
    """The sealed record of a draw: written once, chained to the one before it in the campaign."""

    experiment = models.OneToOneField(Experiment, on_delete=models.RESTRICT, related_name="draw")
    seed = models.BigIntegerField()
    units_sha256 = models.CharField(max_length=64)
    assignment_sha256 = models.CharField(max_length=64)
    record = models.JSONField()
    """`draw.json`, as it was sealed."""
    record_hash = models.CharField(max_length=64)
    previous = models.CharField(max_length=64, blank=True)
    folder = models.CharField(max_length=200)
    """Folder of `draw.json`, `units.csv`, `assignment.csv` under the files folder."""
    sealed_by = models.ForeignKey(settings.AUTH_USER_MODEL, **PERSON)
    sealed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar[list[str]] = ["-sealed_at", "-pk"]
        constraints = (
            models.UniqueConstraint(fields=("campaign", "record_hash"), name="one_draw_a_record"),
            models.UniqueConstraint(fields=("campaign", "previous"), name="draws_make_one_chain"),
        )

    def __str__(self) -> str:
        return self.record_hash[:12]

    @property
    def path(self) -> Path:
        """The folder that `perron verify-draw` reads."""
        return Path(settings.FILES) / self.folder


class Unit(PlaceScoped):
    """One unit of a sealed draw and the arm it got; during the campaign, units come one by one."""

    experiment = models.ForeignKey(Experiment, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=160)
    """Name of the unit in `units.csv`: code of a bureau, bureau and address, number of a turf or outing."""
    bureau = models.ForeignKey(
        "territory.Bureau", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    address = models.CharField(max_length=120, blank=True)
    """Key of the address, for buildings."""
    street = models.CharField(max_length=200, blank=True)
    order = models.PositiveIntegerField()
    stratum = models.PositiveIntegerField(default=0)
    cluster = models.CharField(max_length=160, blank=True)
    arm = models.CharField(max_length=40)
    channels = models.JSONField(default=list)
    """Ways in which the unit may be spoken to; none for those left alone."""
    may_visit = models.BooleanField(default=True)
    at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[models.Manager[Any]] = scoped(PlaceQuerySet, place_lookup="place")
    every: ClassVar[models.Manager[Any]] = scoped(PlaceQuerySet)
    """The whole campaign's: only to know who is left alone."""

    class Meta:
        ordering: ClassVar[list[str]] = ["order"]
        constraints = (
            models.UniqueConstraint(fields=("experiment", "key"), name="one_arm_a_unit"),
            models.UniqueConstraint(fields=("experiment", "order"), name="one_unit_an_order"),
        )
        indexes = (
            models.Index(fields=("experiment", "may_visit"), name="unit_left_alone"),
            models.Index(fields=("campaign", "address"), name="unit_address"),
        )

    def __str__(self) -> str:
        return f"{self.key} {self.arm}"
