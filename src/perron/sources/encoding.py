"""Bytes to UTF-8: byte order mark, latin-1 and Windows-1252."""

import codecs

from perron.errors import EncodingError
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
    """
    if b"\x00" in opened.head[:4096]:
        raise EncodingError(
            Words("this is not a text in a known encoding", "ce n'est pas un texte dans un encodage connu"),
            file=opened.file,
            found="UTF-16" if opened.head[:2] in {b"\xff\xfe", b"\xfe\xff"} else "0x00",
            expected=Words("UTF-8, latin-1 or Windows-1252", "UTF-8, latin-1 ou Windows-1252"),
        )
    if not is_utf8(whole_lines(opened.head)):
        with opened.stream() as stream:
            return b"".join(_converted(piece) for piece in iter(lambda: stream.read(PIECE), b""))
    data = opened.data().removeprefix(BOM)
    return data if data.isascii() or is_utf8(data) else _converted(data)


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
