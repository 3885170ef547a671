"""Checked tables, immutable, stored under the hash of their bytes in the campaign's folder."""

import hashlib
import io
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from django.conf import settings

if TYPE_CHECKING:
    import polars as pl


class StoredTable(NamedTuple):
    """A table on disk."""

    path: str
    """Path under the files folder."""
    sha256: str
    rows: int


def table_path(path: str) -> Path:
    """Return where a stored table lies.

    Parameters
    ----------
    path : str
        Path under the files folder, as in `StoredTable.path`.

    Returns
    -------
    Path
        Absolute path.
    """
    return Path(settings.FILES) / path


def store_table(frame: "pl.DataFrame", *, campaign: Any, kind: str) -> StoredTable:
    """Store a table; the same content is stored once.

    Parameters
    ----------
    frame : polars.DataFrame
        The table.
    campaign : Campaign
        Whose it is.
    kind : str
        What it is, for the file's name.

    Returns
    -------
    StoredTable
        Path, hash and number of rows.
    """
    buffer = io.BytesIO()
    frame.write_parquet(buffer, compression="zstd")
    content = buffer.getvalue()
    sha256 = hashlib.sha256(content).hexdigest()
    path = f"{campaign.pk}/tables/{kind}-{sha256[:24]}.parquet"
    target = table_path(path)
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_suffix(f".{os.getpid()}.part")
        part.write_bytes(content)
        part.replace(target)
    return StoredTable(path, sha256, frame.height)


def load_table(path: str) -> "pl.DataFrame":
    """Read a stored table.

    Parameters
    ----------
    path : str
        Path under the files folder.

    Returns
    -------
    polars.DataFrame
        The table.
    """
    import polars as pl

    return pl.read_parquet(table_path(path))
