"""Modules taught, sessions, who came, certificates: who trained whom."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from perron_web.features.training.choices import CheckIn, Seat, SessionState
from perron_web.platform.links import new_nonce
from perron_web.platform.scoping import CampaignScoped, PlaceQuerySet, PlaceScoped, scoped


class Module(CampaignScoped):
    """What is taught, with its material."""

    code = models.SlugField(max_length=40)
    title = models.CharField(max_length=120)
    summary = models.CharField(max_length=300, blank=True)
    minutes = models.PositiveSmallIntegerField(default=120)
    material = models.TextField(blank=True)
    """Plain paragraphs, read on a phone and printed."""
    may_train = models.BooleanField(default=False)
    """Whether those who complete it may train in turn."""
    position = models.PositiveSmallIntegerField(default=0)
    retired = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["position", "title", "pk"]
        constraints = (models.UniqueConstraint(fields=("campaign", "code"), name="one_module_a_code"),)

    def __str__(self) -> str:
        return self.title


class Session(PlaceScoped):
    """A training at a date and a place."""

    module = models.ForeignKey(Module, on_delete=models.PROTECT, related_name="+")
    trainer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    meeting_name = models.CharField(max_length=160, blank=True)
    meeting_lon = models.FloatField(null=True, blank=True)
    meeting_lat = models.FloatField(null=True, blank=True)
    places_max = models.PositiveSmallIntegerField(default=30)
    note = models.CharField(max_length=500, blank=True)
    nonce = models.CharField(max_length=16, default=new_nonce, editable=False)
    state = models.CharField(max_length=10, choices=SessionState.choices, default=SessionState.OPEN)
    made_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[models.Manager[Any]] = scoped(PlaceQuerySet, place_lookup="place")
    every: ClassVar[models.Manager[Any]] = scoped(PlaceQuerySet)
    """The whole campaign's: only for sessions near a place, or of one's own."""

    class Meta:
        ordering: ClassVar[list[str]] = ["starts_at", "pk"]
        constraints = (
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="session_ends_after_it_starts"
            ),
        )
        indexes = (models.Index(fields=("campaign", "starts_at"), name="session_campaign_start"),)

    def __str__(self) -> str:
        return f"{self.module_id} {self.starts_at:%Y-%m-%d %H:%M}"


class Attendance(CampaignScoped):
    """Somebody who signed up for a session, and whether they came."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    seat = models.CharField(max_length=8, choices=Seat.choices, default=Seat.COMING)
    signed_up_at = models.DateTimeField(default=timezone.now)
    checked_in_at = models.DateTimeField(null=True, blank=True)
    source = models.CharField(max_length=8, choices=CheckIn.choices, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["session", "pk"]
        constraints = (models.UniqueConstraint(fields=("session", "user"), name="once_in_a_session"),)
        indexes = (models.Index(fields=("user",), name="attendance_user"),)

    def __str__(self) -> str:
        return f"{self.session_id} {self.user_id} {self.seat}"


class Certificate(PlaceScoped):
    """Somebody completed a module, trained by somebody: the edge of the cascade."""

    module = models.ForeignKey(Module, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    session = models.ForeignKey(Session, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    trained_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    generation = models.PositiveSmallIntegerField(default=0)
    """0 for those trained by nobody of the campaign, then one more than their trainer's."""
    may_train = models.BooleanField(default=False)
    at = models.DateTimeField(default=timezone.now)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager[Any]] = scoped(PlaceQuerySet, place_lookup="place")
    every: ClassVar[models.Manager[Any]] = scoped(PlaceQuerySet)
    """The whole campaign's: for one's own, and those one gave."""

    class Meta:
        ordering: ClassVar[list[str]] = ["at", "pk"]
        constraints = (
            models.UniqueConstraint(
                fields=("campaign", "module", "user"),
                condition=models.Q(revoked_at=None),
                name="one_certificate_a_module",
            ),
        )
        indexes = (
            models.Index(fields=("campaign", "trained_by"), name="certificate_trained_by"),
            models.Index(fields=("campaign", "at"), name="certificate_campaign_at"),
        )

    def __str__(self) -> str:
        return f"{self.module_id} {self.user_id} {self.generation}"


class Branch(PlaceScoped):
    """One person's place in the tree of who trained whom: drawn from the certificates, and may be again."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    parent = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    """Who trained them first."""
    generation = models.PositiveSmallIntegerField(default=0)
    since = models.DateTimeField(default=timezone.now)
    """First certificate; of a trainer trained by nobody here, the first they gave."""
    standing = models.BooleanField(default=True)
    """Whether they hold a certificate today, or train without one."""
    may_train = models.BooleanField(default=False)
    direct = models.PositiveIntegerField(default=0)
    """People standing whom they trained."""
    below = models.PositiveIntegerField(default=0)
    """People standing under them, over all generations."""

    objects: ClassVar[models.Manager[Any]] = scoped(PlaceQuerySet, place_lookup="place")
    every: ClassVar[models.Manager[Any]] = scoped(PlaceQuerySet)
    """The whole campaign's: for counts, and for the people one trained oneself."""

    class Meta:
        ordering: ClassVar[list[str]] = ["-below", "pk"]
        constraints = (
            models.UniqueConstraint(fields=("campaign", "user"), name="one_branch_a_person"),
            models.CheckConstraint(condition=~models.Q(parent=models.F("id")), name="nobody_trains_themself"),
        )
        indexes = (
            models.Index(fields=("campaign", "parent", "-below", "id"), name="branch_children"),
            models.Index(fields=("campaign", "standing", "generation", "since"), name="branch_counts"),
            models.Index(fields=("campaign", "place"), name="branch_place"),
            models.Index(fields=("campaign", "since", "id"), name="branch_since"),
            models.Index(
                fields=("campaign", "since", "id"), condition=models.Q(may_train=True), name="branch_able"
            ),
        )

    def __str__(self) -> str:
        return f"{self.user_id} {self.generation} {self.below}"


class TrainingGoal(CampaignScoped):
    """How many people of each generation the campaign wants, and by when."""

    trainers = models.PositiveIntegerField(default=100)
    mobilisers = models.PositiveIntegerField(default=6000)
    volunteers = models.PositiveIntegerField(default=80000)
    by_date = models.DateField(null=True, blank=True)
    first_outing_days = models.PositiveSmallIntegerField(default=14)
    """Days within which somebody trained should go out."""

    class Meta:
        constraints = (models.UniqueConstraint(fields=("campaign",), name="one_training_goal"),)

    def __str__(self) -> str:
        return f"{self.trainers}/{self.mobilisers}/{self.volunteers}"
