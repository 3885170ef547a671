"""One statement for a whole sending on PostgreSQL: reports, talks, proofs and receipt, in one round trip."""

from collections.abc import Sequence
from typing import Any, Final

import orjson

from perron_web.features.canvassing.services.receiving.rows import (
    COLUMNS,
    CONSENT_COLUMNS,
    SHARED,
    TALK_COLUMNS,
    Sending,
)
from perron_web.platform.prepared import array_text, run_prepared

Columns = Sequence[tuple[str, str]]
RECEIPT_AT: Final = len(COLUMNS) + len(SHARED) + 1
TALKS_AT: Final = RECEIPT_AT + 3
CONSENTS_AT: Final = TALKS_AT + len(TALK_COLUMNS)


def _names(columns: Columns) -> str:
    return ", ".join(f'"{name}"' for name, _ in columns)


def _arrays(columns: Columns, start: int) -> str:
    casts = ", ".join(f"${start + rank}::{kind}[]" for rank, (_, kind) in enumerate(columns))
    return f"unnest({casts}) AS g({_names(columns)})"


def _values(columns: Columns, start: int) -> str:
    return ", ".join(f"${start + rank}::{kind}" for rank, (_, kind) in enumerate(columns))


_CAMPAIGN, _SOURCE, _PHONE, _USER, _RECEIVED = (
    f"${len(COLUMNS) + 1 + rank}::{kind}" for rank, (_, kind) in enumerate(SHARED)
)
_PUT: Final = f"""
WITH put AS (
  INSERT INTO canvassing_report ({_names(COLUMNS)}, {_names(SHARED)})
  SELECT {_names(COLUMNS)}, {_values(SHARED, len(COLUMNS) + 1)} FROM {_arrays(COLUMNS, 1)}
  ON CONFLICT (id) DO NOTHING RETURNING id
), made AS (SELECT count(*) AS many FROM put), receipt AS (
  INSERT INTO canvassing_batch
    (campaign_id, kind, phone_id, user_id, received_at, created, seen, conflicts, refused, turfs, tallied)
  SELECT {_CAMPAIGN}, CASE WHEN {_SOURCE} = 'paper' THEN 'paper' ELSE 'sync' END, {_PHONE}, {_USER},
    {_RECEIVED}, many, ${RECEIPT_AT}::integer - many, 0, ${RECEIPT_AT + 1}::integer,
    ${RECEIPT_AT + 2}::jsonb, many = 0
  FROM made RETURNING id
), seen AS (
  UPDATE canvassing_phone SET seen_at = {_RECEIVED}
  WHERE id = {_PHONE} AND (seen_at IS NULL OR seen_at < {_RECEIVED} - interval '5 minutes')
)"""  # noqa: S608
_TELL: Final = """
SELECT (SELECT id FROM receipt),
  CASE WHEN (SELECT many FROM made) < $1_given THEN (SELECT coalesce(json_agg(id), '[]') FROM put) END"""
PLAIN: Final = _PUT + _TELL.replace("$1_given", f"${RECEIPT_AT}::integer")
_PROOFS: Final = f"""{_arrays(CONSENT_COLUMNS, CONSENTS_AT)} JOIN put ON put.id = g.report_id"""
_TALKS: Final = f"""{_arrays(TALK_COLUMNS, TALKS_AT)} JOIN put ON put.id = g.report_id"""
_TOLD: Final = f""", proofs AS (
  INSERT INTO canvassing_consent ({_names(CONSENT_COLUMNS)}, campaign_id, by_id)
  SELECT g.*, {_CAMPAIGN}, {_USER} FROM {_PROOFS}
), talks AS (
  INSERT INTO canvassing_talk ({_names(TALK_COLUMNS)}, campaign_id) SELECT g.*, {_CAMPAIGN} FROM {_TALKS}
)"""  # noqa: S608
WITH_TALKS: Final = PLAIN.replace(_PUT, _PUT + _TOLD)


def _turned(rows: Sequence[tuple[Any, ...]], columns: Columns) -> list[str]:
    if not rows:
        return ["{}"] * len(columns)
    return [array_text(values) for values in zip(*rows, strict=True)]


def put_postgresql(sending: Sending) -> tuple[int, set[str] | None]:
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
    sender = sending.sender
    values = _turned(sending.reports, COLUMNS)
    values += (sender.campaign, sender.source, sender.phone, sender.user, sending.received_at)  # type: ignore[arg-type]
    values += (sending.given, sending.refused, orjson.dumps(sending.turfs).decode())  # type: ignore[arg-type]
    sql = PLAIN
    if sending.talks:
        sql = WITH_TALKS
        values += _turned(sending.talks, TALK_COLUMNS) + _turned(sending.consents, CONSENT_COLUMNS)
    receipt, created = run_prepared(sql, values)[0]
    return receipt, None if created is None else set(created)
