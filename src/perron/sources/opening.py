"""Open a file whatever it is packed in: plain, gzip or zip; its bytes decide, never its name."""

import gzip
import io
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Literal, cast

from perron.errors import BadInputError
from perron.words import Words

_ASIDE = ("__macosx", ".", "meta_", "readme", "lisez")
"""Members that accompany the data: Insee's descriptions of columns, notes, what macOS adds."""
Packing = Literal["", "gz", "zip"]
HEAD_BYTES = 1 << 16
"""How much of a file is read to recognise it."""


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
    """

    path: Path
    file: str
    packing: Packing
    member: str
    head: bytes

    def stream(self) -> IO[bytes]:
        """Return the unpacked content as a stream.

        Returns
        -------
        IO of bytes
            To be closed by the caller.
        """
        return _stream(self.path, self.packing, self.member)

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


def open_source(path: Path | str) -> Opened:
    """Look at a file: how it is packed, and how its content begins.

    Parameters
    ----------
    path : Path or str
        The file.

    Returns
    -------
    Opened
        Its packing and its beginning.

    Raises
    ------
    BadInputError
        The file is empty, its archive is damaged, or a zip holds several candidates.
    """
    path = Path(path)
    with path.open("rb") as file:
        magic = file.read(4)
    packing: Packing = "gz" if magic[:2] == b"\x1f\x8b" else "zip" if magic == b"PK\x03\x04" else ""
    try:
        member = _only_member(path) if packing == "zip" else ""
        with _stream(path, packing, member) as stream:
            head = stream.read(HEAD_BYTES)
    except (EOFError, zlib.error, zipfile.BadZipFile, gzip.BadGzipFile) as error:
        raise _damaged(path.name, error) from error
    if not head.strip():
        raise BadInputError(Words("the file is empty", "le fichier est vide"), file=path.name)
    name = f"{path.name} ({member})" if member else path.name
    return Opened(path, name, packing, member, head)


def _stream(path: Path, packing: Packing, member: str) -> IO[bytes]:
    if packing == "gz":
        return cast("IO[bytes]", gzip.open(path, "rb"))
    if packing == "zip":
        with zipfile.ZipFile(path) as archive:
            return io.BytesIO(archive.read(member))
    return path.open("rb")


def _only_member(path: Path) -> str:
    with zipfile.ZipFile(path) as archive:
        members = [
            m.filename
            for m in archive.infolist()
            if not m.is_dir() and not Path(m.filename).name.lower().startswith(_ASIDE)
        ]
    if len(members) == 1:
        return members[0]
    raise BadInputError(
        Words("a zip archive must hold exactly one file", "une archive zip ne doit contenir qu'un fichier"),
        file=path.name,
        found=", ".join(members[:6]) or "0",
        expected=Words("one file; unzip it first", "un seul fichier\u202f; décompressez-la d'abord"),
    )


def _damaged(file: str, error: Exception) -> BadInputError:
    return BadInputError(
        Words("the archive is damaged or cut short", "l'archive est abîmée ou incomplète"),
        file=file,
        found=str(error),
        expected=Words("download it again", "téléchargez-la de nouveau"),
    )
