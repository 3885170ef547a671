"""Columns of text to numbers, naming the first cell that is not one."""

from collections.abc import Iterable

import polars as pl

from perron.errors import BadValueError
from perron.words import Words

MISSING = ["", "NA", "N/A", "ND", "nd", "ns", "s"]
"""Spellings of "no value" in columns of numbers; ns and s are Insee's statistical secrecy."""


def as_counts(frame: pl.DataFrame, counts: Iterable[str], file: str, first_line: int = 2) -> pl.DataFrame:
    """Turn text columns into whole numbers, or name the first cell that is not one.

    Parameters
    ----------
    frame : polars.DataFrame
        Columns of text.
    counts : iterable of str
        Columns to turn.
    file : str
        Name for messages.
    first_line : int
        Line of the first row.

    Returns
    -------
    polars.DataFrame
        The same frame with Int64 columns.

    Raises
    ------
    BadValueError
        A cell is not a whole number.
    """
    done = []
    for name in counts:
        texts = frame.get_column(name)
        if texts.dtype != pl.String:
            done.append(texts.cast(pl.Int64))
            continue
        cleaned = texts.str.replace_all(r"[\s\u00a0\u202f]", "").replace(MISSING, None)
        numbers = cleaned.str.replace(r"[.,]0+$", "").cast(pl.Int64, strict=False)
        wrong = numbers.is_null() & cleaned.is_not_null()
        if wrong.any():
            row = int(wrong.arg_max() or 0)
            raise BadValueError(
                Words("this is not a whole number", "ce n’est pas un nombre entier"),
                file=file,
                line=row + first_line,
                column=name,
                found=repr(texts[row]),
                expected=Words("a whole number", "un nombre entier"),
            )
        done.append(numbers)
    return frame.with_columns(done)


def as_decimals(frame: pl.DataFrame, columns: Iterable[str], file: str) -> pl.DataFrame:
    """Turn text columns into decimal numbers, or name the first cell that is not one.

    Parameters
    ----------
    frame : polars.DataFrame
        Columns of text, decimal point or comma.
    columns : iterable of str
        Columns to turn.
    file : str
        Name for messages.

    Returns
    -------
    polars.DataFrame
        The same frame with Float64 columns.

    Raises
    ------
    BadValueError
        A cell is not a number.
    """
    done = []
    for name in columns:
        texts = frame.get_column(name).str.strip_chars().replace(MISSING, None)
        numbers = texts.str.replace(",", ".", literal=True).cast(pl.Float64, strict=False)
        wrong = numbers.is_null() & texts.is_not_null()
        if wrong.any():
            row = int(wrong.arg_max() or 0)
            raise BadValueError(
                Words("this is not a number", "ce n’est pas un nombre"),
                file=file,
                line=row + 2,
                column=name,
                found=repr(texts[row]),
                expected=Words("a decimal number", "un nombre décimal"),
            )
        done.append(numbers.alias(name))
    return frame.with_columns(done)
