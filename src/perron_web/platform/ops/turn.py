"""One writer of SQLite after the other, in a queue: SQLite itself would sleep and try again."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

try:
    import fcntl
except ImportError:  # no such queue on this system: SQLite's own patience does
    fcntl = None  # type: ignore[assignment]


@contextmanager
def turn() -> Iterator[None]:
    """Wait for one's turn to write; at once on databases that let many write.

    Whoever is in a transaction already has it: this comes before the transaction, never inside one.

    Yields
    ------
    None
        While it is one's turn.
    """
    database = str(connection.settings_dict["NAME"])
    if fcntl is None or connection.vendor != "sqlite" or connection.in_atomic_block or "memory" in database:
        yield
        return
    with Path(f"{database}-turn").open("wb") as queue:
        fcntl.flock(queue, fcntl.LOCK_EX)
        yield
