"""Columns of any table made numbers, arms and codes, with errors that name the column."""

from typing import Final, NamedTuple

import numpy as np
import polars as pl

from perron.errors import BadValueError
from perron.experiments.estimate.sample import Codes, Floats
from perron.words import Words

YES: Final = frozenset({"yes", "oui", "true", "vrai", "y", "o", "1", "voted", "a voté"})
NO: Final = frozenset({"no", "non", "false", "faux", "n", "0", "did not vote", "n'a pas voté"})
CONTROLS: Final = ("control", "témoin", "temoin", "contrôle", "controle", "placebo", "none", "aucun")
"""Names an arm left alone goes by."""

MOST_LEVELS: Final = 20
"""Values of a text covariate, each of which takes a column."""


class Arms(NamedTuple):
    """Arms of a table.

    Parameters
    ----------
    codes : ndarray of int64, shape (n,)
        0 for the control, then one code for each name.
    names : tuple of str
        Names of the arms, the control first.
    """

    codes: Codes
    names: tuple[str, ...]


def numbers(column: pl.Series) -> Floats:
    """Return a column as numbers: yes and no become 1 and 0, a decimal comma is read.

    Parameters
    ----------
    column : polars.Series
        Numbers, booleans, or text.

    Returns
    -------
    ndarray of float64, shape (n,)
        The numbers, NaN where the column is empty.

    Raises
    ------
    BadValueError
        Text that is neither numbers nor yes and no.
    """
    if column.dtype == pl.Boolean or column.dtype.is_numeric():
        return column.cast(pl.Float64).to_numpy().astype(np.float64)
    if column.dtype == pl.Null:
        return np.full(len(column), np.nan)
    text = _text(column)
    levels = set(text.drop_nulls().unique())
    if levels <= YES | NO:
        return text.is_in(list(YES)).cast(pl.Float64).to_numpy().astype(np.float64)
    read = text.str.replace(",", ".", literal=True).cast(pl.Float64, strict=False)
    wrong = read.is_null() & text.is_not_null()
    if wrong.any():
        at = int(wrong.arg_max() or 0)
        raise BadValueError(
            Words("this text is not a number", "ce texte n’est pas un nombre"),
            line=at + 2,
            column=column.name,
            found=str(column[at]),
            expected=Words(
                "numbers, or yes and no in every row", "des nombres, ou oui et non à chaque ligne"
            ),
        )
    return read.to_numpy().astype(np.float64)


def codes(column: pl.Series) -> Codes:
    """Return integer codes of a column of any type.

    Parameters
    ----------
    column : polars.Series
        Blocks or clusters.

    Returns
    -------
    ndarray of int64, shape (n,)
        Codes from 0, in the order of the values.

    Raises
    ------
    BadValueError
        A row has none.
    """
    empty = column.is_null() | (column.is_nan() if column.dtype.is_float() else pl.Series([False]))
    if empty.any():
        at = int(empty.arg_max() or 0)
        raise BadValueError(
            Words(
                f"{int(empty.sum())} rows have no value here",
                f"{int(empty.sum())} lignes n’ont pas de valeur ici",
            ),
            line=at + 2,
            column=column.name,
            expected=Words("a block or cluster in every row", "une strate ou une grappe à chaque ligne"),
        )
    if column.dtype.is_integer():
        return column.cast(pl.Int64).to_numpy()
    return column.rank("dense").cast(pl.Int64).to_numpy() - 1


def arms(column: pl.Series, control: str = "") -> Arms:
    """Return the arms of a column: 0/1, booleans, yes and no, or names.

    Parameters
    ----------
    column : polars.Series
        What each row was drawn to.
    control : str
        Name of the control; empty: 0, no, or an arm that says so.

    Returns
    -------
    Arms
        Codes and names.

    Raises
    ------
    BadValueError
        A row has no arm, there is one arm only, or no arm is known to be the control.
    """
    if column.is_null().any():
        at = int(column.is_null().arg_max() or 0)
        raise BadValueError(
            Words("rows without an arm", "des lignes sans groupe"),
            line=at + 2,
            column=column.name,
            expected=Words("an arm in every row", "un groupe à chaque ligne"),
        )
    text = _arm_text(column)
    names = sorted(text.unique().to_list())
    base = _control(names, control.strip(), column.name)
    if len(names) < 2:
        raise BadValueError(
            Words("there is one arm only", "il n’y a qu’un groupe"),
            column=column.name,
            found=names[0],
            expected=Words("a control and a treated arm", "un témoin et un groupe traité"),
        )
    ordered = (base, *(name for name in names if name != base))
    places = {name: place for place, name in enumerate(ordered)}
    found = text.replace_strict(places, return_dtype=pl.Int64).to_numpy()
    return Arms(found, ordered)


def covariates(columns: list[pl.Series]) -> tuple[Floats | None, tuple[str, ...]]:
    """Return covariates as numbers, text columns as one indicator for each value but the first.

    Parameters
    ----------
    columns : list of polars.Series
        Numbers or text.

    Returns
    -------
    table : ndarray of float64, shape (n, k), or None
        The columns side by side.
    names : tuple of str
        Their names ("sex=male" for an indicator).

    Raises
    ------
    BadValueError
        A text column has more than 20 values.
    """
    found: list[Floats] = []
    names: list[str] = []
    for column in columns:
        values, labels = _one_covariate(column)
        found += values
        names += labels
    return (np.column_stack(found) if found else None), tuple(names)


def _one_covariate(column: pl.Series) -> tuple[list[Floats], list[str]]:
    try:
        return [numbers(column)], [column.name]
    except BadValueError:
        text = column.cast(pl.String)
        levels = sorted(text.drop_nulls().unique())
    if len(levels) > MOST_LEVELS:
        raise BadValueError(
            Words("too many values for a covariate in words", "trop de valeurs pour une covariable en mots"),
            column=column.name,
            found=str(len(levels)),
            expected=Words("numbers, or 20 values at most", "des nombres, ou 20 valeurs au plus"),
        )
    known = text.is_not_null().to_numpy()
    shown = [
        np.where(known, (text == level).fill_null(value=False).to_numpy(), np.nan) for level in levels[1:]
    ]
    return shown, [f"{column.name}={level.strip()}" for level in levels[1:]]


def _text(column: pl.Series) -> pl.Series:
    trimmed = column.cast(pl.String).str.strip_chars().str.to_lowercase()
    return trimmed.replace("", None)


def _arm_text(column: pl.Series) -> pl.Series:
    if column.dtype == pl.Boolean:
        return column.cast(pl.Int8).cast(pl.String)
    if column.dtype.is_float():
        whole = column == column.floor()
        return (column.cast(pl.Int64) if whole.all() else column).cast(pl.String)
    return column.cast(pl.String).str.strip_chars()


def _control(names: list[str], control: str, column: str) -> str:
    if control:
        if control in names:
            return control
        raise _no_control(names, column, control)
    for candidates in (NO, frozenset(CONTROLS)):
        found = [name for name in names if name.lower() in candidates]
        if len(found) == 1:
            return found[0]
    raise _no_control(names, column, "")


def _no_control(names: list[str], column: str, asked: str) -> BadValueError:
    shown = ", ".join(names[:10])
    return BadValueError(
        Words("the control is not known", "le groupe témoin n’est pas connu"),
        column=column,
        found=f"{asked}: {shown}" if asked else shown,
        expected=Words(
            "0 and 1, yes and no, or the control's name (--control)",
            "0 et 1, oui et non, ou le nom du témoin (--control)",
        ),
    )
