"""Insee's figures by area: a wide table keyed by IRIS or commune (Filosofi, census)."""

import polars as pl

from perron.errors import DuplicateRowError
from perron.sources.dialect import Dialect
from perron.sources.figures import as_decimals
from perron.sources.opening import Opened
from perron.sources.text import read_text, unique_names
from perron.words import Words

_KEYS = ("IRIS", "CODE_IRIS", "DCOMIRIS", "CODGEO")
_LABELS = (
    "LIBIRIS",
    "LIBGEO",
    "COM",
    "LIBCOM",
    "DEP",
    "REG",
    "UU2010",
    "TRIRIS",
    "GRD_QUART",
    "LAB_IRIS",
    "TYP_IRIS",
)


def key_of(dialect: Dialect) -> str | None:
    """Return the column that holds the area's code.

    Parameters
    ----------
    dialect : Dialect
        How the text is written.

    Returns
    -------
    str or None
        None when this is not a table by area.
    """
    return next((name for name in _KEYS if name in dialect.header), None)


def recognises(dialect: Dialect) -> bool:
    """Say whether the header is that of a table by area.

    Parameters
    ----------
    dialect : Dialect
        How the text is written.

    Returns
    -------
    bool
        Whether this reader is the right one.
    """
    return key_of(dialect) is not None and len(dialect.header) > 1


def read(opened: Opened, dialect: Dialect) -> tuple[pl.DataFrame, tuple[Words, ...]]:
    """Read figures by area; labels are dropped, figures become Float64, secret values null.

    Parameters
    ----------
    opened : Opened
        The file.
    dialect : Dialect
        How it is written.

    Returns
    -------
    polars.DataFrame
        `area` and one Float64 column per variable.
    tuple of Words
        Notes.

    Raises
    ------
    BadValueError
        A figure is not a number.
    DuplicateRowError
        An area stands twice.
    """
    key = key_of(dialect) or "IRIS"
    wanted = [name for name in unique_names(dialect.header) if name and (name == key or name not in _LABELS)]
    frame = read_text(opened, dialect, columns=wanted).rename({key: "area"})
    frame = as_decimals(frame, [name for name in wanted if name != key], opened.file)
    twice = frame.get_column("area").is_duplicated()
    if twice.any():
        row = len(twice) - 1 - int(twice.reverse().arg_max() or 0)
        raise DuplicateRowError(
            Words("this area stands twice", "cette zone figure deux fois"),
            file=opened.file,
            line=row + 2,
            column=key,
            found=str(frame.get_column("area")[row]),
        )
    return frame, ()
