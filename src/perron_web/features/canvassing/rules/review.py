"""What in the reports of one walk makes a leader look twice; nothing here decides, it only points."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, NamedTuple
from uuid import UUID

from perron_web.features.canvassing.rules.tallies import Door
from perron_web.platform.access import FIELD, Role
from perron_web.platform.access.roles import Roles

REVIEW: Final[Roles] = FIELD
"""Who reviews: each in their own places."""
ERASE: Final[Roles] = frozenset({Role.DIRECTOR, Role.TERRITORY_LEAD})
"""Who erases what was told at a door."""
WINDOW: Final = timedelta(minutes=2)
GESTURES: Final = 20
"""Gestures in the window beyond which nobody walks so fast: one each six seconds."""
DOORS: Final = 100
"""Doors in the window beyond which not even whole buildings told at once explain it."""
ENOUGH: Final = 20
"""Doors under which a contact rate says nothing."""
OPENED: Final = 0.95
"""Share of doors opened beyond which it is looked at; 0.30 to 0.48 were in 2012."""
FAR_M: Final = 300
"""Metres from the turf beyond which a report is far."""
FAR: Final = 3
"""Far reports from which a walk is looked at."""


class Seen(NamedTuple):
    """One report as the review reads it."""

    id: UUID
    kind: str
    source: str
    phone: int | None
    user: int | None
    outing: int | None
    turf: int | None
    at: datetime
    skewed: bool
    address: str
    stair: str
    floor: int | None
    door: str
    outcome: str
    away: int | None
    undoes: UUID | None
    aside: str

    @property
    def which(self) -> Door:
        """The door: address, staircase, floor, door."""
        return (self.address, self.stair, self.floor, self.door)


class Key(NamedTuple):
    """What makes a walk one: who, where, for which outing."""

    turf: int | None
    phone: int | None
    user: int | None
    outing: int | None


class Flag(NamedTuple):
    """Something to look at."""

    kind: str
    """"pace", "contact", "away", "skew", "not_held", "access_ended" or "doors"."""
    many: int
    """Doors, reports or conflicts, as the kind has it."""
    value: float = 0.0


@dataclass(frozen=True)
class Walk:
    """Reports of one phone, or of one person on paper, on one turf for one outing."""

    key: Key
    reports: tuple[Seen, ...]
    flags: tuple[Flag, ...]

    @property
    def first(self) -> datetime:
        """When it began."""
        return self.reports[0].at

    @property
    def last(self) -> datetime:
        """When it ended."""
        return self.reports[-1].at

    @property
    def doors(self) -> int:
        """Doors told of, set aside or not."""
        return len({one.which for one in self.reports if one.outcome})

    @property
    def opened(self) -> int:
        """Doors that opened."""
        return len({one.which for one in self.reports if one.outcome == "open"})

    @property
    def aside(self) -> int:
        """Reports that do not count."""
        return sum(one.aside != "" for one in self.reports)

    @property
    def paper(self) -> bool:
        """Whether it came on paper."""
        return self.reports[0].source == "paper"


def walks(reports: Iterable[Seen]) -> list[Walk]:
    """Sort reports into walks, with what is to be looked at in each.

    Parameters
    ----------
    reports : iterable of Seen
        Reports, set aside or not, in any order.

    Returns
    -------
    list of Walk
        The last one first.
    """
    groups: dict[Key, list[Seen]] = defaultdict(list)
    for one in reports:
        user = None if one.phone else one.user
        groups[Key(one.turf, one.phone, user, one.outing)].append(one)
    everything = [one for rows in groups.values() for one in rows]
    shared = disputed(everything)
    found = []
    for key, rows in groups.items():
        rows.sort(key=lambda one: (one.at, one.id))
        both = sum(door in shared.get((key.outing, key.turf), ()) for door in {one.which for one in rows})
        found.append(Walk(key, tuple(rows), tuple(flags(rows, disputed_doors=both))))
    return sorted(found, key=lambda walk: walk.last, reverse=True)


def flags(reports: Sequence[Seen], *, disputed_doors: int = 0) -> list[Flag]:
    """Say what in the reports of a walk is to be looked at.

    Parameters
    ----------
    reports : sequence of Seen
        Reports of one walk by time; those that the review set aside already point at nothing more.
    disputed_doors : int
        Doors of which another phone of the same outing tells something else.

    Returns
    -------
    list of Flag
        The gravest kinds first.
    """
    counted = [one for one in reports if one.aside != "review"]
    undone = {one.undoes for one in counted if one.undoes}
    visits = [one for one in counted if one.outcome and one.id not in undone]
    asides = Counter(one.aside for one in counted)
    found = [
        *_pace(visits),
        *_contact(visits),
        *_far(counted),
        *([Flag("skew", sum(one.skewed for one in counted))] if any(one.skewed for one in counted) else []),
        *(Flag(kind, asides[kind]) for kind in ("not_held", "access_ended") if asides[kind]),
    ]
    return [*found, Flag("doors", disputed_doors)] if disputed_doors else found


def _pace(visits: Sequence[Seen]) -> list[Flag]:
    """Look for more than anybody can do in two minutes; paper is written down afterwards and tells nothing.

    Doors of one building told nobody home at one instant are one gesture of the phone.
    """
    timed = [one for one in visits if one.source != "paper"]
    most_doors = most_gestures = 0
    start = 0
    for end, last in enumerate(timed):
        while last.at - timed[start].at > WINDOW:
            start += 1
        if end - start + 1 <= max(most_doors, GESTURES):
            continue
        window = timed[start : end + 1]
        most_doors = max(most_doors, len({one.which for one in window}))
        gestures = {
            (one.at, one.address) if one.outcome in {"absent", "unreachable"} else one.which for one in window
        }
        most_gestures = max(most_gestures, len(gestures))
    if most_gestures > GESTURES or most_doors >= DOORS:
        return [Flag("pace", most_doors, float(most_gestures))]
    return []


def _contact(visits: Sequence[Seen]) -> list[Flag]:
    last = {one.which: one.outcome for one in visits}
    if len(last) < ENOUGH:
        return []
    share = sum(outcome == "open" for outcome in last.values()) / len(last)
    return [Flag("contact", len(last), share)] if share >= OPENED else []


def _far(reports: Sequence[Seen]) -> list[Flag]:
    far = sorted(one.away for one in reports if one.away is not None and one.away > FAR_M)
    return [Flag("away", len(far), float(far[len(far) // 2]))] if len(far) >= FAR else []


def disputed(reports: Iterable[Seen]) -> dict[tuple[int | None, int | None], set[Door]]:
    """Return the doors of which two phones of one outing tell different things.

    Parameters
    ----------
    reports : iterable of Seen
        Reports, of which those set aside do not count.

    Returns
    -------
    dict
        Outing and turf to doors.
    """
    kept = [one for one in reports if not one.aside]
    undone = {(one.undoes, one.phone) for one in kept if one.undoes}
    told: dict[tuple[int | None, int | None, Door], dict[int | None, str]] = defaultdict(dict)
    for one in sorted(kept, key=lambda row: (row.at, row.id)):
        if one.outcome and (one.id, one.phone) not in undone:
            told[one.outing, one.turf, one.which][one.phone] = one.outcome
    found: dict[tuple[int | None, int | None], set[Door]] = defaultdict(set)
    for (outing, turf, door), outcomes in told.items():
        if len(outcomes) > 1 and len(set(outcomes.values())) > 1:
            found[outing, turf].add(door)
    return found


def common_place(places: Iterable[str]) -> str:
    """Return the smallest place that holds some places.

    Parameters
    ----------
    places : iterable of str
        Materialised paths.

    Returns
    -------
    str
        Their longest common beginning, in whole parts; "" for none.
    """
    split = [place.rstrip("/").split("/") for place in places]
    if not split:
        return ""
    shared: list[str] = []
    for parts in zip(*split, strict=False):
        if len(set(parts)) > 1:
            break
        shared.append(parts[0])
    return "/".join(shared) + "/" if shared and shared != [""] else ""
