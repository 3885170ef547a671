"""Visits by unit, from a CSV: doors there are, knocked, opened, where people talked, minutes."""

from pathlib import Path
from typing import Final

import polars as pl

from perron.errors import MissingColumnError
from perron.evaluation.compliance import check_visits
from perron.evaluation.screening import refuse_people
from perron.geo.names import fold
from perron.sources.dialect import dialect_of
from perron.sources.figures import as_counts, as_decimals
from perron.sources.limits import DEFAULT, Limits
from perron.sources.opening import open_source
from perron.sources.text import read_text
from perron.words import Words

HEADERS: Final[dict[str, tuple[str, ...]]] = {
    "unit": ("UNIT", "UNITE", "BUREAU", "IMMEUBLE", "BUILDING", "CODE BV"),
    "doors": ("DOORS", "PORTES"),
    "knocked": ("KNOCKED", "FRAPPEES", "PORTES FRAPPEES", "TOQUEES"),
    "opened": ("OPENED", "OUVERTES", "PORTES OUVERTES"),
    "talked": ("TALKED", "ECHANGES", "CONVERSATIONS"),
    "minutes": ("MINUTES",),
}
"""Headers accepted for each column, folded: capitals, accents and punctuation do not matter."""


def read_visits(path: Path | str, *, limits: Limits = DEFAULT) -> pl.DataFrame:
    """Read visits by unit.

    Parameters
    ----------
    path : Path or str
        CSV with a header of `HEADERS`; `minutes` may be absent, other columns are passed over.
    limits : Limits
        How much is let in.

    Returns
    -------
    polars.DataFrame
        unit, doors, knocked, opened, talked, minutes (null where unknown).

    Raises
    ------
    PersonalDataError
        The file seems to be about people.
    MissingColumnError
        A column is missing.
    BadInputError
        A value is wrong.
    """
    opened = open_source(path, limits)
    frame = read_text(opened, dialect_of(opened))
    refuse_people(frame, opened.file)
    found: dict[str, str] = {}
    for written in frame.columns:
        for name, spellings in HEADERS.items():
            if fold(written) in spellings:
                found.setdefault(name, written)
    for name in ("unit", "doors", "knocked", "opened", "talked"):
        if name not in found:
            raise MissingColumnError(
                Words("a column is missing", "une colonne manque"),
                file=opened.file,
                line=1,
                column=name,
                found=", ".join(frame.columns[:12]),
                expected=Words(*[" / ".join(text.lower() for text in HEADERS[name])] * 2),
            )
    table = frame.select(pl.col(written).alias(name) for name, written in found.items())
    table = as_counts(table, ["doors", "knocked", "opened", "talked"], opened.file)
    if "minutes" in found:
        table = as_decimals(table, ["minutes"], opened.file)
    return check_visits(table, file=opened.file)
