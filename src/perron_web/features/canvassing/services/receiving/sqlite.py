"""A whole sending in one immediate transaction of SQLite: nobody else writes meanwhile."""

import sqlite3
import threading
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import orjson
from django.db import IntegrityError, connection, transaction

from perron_web.features.canvassing.services.receiving.rows import (
    COLUMNS,
    CONSENT_COLUMNS,
    SHARED,
    TALK_COLUMNS,
    Sending,
)
from perron_web.platform.ops.turn import turn

Columns = Sequence[tuple[str, str]]
_TURN: Final = threading.Lock()
TOGETHER: Final = 32
"""Sendings in one transaction at most: a flush is shared, and nobody waits long."""
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


@dataclass(slots=True, eq=False)
class _Waiting:
    """A sending in the queue of this process, and what became of it."""

    sending: Sending
    rows: list[list[Any]]
    stored: tuple[int, set[str] | None] | None = None
    error: Exception | None = None

    @property
    def settled(self) -> bool:
        return self.stored is not None or self.error is not None


_QUEUE: Final[deque[_Waiting]] = deque()


def put_sqlite(sending: Sending) -> tuple[int, set[str] | None]:
    """Store a sending; those that wait in the same process share one transaction, and its flush to disk.

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
    sender = sending.sender
    shared = [sender.campaign, sender.source, sender.phone, sender.user, _text(sending.received_at)]
    rows = [[*row, *shared] for row in _adapted(sending.reports, COLUMNS)] if sending.reports else []
    own = _Waiting(sending, rows)
    if connection.in_atomic_block:  # whoever called commits: nobody else's sending may depend on it
        _put_all([own])
    else:
        _QUEUE.append(own)
        with _TURN:
            if not own.settled:
                _put_queue()
    if own.error is not None:
        raise own.error
    assert own.stored is not None
    return own.stored


def _put_queue() -> None:
    """Store whatever waits in this process, in one transaction once it is our turn."""
    with turn():
        together = [_QUEUE.popleft() for _ in range(min(len(_QUEUE), TOGETHER))]
        try:
            _put_all(together)
        except Exception:  # noqa: BLE001 - nothing of these was kept: each is tried alone, and hears why itself
            for one in together:
                _put_alone(one)


def _put_alone(one: _Waiting) -> None:
    one.stored = one.error = None
    try:
        _put_all([one])
    except Exception as error:  # noqa: BLE001 - raised again where it belongs
        one.stored, one.error = None, error


def _put_all(together: list[_Waiting]) -> None:
    with transaction.atomic(), connection.wrap_database_errors:
        raw = connection.connection
        for one in together:
            if len(together) == 1:
                one.stored = _put(raw, one)
                return
            raw.execute("SAVEPOINT one")
            try:
                one.stored = _put(raw, one)
            except sqlite3.IntegrityError as error:
                raw.execute("ROLLBACK TO one")
                one.error = IntegrityError(*error.args)
            raw.execute("RELEASE one")


def _put(raw: Any, waiting: _Waiting) -> tuple[int, set[str] | None]:
    sending, rows = waiting.sending, waiting.rows
    sender, received = sending.sender, _text(sending.received_at)
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
