"""Reports: append-only, each with a UUID made on the phone; receipts; bodies that did not agree."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone

from perron_web.features.canvassing.choices import Aside, EntryWay, Kind, Outcome, Receipt, Source
from perron_web.features.canvassing.models.phones import Phone
from perron_web.platform.scoping import CampaignScoped, PlaceQuerySet, PlaceScoped, scoped


def loose(to: Any, **options: Any) -> Any:
    """Return a reference that the database does not check row by row.

    Reports are inserted by the ten thousand a second and each is checked by the service that takes it in;
    a checked reference would lock the same few rows of campaigns and people in every transaction.

    Parameters
    ----------
    to : type of Model or str
        What it refers to.
    **options : Any
        Options of the field.

    Returns
    -------
    ForeignKey
        Without constraint and without index.
    """
    options.setdefault("on_delete", models.DO_NOTHING)
    return models.ForeignKey(to, db_constraint=False, db_index=False, related_name="+", **options)


class Report(models.Model):
    """What one person tells of one door, building or earlier report.

    Never changed but for `aside`, and for the digest of a talk, emptied when its content is erased.
    """

    id = models.UUIDField(primary_key=True)
    campaign = loose("campaigns.Campaign", on_delete=models.CASCADE)
    place = models.CharField(max_length=120)
    """Materialised path of the bureau."""
    kind = models.CharField(max_length=6, choices=Kind.choices)
    source = models.CharField(max_length=5, choices=Source.choices, default=Source.PHONE)
    phone = loose(Phone, null=True, blank=True)
    user = loose(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL)
    turf = loose("turfs.Turf", null=True, blank=True)
    outing = loose("teams.Outing", null=True, blank=True)
    seq = models.PositiveIntegerField()
    """Rank among the phone's reports, from 1."""
    made_at = models.DateTimeField()
    """The phone's clock."""
    received_at = models.DateTimeField()
    """The server's clock."""
    happened_at = models.DateTimeField()
    """The phone's clock, set right by what it said when sending; never after `received_at`."""
    skewed = models.BooleanField(default=False)
    address = models.CharField(max_length=120)
    stair = models.CharField(max_length=12, blank=True)
    floor = models.SmallIntegerField(null=True, blank=True)
    door = models.CharField(max_length=12, blank=True)
    outcome = models.CharField(max_length=12, choices=Outcome.choices, blank=True)
    talked = models.BooleanField(null=True, blank=True)
    access = models.CharField(max_length=10, choices=EntryWay.choices, blank=True)
    away = models.IntegerField(null=True, blank=True)
    """Metres from the turf, as the phone computed them; no position is ever sent."""
    undoes = models.UUIDField(null=True, blank=True)
    detail = models.JSONField(null=True, blank=True)
    """What was added: kind, label, coordinates, doors."""
    digest = models.BinaryField(max_length=16)
    """Of the body: tells a repeat from another report under the same UUID."""
    aside = models.CharField(max_length=12, choices=Aside.choices, blank=True)

    objects: ClassVar[models.Manager[Any]] = scoped(
        PlaceQuerySet, place_lookup="place", address_lookup="address"
    )
    every: ClassVar[models.Manager[Any]] = scoped(PlaceQuerySet)
    """The whole campaign's: only for turfs or addresses already found in one's reach."""

    class Meta:
        ordering: ClassVar[list[str]] = ["happened_at", "id"]
        constraints = (
            models.CheckConstraint(
                condition=models.Q(kind=Kind.VISIT) ^ models.Q(outcome=""), name="a_visit_has_an_outcome"
            ),
        )
        indexes = (
            models.Index(fields=("turf",), name="report_turf"),
            models.Index(fields=("address",), name="report_address"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class Batch(CampaignScoped):
    """The receipt of one sending, or of one correction; the tally folds its turfs once."""

    campaign = loose("campaigns.Campaign", on_delete=models.CASCADE)
    kind = models.CharField(max_length=8, choices=Receipt.choices, default=Receipt.SYNC)
    phone = loose(Phone, null=True, blank=True)
    user = loose(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL)
    received_at = models.DateTimeField(default=timezone.now)
    created = models.PositiveIntegerField(default=0)
    seen = models.PositiveIntegerField(default=0)
    conflicts = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    turfs = models.JSONField(default=list)
    """Numbers of the turfs touched."""
    tallied = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        indexes = (models.Index(fields=("id",), condition=models.Q(tallied=False), name="batch_to_tally"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.received_at:%Y-%m-%d %H:%M}"


class Conflict(PlaceScoped):
    """A body that came under the UUID of another: kept aside for review, never dropped."""

    report_id = models.UUIDField()
    phone = models.ForeignKey(Phone, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    body = models.JSONField()
    digest = models.BinaryField(max_length=16)
    received_at = models.DateTimeField(default=timezone.now)
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["-received_at", "-pk"]
        constraints = (models.UniqueConstraint(fields=("report_id", "digest"), name="one_conflict_a_body"),)

    def __str__(self) -> str:
        return f"{self.report_id} {self.received_at:%Y-%m-%d %H:%M}"
