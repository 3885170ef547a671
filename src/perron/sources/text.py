"""Delimited text as it comes: encoding, byte order mark, separator, quotes and line ends."""

import codecs
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import polars as pl

from perron.errors import BadValueError, EncodingError
from perron.sources.opening import HEAD_BYTES, Opened
from perron.sources.quoting import double_stray, is_quoted
from perron.sources.rows import field_counts, has_windows_letters, is_rectangular
from perron.words import Words

PIECE = 1 << 18
"""Bytes converted at once: what stays in the processor's cache."""
BOM = b"\xef\xbb\xbf"
_SEPARATORS = (";", "\t", ",", "|")
MISSING = ["", "NA", "N/A", "ND", "nd", "ns", "s"]
"""Spellings of "no value" in columns of numbers; ns and s are Insee's statistical secrecy."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a delimited text is written.

    Parameters
    ----------
    encoding : {"utf-8", "cp1252"}
        Encoding of the head; cp1252 holds every printable character of latin-1.
    separator : str
        One character.
    header : tuple of str
        Fields of the first line, spaces and quotes trimmed.
    quoted : bool
        Whether fields may be quoted.
    """

    encoding: str
    separator: str
    header: tuple[str, ...]
    quoted: bool


def dialect_of(opened: Opened) -> Dialect:
    """Work out encoding, separator and header from the beginning of a text.

    Parameters
    ----------
    opened : Opened
        The file.

    Returns
    -------
    Dialect
        How it is written.
    """
    head = opened.head.removeprefix(BOM)
    whole = _whole_lines(head)
    encoding = "utf-8" if _is_utf8(whole) else "cp1252"
    first = whole.split(b"\n", 1)[0].rstrip(b"\r").decode(encoding, errors="replace")
    separator = max(_SEPARATORS, key=lambda s: (first.count(s), -_SEPARATORS.index(s)))
    return Dialect(encoding, separator, tuple(split_line(first, separator)), is_quoted(whole))


def with_quotes(dialect: Dialect, data: bytes) -> Dialect:
    """Return the dialect with the quoting of the whole text: the first quote may come late.

    Parameters
    ----------
    dialect : Dialect
        Worked out from the beginning.
    data : bytes
        The whole text.

    Returns
    -------
    Dialect
        The same, or with `quoted` corrected.
    """
    return dialect if dialect.quoted else replace(dialect, quoted=is_quoted(data))


def split_line(line: str, separator: str) -> list[str]:
    """Split one line of delimited text, honouring quotes.

    Parameters
    ----------
    line : str
        The line.
    separator : str
        One character.

    Returns
    -------
    list of str
        Fields, trimmed.
    """
    fields, field, inside = [], "", False
    for character in line:
        if character == '"':
            inside = not inside
        elif character == separator and not inside:
            fields.append(field.strip())
            field = ""
        else:
            field += character
    return [*fields, field.strip()]


def utf8(opened: Opened) -> bytes:
    """Return the whole text as UTF-8 without a byte order mark.

    Parameters
    ----------
    opened : Opened
        The file.

    Returns
    -------
    bytes
        UTF-8 text.

    Raises
    ------
    EncodingError
        The bytes are binary or UTF-16.
    """
    if b"\x00" in opened.head[:4096]:
        raise EncodingError(
            Words("this is not a text in a known encoding", "ce n'est pas un texte dans un encodage connu"),
            file=opened.file,
            found="UTF-16" if opened.head[:2] in {b"\xff\xfe", b"\xfe\xff"} else "0x00",
            expected=Words("UTF-8, latin-1 or Windows-1252", "UTF-8, latin-1 ou Windows-1252"),
        )
    if not _is_utf8(_whole_lines(opened.head)):
        with opened.stream() as stream:
            return b"".join(_converted(piece) for piece in iter(lambda: stream.read(PIECE), b""))
    data = opened.data().removeprefix(BOM)
    return data if data.isascii() or _is_utf8(data) else _converted(data)


def _converted(piece: bytes) -> bytes:
    # latin-1 decodes faster than cp1252, which differs from it only between 0x80 and 0x9f
    if piece.isascii():
        return piece
    letters = "cp1252" if has_windows_letters(piece) else "latin-1"
    return piece.decode(letters, errors="replace").encode()


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
                Words("this is not a whole number", "ce n'est pas un nombre entier"),
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
                Words("this is not a number", "ce n'est pas un nombre"),
                file=file,
                line=row + 2,
                column=name,
                found=repr(texts[row]),
                expected=Words("a decimal number", "un nombre décimal"),
            )
        done.append(numbers.alias(name))
    return frame.with_columns(done)


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
        Words("this row has the wrong number of fields", "cette ligne n'a pas le bon nombre de champs"),
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


def _whole_lines(head: bytes) -> bytes:
    cut = head.rfind(b"\n")
    return head[: cut + 1] if cut > 0 else head


def _is_utf8(data: bytes) -> bool:
    # piece by piece: a failed decode copies what it was given
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for first in range(0, len(data), HEAD_BYTES):
            decoder.decode(data[first : first + HEAD_BYTES])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
