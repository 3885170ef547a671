"""How a pair walks a list: who opens at what hour, how long it takes, what is said; no clock, no network."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from math import cos, hypot, radians
from typing import Any, Final

import numpy as np

HOURS: Final = {10: 0.42, 11: 0.44, 12: 0.39, 13: 0.35, 14: 0.40, 15: 0.42, 16: 0.45, 17: 0.49, 18: 0.52}
"""Share of doors where somebody answers, by hour of a Saturday."""
METRES_A_MINUTE: Final = 62.0
INVENTED: Final = (
    "Camille Exemple", "Noé Modèle", "Inès Fictive", "Sacha Essai", "Lou Spécimen", "Amir Témoin",
    "Zoé Maquette", "Elio Pastiche", "Maya Fantôme", "Tom Figurant",
)  # fmt: skip
"""People who do not exist, for those who ask to be called back."""


@dataclass(frozen=True)
class Door:
    """One door of a stop, as the phone names it."""

    stair: str
    floor: int | None
    door: str


@dataclass(frozen=True)
class Event:
    """Something written on the phone; `of` is the place in the walk of the visit that a talk belongs to."""

    at: float
    kind: str
    facts: dict[str, Any] = field(default_factory=dict)
    of: int | None = None


@dataclass(frozen=True)
class Pace:
    """How a pair works.

    Parameters
    ----------
    speed : float
        How slow it is: 1 is usual.
    warmth : float
        Chances that an open door leads to a talk.
    consents : float
        Chances that somebody who talks lets an opinion be written.
    """

    speed: float = 1.0
    warmth: float = 0.62
    consents: float = 0.4


def doors_of(stop: dict[str, Any]) -> list[Door]:
    """Name the doors of a stop, by its known stairs and floors or by numbers; not those to leave in peace.

    Parameters
    ----------
    stop : dict
        A stop of a pack.

    Returns
    -------
    list of Door
        In the order in which they are knocked at.
    """
    found = [
        Door(str(stair.get("stair", "")), level.get("floor"), str(door))
        for stair in stop.get("stairs") or []
        for level in stair.get("floors", [])
        for door in level.get("doors", [])
    ]
    found = found or _numbered(int(stop["doors"]), stop.get("floor_from"), stop.get("floor_to"))
    return [door for door in found if not _spared(door, stop)]


def _numbered(many: int, low: int | None, high: int | None) -> list[Door]:
    """Return numbered doors: by floor where a list has some floors of a building only, else from 1 on."""
    if low is None or high is None or high < low:
        return [Door("", None, str(number)) for number in range(1, many + 1)]
    floors = high - low + 1
    return [Door("", low + rank * floors // many, str(rank % -(-many // floors) + 1)) for rank in range(many)]


def walk(
    pack: dict[str, Any], *, start: float, end: float, rng: np.random.Generator, pace: Pace
) -> Iterator[Event]:
    """Walk a list in its order, until it or the shift ends.

    Parameters
    ----------
    pack : dict
        What the phone took before it left: stops, consent texts.
    start, end : float
        Hours of the day.
    rng : numpy.random.Generator
        Of this pair and list.
    pace : Pace
        How the pair works.

    Yields
    ------
    Event
        In the order of time; `at` in hours.
    """
    pair = _Pair(start, rng, pace, pack.get("consent") or [])
    before = None
    for stop in pack["stops"]:
        pair.now += _way(before, stop) / METRES_A_MINUTE / 60 * pace.speed
        before = stop
        for event in pair.building(stop):
            if event.at >= end:
                return
            yield event


@dataclass
class _Pair:
    """A pair on its way: its hour, and how many events it has written."""

    now: float
    rng: np.random.Generator
    pace: Pace
    consent: list[dict[str, Any]]
    written: int = 0

    def write(self, kind: str, facts: dict[str, Any], of: int | None = None) -> Event:
        self.written += 1
        return Event(self.now, kind, facts, of)

    def building(self, stop: dict[str, Any]) -> Iterator[Event]:
        """Try the entrance, then each door."""
        where = {"address": stop["key"]}
        doors = doors_of(stop)
        if stop["doors"] > 2:
            access = str(self.rng.choice(["open", "code", "intercom", "caretaker", "refused"], p=_ACCESS))
            self.now += float(self.rng.uniform(0.4, 2.5)) / 60
            yield self.write("access", {**where, "access": access})
            if access == "refused":
                return
        empty = len(doors) > 3 and self.rng.random() < 0.06
        openness = float(np.clip(self.rng.normal(1.0, 0.18), 0.5, 1.4)) * (
            1.12 if stop["doors"] <= 2 else 1.0
        )
        for door in doors:
            place = {**where, "stair": door.stair, "floor": door.floor, "door": door.door}
            yield from self.knock(place, 0.0 if empty else openness)
        self.now += 0.5 / 60

    def knock(self, place: dict[str, Any], openness: float) -> Iterator[Event]:
        """Knock at a door, and talk when it opens; nobody opens in an empty building."""
        outcome = _outcome(self.now, openness, self.rng) if openness else "absent"
        talked = outcome == "open" and bool(self.rng.random() < self.pace.warmth)
        self.now += _minutes(outcome, talked, self.rng, empty=not openness) / 60 * self.pace.speed
        said = {"outcome": outcome, "talked": talked if outcome == "open" else None}
        yield self.write("visit", {**place, **said, "away": int(self.rng.gamma(2.0, 6.0))})
        if talked:
            visit = self.written - 1
            self.now += 8 / 3600
            yield self.write("talk", {**place, **_talk(self.rng, self.pace, self.consent)}, visit)


def _way(before: dict[str, Any] | None, stop: dict[str, Any]) -> float:
    """Measure the metres between two stops, as the crow flies and a third more."""
    if before is None:
        return 0.0
    east = (stop["lon"] - before["lon"]) * 111_320 * cos(radians(stop["lat"]))
    north = (stop["lat"] - before["lat"]) * 110_540
    return 1.3 * float(hypot(east, north))


_ACCESS: Final = (0.30, 0.27, 0.22, 0.12, 0.09)


def _spared(door: Door, stop: dict[str, Any]) -> bool:
    """Say whether somebody there asked not to be disturbed."""
    return any(
        (str(said.get("stair", "")), said.get("floor"), str(said.get("door", "")))
        == (door.stair, door.floor, door.door)
        for said in stop.get("never") or []
        if isinstance(said, dict)
    )


def _outcome(now: float, openness: float, rng: np.random.Generator) -> str:
    rate = HOURS[int(min(18, max(10, now)))] * openness
    if rng.random() < rate:
        return str(rng.choice(["open", "refused", "later", "never"], p=[0.80, 0.12, 0.06, 0.02]))
    return str(rng.choice(["absent", "unreachable", "unknown"], p=[0.96, 0.03, 0.01]))


def _minutes(outcome: str, talked: bool, rng: np.random.Generator, *, empty: bool) -> float:
    """Draw how long a door takes, the walk to it included."""
    if empty:
        return float(rng.uniform(0.15, 0.3))
    if talked:
        return float(np.clip(rng.lognormal(1.15, 0.5), 1.2, 14.0))
    return float(rng.uniform(0.9, 1.8) if outcome in {"open", "refused", "later"} else rng.uniform(0.6, 1.2))


def _talk(rng: np.random.Generator, pace: Pace, consent: list[dict[str, Any]]) -> dict[str, Any]:
    """Write what somebody agreed to tell; an opinion or a contact only with the consent beside it."""
    said: dict[str, Any] = {
        "support": None, "registration": None, "needs": [], "name": "", "email": "", "phone": "",
        "consent": None,
    }  # fmt: skip
    if rng.random() < 0.55:
        said["registration"] = str(
            rng.choice(["here", "elsewhere", "none", "not_voter"], p=[0.66, 0.16, 0.08, 0.10])
        )
    if said["registration"] in {"elsewhere", "none"} and rng.random() < 0.5:
        said["needs"] = ["register"]
    elif rng.random() < 0.06:
        said["needs"] = ["proxy"]
    if consent and rng.random() < pace.consents:
        contact = rng.random() < 0.15
        said["support"] = int(rng.choice([1, 2, 3, 4, 5], p=[0.24, 0.22, 0.24, 0.16, 0.14]))
        said["consent"] = {"text": consent[0]["id"], "opinion": True, "contact": ["email"] if contact else []}
        if contact:
            name = INVENTED[int(rng.integers(len(INVENTED)))]
            first = name.split()[0].lower().replace("é", "e").replace("è", "e")
            said |= {"name": name, "email": f"{first}.{int(rng.integers(1000))}@exemple.test"}
            said["needs"] = [*said["needs"], "call_back"]
    return said
