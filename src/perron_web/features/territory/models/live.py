"""Rows that an import made and that a later one may retire; the retired are kept, to be brought back."""

from typing import Any, ClassVar, cast

from django.db import models

from perron_web.features.territory.models.imports import Import
from perron_web.platform.scoping import PlaceQuerySet, PlaceScoped, scoped


def live(*, place_lookup: str = "place", address_lookup: str = "") -> models.Manager[Any]:
    """Make a scoped manager that leaves retired rows out.

    Parameters
    ----------
    place_lookup : str
        Field of the materialised path.
    address_lookup : str
        Field of the key of an address, where rows have one.

    Returns
    -------
    models.Manager
        The manager.
    """
    base = type(scoped(PlaceQuerySet, place_lookup=place_lookup, address_lookup=address_lookup))

    class Live(base):  # type: ignore[misc, valid-type]
        """Rows in force."""

        def get_queryset(self) -> models.QuerySet[Any]:
            rows = super().get_queryset()
            return cast(
                "models.QuerySet[Any]",
                rows if hasattr(rows, "missing_scopes") else rows.filter(retired_by=None),
            )

    return cast("models.Manager[Any]", Live())


class Imported(PlaceScoped):
    """A row at a place, made by an import."""

    made_by = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="+")
    retired_by = models.ForeignKey(Import, on_delete=models.SET_NULL, null=True, related_name="+")

    objects: ClassVar[models.Manager[Any]] = live()
    every: ClassVar[models.Manager[Any]] = scoped(PlaceQuerySet, place_lookup="place")

    class Meta:
        abstract = True
