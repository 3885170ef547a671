"""Managers that answer only inside a scope, with the rows of its campaign and of its places.

A scope is entered with `django_scopes.scope(campaign=…, places=…)`; `places` is None for the whole campaign,
or a tuple of materialised paths ("11/75/75056/20/"). With `hidden=Hidden(…)` bureaux and addresses that an
experiment leaves alone are not there either: so do all those work who do not plan (`platform.access`).
"""

from functools import reduce
from operator import or_
from typing import Any, TypeVar, cast

from django.db import models
from django_scopes import get_scope
from django_scopes.manager import DisabledQuerySet

from perron_web.platform.hidden import left_out

M = TypeVar("M", bound=models.Model)


class ScopedQuerySet(models.QuerySet[M]):
    """Rows of one campaign."""


class PlaceQuerySet(ScopedQuerySet[M]):
    """Rows of one campaign that lie somewhere in its territory."""


def within(lookup: str, places: tuple[str, ...] | None) -> models.Q:
    """Return the condition "lies within one of these places".

    Parameters
    ----------
    lookup : str
        Field that holds the materialised path, possibly through relations ("bureau__place").
    places : tuple of str or None
        Paths of territories; None stands for everywhere.

    Returns
    -------
    models.Q
        The condition; false when there are no places at all.
    """
    if places is None or "" in places:
        return models.Q()
    conditions = [models.Q(**{f"{lookup}__startswith": place}) for place in places]
    return reduce(or_, conditions, models.Q(pk__in=[]))


def whole_campaign() -> bool:
    """Say whether the scope in force is the whole campaign.

    Returns
    -------
    bool
        False for whoever works in some places only.
    """
    places = get_scope().get("places")
    return places is None or "" in places


def shown(place: str, address: str = "") -> models.Q:
    """Return the condition "not left alone", for whoever the scope in force hides control groups from.

    Parameters
    ----------
    place : str
        Field of the place of a bureau.
    address : str
        Field of the key of an address; empty for rows that have none.

    Returns
    -------
    models.Q
        The condition; always true for those who plan, and for jobs.
    """
    away, found = left_out(), models.Q()
    if away.places:
        found &= ~models.Q(**{f"{place}__in": away.places})
    if address and away.addresses:
        found &= ~models.Q(**{f"{address}__in": away.addresses})
    return found


def scoped(
    queryset: type[models.QuerySet[Any]] = ScopedQuerySet, *, place_lookup: str = "", address_lookup: str = ""
) -> models.Manager[Any]:
    """Make a manager that refuses to work outside a scope.

    Parameters
    ----------
    queryset : type
        QuerySet whose methods the manager has.
    place_lookup : str
        Field of the materialised path; empty when rows are not limited by place.
    address_lookup : str
        Field of the key of an address, where some addresses may be left alone.

    Returns
    -------
    models.Manager
        The manager.
    """

    class Scoped(models.Manager.from_queryset(queryset)):  # type: ignore[misc]
        """Manager bound to the scope in force."""

        def get_queryset(self) -> models.QuerySet[Any]:
            found = get_scope()
            if found.get("_enabled", True) is False:
                return cast("models.QuerySet[Any]", super().get_queryset())
            if "campaign" not in found:
                return cast(
                    "models.QuerySet[Any]",
                    DisabledQuerySet(self.model, using=self._db, missing_scopes=["campaign"]),
                )
            rows = super().get_queryset().filter(campaign=found["campaign"])
            if place_lookup:
                rows = rows.filter(within(place_lookup, found.get("places")))
                rows = rows.filter(shown(place_lookup, address_lookup))
            return cast("models.QuerySet[Any]", rows)

        def all(self) -> models.QuerySet[Any]:
            rows = self.get_queryset()
            return rows if isinstance(rows, DisabledQuerySet) else rows.all()

    return cast("models.Manager[Any]", Scoped())
