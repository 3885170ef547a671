"""Points for addresses that have none, from a reference of addresses that have one (such as the BAN).

Four steps, each for what the one before left: the same street, number and suffix; the same street spelt
otherwise (articles, or a first name that one of the two leaves out, provided one street only fits); between
the two nearest numbers on the same side of the street; the nearest number of the street.
"""

from typing import Final, Literal

import polars as pl

FOUND: Final = pl.Enum(["given", "exact", "spelling", "between", "nearest"])
"""How an address got its point, from the surest to the least sure."""

_PLACE = ["commune", "_street", "number"]
_ARTICLES = r"\b(DE|DU|DES|LA|LE|LES|L|D|ET|AU|AUX)\b"


def find_points(addresses: pl.DataFrame, reference: pl.DataFrame, *, farthest: int = 20) -> pl.DataFrame:
    """Give addresses their point, and their street the reference's spelling.

    Parameters
    ----------
    addresses : polars.DataFrame
        Table `ADDRESSES`; the points it has are kept.
    reference : polars.DataFrame
        Table `ADDRESSES`; rows without a point or a number are left aside.
    farthest : int
        Largest difference of house numbers from which a point is taken over.

    Returns
    -------
    polars.DataFrame
        The same rows in the same order; `lon`, `lat` filled where possible; `street` and `street_key` as the
        reference writes them where it has the street; and a column `found` ("given", "exact", "spelling",
        "between", "nearest" or null).
    """
    known = _reference(reference)
    rows = addresses.with_row_index("_row").with_columns(pl.col("suffix").fill_null(""))
    rows = rows.join(_spellings(rows, known), on=["commune", "street_key"], how="left").with_columns(
        pl.col("_street").fill_null(pl.col("street_key"))
    )
    any_suffix = known.unique(_PLACE, keep="first", maintain_order=True).drop("suffix")
    rows = (
        rows.join(known, on=[*_PLACE, "suffix"], how="left")
        .join(any_suffix, on=_PLACE, how="left", suffix="_any")
        .pipe(_beside, any_suffix, farthest)
        .join(_writing(reference), on=["commune", "_street"], how="left")
        .sort("_row")
    )
    same = pl.col("_street") == pl.col("street_key")
    found = (
        pl.when(pl.col("lon").is_not_null())
        .then(pl.lit("given"))
        .when(pl.coalesce("_lon", "_lon_any").is_not_null())
        .then(pl.when(same).then(pl.lit("exact")).otherwise(pl.lit("spelling")))
        .otherwise(pl.col("_how"))
    )
    placed = rows.select(
        lon=pl.coalesce("lon", "_lon", "_lon_any", "_lon_beside"),
        lat=pl.coalesce("lat", "_lat", "_lat_any", "_lat_beside"),
        found=found.cast(FOUND),
        street=pl.coalesce("_written", "street"),
        street_key=pl.when(pl.col("_written").is_null()).then("street_key").otherwise("_street"),
    )
    return addresses.with_columns(placed.get_columns())


def _reference(reference: pl.DataFrame) -> pl.DataFrame:
    return (
        reference.filter(pl.col("lon").is_not_null() & pl.col("number").is_not_null())
        .with_columns(pl.col("suffix").fill_null(""))
        .group_by("commune", "number", "suffix", _street="street_key")
        .agg(_lon=pl.col("lon").mean(), _lat=pl.col("lat").mean())
        .sort("commune", "_street", "number", "suffix")
    )


def _writing(reference: pl.DataFrame) -> pl.DataFrame:
    """One spelling of each street: the most frequent, then the first."""
    return (
        reference.group_by("commune", "street", _street="street_key")
        .agg(times=pl.len())
        .sort("times", "street", descending=[True, False])
        .unique(["commune", "_street"], keep="first", maintain_order=True)
        .select("commune", "_street", _written="street")
    )


def _bare(street: pl.Expr) -> pl.Expr:
    """Fold a street name further: no articles, no spaces, ordinals alike."""
    numbered = street.str.replace_all(r"\b(1ER|IER|PREMIER)\b", "1").str.replace_all(_ARTICLES, "")
    return numbered.str.replace_all(" ", "")


def _words(street: pl.Expr) -> pl.Expr:
    return street.str.replace_all(_ARTICLES, "").str.replace_all(" +", " ").str.strip_chars().str.split(" ")


def _spellings(rows: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """Pair street names that the reference does not have with the one street that fits."""
    streets = known.select("commune", "_street").unique()
    strange = (
        rows.select("commune", "street_key")
        .unique()
        .join(streets, left_on=["commune", "street_key"], right_on=["commune", "_street"], how="anti")
    )
    bare = strange.with_columns(bare=_bare(pl.col("street_key"))).join(
        streets.with_columns(bare=_bare(pl.col("_street"))), on=["commune", "bare"]
    )
    kind = r"^(\S+)"
    pairs = strange.with_columns(kind=pl.col("street_key").str.extract(kind)).join(
        streets.with_columns(kind=pl.col("_street").str.extract(kind)), on=["commune", "kind"]
    )
    ours, theirs = (_words(pl.col(name)) for name in ("street_key", "_street"))
    inside = pairs.filter((ours.list.len() > 1) & (ours.list.set_difference(theirs).list.len() == 0))
    columns = ["commune", "street_key", "_street"]
    found = pl.concat([bare.select(columns), inside.select(columns)]).unique()
    return found.filter(pl.len().over("commune", "street_key") == 1)


def _beside(rows: pl.DataFrame, points: pl.DataFrame, farthest: int) -> pl.DataFrame:
    """Add the point between the numbers on either side, same parity, else of the nearest number."""
    side = (pl.col("number") % 2).alias("side")
    left = rows.select("_row", *_PLACE, side).filter(pl.col("number").is_not_null()).sort("number")
    points = points.with_columns(side, at=pl.col("number")).sort("number")
    strategies: tuple[tuple[str, Literal["backward", "forward", "nearest"]], ...] = (
        ("low", "backward"),
        ("high", "forward"),
        ("near", "nearest"),
    )
    for name, strategy in strategies:
        by = ["commune", "_street", *(["side"] if name != "near" else [])]
        other = points.rename({"_lon": f"lon_{name}", "_lat": f"lat_{name}", "at": f"at_{name}"})
        if name == "near":
            other = other.drop("side")
        left = left.join_asof(
            other, on="number", by=by, strategy=strategy, tolerance=farthest, check_sortedness=False
        )
    within = pl.col("at_low").is_not_null() & pl.col("at_high").is_not_null()
    gap = pl.col("at_high") - pl.col("at_low")
    share = (pl.col("number") - pl.col("at_low")) / pl.when(gap > 0).then(gap).otherwise(1)
    beside = {
        f"_{c}_beside": pl.when(within)
        .then(pl.col(f"{c}_low") + share * (pl.col(f"{c}_high") - pl.col(f"{c}_low")))
        .otherwise(pl.coalesce(f"{c}_low", f"{c}_high", f"{c}_near"))
        for c in ("lon", "lat")
    }
    any_number = pl.coalesce("at_low", "at_high", "at_near").is_not_null()
    how = pl.when(within).then(pl.lit("between")).when(any_number).then(pl.lit("nearest"))
    return rows.join(left.select("_row", **beside, _how=how), on="_row", how="left")
