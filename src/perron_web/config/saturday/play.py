"""A day played step by step, in the order of its hours, through whatever line reaches the site."""

import hashlib
import heapq
import uuid
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Final, Protocol
from zoneinfo import ZoneInfo

import numpy as np

from perron_web.config.saturday.day import Shift, Step, Steps, pair_day

MOST: Final = 100
"""Reports a batch."""
ARRIVED: Final = frozenset({200, 201, 409})
PARIS: Final = ZoneInfo("Europe/Paris")
Report = dict[str, Any]


class Line(Protocol):
    """What reaches the site: HTTP for the replay, the services themselves for the past."""

    def take(self, shift: Shift, moment: datetime, /) -> dict[str, Any] | None:
        """Take a list for a pair; its pack, or None when there is none left."""

    def send(self, who: str, reports: list[Report], moment: datetime, /) -> dict[str, int]:
        """Send reports from somebody's phone; their statuses, empty when nothing came back."""

    def finish(self, shift: Shift, turf: int, moment: datetime, /) -> None:
        """Say that a list is done."""

    def enter(self, shift: Shift, pack: dict[str, Any], moment: datetime, /) -> None:
        """Enter a paper list for a pair."""


@dataclass
class Handset:
    """An invented phone: what it wrote and what the site has answered for."""

    who: str
    sequence: int = 0
    queue: dict[str, Report] = field(default_factory=dict)


@dataclass
class Figures:
    """What happened so far."""

    written: int = 0
    sent: int = 0
    lists: int = 0
    finished: int = 0
    refused: int = 0
    unheard: int = 0


class Player:
    """Plays the pairs of a day; the same seed plays the same day.

    Parameters
    ----------
    line : Line
        How the site is reached.
    shifts : list of Shift
        Who goes out.
    day : date
        The Saturday.
    seed : int
        Of the whole day.
    packs : dict
        Packs taken before a stop, by pair and rank: what was taken is not taken again.
    """

    def __init__(
        self, line: Line, shifts: list[Shift], *, day: date, seed: int, packs: dict[str, Any] | None = None
    ) -> None:
        self.line, self.day, self.seed = line, day, seed
        self.packs: dict[str, Any] = packs if packs is not None else {}
        self.figures = Figures()
        self.handsets: dict[str, Handset] = {}
        self._written: dict[tuple[int, int], list[str]] = {}
        self._taken: dict[int, list[dict[str, Any]]] = {}
        self._queue: list[tuple[float, int, Step]] = []
        self._lives: dict[int, tuple[Shift, Steps]] = {}
        self.skipped = -1.0
        for shift in shifts:
            rng = np.random.default_rng([seed, shift.number, day.toordinal()])
            self._lives[shift.number] = (shift, pair_day(shift, rng))
            self._next(shift.number, None)

    @property
    def over(self) -> bool:
        """Whether everybody is home."""
        return not self._queue

    def moment(self, hour: float) -> datetime:
        """Give the instant of an hour of the day."""
        midnight = datetime(self.day.year, self.day.month, self.day.day, tzinfo=PARIS)
        return midnight + timedelta(milliseconds=round(hour * 3_600_000))

    def skip(self, hour: float, unsent: Collection[str]) -> None:
        """Live again, without sending, what was played before a stop; phones still hold what was unsent."""
        self.skipped = hour
        self.advance(hour)
        self.skipped = -1.0
        for handset in self.handsets.values():
            kept = {key: report for key, report in handset.queue.items() if key in unsent}
            self.figures.sent += len(handset.queue) - len(kept)
            handset.queue = kept

    @property
    def unsent(self) -> list[str]:
        """What the phones hold that nobody has answered for."""
        return [key for handset in self.handsets.values() for key in handset.queue]

    def advance(self, hour: float) -> None:
        """Play everything up to an hour."""
        while self._queue and self._queue[0][0] <= hour:
            at, number, step = heapq.heappop(self._queue)
            self._next(number, self._do(self._lives[number][0], step, self.moment(at)))

    def _next(self, number: int, answer: Any) -> None:
        try:
            step = self._lives[number][1].send(answer)
        except StopIteration:
            return
        heapq.heappush(self._queue, (step.at, number, step))

    def _do(self, shift: Shift, step: Step, moment: datetime) -> Any:
        who = (shift.second if step.beside else shift.first).key
        if step.deed == "take":
            return self._take(shift, moment)
        if step.deed == "write":
            self._write(shift, step, self.handsets.setdefault(who, Handset(who)))
        elif step.deed == "sync":
            self.flush(self.handsets.setdefault(who, Handset(who)), moment)
        elif self.skipped < 0:
            pack = self._taken[shift.number][-1]
            if step.deed == "finish":
                self.line.finish(shift, pack["turf"]["id"], moment)
                self.figures.finished += 1
            else:
                self.line.enter(shift, pack, moment)
        return None

    def _take(self, shift: Shift, moment: datetime) -> dict[str, Any] | None:
        taken = self._taken.setdefault(shift.number, [])
        key = f"{shift.number}/{len(taken)}"
        if key not in self.packs and self.skipped < 0:
            self.packs[key] = self.line.take(shift, moment)
        pack: dict[str, Any] | None = self.packs.get(key)
        if pack is not None:
            taken.append(pack)
            self._written[shift.number, len(taken)] = []
            self.figures.lists += 1
        return pack

    def _write(self, shift: Shift, step: Step, handset: Handset) -> None:
        event = step.event
        if event is None:
            return
        handset.sequence += 1
        at = self.moment(event.at)
        pack = self._taken[shift.number][-1]
        report: Report = {
            "id": identify(self.seed, self.day, handset, at), "kind": event.kind, "seq": handset.sequence,
            "at": at.isoformat(), "turf": pack["turf"]["id"], "outing": pack["turf"].get("outing"),
            "stair": "", "floor": None, "door": "", "away": None, **event.facts,
        }  # fmt: skip
        known = self._written[shift.number, len(self._taken[shift.number])]
        if event.kind == "talk" and event.of is not None:
            report["visit"] = known[event.of]
            if report["consent"]:
                report["consent"] = {**report["consent"], "at": at.isoformat()}
        if not step.beside:
            known.append(report["id"])
        handset.queue[report["id"]] = report
        self.figures.written += 1

    def flush(self, handset: Handset, moment: datetime) -> None:
        """Send what a phone holds; what is not answered for stays."""
        while handset.queue and self.skipped < 0:
            batch = list(handset.queue.values())[:MOST]
            statuses = self.line.send(handset.who, batch, moment)
            if not statuses.keys() & handset.queue.keys():
                self.figures.unheard += 1
                return
            for key, status in statuses.items():
                if handset.queue.pop(key, None) is not None:
                    self.figures.sent += status in ARRIVED
                    self.figures.refused += status not in ARRIVED


def identify(seed: int, day: date, handset: Handset, at: datetime) -> str:
    """Make the identifier that a report has whenever the day is played.

    Parameters
    ----------
    seed : int
        Of the day.
    day : date
        The day.
    handset : Handset
        The phone, its sequence just raised.
    at : datetime
        When the report was written.

    Returns
    -------
    str
        A UUID of version 7.
    """
    words = f"{seed}/{day}/{handset.who}/{handset.sequence}"
    noise = int.from_bytes(hashlib.blake2b(words.encode(), digest_size=10).digest())
    number = int(at.timestamp() * 1000) << 80 | 7 << 76 | (noise >> 68 & 0xFFF) << 64
    return str(uuid.UUID(int=number | 2 << 62 | noise & (1 << 62) - 1))
