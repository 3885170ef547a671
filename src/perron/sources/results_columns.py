"""Results with one column per list or candidate, and one row per bureau (the *_large tables)."""

import re

import polars as pl

from perron.errors import MissingColumnError
from perron.sources.codes import bureau_code, commune_code
from perron.sources.dialect import Dialect
from perron.sources.opening import Opened
from perron.sources.results_finish import Asked, finish
from perron.sources.text import read_text, unique_names
from perron.tables import Results
from perron.words import Words

_KEY = ("departement", "commune", "bureau", "inscrits", "votants", "exprimes")
_KNOWN = {*_KEY, "blancs", "nuls", "circonscription", "commune_libelle", "abstentions", "procurations", "id"}
_NUANCE = re.compile(r"[A-Z]{2,4}")


def recognises(dialect: Dialect) -> bool:
    """Say whether the header is that of a table with one column per choice.

    Parameters
    ----------
    dialect : Dialect
        How the text is written.

    Returns
    -------
    bool
        Whether this reader is the right one.
    """
    header = set(dialect.header)
    return header.issuperset(_KEY) and "voix" not in header and bool(choices_of(dialect))


def choices_of(dialect: Dialect) -> list[str]:
    """Return the columns that hold votes.

    Parameters
    ----------
    dialect : Dialect
        How the text is written.

    Returns
    -------
    list of str
        Columns after the valid votes, or every unknown column.
    """
    return [name for name in unique_names(dialect.header) if name and name not in _KNOWN]


def read(opened: Opened, dialect: Dialect, asked: Asked) -> tuple[Results, tuple[Words, ...]]:
    """Read one column per choice.

    Parameters
    ----------
    opened : Opened
        The file.
    dialect : Dialect
        How it is written.
    asked : Asked
        Election named by hand, communes wanted, impossible rows.

    Returns
    -------
    Results
        Checked tables.
    tuple of Words
        Notes.
    """
    choices = choices_of(dialect)
    if not choices:
        raise MissingColumnError(
            Words("no column of votes", "aucune colonne de voix"), file=opened.file, column="…"
        )
    counts = [c for c in ("inscrits", "votants", "exprimes", "blancs", "nuls") if c in dialect.header]
    frame = read_text(opened, dialect, counts=[*counts, *choices]).with_row_index("line", offset=2)
    frame = asked.keep(
        frame.with_columns(commune_code(pl.col("departement"), pl.col("commune")).alias("commune"))
    )
    election = asked.name_of_election(opened.file)
    general = frame.select(
        pl.lit(election).alias("election"),
        bureau_code(pl.col("commune"), pl.col("bureau")).alias("bureau"),
        "commune",
        optional(frame, "commune_libelle").alias("commune_name"),
        optional(frame, "circonscription").alias("constituency"),
        pl.col("inscrits").alias("registered"),
        pl.col("votants").alias("voters"),
        optional(frame, "blancs", pl.Int64).alias("blank"),
        optional(frame, "nuls", pl.Int64).alias("invalid"),
        pl.col("exprimes").alias("valid"),
        pl.col("line").cast(pl.Int64),
    )
    nuances = all(_NUANCE.fullmatch(choice) for choice in choices)
    votes = (
        frame.select(choices)
        .with_columns(general.get_column("bureau"))
        .unpivot(on=choices, index="bureau", variable_name="choice", value_name="votes")
        .with_columns(
            pl.lit(election).alias("election"),
            (pl.col("choice") if nuances else pl.lit(None, dtype=pl.String)).alias("nuance"),
        )
        .filter(pl.col("votes").is_not_null())
    )
    sums = frame.select(pl.sum_horizontal(choices)).to_series()
    return finish(general, votes, file=opened.file, asked=asked, sums=sums)


def optional(frame: pl.DataFrame, name: str, dtype: type[pl.DataType] = pl.String) -> pl.Expr:
    """Return a column, or nulls where the file has none.

    Parameters
    ----------
    frame : polars.DataFrame
        The file's columns.
    name : str
        Column wanted.
    dtype : polars type
        Type of the nulls.

    Returns
    -------
    polars.Expr
        The column.
    """
    return pl.col(name) if name in frame.columns else pl.lit(None, dtype=dtype)
