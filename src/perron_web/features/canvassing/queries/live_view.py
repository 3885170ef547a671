"""What a reader is told of the live board: cut by place, here and nowhere else."""

from collections import Counter, defaultdict
from collections.abc import Collection
from typing import Any, Final

from perron_web.features.canvassing.queries.live_board import Board
from perron_web.features.canvassing.rules.tallies import COUNTS, knocked
from perron_web.features.turfs.choices import State
from perron_web.platform.live.channels import Payload, Places, within

STEPS: Final = (0.8, 0.6, 0.4, 0.2)
"""Coverage from which a bureau is of class 1, 2, 3, 4; below, of class 5 once a door was knocked at."""


def view_board(board: Board, places: Places) -> Payload:
    """Cut from the board what somebody may see.

    Parameters
    ----------
    board : Board
        The board.
    places : tuple of str
        Places they see.

    Returns
    -------
    dict
        What the page is told.
    """
    mine = sorted(place for place in board.places() if within(place, places))
    day: Counter[str] = Counter()
    hours: dict[int, list[int]] = {}
    for place in mine:
        day.update(board.days.get(place, {}))
        for hour, counts in board.hours.get(place, {}).items():
            hours[hour] = [a + b for a, b in zip(hours.get(hour, (0, 0, 0)), counts, strict=True)]
    told: Payload = {
        "today": _today(day),
        "hours": {str(hour): hours[hour] for hour in sorted(hours)},
        "all": coverage(board, mine),
        "states": states(board, mine),
        "zones": zones(board, mine),
        "field": {
            "people": len(set().union(*(board.people.get(place, ()) for place in mine))),
            "outings": sum(within(place, places) for place in board.outings),
            "conflicts": sum(board.conflicts.get(place, 0) for place in mine),
        },
        "bureaux": {code_of(place): row for place in mine if (row := bureau_row(board, place))},
        "parts": parts(board, mine, places[0] if len(places) == 1 else ""),
    }
    if len(places) == 1 and places[0] in board.plan.doors:
        told["turfs"] = {str(pk): list(row) for pk, row in board.turfs.get(places[0], {}).items()}
    return told


def parts(board: Board, mine: Collection[str], focus: str) -> dict[str, list[int]]:
    """Return what the territories just below a place are told as.

    Parameters
    ----------
    board : Board
        The board.
    mine : collection of str
        Bureaux seen.
    focus : str
        Path of the place; levels with a single territory are passed over.

    Returns
    -------
    dict
        Path to knocked and opened today, doors done and planned, turfs done and under way.
    """
    found: dict[str, list[int]] = {}
    for path, bureaux in _grouped(mine, focus).items():
        row = found[path] = [0] * 6
        for place in bureaux:
            if day := board.days.get(place):
                row[0] += knocked(day)
                row[1] += day["opened"]
            row[3] += board.plan.doors.get(place, 0)
            for state, done, _ in board.turfs.get(place, {}).values():
                row[2] += done
                row[4] += state == State.DONE
                row[5] += state == State.GOING
    return found


def _grouped(mine: Collection[str], focus: str) -> dict[str, list[str]]:
    split = {place: place.rstrip("/").split("/") for place in mine}
    grouped: dict[str, list[str]] = {}
    for depth in range(focus.count("/") + 1, max(map(len, split.values()), default=0) + 1):
        grouped = defaultdict(list)
        for place, steps in split.items():
            grouped["/".join(steps[:depth]) + "/"].append(place)
        if len(grouped) != 1:
            break
    return grouped


def _today(day: Counter[str]) -> dict[str, Any]:
    found: dict[str, Any] = {name: day[name] for name in COUNTS}
    at = knocked(found)
    return found | {
        "knocked": at,
        "rate": round(day["opened"] / at, 4) if at else None,
        "talk_rate": round(day["talked"] / day["opened"], 4) if day["opened"] else None,
    }


def code_of(place: str) -> str:
    """Return the code of a bureau.

    Parameters
    ----------
    place : str
        Its place.

    Returns
    -------
    str
        Last part of the path.
    """
    return place.rstrip("/").rpartition("/")[2]


def doors_done(board: Board, place: str) -> int:
    """Return how many planned doors of a bureau were knocked at.

    Parameters
    ----------
    board : Board
        The board.
    place : str
        The bureau.

    Returns
    -------
    int
        Doors of its turfs, no more than planned in each.
    """
    return sum(done for _, done, _ in board.turfs.get(place, {}).values())


def bureau_row(board: Board, place: str) -> list[int] | None:
    """Return what the map says of a bureau.

    Parameters
    ----------
    board : Board
        The board.
    place : str
        The bureau.

    Returns
    -------
    list of int or None
        Class of coverage (0: none), doors done, doors planned, doors today; None while nothing happened.
    """
    done, planned = doors_done(board, place), board.plan.doors.get(place, 0)
    today = board.days[place]["doors"] if place in board.days else 0
    if not (done or today):
        return None
    return [class_of(done, planned), done, planned, today]


def class_of(done: int, planned: int) -> int:
    """Return the class of a coverage.

    Parameters
    ----------
    done, planned : int
        Doors.

    Returns
    -------
    int
        1 (nearly all) to 5 (begun); 0 when none is done or planned.
    """
    if not done or not planned:
        return 0
    return next((i for i, step in enumerate(STEPS, 1) if done >= step * planned), 5)


def coverage(board: Board, mine: Collection[str]) -> dict[str, Any]:
    """Return doors done against the plan.

    Parameters
    ----------
    board : Board
        The board.
    mine : collection of str
        Bureaux.

    Returns
    -------
    dict
        `planned`, `done`, `share` (None without a plan).
    """
    planned = sum(board.plan.doors.get(place, 0) for place in mine)
    done = sum(doors_done(board, place) for place in mine)
    return {"planned": planned, "done": done, "share": round(done / planned, 4) if planned else None}


def states(board: Board, mine: Collection[str]) -> dict[str, int]:
    """Return how many turfs stand where.

    Parameters
    ----------
    board : Board
        The board.
    mine : collection of str
        Bureaux.

    Returns
    -------
    dict
        Turfs of the plan by state.
    """
    found = Counter(state for place in mine for state, _, _ in board.turfs.get(place, {}).values())
    count = sum(board.plan.turfs.get(place, 0) for place in mine)
    touched = sum(found.values())
    found[State.FREE] += max(0, count - touched)
    return {state: found[state] for state in State.values}


def zones(board: Board, mine: Collection[str]) -> dict[str, int]:
    """Return where visits fell, seen from the plan.

    Parameters
    ----------
    board : Board
        The board.
    mine : collection of str
        Bureaux.

    Returns
    -------
    dict
        Visits of the whole campaign by zone.
    """
    found: Counter[str] = Counter()
    for place in mine:
        found.update(board.before.get(place, {}))
        found.update(board.zones.get(place, {}))
    return {zone: found[zone] for zone in ("plan", "outside", "control")}
