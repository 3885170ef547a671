"""Reports as phones write them, and what a server's answer lets a phone believe."""

import gzip
import json
import uuid
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import numpy as np

OUTCOMES = ("open", "absent", "refused", "later", "unreachable", "never", "unknown")
ARRIVED = frozenset({201, 200, 409})
"""Statuses of a report that is in the server's keeping."""
MOST = 500
"""Reports a batch may hold."""

Report = dict[str, Any]


def uuid7(moment: datetime, rng: np.random.Generator) -> str:
    """Make a time-ordered identifier (RFC 9562) from a phone's clock, right or wrong."""
    stamp = int(moment.timestamp() * 1000) & (1 << 48) - 1
    noise = int.from_bytes(rng.bytes(10), "big")
    number = stamp << 80 | 7 << 76 | (noise >> 68 & 0xFFF) << 64 | 2 << 62 | noise & (1 << 62) - 1
    return str(uuid.UUID(int=number))


def visit(key: str, seq: int, at: datetime, **facts: Any) -> Report:
    """Write a visit: one knock at one door."""
    blank = {
        "turf": None, "outing": None, "address": "", "stair": "", "floor": None, "door": "", "away": None,
        "outcome": "absent", "talked": None,
    }  # fmt: skip
    return {"id": key, "kind": "visit", "seq": seq, "at": at.isoformat(), **blank, **facts}


def undo(key: str, seq: int, at: datetime, undoes: Report) -> Report:
    """Write that one of the phone's own reports does not count."""
    place = {name: undoes[name] for name in ("turf", "outing", "address", "stair", "floor", "door")}
    report = {"id": key, "kind": "undo", "seq": seq, "at": at.isoformat(), "away": None}
    return report | place | {"undoes": undoes["id"]}


def body_of(sent_at: datetime, reports: list[Report]) -> bytes:
    """Write a batch."""
    return json.dumps({"sent_at": sent_at.isoformat(), "reports": reports}).encode()


def packed(body: bytes) -> bytes:
    """Compress a batch as a phone does."""
    return gzip.compress(body, 5)


@dataclass(frozen=True)
class Heard:
    """What an answer says: each report's status, or why it is no answer at all."""

    statuses: dict[str, int] = field(default_factory=dict)
    errors: dict[str, list[Any]] = field(default_factory=dict)
    why: str = ""
    wait: float = 0.0
    wipe: bool = False

    @property
    def arrived(self) -> list[str]:
        return [key for key, status in self.statuses.items() if status in ARRIVED]


def hear(status: int, headers: Mapping[str, str], body: bytes, asked: set[str]) -> Heard:
    """Read an answer as a careful phone: nothing but the server's word for an identifier counts."""
    if status in {429, 503}:
        return Heard(why="later", wait=_seconds(headers.get("retry-after", "1")))
    found = _object(headers, body)
    if found is None or found.get("perron") != 1:
        return Heard(why="not the server" if status == 200 else f"refused {status}")
    if status != 200:
        return Heard(why=f"refused {status}", wipe=found.get("wipe") is True)
    results = found.get("results")
    if not isinstance(results, list):
        return Heard(why="not the server")
    rows = [row for row in results if isinstance(row, dict) and row.get("id") in asked]
    return Heard(
        statuses={row["id"]: row["status"] for row in rows},
        errors={row["id"]: row.get("errors", []) for row in rows if row["status"] == 422},
        wipe=found.get("wipe") is True,
    )


def _object(headers: Mapping[str, str], body: bytes) -> dict[str, Any] | None:
    """Read JSON that says it is JSON."""
    if not headers.get("content-type", "").startswith("application/json"):
        return None
    try:
        if headers.get("content-encoding") == "gzip":
            body = gzip.decompress(body)
        found = json.loads(body)
    except (ValueError, OSError, EOFError, zlib.error):
        return None
    return found if isinstance(found, dict) else None


def _seconds(text: str) -> float:
    try:
        return min(30.0, max(0.05, float(text)))
    except ValueError:
        return 1.0
