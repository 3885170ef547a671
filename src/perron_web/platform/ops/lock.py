"""A lock on the data folder: the site holds it while it runs, a restore wants it alone."""

import fcntl
from pathlib import Path
from typing import IO

from django.conf import settings


def hold(*, alone: bool) -> IO[bytes] | None:
    """Take the lock of the data folder; it is given back when the file is closed, or its processes end.

    Parameters
    ----------
    alone : bool
        Whether nobody else may hold it.

    Returns
    -------
    file or None
        The open file to keep, or None when another holds it.
    """
    folder = Path(settings.DATA)
    folder.mkdir(parents=True, exist_ok=True)
    file = (folder / "running.lock").open("ab")
    try:
        fcntl.flock(file, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        return None
    return file
