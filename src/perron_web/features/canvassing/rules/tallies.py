"""Figures folded from reports: which visits stand, what one door counts for, in which cell."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from typing import Final, NamedTuple
from uuid import UUID

COUNTS: Final = (
    "visits",
    "doors",
    "opened",
    "talked",
    "absent",
    "refused",
    "later",
    "unreachable",
    "never",
)
"""What every row of figures counts, in the order of its columns."""
_COLUMN: Final = {
    "open": 2,
    "absent": 4,
    "refused": 5,
    "later": 6,
    "unreachable": 7,
    "never": 8,
}
_VISITS, _DOORS, _TALKED = 0, 1, 3

Door = tuple[str, str, int | None, str]


class Row(NamedTuple):
    """What the tally reads of a report."""

    id: UUID | str
    kind: str
    place: str
    source: str
    phone: int | None
    user: int | None
    outing: int | None
    at: datetime
    seq: int
    address: str
    stair: str
    floor: int | None
    door: str
    outcome: str
    talked: bool | None
    undoes: UUID | str | None

    @property
    def which(self) -> Door:
        """The door: address, staircase, floor, door."""
        return (self.address, self.stair, self.floor, self.door)


class Cell(NamedTuple):
    """Key of one row of the tally of a turf."""

    user: int | None
    hour: datetime
    source: str
    place: str
    control: bool = False
    """Whether the visits were made where the draw in force leaves people alone."""


Keys = tuple[int | None, datetime, str, str, bool]
"""A cell as a plain tuple."""


@dataclass(slots=True)
class Fold:
    """The figures of one turf."""

    cells: dict[Cell, list[int]] = field(default_factory=dict)
    teams: dict[Cell, int | None] = field(default_factory=dict)
    """Team of the last visit of each cell."""
    total: list[int] = field(default_factory=lambda: [0] * len(COUNTS))
    conflicts: int = 0
    first: datetime | None = None
    last: datetime | None = None


def standing(rows: Iterable[Row]) -> list[Row]:
    """Return the visits that count, in the order in which they are true.

    Parameters
    ----------
    rows : iterable of Row
        Reports that were not set aside.

    Returns
    -------
    list of Row
        Visits that their own phone (for paper: their own author) did not undo, by time, then phone, rank
        and identifier.
    """
    kept = list(rows)
    undone = {(row.undoes, row.phone, None if row.phone else row.user) for row in kept if row.undoes}
    visits = [row for row in kept if row.outcome]
    if undone:
        visits = [row for row in visits if (row.id, row.phone, None if row.phone else row.user) not in undone]
    visits.sort(key=lambda row: (row.at, row.phone or 0, row.seq, row.id))
    return visits


def fold(
    rows: Iterable[Row],
    *,
    zone: tzinfo,
    placed: Mapping[str, str] | None = None,
    team_of: Callable[[Row], int | None] = lambda _row: None,
    control: Callable[[str, str, datetime], bool] | None = None,
) -> Fold:
    """Count the reports of one turf.

    In a cell a door counts once a day, by its last visit of that day: yesterday stays as it was. In the total
    of the turf a door counts once, by its last visit.

    Parameters
    ----------
    rows : iterable of Row
        Every report of the turf that was not set aside.
    zone : tzinfo
        Time zone of the campaign, in which days and hours are.
    placed : mapping, optional
        Place of the buildings that lie in another bureau than the turf, by address.
    team_of : callable, optional
        Team for which a visit was made.
    control : callable, optional
        Says whether a place, an address at an instant was left alone; none when nobody ever was.

    Returns
    -------
    Fold
        The figures.
    """
    found, visits, elsewhere = Fold(), standing(rows), placed or {}
    seen: dict[Keys, int] = {}
    latest: dict[Keys, Row] = {}
    days: dict[tuple[date, Door], tuple[Keys, Row]] = {}
    ever: dict[Door, Row] = {}
    quarters: dict[int, tuple[datetime, date]] = {}
    for row in visits:
        quarter = int(row.at.timestamp()) // 900
        if quarter not in quarters:
            local = row.at.astimezone(zone)
            quarters[quarter] = (local.replace(minute=0, second=0, microsecond=0), local.date())
        hour, day = quarters[quarter]
        place = elsewhere.get(row.address, row.place) if elsewhere else row.place
        wrong = control is not None and control(place, row.address, row.at)
        cell = (row.user, hour, row.source, place, wrong)
        if cell in seen:
            seen[cell] += 1
        else:
            seen[cell] = 1
        latest[cell] = row
        which = (row.address, row.stair, row.floor, row.door)
        days[day, which] = (cell, row)
        ever[which] = row
    for cell, visited in seen.items():
        found.cells[Cell(*cell)] = [visited] + [0] * (len(COUNTS) - 1)
        found.teams[Cell(*cell)] = team_of(latest[cell])
    for cell, row in days.values():
        _add(found.cells[Cell(*cell)], row)
    for row in ever.values():
        _add(found.total, row)
    found.total[_VISITS] = len(visits)
    found.conflicts = len(conflicting(visits, zone))
    if visits:
        found.first, found.last = visits[0].at, visits[-1].at
    return found


def _add(counts: list[int], row: Row) -> None:
    counts[_DOORS] += 1
    if column := _COLUMN.get(row.outcome):
        counts[column] += 1
    if row.talked:
        counts[_TALKED] += 1


def conflicting(visits: Iterable[Row], zone: tzinfo) -> set[Door]:
    """Return the doors of which two phones said different things in the same outing.

    Parameters
    ----------
    visits : iterable of Row
        Visits that stand, in their order.
    zone : tzinfo
        Time zone of the campaign: without an outing, those of one day go together.

    Returns
    -------
    set of Door
        Doors to be looked at by the leader.
    """
    said: dict[tuple[Door, int | date], dict[tuple[int | None, int | None, str], str]] = {}
    kept = list(visits)
    if len({(row.phone, row.user, row.source) for row in kept}) < 2:
        return set()
    for row in kept:
        when = row.outing or row.at.astimezone(zone).date()
        by = (row.phone, None if row.phone else row.user, row.source)
        said.setdefault((row.which, when), {})[by] = row.outcome
    return {door for (door, _), told in said.items() if len(set(told.values())) > 1}


def knocked(counts: Mapping[str, int]) -> int:
    """Return how many doors were knocked at: those that could be reached.

    Parameters
    ----------
    counts : mapping
        Figures by name.

    Returns
    -------
    int
        Opened, absent, refused, to come back to, not to be disturbed.
    """
    return sum(counts[name] for name in ("opened", "absent", "refused", "later", "never"))


def day_bounds(day: date, zone: tzinfo) -> tuple[datetime, datetime]:
    """Return the first instant of a day and of the next.

    Parameters
    ----------
    day : date
        A day of the campaign.
    zone : tzinfo
        Its time zone.

    Returns
    -------
    tuple of datetime
        From, to.
    """
    first = datetime(day.year, day.month, day.day, tzinfo=zone)
    after = day + timedelta(days=1)
    return first, datetime(after.year, after.month, after.day, tzinfo=zone)
