"""Addresses that a campaign lists itself, one row each: street, number, point, and doors or electors."""

from typing import Final

import polars as pl

from perron.errors import MissingColumnError
from perron.geo.names import street_key
from perron.sources.codes import bureau_code
from perron.sources.dialect import Dialect
from perron.sources.figures import as_counts, as_decimals
from perron.sources.opening import Opened
from perron.sources.text import read_text
from perron.tables import ADDRESSES
from perron.words import Words

NAMES: Final[dict[str, tuple[str, ...]]] = {
    "address": ("id", "identifiant", "address"),
    "bureau": ("bureau", "bureau_de_vote", "code_bv"),
    "commune": ("code_insee", "insee", "commune"),
    "number": ("numero", "numéro", "number"),
    "suffix": ("suffixe", "rep", "suffix"),
    "street": ("voie", "nom_voie", "rue", "street"),
    "lon": ("lon", "longitude"),
    "lat": ("lat", "latitude"),
    "doors": ("portes", "logements", "doors"),
    "electors": ("electeurs", "électeurs", "inscrits", "electors"),
}
"""Headers accepted for each column, in French or English; capitals do not matter."""

NEEDED: Final = ("commune", "street", "lon", "lat")


def columns_of(header: tuple[str, ...]) -> dict[str, str]:
    """Match a header with the columns of the table.

    Parameters
    ----------
    header : tuple of str
        Header of the file.

    Returns
    -------
    dict
        Column of `ADDRESSES` to column of the file.
    """
    found: dict[str, str] = {}
    for name, spellings in NAMES.items():
        for written in header:
            if written.strip().lower() in spellings:
                found.setdefault(name, written)
    return found


def recognises(dialect: Dialect) -> bool:
    """Say whether a header is that of a list of addresses with doors or electors.

    Parameters
    ----------
    dialect : Dialect
        How the text is written.

    Returns
    -------
    bool
        Whether this reader is the right one.
    """
    found = columns_of(dialect.header)
    return "street" in found and "number" in found and ("doors" in found or "electors" in found)


def read(opened: Opened, dialect: Dialect) -> tuple[pl.DataFrame, tuple[Words, ...]]:
    """Read a campaign's own addresses.

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

    Raises
    ------
    MissingColumnError
        Commune, street or point is not in the header.
    """
    found = columns_of(dialect.header)
    for name in NEEDED:
        if name not in found:
            raise MissingColumnError(
                Words("a column is missing", "une colonne manque"),
                file=opened.file,
                line=1,
                column=name,
                found=", ".join(dialect.header),
                expected=Words(*[" / ".join(NAMES[name])] * 2),
            )
    frame = read_text(opened, dialect, columns=found.values()).rename({v: k for k, v in found.items()})
    counts = [name for name in ("number", "doors", "electors") if name in found]
    frame = as_decimals(as_counts(frame, counts, opened.file), ["lon", "lat"], opened.file)
    frame = frame.with_columns(street_key(pl.col("street")).alias("street_key"))
    if "suffix" in found:
        frame = frame.with_columns(pl.col("suffix").str.to_lowercase())
    if "bureau" in found:
        written = pl.col("bureau")
        whole = pl.when(written.str.contains("_")).then(written)
        frame = frame.with_columns(whole.otherwise(bureau_code(pl.col("commune"), written)).alias("bureau"))
    if "address" not in found:
        parts = [c for c in ("commune", "number", "suffix", "street_key", "bureau") if c in frame.columns]
        label = pl.concat_str(parts, separator=" ", ignore_nulls=True)
        again = label.cum_count().over(label)
        numbered = pl.when(again > 1).then(label + " #" + again.cast(pl.String)).otherwise(label)
        frame = frame.with_columns(numbered.alias("address"))
    return ADDRESSES.check(frame, file=opened.file), ()
