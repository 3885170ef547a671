"""What an archive holds: its entries with sizes and checksums, and where the database stood."""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from typing import IO, Any

from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from perron_web.platform.ops.copies.errors import CopyError

NAME = "manifest.json"
FORMAT = 1
DATABASES = {"sqlite": "database/db.sqlite3", "postgresql": "database/dump.sql"}
"""Kind of database, and its entry."""
CHUNK = 1 << 20


@dataclass
class Manifest:
    """The first entry of an archive.

    Parameters
    ----------
    kind : str
        sqlite or postgresql.
    version : str
        Version of Perron that wrote it.
    made_at : str
        When, in UTC.
    migrations : list of str
        State of the database's tables: "app.name" of each migration applied.
    entries : dict
        Name of each other entry, to its SHA-256 and its size in bytes.
    """

    kind: str
    version: str
    made_at: str
    migrations: list[str]
    entries: dict[str, tuple[str, int]] = field(default_factory=dict)
    format: int = FORMAT

    def dump(self) -> bytes:
        """Write it as JSON.

        Returns
        -------
        bytes
            The manifest.
        """
        return json.dumps(asdict(self), indent=1, ensure_ascii=False).encode()


def load(raw: bytes) -> Manifest:
    """Read a manifest.

    Parameters
    ----------
    raw : bytes
        JSON.

    Returns
    -------
    Manifest
        The manifest.

    Raises
    ------
    CopyError
        When it is not one, or of a later format.
    """
    try:
        found: dict[str, Any] = json.loads(raw)
        if found["format"] != FORMAT:
            raise CopyError(f"format {found['format']}")
        found["entries"] = {name: (str(sha), int(size)) for name, (sha, size) in found["entries"].items()}
        return Manifest(**found)
    except (ValueError, KeyError, TypeError) as error:
        raise CopyError(NAME) from error


def kind_of_database() -> str:
    """Return the kind of the site's database: sqlite or postgresql.

    Returns
    -------
    str
        The kind.
    """
    return str(connection.vendor)


def applied_migrations() -> list[str]:
    """Return the migrations applied to the database.

    Returns
    -------
    list of str
        "app.name", in order of the alphabet.
    """
    return sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())


def checksum(file: IO[bytes]) -> tuple[str, int]:
    """Return the SHA-256 and the size of what is left to read of a file.

    Parameters
    ----------
    file : binary file
        Open file.

    Returns
    -------
    tuple
        Hexadecimal digest, bytes.
    """
    digest, size = hashlib.sha256(), 0
    while chunk := file.read(CHUNK):
        digest.update(chunk)
        size += len(chunk)
    return digest.hexdigest(), size
