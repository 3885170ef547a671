"""Open a file whatever it is packed in: plain, gzip or zip; its bytes decide, never its name."""

import gzip
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Literal, cast

from perron.errors import BadInputError
from perron.sources.archive import only_member
from perron.sources.limits import DEFAULT, Limits, counted
from perron.words import Words

Packing = Literal["", "gz", "zip"]
HEAD_BYTES = 1 << 16
"""How much of a file is read to recognise it."""
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Opened:
    """A file, its packing, and the beginning of its content.

    Parameters
    ----------
    path : Path
        Where it is.
    file : str
        Name for messages; a zip member is named after its archive.
    packing : {"", "gz", "zip"}
        How it is packed.
    member : str
        Member of the zip archive, or empty.
    head : bytes
        First `HEAD_BYTES` bytes of the unpacked content.
    limits : Limits
        What is let in.
    """

    path: Path
    file: str
    packing: Packing
    member: str
    head: bytes
    limits: Limits = DEFAULT

    def stream(self) -> IO[bytes]:
        """Return the unpacked content as a stream.

        Returns
        -------
        IO of bytes
            To be closed by the caller; it raises `TooLargeError` past the limits.
        """
        return _stream(self.path, self.packing, self.member, self.limits, self.file)

    def data(self) -> bytes:
        """Return the whole unpacked content.

        Returns
        -------
        bytes
            The content.

        Raises
        ------
        BadInputError
            The archive is damaged or cut short.
        """
        try:
            with self.stream() as stream:
                return stream.read()
        except (OSError, EOFError, zlib.error, zipfile.BadZipFile) as error:
            raise _damaged(self.file, error) from error

    def measure(self) -> None:
        """Unpack everything once and keep nothing, for readers that unpack by themselves.

        Raises
        ------
        BadInputError
            The archive is damaged, or holds more than is let in.
        """
        if not self.packing:
            return
        try:
            with self.stream() as stream:
                while stream.read(_PIECE):
                    pass
        except (OSError, EOFError, zlib.error, zipfile.BadZipFile) as error:
            raise _damaged(self.file, error) from error


def open_source(path: Path | str, limits: Limits = DEFAULT) -> Opened:
    """Look at a file: how it is packed, and how its content begins.

    Parameters
    ----------
    path : Path or str
        The file.
    limits : Limits
        What is let in.

    Returns
    -------
    Opened
        Its packing and its beginning.

    Raises
    ------
    BadInputError
        The file is empty or too large, its archive is damaged, or a zip holds several candidates.
    """
    path = Path(path)
    limits.check_size(path.stat().st_size, 0, path.name)
    with path.open("rb") as file:
        magic = file.read(4)
    packing: Packing = "gz" if magic[:2] == b"\x1f\x8b" else "zip" if magic == b"PK\x03\x04" else ""
    try:
        member = only_member(path, limits).filename if packing == "zip" else ""
        with _stream(path, packing, member, limits, path.name) as stream:
            head = stream.read(HEAD_BYTES)
    except (EOFError, zlib.error, zipfile.BadZipFile, gzip.BadGzipFile, NotImplementedError) as error:
        raise _damaged(path.name, error) from error
    if not head.strip():
        raise BadInputError(Words("the file is empty", "le fichier est vide"), file=path.name)
    name = f"{path.name} ({member})" if member else path.name
    return Opened(path, name, packing, member, head, limits)


def _stream(path: Path, packing: Packing, member: str, limits: Limits, file: str) -> IO[bytes]:
    packed = path.stat().st_size
    if packing == "gz":
        return counted(cast("IO[bytes]", gzip.open(path, "rb")), limits, packed, file)
    if packing == "zip":
        with zipfile.ZipFile(path) as archive:
            return counted(archive.open(member), limits, packed, file)
    return path.open("rb")


def _damaged(file: str, error: Exception) -> BadInputError:
    return BadInputError(
        Words("the archive is damaged or cut short", "l’archive est abîmée ou incomplète"),
        file=file,
        found=str(error),
        expected=Words("download it again", "téléchargez-la de nouveau"),
    )
