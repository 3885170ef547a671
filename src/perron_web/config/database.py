"""The database: SQLite in the data folder, or PostgreSQL by its address."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from perron_web.config.env import SettingError

SQLITE_START = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA mmap_size=134217728; PRAGMA cache_size=-4000;"
)


def database(address: str, folder: Path) -> dict[str, Any]:
    """Return Django's settings of the database.

    Parameters
    ----------
    address : str
        `postgresql://user:password@host:port/name` (or `…@/name?host=/folder/of/the/socket`), `sqlite:///path`,
        or empty for `db.sqlite3` in the folder.
    folder : Path
        Data folder.

    Returns
    -------
    dict
        The entry of DATABASES.

    Raises
    ------
    SettingError
        When the address is of another kind.
    """
    parts = urlsplit(address)
    if not address or parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": unquote(parts.path) or str(folder / "db.sqlite3"),
            "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": SQLITE_START},
            "CONN_MAX_AGE": 600,  # a new connection reads the whole schema again: as dear as the request
        }
    if parts.scheme not in {"postgresql", "postgres"}:
        raise SettingError(
            f"PERRON_DATABASE: expected postgresql://… or sqlite:///…, found {parts.scheme}://"
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or parse_qs(parts.query).get("host", [""])[0],
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }
