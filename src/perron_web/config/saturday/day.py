"""What each pair does in the day: takes a list, walks, loses the network, sends, finishes; no clock."""

from collections.abc import Generator
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

import numpy as np

from perron_web.config.saturday.people import Volunteer, volunteers
from perron_web.config.saturday.walk import Event, Pace, doors_of, walk

Mishap = Literal["", "tunnel", "late", "hasty", "doubled", "paper"]
MISHAPS: Final[dict[int, Mishap]] = {
    2: "tunnel",
    5: "doubled",
    8: "late",
    11: "paper",
    14: "hasty",
    17: "tunnel",
}
"""What befalls which pair."""
EVENING: Final = 20.4
"""Hour at which a phone without network comes home."""
ENTERED: Final = 17.6
"""Hour at which a team leader enters the paper lists."""
HASTY_DOORS: Final = 110
Deed = Literal["take", "write", "sync", "finish", "enter"]


@dataclass(frozen=True)
class Shift:
    """A pair at work: who, with whom, from when to when, what befalls them."""

    number: int
    first: Volunteer
    second: Volunteer
    start: float
    end: float
    pace: Pace
    mishap: Mishap = ""


@dataclass(frozen=True)
class Step:
    """Something a pair does at an hour of the day; `beside` says that it is on the second one's phone."""

    at: float
    deed: Deed
    event: Event | None = None
    beside: bool = False


Steps = Generator[Step, Any, None]


def shifts(rng: np.random.Generator, *, busy: float = 1.0) -> list[Shift]:
    """Draw who goes out on a Saturday, and when.

    Parameters
    ----------
    rng : numpy.random.Generator
        Of the day.
    busy : float
        Share of the pairs that come.

    Returns
    -------
    list of Shift
        One a pair; 20 when all come.
    """
    teams: dict[tuple[int, int], list[Volunteer]] = {}
    for one in volunteers():
        teams.setdefault((one.team, one.pair), []).append(one)
    pairs = [members for _key, members in sorted(teams.items()) if len(members) == 2]
    found = []
    for number, (first, second) in enumerate(pairs):
        morning = bool(rng.random() < 0.4)
        start = (10.0 if morning else 14.0) + float(rng.uniform(0.05, 0.6))
        end = start + float(rng.uniform(2.0, 2.9))
        pace = Pace(
            float(rng.uniform(0.85, 1.25)), float(rng.uniform(0.5, 0.7)), float(rng.uniform(0.3, 0.5))
        )
        comes = bool(rng.random() < busy)
        shift = Shift(number, first, second, start, min(end, 18.2), pace, MISHAPS.get(number, ""))
        found += [shift] if comes else []
    return found


def calm(shift: Shift) -> Shift:
    """Return the same pair on a day when nothing befalls them.

    Parameters
    ----------
    shift : Shift
        A pair at work.

    Returns
    -------
    Shift
        Without mishap.
    """
    return replace(shift, mishap="")


def pair_day(shift: Shift, rng: np.random.Generator) -> Steps:
    """Live a pair's day; each "take" is answered with a pack, or None when there is no list left.

    Parameters
    ----------
    shift : Shift
        The pair.
    rng : numpy.random.Generator
        Of this pair on this day.

    Yields
    ------
    Step
        In the order of time.
    """
    now = shift.start
    while shift.end - now > 0.5:
        pack = yield Step(now, "take")
        if pack is None:
            return
        if shift.mishap == "paper":
            yield Step(ENTERED, "enter", None)
            return
        events = list(walk(pack, start=now + 0.05, end=shift.end, rng=rng, pace=shift.pace))
        if shift.mishap == "hasty":
            events = _hasten(pack, now + 0.6)
        yield from _online(shift, events, rng)
        if not events:
            return
        now = events[-1].at
        done = now < shift.end - 0.1
        if shift.mishap == "doubled":
            yield from _beside(events, now)
        home = EVENING if shift.mishap == "late" else now + 0.02
        yield Step(home, "sync")
        if done and shift.mishap != "hasty":
            yield Step(home + 0.01, "finish")
        if shift.mishap in {"late", "hasty"}:
            return
        now += 0.1


def _online(shift: Shift, events: list[Event], rng: np.random.Generator) -> Steps:
    """Write each event; send as the phone does, when the network lets it."""
    away = (0.0, 0.0)
    if shift.mishap == "tunnel" and events:
        middle = events[len(events) // 3].at
        away = (middle, middle + float(rng.uniform(0.7, 1.2)))
    last = 0.0
    for event in events:
        yield Step(event.at, "write", event)
        stairwell = bool(rng.random() < 0.55)  # no network between these walls
        without = shift.mishap == "late" or away[0] <= event.at < away[1] or stairwell
        if not without and event.at - last > 1 / 60:
            last = event.at
            yield Step(event.at + 2 / 3600, "sync")


def _hasten(pack: dict[str, Any], start: float) -> list[Event]:
    """Write doors faster than legs can: a hundred in two minutes, nobody home."""
    found: list[Event] = []
    for stop in pack["stops"]:
        for door in doors_of(stop):
            if len(found) < HASTY_DOORS:
                place = {"address": stop["key"], "stair": door.stair, "floor": door.floor, "door": door.door}
                at = start + len(found) * 1.1 / 3600
                found.append(Event(at, "visit", {**place, "outcome": "absent", "talked": None, "away": 640}))
    return found


def _beside(events: list[Event], now: float) -> Steps:
    """Let the second phone tell the same doors its own way: two phones at one door."""
    visits = [event for event in events if event.kind == "visit"][3:7]
    for rank, event in enumerate(visits):
        other = "later" if event.facts["outcome"] == "absent" else "absent"
        facts = {**event.facts, "outcome": other, "talked": None}
        yield Step(now + rank * 4 / 3600, "write", Event(event.at + 20 / 3600, "visit", facts), beside=True)
    yield Step(now + 0.01, "sync", beside=True)
