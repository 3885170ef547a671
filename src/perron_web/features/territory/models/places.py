"""Places: the tree of territories, the boundary sets, the bureaux."""

from typing import Any, ClassVar

from django.db import models
from django.utils.functional import cached_property

from perron_web.features.territory.choices import Level
from perron_web.features.territory.models.datasets import Dataset
from perron_web.features.territory.models.imports import Import
from perron_web.platform.scoping import CampaignScoped, PlaceScoped, scoped


class Territory(CampaignScoped):
    """A region, département, commune or arrondissement; `path` is the place of whoever works there."""

    path = models.CharField(max_length=120)
    level = models.CharField(max_length=16, choices=Level.choices)
    code = models.CharField(max_length=12)
    name = models.CharField(max_length=120)

    objects: ClassVar[models.Manager[Any]] = scoped(place_lookup="path")
    tree: ClassVar[models.Manager[Any]] = scoped()
    """The whole campaign's, for the names of what lies above one's own."""

    class Meta:
        ordering: ClassVar[list[str]] = ["path"]
        constraints = (models.UniqueConstraint(fields=("campaign", "path"), name="one_territory_a_path"),)

    def __str__(self) -> str:
        return self.name


class BoundarySet(CampaignScoped):
    """The areas of bureaux used from one year on; plans are made on the current one."""

    year = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    current = models.BooleanField(default=False)
    made_by = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="+")
    retired_by = models.ForeignKey(Import, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering: ClassVar[list[str]] = ["-year", "-pk"]
        constraints = (
            models.UniqueConstraint(
                fields=("campaign",), condition=models.Q(current=True), name="one_current_boundary_set"
            ),
        )

    def __str__(self) -> str:
        return self.name


class Bureau(PlaceScoped):
    """A bureau de vote of one boundary set, with its simplified area."""

    boundary_set = models.ForeignKey(BoundarySet, on_delete=models.CASCADE, related_name="+")
    dataset = models.ForeignKey(Dataset, on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=40)
    number = models.CharField(max_length=30)
    name = models.CharField(max_length=200, blank=True)
    commune = models.CharField(max_length=5)
    commune_name = models.CharField(max_length=120, blank=True)
    lon = models.FloatField()
    lat = models.FloatField()
    west = models.FloatField()
    south = models.FloatField()
    east = models.FloatField()
    north = models.FloatField()
    shape = models.TextField()
    """GeoJSON geometry, six decimals, simplified; borders shared by neighbours stay shared."""
    registered = models.PositiveIntegerField(null=True)
    """Electors at the last election known."""
    doors = models.PositiveIntegerField(null=True)
    """Doors at its addresses."""

    class Meta:
        ordering: ClassVar[list[str]] = ["code"]
        constraints = (models.UniqueConstraint(fields=("boundary_set", "code"), name="one_bureau_a_code"),)
        indexes = (models.Index(fields=("campaign", "code"), name="bureau_campaign_code"),)

    def __str__(self) -> str:
        return self.code

    @cached_property
    def short(self) -> str:
        """Short number, as people say it: "12" for "0012"."""
        return self.number.lstrip("0") or self.number
