"""Polling places: one row per bureau, with the name and address of the place (city portal)."""

from typing import Final

import polars as pl

from perron.sources.codes import bureau_code
from perron.sources.dialect import Dialect
from perron.sources.figures import as_decimals
from perron.sources.opening import Opened
from perron.sources.text import read_text
from perron.tables import Column, Table
from perron.tables.schema import BUREAU
from perron.words import Words

POLLING_PLACES: Final = Table(
    "polling places",
    {
        "bureau": BUREAU,
        "name": Column(pl.String, "name of the place"),
        "street": Column(pl.String, "its address", nullable=True),
        "lon": Column(pl.Float64, "longitude", "degree", minimum=-180, maximum=180),
        "lat": Column(pl.Float64, "latitude", "degree", minimum=-90, maximum=90),
    },
    key=("bureau",),
)
"""Where people vote."""

NEEDED = ("Libellé du bureau de vote", "Identifiant du bureau de vote", "Adresse", "geo_point_2d")


def recognises(dialect: Dialect) -> bool:
    """Say whether the header is that of the City of Paris's polling places.

    Parameters
    ----------
    dialect : Dialect
        How the text is written.

    Returns
    -------
    bool
        Whether this reader is the right one.
    """
    return set(dialect.header).issuperset(NEEDED)


def read(opened: Opened, dialect: Dialect) -> tuple[pl.DataFrame, tuple[Words, ...]]:
    """Read polling places.

    Parameters
    ----------
    opened : Opened
        The file.
    dialect : Dialect
        How it is written.

    Returns
    -------
    polars.DataFrame
        Table `POLLING_PLACES`.
    tuple of Words
        Notes.
    """
    frame = read_text(opened, dialect, NEEDED)
    parts = pl.col("Identifiant du bureau de vote").str.split_exact("-", 1)
    number = parts.struct.field("field_0").str.zfill(2) + parts.struct.field("field_1").str.zfill(2)
    point = pl.col("geo_point_2d").str.split_exact(",", 1)
    table = frame.select(
        bureau_code(pl.lit("75056"), number).alias("bureau"),
        pl.col("Libellé du bureau de vote").alias("name"),
        pl.col("Adresse").alias("street"),
        point.struct.field("field_1").str.strip_chars().alias("lon"),
        point.struct.field("field_0").str.strip_chars().alias("lat"),
    )
    return POLLING_PLACES.check(as_decimals(table, ["lon", "lat"], opened.file), file=opened.file), ()
