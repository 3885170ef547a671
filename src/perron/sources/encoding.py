"""Bytes to UTF-8: byte order mark, latin-1 and Windows-1252."""

import codecs

from perron.errors import EncodingError, TooLargeError
from perron.sources.limits import TOO_MANY_ROWS
from perron.sources.opening import HEAD_BYTES, Opened
from perron.sources.rows import has_windows_letters
from perron.words import Words

BOM = b"\xef\xbb\xbf"
PIECE = 1 << 18
"""Bytes converted at once: what stays in the processor's cache."""


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
    TooLargeError
        More bytes or lines than are let in, or a line without an end.
    """
    if b"\x00" in opened.head[:4096]:
        raise EncodingError(
            Words("this is not a text in a known encoding", "ce n’est pas un texte dans un encodage connu"),
            file=opened.file,
            found="UTF-16" if opened.head[:2] in {b"\xff\xfe", b"\xfe\xff"} else "0x00",
            expected=Words("UTF-8, latin-1 or Windows-1252", "UTF-8, latin-1 ou Windows-1252"),
        )
    if not is_utf8(whole_lines(opened.head)):
        with opened.stream() as stream:
            data = b"".join(_converted(piece) for piece in iter(lambda: stream.read(PIECE), b""))
    else:
        data = opened.data().removeprefix(BOM)
        data = data if data.isascii() or is_utf8(data) else _converted(data)
    check_lines(data, opened)
    return data


def check_lines(data: bytes, opened: Opened) -> None:
    """Refuse a text with too many lines, or a line without an end.

    Parameters
    ----------
    data : bytes
        The text.
    opened : Opened
        Its limits, and its name for messages.

    Raises
    ------
    TooLargeError
        It goes beyond the limits.
    """
    limits = opened.limits
    limits.check_count(TOO_MANY_ROWS, data.count(b"\n"), limits.rows, opened.file)
    start = 0
    while len(data) - start > limits.line:
        end = data.rfind(b"\n", start, start + limits.line)
        if end < 0:
            raise endless_line(opened.file, data.count(b"\n", 0, start) + 1, limits.line)
        start = end + 1


def endless_line(file: str, line: int, most: int) -> TooLargeError:
    """Make the error that names a line without an end.

    Parameters
    ----------
    file : str
        Name for messages.
    line : int
        Line, from 1.
    most : int
        Bytes that a line may hold.

    Returns
    -------
    TooLargeError
        To be raised.
    """
    return TooLargeError(
        Words("this line has no end", "cette ligne n’a pas de fin"),
        file=file,
        line=line,
        expected=Words(f"lines of {most // 1024} kB at most", f"des lignes de {most // 1024} ko au plus"),
    )


def _converted(piece: bytes) -> bytes:
    # latin-1 decodes faster than cp1252, which differs from it only between 0x80 and 0x9f
    if piece.isascii():
        return piece
    letters = "cp1252" if has_windows_letters(piece) else "latin-1"
    return piece.decode(letters, errors="replace").encode()


def whole_lines(head: bytes) -> bytes:
    """Return the beginning of a text up to its last whole line.

    Parameters
    ----------
    head : bytes
        The beginning, cut anywhere.

    Returns
    -------
    bytes
        Whole lines, or everything when there is only one.
    """
    cut = head.rfind(b"\n")
    return head[: cut + 1] if cut > 0 else head


def is_utf8(data: bytes) -> bool:
    """Say whether bytes are UTF-8.

    Parameters
    ----------
    data : bytes
        The text.

    Returns
    -------
    bool
        Whether they decode.
    """
    # piece by piece: a failed decode copies what it was given
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for first in range(0, len(data), HEAD_BYTES):
            decoder.decode(data[first : first + HEAD_BYTES])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
