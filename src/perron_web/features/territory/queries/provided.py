"""What features below ask by name: names of places, a search in the tree, the lists of past elections."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django_scopes import get_scope, scope

from perron_web.features.territory.choices import DataKind
from perron_web.features.territory.models import Bureau, Dataset, Territory
from perron_web.platform.providers import Choice, Place, provides


@provides("places.names")
def place_names(paths: Iterable[str]) -> dict[str, Place]:
    """Name places of the campaign in force, also those above one's own territory.

    Parameters
    ----------
    paths : iterable of str
        Materialised paths.

    Returns
    -------
    dict
        Path to place; unknown paths are left out.
    """
    wanted = set(paths)
    found = {row.path: _territory(row) for row in Territory.tree.filter(path__in=wanted)}
    if missing := wanted - set(found):
        with scope(campaign=get_scope()["campaign"], places=None):
            rows = Bureau.objects.filter(place__in=missing, boundary_set__current=True)
            found |= {row.place: _bureau(row) for row in rows.only("place", "number", "commune_name")}
    return found


@provides("places.search")
def search_places(text: str, limit: int) -> list[Place]:
    """Search the places of the scope in force by name or code, bureaux last.

    Parameters
    ----------
    text : str
        Part of a name, or beginning of a code.
    limit : int
        How many at most.

    Returns
    -------
    list of Place
        Wider places first.
    """
    named = Territory.objects.filter(Q(name__icontains=text) | Q(code__istartswith=text)).order_by("path")
    found = [_territory(row) for row in named[:limit]]
    if len(found) < limit and any(character.isdigit() for character in text):
        rows = Bureau.objects.filter(boundary_set__current=True).filter(
            Q(number__istartswith=text) | Q(code__istartswith=text)
        )
        shown = rows.order_by("place").only("place", "number", "commune_name")
        found += [_bureau(row) for row in shown[: limit - len(found)]]
    return found


@provides("results.choices")
def election_choices() -> list[Choice]:
    """List every list and candidate of the active results, with its votes in the whole campaign.

    Returns
    -------
    list of Choice
        One a list or candidate and election; files that hold parts of an election are added up.
    """
    totals: dict[tuple[str, str], Choice] = {}
    for dataset in Dataset.objects.filter(kind=DataKind.RESULTS, active=True).exclude(extra=""):
        for one in _totals(dataset.extra):
            before = totals.get((one.election, one.choice))
            votes = one.votes + (before.votes if before else 0)
            nuance = one.nuance or (before.nuance if before else "")
            totals[one.election, one.choice] = Choice(one.election, one.choice, nuance, votes)
    return list(totals.values())


@lru_cache(maxsize=64)
def _totals(path: str) -> tuple[Choice, ...]:
    import polars as pl

    from perron_web.platform.files import load_table

    by_choice = load_table(path).group_by("election", "choice").agg(
        pl.col("nuance").drop_nulls().first(), pl.col("votes").sum()
    )  # fmt: skip
    return tuple(
        Choice(row["election"], row["choice"], row["nuance"] or "", row["votes"])
        for row in by_choice.iter_rows(named=True)
    )


def _territory(row: Territory) -> Place:
    return Place(row.path, row.name, row.get_level_display())


def _bureau(row: Any) -> Place:
    return Place(row.place, _("bureau %(number)s") % {"number": row.number}, row.commune_name)
