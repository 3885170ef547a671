"""Datasets: checked tables, immutable and hashed; the truth that the science reads."""

from typing import ClassVar

from django.db import models

from perron_web.features.territory.choices import DataKind
from perron_web.features.territory.models.imports import Import
from perron_web.platform.scoping import CampaignScoped


class Dataset(CampaignScoped):
    """One checked table. A newer one of the same kind prevails in the communes that both hold."""

    kind = models.CharField(max_length=20, choices=DataKind.choices)
    name = models.CharField(max_length=200)
    election = models.CharField(max_length=60, blank=True)
    year = models.PositiveSmallIntegerField(null=True)
    """Year of the election, or first year of use of the boundaries."""
    boundary_year = models.PositiveSmallIntegerField(null=True)
    """For results: year of the boundaries they were counted on, where a person said; see `rules`."""
    sha256 = models.CharField(max_length=64)
    """Of the table."""
    table = models.CharField(max_length=200)
    """Parquet file: turnout for results, nodes for streets, the table itself otherwise."""
    extra = models.CharField(max_length=200, blank=True)
    """Parquet file: votes for results, edges for streets."""
    file_sha256 = models.CharField(max_length=64, blank=True)
    """Of the file it was read from."""
    rows = models.PositiveIntegerField()
    choices = models.JSONField(default=dict)
    """For results: list or candidate to nuance, where the file gives one."""
    source = models.CharField(max_length=200, blank=True)
    licence = models.CharField(max_length=100, blank=True)
    active = models.BooleanField(default=True)
    imported_by = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="+")
    retired_by = models.ForeignKey(Import, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["kind", "-year", "election", "pk"]
        indexes = (models.Index(fields=("campaign", "kind", "active"), name="dataset_kind_active"),)

    def __str__(self) -> str:
        return self.name
