"""What reports say of doors and buildings: a pure function of the set, whatever its order of arrival."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple, cast
from uuid import UUID

from perron_web.features.canvassing.rules.tallies import Door, Row, standing


class Event(NamedTuple):
    """What the state of doors reads of a report."""

    id: UUID
    kind: str
    source: str
    phone: int | None
    user: int | None
    outing: int | None
    turf: int | None
    at: datetime
    seq: int
    address: str
    stair: str
    floor: int | None
    door: str
    outcome: str
    talked: bool | None
    access: str
    undoes: UUID | None
    detail: Mapping[str, Any] | None

    @property
    def which(self) -> Door:
        """The door: address, staircase, floor, door."""
        return (self.address, self.stair, self.floor, self.door)

    @property
    def rank(self) -> tuple[datetime, int, int, UUID]:
        """The order of truth: time, then phone, rank on the phone, identifier."""
        return (self.at, self.phone or 0, self.seq, self.id)


class DoorState(NamedTuple):
    """Where one door stands: its last visit that counts."""

    outcome: str
    at: datetime
    talked: bool | None
    never: bool
    """Whether somebody there asked not to be called on again; a later visit does not lift it."""
    visits: int
    report: UUID
    phone: int | None
    user: int | None
    outing: int | None
    turf: int | None
    source: str


Floors = dict[int, list[str]]
"""Doors of each floor, in their order."""


class Building(NamedTuple):
    """What is known of a building from those who were there."""

    access: str
    """Last known way in; "" when nobody said."""
    stairs: dict[str, Floors]
    label: str = ""
    lon: float | None = None
    lat: float | None = None
    doors: int | None = None
    """Doors in all, for a building that was added."""
    turf: int | None = None


def door_states(events: Iterable[Event]) -> dict[Door, DoorState]:
    """Return where each door stands.

    Parameters
    ----------
    events : iterable of Event
        Reports that were not set aside, in any order.

    Returns
    -------
    dict
        By door: only those that were visited.
    """
    found: dict[Door, DoorState] = {}
    for visit in cast("list[Event]", standing(cast("Iterable[Row]", events))):
        before = found.get(visit.which)
        found[visit.which] = DoorState(
            visit.outcome,
            visit.at,
            visit.talked,
            visit.outcome == "never" or (before is not None and before.never),
            before.visits + 1 if before else 1,
            visit.id,
            visit.phone,
            visit.user,
            visit.outing,
            visit.turf,
            visit.source,
        )
    return found


def buildings(events: Iterable[Event]) -> dict[str, Building]:
    """Return what is known of each building: way in, staircases, floors, doors.

    Parameters
    ----------
    events : iterable of Event
        Reports that were not set aside, in any order.

    Returns
    -------
    dict
        By address key.
    """
    apart: dict[str, list[Event]] = defaultdict(list)
    for event in sorted(not_undone(events), key=lambda one: one.rank):
        apart[event.address].append(event)
    return {address: _building(told) for address, told in apart.items()}


def not_undone(events: Iterable[Event]) -> list[Event]:
    """Keep what its own phone (for paper: its own author) did not take back.

    Parameters
    ----------
    events : iterable of Event
        Reports.

    Returns
    -------
    list of Event
        Without those taken back, and without the undoing.
    """
    kept = list(events)
    undone = {(one.undoes, one.phone, None if one.phone else one.user) for one in kept if one.undoes}
    return [
        one
        for one in kept
        if one.kind != "undo" and (one.id, one.phone, None if one.phone else one.user) not in undone
    ]


def _building(events: Iterable[Event]) -> Building:
    """Put together what was told of one building, in the order of truth."""
    access, stairs, added = "", dict[str, dict[int, set[str]]](), {}
    for event in events:
        if event.kind == "access":
            access = event.access
        elif event.kind == "add":
            told = dict(event.detail or {})
            if told.get("what") == "building":
                added = {**told, "turf": event.turf}
            else:
                _grow(stairs, event, told)
        elif event.kind == "visit" and event.floor is not None:
            stairs.setdefault(event.stair, {}).setdefault(event.floor, set()).add(event.door)
    return Building(
        access,
        {
            stair: {floor: sorted(doors - {""}, key=natural) for floor, doors in sorted(floors.items())}
            for stair, floors in sorted(stairs.items())
        },
        *(added.get(name) for name in ("label", "lon", "lat", "doors", "turf")) if added else (),
    )


def _grow(stairs: dict[str, dict[int, set[str]]], event: Event, told: Mapping[str, Any]) -> None:
    """Add a staircase, a floor with its doors, or a door."""
    floors = stairs.setdefault(event.stair, {})
    if event.floor is None:
        return
    doors = floors.setdefault(event.floor, set())
    if told.get("what") == "floor":
        doors |= {str(rank) for rank in range(1, (told.get("doors") or 0) + 1)}
    elif event.door:
        doors.add(event.door)


def natural(door: str) -> tuple[int, str]:
    """Return the rank of a door among its neighbours: 2 comes before 10, figures before letters.

    Parameters
    ----------
    door : str
        What is written on it.

    Returns
    -------
    tuple
        To sort by.
    """
    return (int(door), "") if door.isdecimal() else (10**9, door)
