"""Delimited text to columns: every row whole, counts typed, the cell at fault named."""

import io
from collections.abc import Iterable, Mapping

import polars as pl

from perron.errors import BadValueError
from perron.sources.dialect import Dialect, with_quotes
from perron.sources.encoding import utf8
from perron.sources.figures import as_counts
from perron.sources.opening import Opened
from perron.sources.quoting import double_stray
from perron.sources.rows import field_counts, is_rectangular
from perron.words import Words


def read_text(
    opened: Opened,
    dialect: Dialect,
    columns: Iterable[str] | None = None,
    counts: Iterable[str] = (),
) -> pl.DataFrame:
    """Read a delimited text with one header line; texts stay texts, counts become integers.

    Parameters
    ----------
    opened : Opened
        The file.
    dialect : Dialect
        How it is written.
    columns : iterable of str, optional
        Columns wanted, as in the header; all by default.
    counts : iterable of str
        Columns that hold whole numbers.

    Returns
    -------
    polars.DataFrame
        Int32 or Int64 for counts, String for the others.

    Raises
    ------
    BadValueError
        A row has too many fields, or a count is not a whole number.
    """
    return read_bytes(opened.file, utf8(opened), dialect, columns, counts)


def read_bytes(
    file: str,
    data: bytes,
    dialect: Dialect,
    columns: Iterable[str] | None = None,
    counts: Iterable[str] = (),
    *,
    first_line: int = 2,
    ragged: bool = False,
) -> pl.DataFrame:
    """Read delimited UTF-8 text already in memory; see `read_text`.

    Parameters
    ----------
    file : str
        Name for messages.
    data : bytes
        UTF-8 text with one header line.
    dialect : Dialect
        How it is written.
    columns : iterable of str, optional
        Columns wanted, as in the header.
    counts : iterable of str
        Columns that hold whole numbers.
    first_line : int
        Line of the first row, for messages.
    ragged : bool
        Whether rows may hold fewer fields than the header, the caller having checked them.

    Returns
    -------
    polars.DataFrame
        Int32 or Int64 for counts, String for the others.
    """
    dialect = with_quotes(dialect, data)
    if not ragged:
        data = _even_rows(file, data, dialect, first_line)
    names = unique_names(dialect.header)
    wanted = list(columns) if columns is not None else names
    whole = set(counts)
    typed = {name: pl.Int32 if name in whole else pl.String for name in names}
    try:
        return _scan(data, dialect, names, typed, wanted)
    except pl.exceptions.PolarsError as error:
        strings = {name: pl.String() for name in names}
        try:
            frame = _scan(data, dialect, names, strings, wanted)
        except pl.exceptions.PolarsError:
            raise _broken_row(file, error) from error
        return as_counts(frame, [c for c in counts if c in wanted], file, first_line)


def unique_names(header: Iterable[str]) -> list[str]:
    """Make repeated header names unique by adding .2, then .3.

    Parameters
    ----------
    header : iterable of str
        Names as they stand.

    Returns
    -------
    list of str
        Unique names, in order.
    """
    seen: dict[str, int] = {}
    names = []
    for name in header:
        seen[name] = seen.get(name, 0) + 1
        names.append(name if seen[name] == 1 else f"{name}.{seen[name]}")
    return names


def _scan(
    data: bytes,
    dialect: Dialect,
    names: list[str],
    types: Mapping[str, pl.DataType | type[pl.DataType]],
    wanted: list[str],
) -> pl.DataFrame:
    frame = pl.read_csv(
        io.BytesIO(data),
        separator=dialect.separator,
        has_header=False,
        skip_lines=1,
        new_columns=names,
        schema={name: types[name] for name in names},  # type: ignore[misc]
        columns=[names.index(w) for w in wanted],
        quote_char='"' if dialect.quoted else None,
        missing_columns="insert",
    ).select(wanted)
    # a quoted empty field is an empty text for Polars, a missing value for everyone else
    return frame.with_columns(pl.col(pl.String).replace("", None)) if dialect.quoted else frame


def _even_rows(file: str, data: bytes, dialect: Dialect, first_line: int) -> bytes:
    """Return the text, its stray quotes doubled, or raise for the first row that is too short or too long."""
    wanted = len(dialect.header)
    if not dialect.quoted and is_rectangular(data, dialect.separator) == wanted:
        return data
    for text in (data, double_stray(data)) if dialect.quoted else (data,):
        wrong = field_counts(text, dialect.separator, quoted=dialect.quoted)[1:] != wanted
        if not wrong.any():
            return text
    row = int(wrong.argmax())
    raise BadValueError(
        Words("this row has the wrong number of fields", "cette ligne n’a pas le bon nombre de champs"),
        file=file,
        line=row + first_line,
        found=str(int(field_counts(data, dialect.separator, quoted=dialect.quoted)[row + 1])),
        expected=Words(f"{wanted} fields", f"{wanted} champs"),
    )


def _broken_row(file: str, error: Exception) -> BadValueError:
    return BadValueError(
        Words("the text cannot be split into columns", "le texte ne se découpe pas en colonnes"),
        file=file,
        found=str(error).splitlines()[0],
    )
