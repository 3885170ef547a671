"""Registered electors per address and bureau, as the City of Paris published them for 2012."""

import polars as pl

from perron.geo.names import street_key
from perron.sources.codes import bureau_code
from perron.sources.dialect import Dialect
from perron.sources.opening import Opened
from perron.sources.text import read_text
from perron.tables import ADDRESSES
from perron.words import Words

COLUMNS = ("arrondissement", "bureau", "numero", "voie", "nom", "nb")


def recognises(dialect: Dialect) -> bool:
    """Say whether the header is that of electors per address.

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
    """Read electors per address; the street's type and name stand in two columns.

    Parameters
    ----------
    opened : Opened
        The file.
    dialect : Dialect
        How it is written.

    Returns
    -------
    polars.DataFrame
        Table `ADDRESSES`, without points.
    tuple of Words
        Notes.
    """
    frame = read_text(opened, dialect, columns=COLUMNS, counts=["numero", "nb"])
    arrondissement = pl.col("arrondissement").str.zfill(2)
    # "RUE DE L" + "ABBAYE": the apostrophe was lost in the original
    street = (pl.col("voie") + " " + pl.col("nom")).str.replace(r"\b([LD]) ", "${1}'")
    table = frame.select(
        ("751" + arrondissement).alias("commune"),
        bureau_code(pl.lit("75056"), arrondissement + pl.col("bureau").str.zfill(2)).alias("bureau"),
        pl.col("numero").alias("number"),
        street.alias("street"),
        street_key(pl.col("voie") + " " + pl.col("nom")).alias("street_key"),
        pl.col("nb").alias("electors"),
    ).with_columns(
        (pl.col("commune") + " " + pl.col("number").cast(pl.String) + " " + pl.col("street_key")).alias(
            "address"
        )
    )
    return ADDRESSES.check(table, file=opened.file), ()
