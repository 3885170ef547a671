"""A list on paper, as it is entered: its keys, its doors in the order in which they are printed."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from perron_web.features.canvassing.rules.doors import DoorState
from perron_web.features.canvassing.rules.tallies import Door

OUTCOMES: Final = ("open", "absent", "refused", "later", "unreachable", "never")
"""In the order of the six boxes on paper."""
KEYS: Final[dict[str, str]] = {"fr": "oarpin", "en": "oarlin"}
"""One letter an outcome, by language: Ouverte, Absent, Refus, rePasser, Inaccessible, Ne plus solliciter."""
KINDS: Final = frozenset({"visit", "undo", "access"})
"""What a list on paper can tell: it holds no name and no opinion."""
MOST_BYTES: Final = 300_000
HARD: Final = "\u00a0"


@dataclass(slots=True)
class PaperDoor:
    """A line of the list."""

    rank: int
    """From 0, over the whole list."""
    number: int
    """As printed, within its stop."""
    door: Door
    struck: bool
    outcome: str = ""
    report: str = ""
    mine: bool = False
    floor: int | None = None


@dataclass(slots=True)
class PaperStop:
    """A building of the list."""

    order: int
    label: str
    street: str
    key: str
    floors: tuple[int, int] | None
    estimated: bool
    new_street: bool
    doors: list[PaperDoor] = field(default_factory=list)


def listed(
    stops: Iterable[Any],
    never: Iterable[Door],
    entered: Mapping[Door, DoorState],
    shared: Collection[str] = (),
) -> list[PaperStop]:
    """Return the doors of a list in the order of the paper, with what was entered so far.

    Parameters
    ----------
    stops : iterable of Stop
        Stops of the turf, in walking order.
    never : iterable of Door
        Doors struck out.
    entered : mapping of Door to DoorState
        Visits entered from this paper.
    shared : collection of str
        Addresses of which other turfs hold the rest: their floors are printed, the others are guesses.

    Returns
    -------
    list of PaperStop
        One a stop.
    """
    told = {(door[0], door[3]): (door, state) for door, state in entered.items()}
    struck, counts, rank, street = set(never), dict[str, int](), 0, None
    found = []
    for stop in stops:
        printed = stop.key in shared and stop.floor_from is not None
        floors = (stop.floor_from, stop.floor_to or stop.floor_from) if printed else None
        line = PaperStop(
            stop.order, label(stop), stop.street, stop.key, floors, stop.estimated, stop.street != street
        )
        street = stop.street
        for number in range(1, stop.doors + 1):
            counts[stop.key] = counts.get(stop.key, 0) + 1
            door: Door = (stop.key, "", None, str(counts[stop.key]))
            one = PaperDoor(rank, number, door, door in struck)
            rank += 1
            if found_here := told.get((door[0], door[3])):
                which, state = found_here
                one.door, one.floor = which, which[2]
                one.outcome, one.report = state.outcome, str(state.report)
            line.doors.append(one)
        found.append(line)
    return found


def label(stop: Any) -> str:
    """Return the number on a house as it is printed.

    Parameters
    ----------
    stop : Stop
        The stop.

    Returns
    -------
    str
        Such as "12 bis"; empty when it has no number.
    """
    suffix = stop.suffix or ""
    written = f"{HARD}{suffix}" if len(suffix) > 1 else suffix.upper()
    return "" if stop.number is None else f"{stop.number}{written}"


def read_code(text: str) -> str:
    """Read a code as people type it: spaces, dashes and lower case are all the same.

    Parameters
    ----------
    text : str
        What was typed.

    Returns
    -------
    str
        Letters and digits, in capitals.
    """
    return "".join(letter for letter in text.upper() if letter.isalnum())[:12]


@dataclass(frozen=True, slots=True)
class Compared:
    """One door, as the phone and the paper tell it."""

    door: Door
    name: str
    phone: DoorState | None
    paper: DoorState | None
    stands: DoorState | None

    @property
    def kind(self) -> str:
        """Say "agree", "differ", "phone" (only), "paper" (only)."""
        if self.phone is None or self.paper is None:
            return "paper" if self.phone is None else "phone"
        return "agree" if self.phone.outcome == self.paper.outcome else "differ"


def compared(
    names: Mapping[Door, str],
    phone: Mapping[Door, DoorState],
    paper: Mapping[Door, DoorState],
    stands: Mapping[Door, DoorState],
) -> list[Compared]:
    """Put the returns of phone and paper beside each other, door by door.

    Parameters
    ----------
    names : mapping of Door to str
        Doors of the list in its order, with their name.
    phone, paper : mapping of Door to DoorState
        What each tells, whatever was set aside between them.
    stands : mapping of Door to DoorState
        What counts.

    Returns
    -------
    list of Compared
        Doors that either tells of: those of the list in its order, then the others.
    """
    told = phone.keys() | paper.keys()
    order = [door for door in names if door in told]
    order += sorted(told - names.keys(), key=lambda door: (door[0], door[1], door[2] or 0, door[3]))
    return [
        Compared(door, names.get(door, ""), phone.get(door), paper.get(door), stands.get(door))
        for door in order
    ]


@dataclass(frozen=True, slots=True)
class Span:
    """When a list was walked, as far as is known."""

    start: datetime
    end: datetime
