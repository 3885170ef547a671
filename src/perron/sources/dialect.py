"""How a delimited text is written: encoding, separator, header, quotes."""

from dataclasses import dataclass, replace

from perron.sources.encoding import BOM, endless_line, is_utf8, whole_lines
from perron.sources.limits import TOO_MANY_COLUMNS
from perron.sources.opening import HEAD_BYTES, Opened
from perron.sources.quoting import is_quoted

_SEPARATORS = (";", "\t", ",", "|")


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

    Raises
    ------
    TooLargeError
        The first line has no end, or too many columns.
    """
    head = opened.head.removeprefix(BOM)
    if len(opened.head) >= HEAD_BYTES and b"\n" not in head:
        raise endless_line(opened.file, 1, HEAD_BYTES)
    whole = whole_lines(head)
    encoding = "utf-8" if is_utf8(whole) else "cp1252"
    first = whole.split(b"\n", 1)[0].rstrip(b"\r").decode(encoding, errors="replace")
    separator = max(_SEPARATORS, key=lambda s: (first.count(s), -_SEPARATORS.index(s)))
    header = tuple(split_line(first, separator))
    opened.limits.check_count(TOO_MANY_COLUMNS, len(header), opened.limits.columns, opened.file)
    return Dialect(encoding, separator, header, is_quoted(whole))


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
