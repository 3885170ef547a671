"""Uploads stopped while they come: one file too large takes no room, a stranger's takes none at all."""

from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile

MOST_BYTES: Final = 200
"""Of a file's name; disks take 255."""


class LimitedUpload(FileUploadHandler):
    """Comes before Django's own handlers; the names of the files it dropped are in `request.oversized`."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Look at a file that begins.

        Parameters
        ----------
        *args, **kwargs : Any
            Django's: field, name, type, length, charset.

        Raises
        ------
        SkipFile
            Nobody is logged in.
        """
        super().new_file(*args, **kwargs)
        self.seen = 0
        user = getattr(self.request, "user", None)
        if user is None or not user.is_authenticated:
            raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:  # noqa: ARG002
        """Count a piece and pass it on.

        Parameters
        ----------
        raw_data : bytes
            The piece.
        start : int
            Where it begins.

        Returns
        -------
        bytes
            The same.

        Raises
        ------
        SkipFile
            The file is larger than the site allows; what follows is read and thrown away.
        """
        self.seen += len(raw_data)
        if self.seen > settings.UPLOAD_MEGABYTES * 1_000_000:
            before = getattr(self.request, "oversized", [])
            self.request.oversized = [*before, self.file_name or ""]  # type: ignore[union-attr]
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the next handler.

        Parameters
        ----------
        file_size : int
            Its size.
        """


def disk_name(name: Any, usual: str) -> str:
    """Return a name under which an upload can lie in a folder: no path, no longer than disks take.

    Parameters
    ----------
    name : str
        Name that the browser gave.
    usual : str
        Name of a file that has none.

    Returns
    -------
    str
        The same in almost all cases; a very long one is cut before its ending.
    """
    found = Path(str(name)).name
    if not found.strip(". "):
        return usual
    if len(found.encode()) <= MOST_BYTES:
        return found
    return f"{found[:40]}…{Path(found).suffix[:12]}"


def oversized(request: Any) -> list[str]:
    """Return the names of the files that were too large to be taken.

    Parameters
    ----------
    request : HttpRequest
        The request.

    Returns
    -------
    list of str
        Names, in the order they came.
    """
    request.FILES  # noqa: B018 - reading them is what finds them
    return list(getattr(request, "oversized", ()))
