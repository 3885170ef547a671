"""Many files in one archive, sent as it is made."""

import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, cast

from django.http import StreamingHttpResponse

CHUNK = 1 << 18
PACKED = {".parquet", ".pdf", ".zip", ".gz"}
"""Endings of files that would not shrink."""


class _Outlet:
    """A file that is only written to, and emptied as it fills."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []

    def write(self, part: bytes, /) -> int:
        self.parts.append(bytes(part))
        return len(part)

    def flush(self) -> None:
        """Do nothing: parts are taken by whoever sends."""

    def taken(self) -> Iterator[bytes]:
        parts, self.parts = self.parts, []
        yield from parts


def zip_parts(entries: Iterable[tuple[str, Path | str]]) -> Iterator[bytes]:
    """Make an archive piece by piece, without keeping it in memory or on disk.

    Parameters
    ----------
    entries : iterable of tuple
        Name in the archive, and the file, or the text itself.

    Yields
    ------
    bytes
        The next piece.
    """
    outlet = _Outlet()
    with zipfile.ZipFile(cast("IO[bytes]", outlet), "w") as archive:
        for name, source in entries:
            ending = Path(name).suffix.lower()
            entry = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_STORED if ending in PACKED else zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            with archive.open(entry, "w", force_zip64=True) as target:
                if isinstance(source, str):
                    target.write(source.encode())
                else:
                    with source.open("rb") as file:
                        while part := file.read(CHUNK):
                            target.write(part)
                            yield from outlet.taken()
            yield from outlet.taken()
    yield from outlet.taken()


def send_zip(entries: Iterable[tuple[str, Path | str]], name: str) -> StreamingHttpResponse:
    """Answer with an archive.

    Parameters
    ----------
    entries : iterable of tuple
        As in `zip_parts`.
    name : str
        Name of the archive, without its extension.

    Returns
    -------
    StreamingHttpResponse
        The archive, to be saved.
    """
    response = StreamingHttpResponse(zip_parts(entries), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{name}.zip"'
    response["Cache-Control"] = "private, no-store"
    return response
