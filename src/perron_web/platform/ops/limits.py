"""The cache: each process has its own, but what counts logins and codes is shared by all of them.

Counts lie in a small SQLite file of the data folder, beside the database and never in it: a login waits for
no report. It may be lost with the machine's power; nobody is named in it, and what has expired is erased.
"""

import json
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.core.cache.backends.locmem import LocMemCache
from django.utils.crypto import salted_hmac

SHARED: Final = "allauth"
"""Beginning of the keys that all share: limits of allauth, codes of a second factor already used."""
PATIENCE: Final = 5.0
"""Seconds to wait for another process that writes."""
START: Final = """PRAGMA synchronous=OFF;
CREATE TABLE IF NOT EXISTS kept (name BLOB PRIMARY KEY, value TEXT NOT NULL, until REAL) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS kept_until ON kept (until);"""
PUT: Final = "INSERT INTO kept VALUES (?, ?, ?) ON CONFLICT (name) DO "
REPLACE: Final = PUT + "UPDATE SET value = excluded.value, until = excluded.until"


class SiteCache(LocMemCache):
    """A cache in memory, but for the keys that begin with `SHARED`; those keep what JSON can write.

    Parameters
    ----------
    name : str
        The file of what is shared (the setting LOCATION).
    params : dict
        Other settings.
    """

    def __init__(self, name: str, params: dict[str, Any]) -> None:
        super().__init__(name, params)
        self._file = Path(name)

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Keep a value unless there is one; among all processes one alone is told True."""
        if not key.startswith(SHARED):
            return bool(super().add(key, value, timeout, version))
        with self._opened() as kept:
            row = (self._name(key, version), json.dumps(value), self.get_backend_timeout(timeout))
            return kept.execute(PUT + "NOTHING", row).rowcount == 1

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        """Give what is kept."""
        if not key.startswith(SHARED):
            return super().get(key, default, version)
        with self._opened() as kept:
            found = kept.execute(
                "SELECT value FROM kept WHERE name = ?", [self._name(key, version)]
            ).fetchone()
        return json.loads(found[0]) if found else default

    def has_key(self, key: str, version: int | None = None) -> bool:
        """Say whether something is kept."""
        return bool(BaseCache.has_key(self, key, version))

    def set(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        """Keep a value."""
        if not key.startswith(SHARED):
            super().set(key, value, timeout, version)
            return
        with self._opened() as kept:
            row = (self._name(key, version), json.dumps(value), self.get_backend_timeout(timeout))
            kept.execute(REPLACE, row)

    def delete(self, key: str, version: int | None = None) -> bool:
        """Forget a value."""
        if not key.startswith(SHARED):
            return bool(super().delete(key, version))
        with self._opened() as kept:
            return bool(kept.execute("DELETE FROM kept WHERE name = ?", [self._name(key, version)]).rowcount)

    def clear(self) -> None:
        """Forget everything."""
        super().clear()
        with self._opened() as kept:
            kept.execute("DELETE FROM kept")

    def _name(self, key: str, version: int | None) -> bytes:
        made = self.make_and_validate_key(key, version=version)
        return salted_hmac("perron.limits", made, algorithm="sha256").digest()

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        """Open the file, made when it is not there, without what has expired."""
        if not self._file.exists():
            self._file.parent.mkdir(parents=True, exist_ok=True)
            self._file.touch(mode=0o600)
        with closing(sqlite3.connect(self._file, timeout=PATIENCE, isolation_level=None)) as kept:
            kept.executescript(START)
            kept.execute("DELETE FROM kept WHERE until <= ?", [time.time()])
            yield kept
