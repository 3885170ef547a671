"""What is known of a bureau: past results, addresses."""

from typing import Any, ClassVar

from django.db import models

from perron_web.features.territory.models.datasets import Dataset
from perron_web.features.territory.models.live import Imported, live
from perron_web.features.territory.models.places import Bureau


class ElectionResult(Imported):
    """Results of one election in one bureau, counted there or carried over from other boundaries."""

    bureau = models.ForeignKey(Bureau, on_delete=models.CASCADE, related_name="+")
    dataset = models.ForeignKey(Dataset, on_delete=models.CASCADE, related_name="+")
    election = models.CharField(max_length=60)
    registered = models.PositiveIntegerField()
    voters = models.PositiveIntegerField()
    blank = models.PositiveIntegerField(null=True)
    invalid = models.PositiveIntegerField(null=True)
    valid = models.PositiveIntegerField()
    votes = models.JSONField(default=dict)
    """List or candidate to votes; nuances are in `dataset.choices`."""
    estimated = models.FloatField(default=0.0)
    """Share of the electors that was carried over from other boundaries, from 0 (all counted here) to 1."""

    class Meta:
        ordering: ClassVar[list[str]] = ["election", "bureau"]
        constraints = (
            models.UniqueConstraint(
                fields=("bureau", "election"),
                condition=models.Q(retired_by=None),
                name="one_result_an_election",
            ),
        )
        indexes = (models.Index(fields=("campaign", "election"), name="result_campaign_election"),)

    def __str__(self) -> str:
        return f"{self.election} {self.bureau_id}"


class Address(Imported):
    """An address in a bureau of the current boundary set, and its doors."""

    bureau = models.ForeignKey(Bureau, on_delete=models.CASCADE, related_name="+")
    dataset = models.ForeignKey(Dataset, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=120)
    """Identifier in the table of addresses."""
    number = models.PositiveIntegerField(null=True)
    suffix = models.CharField(max_length=20, blank=True)
    street = models.CharField(max_length=200)
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    doors = models.PositiveIntegerField()
    electors = models.PositiveIntegerField(null=True)
    """Never shown: an address with its electors comes close to a person."""
    estimated = models.BooleanField(default=False)
    """Whether the doors are a guess."""

    objects: ClassVar[models.Manager[Any]] = live(address_lookup="key")

    class Meta:
        verbose_name_plural = "addresses"
        ordering: ClassVar[list[str]] = ["bureau", "street", "number", "suffix", "pk"]
        indexes = (models.Index(fields=("bureau", "street"), name="address_bureau_street"),)

    def __str__(self) -> str:
        return f"{self.number or ''} {self.suffix} {self.street}".strip()

    def __repr__(self) -> str:
        return f"<Address {self.pk}>"
