"""One bureau: where it stands, its past, its averages to compare with, its neighbours by rank."""

from dataclasses import dataclass
from typing import Any, Final

from django.core.cache import cache
from django.db.models import Avg, QuerySet, Sum

from perron_web.features.campaigns.choices import Side
from perron_web.features.campaigns.models import BlocChoice
from perron_web.features.targeting.models import Score
from perron_web.features.targeting.queries.map_scope import SECONDS, TILED, MapScope
from perron_web.features.territory.models import Address, Bureau, ElectionResult
from perron_web.features.territory.queries.bureaux import results_of
from perron_web.platform.design.elections import in_order, long_name, short_name

OURS: Final = (Side.OURS, Side.ALLY)
COMPARED: Final = (
    "votes_per_hour",
    "mobilisation",
    "persuasion",
    "registration",
    "turnout",
    "support",
    "intermittent",
    "registered",
)


@dataclass(frozen=True)
class Neighbours:
    """The bureaux just before and just after by rank."""

    before: Score | None
    after: Score | None


def score_of(scope: MapScope, code: str) -> Score | None:
    """Return what the run says of a bureau.

    Parameters
    ----------
    scope : MapScope
        What the person sees.
    code : str
        Code of the bureau.

    Returns
    -------
    Score or None
        With its bureau; None when it is not there.
    """
    found: Score | None = scope.scores().select_related("bureau").filter(code=code).first()
    return found


def neighbours_of(scope: MapScope, score: Score) -> Neighbours:
    """Return the bureaux just before and just after, among those the person sees.

    Parameters
    ----------
    scope : MapScope
        What the person sees.
    score : Score
        The bureau.

    Returns
    -------
    Neighbours
        None at the ends.
    """
    rows = scope.scores().only("code", "rank")
    return Neighbours(
        rows.filter(rank__lt=score.rank).order_by("-rank").first(),
        rows.filter(rank__gt=score.rank).order_by("rank").first(),
    )


def averages(scope: MapScope) -> dict[str, float | None]:
    """Return the mean of each measure over the bureaux the person sees.

    Parameters
    ----------
    scope : MapScope
        What the person sees.

    Returns
    -------
    dict
        Column to mean.
    """
    key = f"bureau-averages-{scope.key}"
    known: dict[str, float | None] | None = cache.get(key)
    if known is None:
        known = scope.scores().aggregate(**{name: Avg(name) for name in COMPARED})
        cache.set(key, known, SECONDS)
    return known


def history_of(scope: MapScope, bureau: Bureau) -> list[dict[str, Any]]:
    """Return the past elections of a bureau, with the mean of the bureaux the person sees.

    Parameters
    ----------
    scope : MapScope
        What the person sees.
    bureau : Bureau
        The bureau.

    Returns
    -------
    list of dict
        Oldest first: what `results_of` gives, and `name`, `short`, `ours` (share of the valid votes, None
        when no list is ours), `mean_turnout`, `mean_ours`; each choice has its `side`.
    """
    sides = {
        (row.election, row.choice): row.side for row in BlocChoice.objects.filter(campaign=scope.campaign)
    }
    means = _means(scope, sides)
    history = sorted(results_of(bureau), key=lambda row: in_order(row["election"]))
    for row in history:
        election = row["election"]
        for choice in row["choices"]:
            choice["side"] = sides.get((election, choice["choice"]), "")
        known = any(choice["side"] in OURS for choice in row["choices"])
        row["name"], row["short"] = long_name(election), short_name(election)
        row["ours"] = sum(c["share"] for c in row["choices"] if c["side"] in OURS) if known else None
        row["mean_turnout"], row["mean_ours"] = means.get(election, (None, None))
    return history


def _means(
    scope: MapScope, sides: dict[tuple[str, str], str]
) -> dict[str, tuple[float | None, float | None]]:
    """Return the turnout and our share over the bureaux seen, election by election."""
    key = f"bureau-means-{scope.key}-{hash(frozenset(sides.items()))}"
    known: dict[str, tuple[float | None, float | None]] | None = cache.get(key)
    if known is not None:
        return known
    rows: QuerySet[Any] = ElectionResult.objects.filter(bureau__in=scope.bureaux().order_by())
    totals = rows.order_by().values("election").annotate(r=Sum("registered"), v=Sum("voters"), e=Sum("valid"))
    ours: dict[str, int] = {}
    if scope.count <= TILED:
        for election, votes in rows.order_by().values_list("election", "votes"):
            cast = sum(n for choice, n in votes.items() if sides.get((election, choice)) in OURS)
            ours[election] = ours.get(election, 0) + cast
    known = {
        row["election"]: (
            row["v"] / row["r"] if row["r"] else None,
            ours[row["election"]] / row["e"] if ours.get(row["election"]) and row["e"] else None,
        )
        for row in totals
    }
    cache.set(key, known, SECONDS)
    return known


def buildings_of(bureau: Bureau) -> QuerySet[Address]:
    """Return the addresses of a bureau, street by street; never how many electors each has.

    Parameters
    ----------
    bureau : Bureau
        The bureau.

    Returns
    -------
    QuerySet of Address
        By street and number.
    """
    rows: QuerySet[Address] = Address.objects.filter(bureau=bureau).defer("electors")
    return rows.order_by("street", "number", "suffix", "pk")
