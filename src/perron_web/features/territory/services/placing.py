"""Rows of places: boundary sets, bureaux with simplified shapes, and the tree above them."""

from collections.abc import Iterator
from typing import Any, Final

import numpy as np
import polars as pl
import shapely

from perron.geo.shapes import shapes_of
from perron_web.features.territory.models import BoundarySet, Bureau, Dataset, Territory
from perron_web.features.territory.rules.tree import Node, arrondissement_of, nodes_of
from perron_web.platform.rows import insert_rows, update_rows

TOLERANCE: Final = 2e-5
"""Degrees: corners nearer than this (about 2 m) to the line between their neighbours go."""
COLUMNS: Final = (
    "campaign_id", "place", "boundary_set_id", "dataset_id", "code", "number", "name", "commune",
    "commune_name", "lon", "lat", "west", "south", "east", "north", "shape",
)  # fmt: skip


def add_bureaux(
    *, boundary_set: BoundarySet, dataset: Dataset, areas: pl.DataFrame, names: dict[str, str]
) -> set[Node]:
    """Insert the bureaux of a table of areas.

    Parameters
    ----------
    boundary_set : BoundarySet
        Where they go.
    dataset : Dataset
        Where they come from.
    areas : polars.DataFrame
        Table `BUREAUX`.
    names : dict of str to str
        Insee code to the commune's name.

    Returns
    -------
    set of Node
        Territories that they lie in.
    """
    shapes = shapes_of(areas)
    bounds = shapely.bounds(shapes).round(6).tolist()
    inside = shapely.get_coordinates(shapely.point_on_surface(shapes)).round(6).tolist()
    drawn = drawings(shapes)
    nodes: set[Node] = set()

    def rows() -> Iterator[tuple[Any, ...]]:
        for index, row in enumerate(areas.iter_rows(named=True)):
            commune, name = row["commune"], names.get(row["commune"], "")
            branch = nodes_of(
                commune, name, arrondissement_of(commune, row["number"], row["territory"] or "")
            )
            nodes.update(branch)
            yield (
                boundary_set.campaign_id,
                f"{branch[-1].path}{row['bureau']}/",
                boundary_set.pk,
                dataset.pk,
                row["bureau"],
                row["number"],
                (row["name"] or "")[:200],
                commune,
                name,
                *inside[index],
                *bounds[index],
                drawn[index],
            )

    insert_rows(Bureau, COLUMNS, rows())
    return nodes


def drawings(shapes: Any) -> list[str]:
    """Return the shapes as maps draw them.

    Parameters
    ----------
    shapes : ndarray of geometries
        Areas, WGS 84.

    Returns
    -------
    list of str
        GeoJSON geometries of six decimals, simplified without parting neighbours.
    """
    simple = shapely.coverage_simplify(shapes, TOLERANCE)
    whole = np.where(shapely.is_empty(simple), shapes, simple)
    rounded = shapely.transform(whole, lambda at: np.round(at, 6))
    return [text.replace(" ", "") for text in shapely.to_geojson(rounded).tolist()]


def commune_names(tables: list[pl.DataFrame]) -> dict[str, str]:
    """Return the names of communes, as results write them.

    Parameters
    ----------
    tables : list of polars.DataFrame
        Columns commune and commune_name, the newest last.

    Returns
    -------
    dict of str to str
        Insee code to name.
    """
    names: dict[str, str] = {}
    for table in tables:
        known = table.select("commune", "commune_name").drop_nulls().unique("commune", keep="first")
        names |= dict(known.iter_rows())
    return {code: _readable(name) for code, name in names.items()}


def _readable(name: str) -> str:
    return name.title() if name.isupper() else name


def refresh_tree(*, campaign: Any, nodes: set[Node] | None = None) -> None:
    """Make the tree hold exactly the territories in which some bureau lies.

    Parameters
    ----------
    campaign : Campaign
        The campaign of the scope.
    nodes : set of Node, optional
        Territories of bureaux just added.
    """
    there = {path: (pk, name) for path, pk, name in Territory.tree.values_list("path", "pk", "name")}
    known = sorted(nodes or ())
    fresh = [node for node in known if node.path not in there]
    insert_rows(Territory, ("campaign_id", *Node._fields), ((campaign.pk, *node) for node in fresh))
    named = [
        node for node in known if node.path in there and node.name not in {node.code, there[node.path][1]}
    ]
    update_rows(Territory, ("name",), [(node.name, there[node.path][0]) for node in named])
    places = Bureau.objects.values_list("place", flat=True).distinct()
    used: set[str] = set()
    for place in places.iterator(chunk_size=10_000):
        parts = place.rstrip("/").split("/")[:-1]
        used |= {"/".join(parts[: n + 1]) + "/" for n in range(len(parts))}
    stale = [path for path in {*there, *(n.path for n in nodes or ())} if path not in used]
    for start in range(0, len(stale), 500):
        Territory.tree.filter(path__in=stale[start : start + 500]).delete()


def choose_current() -> BoundarySet | None:
    """Make the latest boundaries in force the current ones.

    Returns
    -------
    BoundarySet or None
        The current ones; None when there are none.
    """
    latest: BoundarySet | None
    latest = BoundarySet.objects.filter(retired_by=None).order_by("-year", "-pk").first()
    BoundarySet.objects.filter(current=True).exclude(pk=latest.pk if latest else None).update(current=False)
    if latest is not None and not latest.current:
        BoundarySet.objects.filter(pk=latest.pk).update(current=True)
    return latest
