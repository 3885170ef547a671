"""Locks: of the data folder, which a restore wants alone; of a work that one process does at a time."""

import fcntl
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db import connection, transaction


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


@contextmanager
def only_one(name: str, *, wait: bool = False) -> Iterator[bool]:
    """Do a work that one process at a time may do on a database.

    On PostgreSQL the whole is one transaction, and the lock is the database's; on SQLite it is a file of the
    data folder, and the work makes its own transactions, so that others may write meanwhile.

    Parameters
    ----------
    name : str
        The work.
    wait : bool
        Whether to wait for whoever is at it.

    Yields
    ------
    bool
        Whether it is ours to do.
    """
    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_advisory_xact_lock(hashtext(%s)), true"
                if wait
                else "SELECT 0, pg_try_advisory_xact_lock(hashtext(%s))",
                [name],
            )
            yield bool((cursor.fetchone() or (0, False))[1])
        return
    name_of = str(connection.settings_dict["NAME"])
    if "memory" in name_of:  # seen by this process alone
        yield True
        return
    database = hashlib.sha256(name_of.encode()).hexdigest()[:8]
    with (Path(settings.DATA) / f"{name}-{database}.lock").open("ab") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            yield False
        else:
            yield True
