"""From the tables the readers return to the tables the sample ships."""

import numpy as np
import polars as pl

from perron.geo.gazetteer import find_points
from perron.geo.streets import StreetNetwork
from perron.tables import ADDRESSES, Results
from perron.units import ELECTORS_PER_DOOR


def anonymous_addresses(addresses: pl.DataFrame) -> pl.DataFrame:
    """Replace electors by doors.

    Parameters
    ----------
    addresses : polars.DataFrame
        Table `ADDRESSES` with electors.

    Returns
    -------
    polars.DataFrame
        Table `ADDRESSES`: doors = electors / 1.4 rounded up, no electors.
    """
    doors = (pl.col("electors") / ELECTORS_PER_DOOR).ceil().cast(pl.Int32)
    return ADDRESSES.check(addresses.with_columns(doors=doors, electors=pl.lit(None, dtype=pl.Int32)))


def counts_of_points(addresses: pl.DataFrame, reference: pl.DataFrame) -> dict[str, int]:
    """Count addresses by the way their point is found.

    Parameters
    ----------
    addresses : polars.DataFrame
        Table `ADDRESSES` without points.
    reference : polars.DataFrame
        Table `ADDRESSES`, the Base Adresse Nationale.

    Returns
    -------
    dict
        "points exact", "points spelling", "points between", "points nearest", "points none".
    """
    found = find_points(addresses, reference).get_column("found").cast(pl.String).fill_null("none")
    return {f"points {name}": count for name, count in sorted(found.value_counts().rows())}


def voted_choices(results: Results) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Leave out the lists and candidates that nobody in the sample could vote for.

    Parameters
    ----------
    results : Results
        Any results.

    Returns
    -------
    tuple of polars.DataFrame
        Tables `GENERAL`, and `VOTES` without the choices that have no vote in a whole election.
    """
    there = results.votes.filter(pl.col("votes").sum().over("election", "choice") > 0)
    return results.general, there


def street_tables(network: StreetNetwork) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return nodes and edges of a network as tables.

    Parameters
    ----------
    network : StreetNetwork
        Any network.

    Returns
    -------
    tuple of polars.DataFrame
        Nodes (lon, lat) and edges (start, end, length, name).
    """
    nodes = pl.DataFrame({"lon": network.lon, "lat": network.lat})
    edges = pl.DataFrame(
        {
            "start": network.start.astype(np.int32),
            "end": network.end.astype(np.int32),
            "length": network.length,
            "name": list(network.name),
        }
    )
    return nodes, edges


def figures_of(areas: pl.DataFrame, tables: list[pl.DataFrame]) -> pl.DataFrame:
    """Put the figures of some areas side by side.

    Parameters
    ----------
    areas : polars.DataFrame
        Table `AREAS`.
    tables : list of polars.DataFrame
        Each with `area` and one Float64 column per variable, any areas.

    Returns
    -------
    polars.DataFrame
        One row per area, every variable; null where a table does not have the area.
    """
    wide = areas.select("area").sort("area")
    for table in tables:
        wide = wide.join(table, on="area", how="left", maintain_order="left")
    return wide
