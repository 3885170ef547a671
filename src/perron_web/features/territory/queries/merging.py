"""Datasets of one kind put together: where two hold the same commune, the newer prevails."""

from collections.abc import Callable, Iterable

import polars as pl

from perron.geo.streets import StreetNetwork
from perron.sources.addresses_join import join
from perron.sources.codes import whole_commune
from perron.tables import Results
from perron_web.features.territory.models import Dataset
from perron_web.platform.files import load_table

COMMUNE = pl.col("commune")
OF_AREA = whole_commune(pl.col("area").str.slice(0, 5))


def prevailing(frames: Iterable[pl.DataFrame], commune: pl.Expr = COMMUNE) -> pl.DataFrame:
    """Put tables together, oldest first; in each commune only the newest table's rows stay.

    Parameters
    ----------
    frames : iterable of polars.DataFrame
        Tables with the same columns, oldest first; at least one.
    commune : polars.Expr
        What gives a row's commune.

    Returns
    -------
    polars.DataFrame
        Rows of the newest table first.
    """
    kept: list[pl.DataFrame] = []
    taken = pl.Series("commune", [], dtype=pl.String)
    for frame in reversed(list(frames)):
        codes = frame.select(commune.alias("commune")).to_series()
        kept.append(frame.filter(~codes.is_in(taken.implode())))
        taken = pl.concat([taken, codes.unique()])
    return pl.concat(kept) if len(kept) > 1 else kept[0]


def merge_results(datasets: Iterable[Dataset]) -> Results | None:
    """Put the results of every election together.

    Parameters
    ----------
    datasets : iterable of Dataset
        Of kind "results", oldest first; each holds one election.

    Returns
    -------
    Results or None
        None when there are none.
    """
    generals: list[pl.DataFrame] = []
    votes: list[pl.DataFrame] = []
    by_election: dict[str, list[Dataset]] = {}
    for dataset in datasets:
        by_election.setdefault(dataset.election, []).append(dataset)
    for parts in by_election.values():
        general = prevailing(
            [load_table(part.table).with_columns(pl.lit(i).alias("_of")) for i, part in enumerate(parts)]
        )
        cast = [
            load_table(part.extra).join(
                general.filter(pl.col("_of") == i),
                on=["election", "bureau"],
                how="semi",
                maintain_order="left",
            )
            for i, part in enumerate(parts)
        ]
        generals.append(general.drop("_of"))
        votes += cast
    return Results(pl.concat(generals), pl.concat(votes)) if generals else None


def merge_addresses(datasets: Iterable[Dataset]) -> pl.DataFrame | None:
    """Put addresses together, and give points to those that lack them.

    Parameters
    ----------
    datasets : iterable of Dataset
        Of kind "addresses", oldest first.

    Returns
    -------
    polars.DataFrame or None
        Table `ADDRESSES`; None when there are none.
    """
    known: list[pl.DataFrame] = []
    points: list[pl.DataFrame] = []
    for dataset in datasets:
        table = load_table(dataset.table)
        (known if knows_doors(table) else points).append(table)
    commune = whole_commune(COMMUNE)
    merged = [prevailing(tables, commune) for tables in (known, points) if tables]
    return join(merged)[0] if merged else None


def knows_doors(table: pl.DataFrame) -> bool:
    """Say whether addresses know more than where they are: a bureau, electors or doors.

    Parameters
    ----------
    table : polars.DataFrame
        Table `ADDRESSES`.

    Returns
    -------
    bool
        False for the Base Adresse Nationale.
    """
    return any(table.get_column(name).count() for name in ("bureau", "electors", "doors"))


def merge_statistics(tables: Iterable[pl.DataFrame]) -> pl.DataFrame | None:
    """Join figures by area; a column of a newer table takes the place of the same column of an older one.

    Parameters
    ----------
    tables : iterable of polars.DataFrame
        Columns `area` and figures, oldest first.

    Returns
    -------
    polars.DataFrame or None
        One row per area; None when there are none.
    """
    merged: pl.DataFrame | None = None
    for table in tables:
        if merged is None:
            merged = table
            continue
        kept = merged.drop([name for name in table.columns if name != "area" and name in merged.columns])
        merged = kept.join(table, on="area", how="full", coalesce=True, maintain_order="left_right")
    return merged


def merge_streets(datasets: Iterable[Dataset]) -> StreetNetwork | None:
    """Return the newest street network.

    Parameters
    ----------
    datasets : iterable of Dataset
        Of kind "streets", oldest first.

    Returns
    -------
    StreetNetwork or None
        None when there are none.
    """
    found = list(datasets)
    if not found:
        return None
    nodes, edges = load_table(found[-1].table), load_table(found[-1].extra)
    return StreetNetwork(
        nodes.get_column("lon").to_numpy(),
        nodes.get_column("lat").to_numpy(),
        edges.get_column("start").to_numpy(),
        edges.get_column("end").to_numpy(),
        edges.get_column("length").to_numpy(),
        tuple(edges.get_column("name")),
    )


def merged_or_none(
    datasets: Iterable[Dataset], merge: Callable[[list[pl.DataFrame]], pl.DataFrame | None]
) -> pl.DataFrame | None:
    """Load tables and merge them.

    Parameters
    ----------
    datasets : iterable of Dataset
        Oldest first.
    merge : callable
        From tables, oldest first, to one.

    Returns
    -------
    polars.DataFrame or None
        None when there are no datasets.
    """
    tables = [load_table(dataset.table) for dataset in datasets]
    return merge(tables) if tables else None
