"""Reports as their leader reviews them: the latest walks, what is to be looked at, one of them in full."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.utils import timezone

from perron_web.features.accounts.models import User
from perron_web.features.canvassing.choices import Kind, Receipt
from perron_web.features.canvassing.models import Batch, Conflict, Phone, Report, Review
from perron_web.features.canvassing.rules.paper import label
from perron_web.features.canvassing.rules.review import Seen, Walk, walks
from perron_web.features.teams.models import Outing
from perron_web.features.turfs.models import Stop, Turf

COLUMNS: Final = (
    *("id", "kind", "source", "phone_id", "user_id", "outing_id", "turf_id", "happened_at"),
    *("skewed", "address", "stair", "floor", "door", "outcome", "away", "undoes", "aside"),
)
RECEIPTS: Final = 5000
"""Latest receipts in which turfs are looked for."""
TURFS: Final = 300
"""Turfs reviewed at once, the latest reported."""
MOST: Final = 60_000
"""Reports read at once."""


@dataclass(frozen=True)
class Told:
    """A walk with the names of what it is of."""

    walk: Walk
    who: User | None
    turf: Turf | None
    outing: Outing | None
    phone: Phone | None


@dataclass(frozen=True)
class Board:
    """What a leader reviews."""

    walks: list[Told]
    flagged: int
    turfs: int
    more: bool
    """Whether older turfs of the period were left out."""


def latest_turfs(since: datetime, place: str = "") -> list[int]:
    """Return the turfs reported since a moment, in the places in scope, the latest first.

    Parameters
    ----------
    since : datetime
        The moment.
    place : str
        Only within this place.

    Returns
    -------
    list of int
        Keys; those of reports set aside as they came are among them.
    """
    receipts = Batch.objects.filter(received_at__gte=since, kind__in=(Receipt.SYNC, Receipt.PAPER))
    touched: dict[int, None] = {}
    for turfs in receipts.order_by("-pk").values_list("turfs", flat=True)[:RECEIPTS]:
        touched.update(dict.fromkeys(turf for turf in turfs if turf))
    rows = Turf.objects.filter(pk__in=list(touched), place__startswith=place)
    here = set(rows.values_list("pk", flat=True))
    return [turf for turf in touched if turf in here]


def board(*, days: int, only: str = "", place: str = "") -> Board:
    """Return the latest walks of the places in scope.

    Parameters
    ----------
    days : int
        How far back.
    only : str
        Kind of flag; "" for the walks with any, "tout" for every walk.
    place : str
        Only within this place.

    Returns
    -------
    Board
        The latest walk first.
    """
    since = timezone.now() - timedelta(days=days)
    turfs = latest_turfs(since, place)
    where = Q(turf__in=turfs[:TURFS]) | Q(turf=None, place__startswith=place)
    found = walks(seen(where, since=since))
    flagged = [walk for walk in found if walk.flags]
    if only != "tout":
        found = [walk for walk in flagged if not only or any(flag.kind == only for flag in walk.flags)]
    return Board(named(found), len(flagged), min(len(turfs), TURFS), len(turfs) > TURFS)


def seen(chosen: Q, *, since: datetime | None = None) -> list[Seen]:
    """Return reports of the places in scope as the review reads them.

    Parameters
    ----------
    chosen : Q
        Which.
    since : datetime or None
        Received since.

    Returns
    -------
    list of Seen
        In no order.
    """
    rows = Report.objects.filter(chosen).exclude(kind=Kind.TALK).order_by()
    if since is not None:
        rows = rows.filter(received_at__gte=since)
    return [Seen(*row) for row in rows.values_list(*COLUMNS)[:MOST]]


def named(found: list[Walk]) -> list[Told]:
    """Put names on walks: four queries for any number of them.

    Parameters
    ----------
    found : list of Walk
        Walks.

    Returns
    -------
    list of Told
        In the same order.
    """

    def key(name: str) -> list[Any]:
        return [value for value in {getattr(walk.key, name) for walk in found} if value]

    phones = Phone.objects.select_related("user").in_bulk(key("phone"))
    users = User.objects.in_bulk(key("user"))
    turfs = Turf.objects.select_related("bureau").in_bulk(key("turf"))
    outings = Outing.every.in_bulk(key("outing"))
    return [
        Told(
            walk,
            phones[walk.key.phone].user if walk.key.phone in phones else users.get(walk.key.user),
            turfs.get(walk.key.turf),
            outings.get(walk.key.outing),
            phones.get(walk.key.phone),
        )
        for walk in found
    ]


def street_names(rows: list[Seen]) -> dict[str, str]:
    """Return the number and street of the buildings of some reports.

    Parameters
    ----------
    rows : list of Seen
        Reports.

    Returns
    -------
    dict of str to str
        By address key; a building added on a phone has none.
    """
    turfs = {one.turf for one in rows if one.turf}
    stops = Stop.every.filter(turf__in=turfs, key__in={one.address for one in rows})
    return {one.key: f"{label(one)} {one.street}".strip() for one in stops}


def chosen(*, turf: int | None, phone: int | None, outing: int | None, user: int | None = None) -> Q | None:
    """Return the condition of a review: by outing, phone, person or turf, or several of them.

    Parameters
    ----------
    turf, phone, outing, user : int or None
        Keys; at least one.

    Returns
    -------
    Q or None
        None when nothing is chosen.
    """
    asked = {"turf": turf, "phone": phone, "outing": outing, "user": user}
    kept = {name: key for name, key in asked.items() if key}
    return Q(**kept) if kept else None


def reviews() -> QuerySet[Review]:
    """Return what was set aside in the places in scope.

    Returns
    -------
    QuerySet of Review
        The latest first.
    """
    rows: QuerySet[Review] = Review.objects.select_related("by", "lifted_by", "turf", "outing", "phone__user")
    return rows


def conflicts() -> QuerySet[Conflict]:
    """Return the bodies that came under a known identifier and that nobody has looked at.

    Returns
    -------
    QuerySet of Conflict
        The latest first.
    """
    rows: QuerySet[Conflict] = Conflict.objects.filter(resolved_at=None).select_related("user")
    return rows


def firsts(found: list[Conflict]) -> dict[Any, Report]:
    """Return the reports that were stored first under the identifiers of some conflicts.

    Parameters
    ----------
    found : list of Conflict
        Conflicts.

    Returns
    -------
    dict
        Identifier to report.
    """
    rows: dict[Any, Report] = Report.objects.in_bulk([one.report_id for one in found])
    return rows
