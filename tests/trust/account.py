"""The account: what phones were told against what is in the database, read without the site."""

import json
import sqlite3
import uuid
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from trust.cluster import Cluster
from trust.phones import Phone

COLUMNS = (
    "id, phone_id, seq, kind, turf_id, address, stair, floor, door, outcome, talked, away, made_at, "
    "happened_at, received_at, skewed, undoes, aside"
)
SAME = ("kind", "turf", "address", "stair", "floor", "door", "outcome", "talked", "away", "seq")
"""What a stored report must repeat of what the phone wrote."""


class Rows:
    """The reports' table, read straight from SQLite or PostgreSQL."""

    def __init__(self, database: Cluster | Path) -> None:
        self.database = database

    def ask(self, words: str) -> list[tuple[Any, ...]]:
        if isinstance(self.database, Cluster):
            with self.database.connect() as line:
                return line.execute(words).fetchall()
        line = sqlite3.connect(self.database, timeout=20)
        try:
            return line.execute(words).fetchall()
        finally:
            line.close()

    def count(self, table: str = "canvassing_report") -> int:
        return int(self.ask(f"SELECT count(*) FROM {table}")[0][0])

    def keys(self) -> list[str]:
        return [str(uuid.UUID(str(key))) for (key,) in self.ask("SELECT id FROM canvassing_report")]

    def all(self, phones: Iterable[Phone]) -> dict[str, dict[str, Any]]:
        """Read the reports of some phones; the same identifier twice fails at once."""
        known = {key for phone in phones for key in phone.written}
        names = [name.strip().removesuffix("_id") for name in COLUMNS.split(",")]
        found: dict[str, dict[str, Any]] = {}
        for row in self.ask(f"SELECT {COLUMNS} FROM canvassing_report"):
            values = dict(zip(names, row, strict=True))
            values["id"] = str(uuid.UUID(str(values["id"])))
            values["talked"] = None if values["talked"] is None else bool(values["talked"])
            assert values["id"] not in found, "stored twice"
            if values["id"] in known:
                found[values["id"]] = values
        return found


@dataclass
class Account:
    """What was found; `faults` is what must be empty."""

    written: int = 0
    acknowledged: int = 0
    stored: int = 0
    lost: list[str] = field(default_factory=list)
    altered: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)
    unsent: int = 0
    to_mend: int = 0
    stored_unheard: int = 0
    """Stored, and the phone was not told: it sends them again."""

    @property
    def faults(self) -> dict[str, int]:
        found = {name: len(getattr(self, name)) for name in ("lost", "altered", "foreign")}
        return {name: count for name, count in found.items() if count}

    def figures(self) -> dict[str, int]:
        return {
            name: len(value) if isinstance(value, list) else value for name, value in asdict(self).items()
        }


def settle(phones: Iterable[Phone], rows: dict[str, dict[str, Any]]) -> Account:
    """Hold the phones' word against the rows."""
    account = Account(stored=len(rows))
    known = set()
    for phone in phones:
        account.written += len(phone.written)
        account.acknowledged += len(phone.sent)
        account.unsent += len(phone.queue)
        account.to_mend += len(phone.to_mend)
        known |= phone.written.keys()
        account.stored_unheard += sum(1 for key in phone.queue if key in rows)
        account.lost += [key for key in phone.sent if key not in rows]
        account.altered += [
            key for key, report in phone.written.items() if key in rows and not same(report, rows[key])
        ]
    account.foreign = [key for key in rows if key not in known]
    return account


def same(report: dict[str, Any], row: dict[str, Any]) -> bool:
    """Say whether a row repeats what was written."""
    return all(report.get(name) == (row[name] if row[name] != "" else report.get(name, "")) for name in SAME)


def tell(figures: dict[str, Any]) -> None:
    """Print figures on one line."""
    print(json.dumps(figures, ensure_ascii=False, default=str), flush=True)
