"""Reads of places: bureaux of the current boundaries, their shapes, results, addresses."""

from typing import Any

from django.db import models

from perron_web.features.territory.models import Address, BoundarySet, Bureau, ElectionResult, Territory


def current_boundaries() -> BoundarySet | None:
    """Return the boundaries that plans are made on, in the campaign of the scope.

    Returns
    -------
    BoundarySet or None
        None before any import of boundaries.
    """
    found: BoundarySet | None = BoundarySet.objects.filter(current=True).first()
    return found


def bureaux_of(boundary_set: BoundarySet | None = None, *, place: str = "") -> models.QuerySet[Bureau]:
    """Return bureaux within the scope.

    Parameters
    ----------
    boundary_set : BoundarySet, optional
        The current one by default.
    place : str
        Materialised path of a territory to stay in.

    Returns
    -------
    QuerySet of Bureau
        By code, without their shapes; `shape` is read only when asked for.
    """
    rows: models.QuerySet[Bureau] = Bureau.objects.defer("shape")
    rows = rows.filter(boundary_set=boundary_set) if boundary_set else rows.filter(boundary_set__current=True)
    return rows.filter(place__startswith=place) if place else rows


def find_bureau(code: str) -> Bureau | None:
    """Find a bureau of the current boundaries by its code.

    Parameters
    ----------
    code : str
        E.g. 75056_2001.

    Returns
    -------
    Bureau or None
        None when it is not, or lies outside the scope.
    """
    return bureaux_of().filter(code=code).select_related("boundary_set").first()


def shapes_of(boundary_set: BoundarySet | None = None, *, place: str = "") -> dict[str, str]:
    """Return the shapes of bureaux within the scope.

    Parameters
    ----------
    boundary_set : BoundarySet, optional
        The current one by default.
    place : str
        Materialised path of a territory to stay in.

    Returns
    -------
    dict of str to str
        Code to GeoJSON geometry.
    """
    rows = bureaux_of(boundary_set, place=place).defer(None).values_list("code", "shape")
    return dict(rows.iterator(chunk_size=5_000))


def territories_of(level: str = "") -> models.QuerySet[Territory]:
    """Return the territories within the scope.

    Parameters
    ----------
    level : str
        A `Level`; every level by default.

    Returns
    -------
    QuerySet of Territory
        Parents before children.
    """
    rows: models.QuerySet[Territory] = Territory.objects.all()
    return rows.filter(level=level) if level else rows


def branch_of(path: str) -> list[Territory]:
    """Return a territory and what it lies in, whatever the places of the scope.

    Parameters
    ----------
    path : str
        Materialised path of a territory or of a bureau.

    Returns
    -------
    list of Territory
        From the region down.
    """
    parts = path.rstrip("/").split("/")
    paths = ["/".join(parts[: n + 1]) + "/" for n in range(len(parts))]
    return list(Territory.tree.filter(path__in=paths))


def results_of(bureau: Bureau) -> list[dict[str, Any]]:
    """Return the results of a bureau, election by election.

    Parameters
    ----------
    bureau : Bureau
        The bureau.

    Returns
    -------
    list of dict
        Oldest first: election, year, registered, voters, blank, invalid, valid, estimated, turnout (0 to 1),
        choices (list of dict: choice, nuance, votes, share of the valid votes; most votes first), source.
    """
    rows = (
        ElectionResult.objects.filter(bureau=bureau)
        .select_related("dataset")
        .order_by("dataset__year", "election")
    )
    return [_result(row) for row in rows]


def _result(row: ElectionResult) -> dict[str, Any]:
    cast = sorted(row.votes.items(), key=lambda item: (-item[1], item[0]))
    choices = [
        {
            "choice": choice,
            "nuance": row.dataset.choices.get(choice, ""),
            "votes": votes,
            "share": votes / row.valid if row.valid else 0.0,
        }
        for choice, votes in cast
    ]
    counted = ("election", "registered", "voters", "blank", "invalid", "valid", "estimated")
    return {
        **{name: getattr(row, name) for name in counted},
        "year": row.dataset.year,
        "source": row.dataset.source,
        "turnout": row.voters / row.registered if row.registered else 0.0,
        "choices": choices,
    }


def addresses_of(bureau: Bureau) -> models.QuerySet[Address]:
    """Return the addresses of a bureau, street by street, without their electors.

    Parameters
    ----------
    bureau : Bureau
        The bureau.

    Returns
    -------
    QuerySet of Address
        Addresses in force.
    """
    rows: models.QuerySet[Address] = Address.objects.filter(bureau=bureau).defer("electors")
    return rows
