"""Join address files: electors and bureau from one, points from the Base Adresse Nationale."""

import polars as pl

from perron.geo.gazetteer import find_points
from perron.tables import ADDRESSES
from perron.words import Words

_KEY = ["commune", "street_key", "number", "suffix"]


def join(tables: list[pl.DataFrame]) -> tuple[pl.DataFrame, tuple[Words, ...]]:
    """Join tables of addresses.

    Tables that know bureaux or electors are the base; tables that know only points give them to the base
    where commune (or arrondissement), street and number agree: with the same suffix first, then with the
    number alone, then with the street spelt otherwise or the numbers beside (`perron.geo.gazetteer`). Without
    a base, the tables are put one after the other.

    Parameters
    ----------
    tables : list of polars.DataFrame
        Tables `ADDRESSES`.

    Returns
    -------
    polars.DataFrame
        Table `ADDRESSES`.
    tuple of Words
        How many found a point.
    """
    base = [t for t in tables if _knows_more_than_points(t)]
    points = [t for t in tables if not _knows_more_than_points(t)]
    if not base or not points:
        return pl.concat(tables).unique("address", keep="first", maintain_order=True) if len(
            tables
        ) > 1 else tables[0], ()
    whole = pl.concat(base)
    known = pl.concat(points).filter(pl.col("lon").is_not_null() & pl.col("number").is_not_null())
    exact = _give_points(_give_points(whole, known, _KEY), known, _KEY[:3])
    placed = find_points(exact, known).select(whole.columns)
    before = whole.get_column("lon").null_count()
    after = placed.get_column("lon").null_count()
    note = Words(
        f"{before - after} of {before} addresses found their point, {after} have none",
        f"{before - after} adresses sur {before} ont trouvé leur point, {after} n’en ont pas",
    )
    return ADDRESSES.check(_one_name_each(placed)), (note,)


def _knows_more_than_points(table: pl.DataFrame) -> bool:
    return any(table.get_column(name).count() for name in ("bureau", "electors", "doors"))


def _give_points(base: pl.DataFrame, known: pl.DataFrame, key: list[str]) -> pl.DataFrame:
    first = (
        known.with_columns(_suffix())
        .sort("suffix", "address")
        .unique(key, keep="first", maintain_order=True)
        .select(*key, "address", "street", "lon", "lat")
    )
    joined = base.with_columns(_suffix()).join(
        first, on=key, how="left", suffix="_point", maintain_order="left", nulls_equal=True
    )
    found = pl.col("lon").is_null() & pl.col("lon_point").is_not_null()
    return joined.with_columns(
        pl.when(found).then("address_point").otherwise("address").alias("address"),
        pl.when(found).then("street_point").otherwise("street").alias("street"),
        pl.coalesce("lon", "lon_point").alias("lon"),
        pl.coalesce("lat", "lat_point").alias("lat"),
        pl.col("suffix").replace("", None),
    ).select(base.columns)


def _suffix() -> pl.Expr:
    return pl.col("suffix").fill_null("").alias("suffix")


def _one_name_each(table: pl.DataFrame) -> pl.DataFrame:
    # one building listed under two bureaux keeps two rows: the second is named after its bureau
    again = pl.col("address").is_first_distinct()
    return table.with_columns(
        pl.when(again)
        .then("address")
        .otherwise(pl.col("address") + "@" + pl.col("bureau").fill_null(""))
        .alias("address")
    )
