"""Base Adresse Nationale, one row per address (CSV, “;”)."""

import polars as pl

from perron.errors import MissingColumnError
from perron.geo.names import street_key
from perron.sources.dialect import Dialect
from perron.sources.figures import as_counts, as_decimals
from perron.sources.opening import Opened
from perron.sources.text import read_text
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


def not_ban(opened: Opened, dialect: Dialect) -> MissingColumnError:
    """Say which of BAN's columns is missing.

    Parameters
    ----------
    opened : Opened
        The file.
    dialect : Dialect
        How it is written.

    Returns
    -------
    MissingColumnError
        To be raised.
    """
    missing = next((name for name in COLUMNS if name not in dialect.header), "")
    return MissingColumnError(
        Words("this is not a BAN file", "ce n’est pas un fichier de la BAN"),
        file=opened.file,
        line=1,
        column=missing,
        found=dialect.separator.join(dialect.header)[:120],
        expected=Words(", ".join(COLUMNS), ", ".join(COLUMNS)),
    )


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
