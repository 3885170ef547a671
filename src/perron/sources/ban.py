"""Base Adresse Nationale, one row per address (CSV, “;”)."""

import polars as pl

from perron.sources.names import street_key
from perron.sources.opening import Opened
from perron.sources.text import Dialect, as_counts, as_decimals, read_text
from perron.tables import ADDRESSES
from perron.words import Words

COLUMNS = ("id", "numero", "rep", "nom_voie", "code_insee", "lon", "lat")


def recognises(dialect: Dialect) -> bool:
    """Say whether the header is BAN's.

    Parameters
    ----------
    dialect : Dialect
        How the text is written.

    Returns
    -------
    bool
        Whether this reader is the right one.
    """
    return set(dialect.header).issuperset(COLUMNS)


def read(opened: Opened, dialect: Dialect) -> tuple[pl.DataFrame, tuple[Words, ...]]:
    """Read BAN addresses.

    Parameters
    ----------
    opened : Opened
        The file.
    dialect : Dialect
        How it is written.

    Returns
    -------
    polars.DataFrame
        Table `ADDRESSES`.
    tuple of Words
        Notes.
    """
    frame = as_counts(read_text(opened, dialect, columns=COLUMNS), ["numero"], opened.file)
    frame = as_decimals(frame, ["lon", "lat"], opened.file)
    table = frame.select(
        pl.col("id").alias("address"),
        pl.col("code_insee").alias("commune"),
        pl.col("numero").alias("number"),
        pl.col("rep").str.to_lowercase().alias("suffix"),
        pl.col("nom_voie").alias("street"),
        street_key(pl.col("nom_voie")).alias("street_key"),
        "lon",
        "lat",
    )
    return ADDRESSES.check(table, file=opened.file), ()
