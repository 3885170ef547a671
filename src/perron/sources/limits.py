"""How much of a file is let in (bytes, rows, columns, corners), and streams that stop at the limit."""

import io
from dataclasses import dataclass
from typing import IO, Any, Final

from perron.errors import TooLargeError
from perron.words import Words, number

FREE: Final = 64 << 20
"""Unpacked bytes below which the ratio of packing is not looked at."""
_PIECE: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file may hold; what goes beyond is refused by name, before memory is taken.

    The defaults suit a person reading their own files; whoever reads the files of others passes smaller ones.

    Parameters
    ----------
    size : int
        Bytes, unpacked.
    ratio : int
        How many times larger than its archive the content may be, past 64 MiB; results and addresses shrink
        5 to 20 times, a bomb 1,000 times.
    members : int
        Files in a zip archive.
    rows : int
        Lines of a text, rows of a Parquet file, elements of a network.
    columns : int
        Columns of a table.
    line : int
        Bytes of one line of a text.
    vertices : int
        Corners of all shapes of a file.
    crossings : int
        Places where the borders of broken shapes may cross themselves, all shapes together, estimated.
    depth : int
        Nesting of properties and collections in GeoJSON.
    """

    size: int = 8 << 30
    ratio: int = 200
    members: int = 1_000
    rows: int = 200_000_000
    columns: int = 10_000
    line: int = 1 << 20
    vertices: int = 50_000_000
    crossings: int = 1_000_000
    depth: int = 32

    def check_size(self, size: int, packed: int, file: str) -> None:
        """Refuse content that is too large, or too large for its archive.

        Parameters
        ----------
        size : int
            Unpacked bytes, declared or counted so far.
        packed : int
            Bytes of the archive; 0 for a file that is not packed.
        file : str
            Name for messages.

        Raises
        ------
        TooLargeError
            It is.
        """
        if size > self.size:
            raise too_large(
                Words("the file is too large", "le fichier est trop gros"),
                file,
                _megabytes(size),
                _megabytes(self.size),
            )
        if packed and size > FREE and size > self.ratio * packed:
            raise TooLargeError(
                Words(
                    "this archive swells beyond what data does: it is refused",
                    "cette archive gonfle plus que ne le font des données\u00a0: elle est refusée",
                ),
                file=file,
                found=f"× {size // packed}",
                expected=Words(f"at most × {self.ratio}", f"au plus × {self.ratio}"),
            )

    def check_count(self, what: Words, count: int, most: int, file: str) -> None:
        """Refuse a count beyond its limit.

        Parameters
        ----------
        what : Words
            What there is too much of, e.g. "too many rows".
        count : int
            How many were found.
        most : int
            How many are let in.
        file : str
            Name for messages.

        Raises
        ------
        TooLargeError
            It is beyond.
        """
        if count > most:
            raise too_large(what, file, *(Words(number(n, 0, "en"), number(n)) for n in (count, most)))


DEFAULT: Final = Limits()
"""For a person reading their own files."""
TOO_MANY_ROWS: Final = Words("too many rows", "trop de lignes")
TOO_MANY_COLUMNS: Final = Words("too many columns", "trop de colonnes")
TOO_MANY_VERTICES: Final = Words("shapes with too many corners", "des contours aux sommets trop nombreux")


def too_large(what: Words, file: str, found: Words, most: Words) -> TooLargeError:
    """Make the error that says how much was found and how much is let in.

    Parameters
    ----------
    what : Words
        What is too large.
    file : str
        Name for messages.
    found, most : Words
        Found, and let in.

    Returns
    -------
    TooLargeError
        To be raised.
    """
    return TooLargeError(
        what,
        file=file,
        found=found.fr,
        expected=Words(
            f"at most {most.en}; keep the rows of your commune or département only",
            f"au plus {most.fr}\u202f; ne gardez que les lignes de votre commune ou département",
        ),
    )


def _megabytes(size: int) -> Words:
    value = size / 1e6
    return Words(f"{number(value, 0, 'en')} MB", f"{number(value)}\u202fMo")


class _Counted(io.RawIOBase):
    """A stream that counts what it gives and stops at the limit."""

    def __init__(self, inner: IO[bytes], limits: Limits, packed: int, file: str) -> None:
        super().__init__()
        self._inner: Any = inner
        self._limits, self._packed, self._file = limits, packed, file
        self._given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._inner.read(len(buffer))
        buffer[: len(data)] = data
        self._count(len(data))
        return len(data)

    def readall(self) -> bytes:
        pieces = []
        while piece := self._inner.read(_PIECE):
            self._count(len(piece))
            pieces.append(piece)
        return b"".join(pieces)

    def _count(self, more: int) -> None:
        self._given += more
        self._limits.check_size(self._given, self._packed, self._file)

    def close(self) -> None:
        self._inner.close()
        super().close()


def counted(inner: IO[bytes], limits: Limits, packed: int, file: str) -> IO[bytes]:
    """Return a stream that gives the same bytes and raises at the limit.

    Parameters
    ----------
    inner : IO of bytes
        Unpacked content; closed with the stream.
    limits : Limits
        What is let in.
    packed : int
        Bytes of the archive, 0 when not packed.
    file : str
        Name for messages.

    Returns
    -------
    IO of bytes
        Raises `TooLargeError` while being read when there is too much.
    """
    return io.BufferedReader(_Counted(inner, limits, packed, file), _PIECE)
