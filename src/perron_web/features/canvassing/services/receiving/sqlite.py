"""A whole sending in one immediate transaction of SQLite: nobody else writes meanwhile."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import orjson
from django.db import connection, transaction

from perron_web.features.canvassing.services.receiving.rows import (
    COLUMNS,
    CONSENT_COLUMNS,
    SHARED,
    TALK_COLUMNS,
    Sending,
)

try:
    import fcntl
except ImportError:  # no such queue on this system: SQLite's own patience does
    fcntl = None  # type: ignore[assignment]

Columns = Sequence[tuple[str, str]]
_TURN: Final = threading.Lock()
RECEIPT = (
    "campaign_id, kind, phone_id, user_id, received_at, created, seen, conflicts, refused, turfs, tallied"
)


def _insert(table: str, columns: Columns, more: str = "") -> str:
    names = ", ".join(f'"{name}"' for name, _ in columns) + more
    marks = ", ".join("?" * (names.count(",") + 1))
    return f"INSERT INTO {table} ({names}) VALUES ({marks})"  # noqa: S608


PUT = _insert("canvassing_report", (*COLUMNS, *SHARED)) + " ON CONFLICT (id) DO NOTHING"
PUT_RECEIPT = f"INSERT INTO canvassing_batch ({RECEIPT}) VALUES ({', '.join('?' * 11)}) RETURNING id"  # noqa: S608
PUT_TALK = _insert("canvassing_talk", TALK_COLUMNS, ", campaign_id")
PUT_CONSENT = _insert("canvassing_consent", CONSENT_COLUMNS, ", campaign_id, by_id")
SEEN = """UPDATE canvassing_phone SET seen_at = ?1 WHERE id = ?2
AND (seen_at IS NULL OR seen_at < datetime(?1, '-5 minutes'))"""
THERE = "SELECT id FROM canvassing_report WHERE id IN (SELECT value FROM json_each(?))"


def _text(value: datetime) -> str:
    return str(value.astimezone(UTC).replace(tzinfo=None))


def _adapted(rows: Sequence[tuple[Any, ...]], columns: Columns) -> list[list[Any]]:
    """Write UUIDs, dates and bytes as Django does on SQLite."""
    turned = []
    for (_, kind), values in zip(columns, zip(*rows, strict=True), strict=True):
        if kind == "uuid":
            turned.append([value and value.replace("-", "") for value in values])
        elif kind == "timestamptz":
            turned.append([_text(value) for value in values])
        elif kind == "bytea":
            turned.append([bytes.fromhex(value[2:]) for value in values])
        else:
            turned.append(list(values))
    return [list(row) for row in zip(*turned, strict=True)]


@contextmanager
def turn(database: str) -> Iterator[None]:
    """Wait for one's turn to write, one process after the other: SQLite itself would sleep and try again.

    Parameters
    ----------
    database : str
        Path of the database.

    Yields
    ------
    None
        While it is one's turn.
    """
    with _TURN:
        if fcntl is None or "memory" in database:
            yield
            return
        with Path(f"{database}-turn").open("wb") as queue:
            fcntl.flock(queue, fcntl.LOCK_EX)
            yield


def put_sqlite(sending: Sending) -> tuple[int, set[str] | None]:
    """Store a sending.

    Parameters
    ----------
    sending : Sending
        Its rows.

    Returns
    -------
    receipt : int
        Key of the receipt.
    created : set of str or None
        UUIDs that were not there before; None when all of them.
    """
    sender, received = sending.sender, _text(sending.received_at)
    shared = [sender.campaign, sender.source, sender.phone, sender.user, received]
    rows = [[*row, *shared] for row in _adapted(sending.reports, COLUMNS)] if sending.reports else []
    with turn(str(connection.settings_dict["NAME"])), transaction.atomic(), connection.wrap_database_errors:
        raw = connection.connection
        given = orjson.dumps([row[0] for row in rows]).decode()
        there = {found for (found,) in raw.execute(THERE, (given,))}
        raw.executemany(PUT, rows)
        fresh = {row[0] for row in sending.reports if row[0].replace("-", "") not in there}
        many = len(fresh)
        _put_talks(raw, sending, fresh)
        kind = "paper" if sender.source == "paper" else "sync"
        figures = (many, sending.given - many, 0, sending.refused, orjson.dumps(sending.turfs).decode())
        receipt = raw.execute(
            PUT_RECEIPT, (sender.campaign, kind, sender.phone, sender.user, received, *figures, many == 0)
        ).fetchone()[0]
        if sender.phone is not None:
            raw.execute(SEEN, (received, sender.phone))
    return receipt, None if many == sending.given else fresh


def _put_talks(raw: Any, sending: Sending, fresh: set[str]) -> None:
    sender = sending.sender
    consents = [row for row in sending.consents if row[0] in fresh]
    talks = [row for row in sending.talks if row[0] in fresh]
    if consents:
        adapted = _adapted(consents, CONSENT_COLUMNS)
        raw.executemany(PUT_CONSENT, [[*row, sender.campaign, sender.user] for row in adapted])
    if talks:
        raw.executemany(PUT_TALK, [[*row, sender.campaign] for row in _adapted(talks, TALK_COLUMNS)])
