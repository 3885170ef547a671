"""What the server must hold after any exchange, said a second time in the simplest words."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any

from trust.wire import Report

TOLERATED = timedelta(minutes=2)
Door = tuple[str, str, int | None, str]


@dataclass(frozen=True)
class Held:
    """A report as it must be stored."""

    report: Report
    phone: int
    made_at: datetime
    happened_at: datetime
    received_at: datetime
    skewed: bool

    @property
    def door(self) -> Door:
        return self.report["address"], self.report["stair"], self.report["floor"], self.report["door"]

    @property
    def order(self) -> tuple[Any, ...]:
        return self.happened_at, self.phone, self.report["seq"], self.report["id"]


@dataclass
class Model:
    """Every report once, by its first body; other bodies aside."""

    held: dict[str, Held] = field(default_factory=dict)
    apart: set[tuple[str, str]] = field(default_factory=set)

    def receive(self, phone: int, sent_at: datetime, now: datetime, reports: list[Any]) -> list[int]:
        """Take a batch in; give the status that each report must be answered."""
        offset = now - sent_at
        offset = offset if abs(offset) > TOLERATED else timedelta()
        return [self._one(phone, sent_at, now, offset, report) for report in reports]

    def _one(self, phone: int, sent_at: datetime, now: datetime, offset: timedelta, report: Any) -> int:
        if bad(report):
            return 422
        if known := self.held.get(report["id"]):
            if known.report == report:
                return 200
            self.apart.add((report["id"], json.dumps(report, sort_keys=True)))
            return 409
        made_at = datetime.fromisoformat(report["at"]).astimezone(UTC)
        happened = min(made_at + offset, now)
        skewed = bool(offset) or made_at > sent_at + TOLERATED
        self.held[report["id"]] = Held(report, phone, made_at, happened, now, skewed)
        return 201

    def standing(self) -> list[Held]:
        """Give the visits that count, in the order of truth."""
        undone = {
            (one.report["undoes"], one.phone) for one in self.held.values() if one.report["kind"] == "undo"
        }
        visits = [
            one
            for one in self.held.values()
            if one.report["kind"] == "visit" and (one.report["id"], one.phone) not in undone
        ]
        return sorted(visits, key=lambda one: one.order)

    def doors(self) -> dict[Door, str]:
        """Give each door's state: the last visit that stands."""
        return {one.door: one.report["outcome"] for one in self.standing()}

    def quarrels(self, zone: tzinfo) -> set[Door]:
        """Give the doors of which two phones tell different things in one outing, or else on one day."""
        told: dict[tuple[Any, Door], dict[int, str]] = {}
        for one in self.standing():
            when = one.report["outing"] or one.happened_at.astimezone(zone).date()
            told.setdefault((when, one.door), {})[one.phone] = one.report["outcome"]
        return {door for (_, door), said in told.items() if len(set(said.values())) > 1}


def bad(report: Any) -> bool:
    """Say whether the state machine made this item to be refused."""
    return not isinstance(report, dict) or report.get("outcome") == "bribed" or report.get("seq") == 0
