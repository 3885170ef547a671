"""Editing a bureau's turfs by hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction

from perron.words import Words
from perron_web.features.turfs.choices import Kind
from perron_web.features.turfs.models import Edit, Turf
from perron_web.features.turfs.queries.desk import Desk, Snapshot, last_editor, open_desk, snapshot
from perron_web.features.turfs.queries.tables import written_parts
from perron_web.features.turfs.rules import MOST_PARTS, RefusedError, stale
from perron_web.features.turfs.services.applying import GONE, Versions, apply_state, forget_undone
from perron_web.platform.audit.services import record

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from perron.turf import Walked
    from perron_web.features.targeting.models import Run
    from perron_web.features.territory.models import Bureau


@dataclass(frozen=True, slots=True)
class Edited:
    """What an edit did.

    Parameters
    ----------
    edit : Edit
        The line of the journal.
    turfs : dict of int to Turf
        The touched turfs as they stand now, by number, retired ones included.
    """

    edit: Edit
    turfs: dict[int, Turf]


def merge_turfs(*, run: "Run", bureau: "Bureau", turfs: Sequence[int], versions: Versions, by: Any) -> Edited:
    """Make one turf of several; it keeps the smallest number.

    Parameters
    ----------
    run : Run
        The adopted run.
    bureau : Bureau
        The bureau.
    turfs : sequence of int
        Numbers of turfs, two or more.
    versions : mapping of int to int
        Version of each turf that the person saw.
    by : User
        Who edits.

    Returns
    -------
    Edited
        The edit.

    Raises
    ------
    RefusedError
        Nothing to merge, or someone else changed these turfs (`StaleError`).
    """
    from perron.turf.edit import merged

    desk = _desk(run, bureau, turfs)
    return _save(desk, merged(desk.turf, turfs), Kind.MERGE, versions, by)


def split_turf(*, run: "Run", bureau: "Bureau", turf: int, parts: int, versions: Versions, by: Any) -> Edited:
    """Split a turf into parts of equal time.

    Parameters
    ----------
    run : Run
        The adopted run.
    bureau : Bureau
        The bureau.
    turf : int
        Number of the turf.
    parts : int
        Parts wanted, 2 to `MOST_PARTS`.
    versions : mapping of int to int
        Version of each turf that the person saw.
    by : User
        Who edits.

    Returns
    -------
    Edited
        The edit.

    Raises
    ------
    RefusedError
        Too many parts, or someone else changed the turf (`StaleError`).
    """
    from perron.turf.edit import split

    desk = _desk(run, bureau, [turf])
    if parts > MOST_PARTS:
        words = Words(f"at most {MOST_PARTS} parts at once", f"au plus {MOST_PARTS} parts à la fois")
        raise RefusedError(words)
    fresh = range(desk.fresh, desk.fresh + parts - 1)
    return _save(desk, split(desk.bench, desk.turf, turf, fresh), Kind.SPLIT, versions, by)


def move_building(
    *, run: "Run", bureau: "Bureau", addresses: Sequence[str], to: int | None, versions: Versions, by: Any
) -> Edited:
    """Give buildings, with all their floors, to another turf.

    Parameters
    ----------
    run : Run
        The adopted run.
    bureau : Bureau
        The bureau.
    addresses : sequence of str
        Identifiers of the addresses.
    to : int or None
        Number of the turf; None for a new one.
    versions : mapping of int to int
        Version of each turf that the person saw.
    by : User
        Who edits.

    Returns
    -------
    Edited
        The edit.

    Raises
    ------
    RefusedError
        The buildings are there already, or someone else changed the turfs (`StaleError`).
    """
    from perron.turf.edit import building, moved

    desk = _desk(run, bureau, [] if to is None else [to])
    pieces = building(desk.bench, addresses)
    return _save(desk, moved(desk.turf, pieces, to or desk.fresh), Kind.MOVE, versions, by)


def redraw_turf(
    *, run: "Run", bureau: "Bureau", polygon: Any, to: int | None, versions: Versions, by: Any
) -> Edited:
    """Make a turf of the doors inside a line, or give them to one that stands.

    Parameters
    ----------
    run : Run
        The adopted run.
    bureau : Bureau
        The bureau.
    polygon : sequence of pair of float
        Longitudes and latitudes, degrees.
    to : int or None
        Number of the turf; None for a new one.
    versions : mapping of int to int
        Version of each turf that the person saw.
    by : User
        Who edits.

    Returns
    -------
    Edited
        The edit.

    Raises
    ------
    RefusedError
        No door inside, or someone else changed the turfs (`StaleError`).
    """
    from perron.turf.edit import inside, moved

    desk = _desk(run, bureau, [] if to is None else [to])
    pieces = inside(desk.bench, polygon)
    if not len(pieces):
        raise RefusedError(Words("There is no door inside this line.", "Aucune porte dans ce tracé."))
    return _save(desk, moved(desk.turf, pieces, to or desk.fresh), Kind.REDRAW, versions, by)


@transaction.atomic
def add_turf(*, run: "Run", bureau: "Bureau", by: Any) -> Edited:
    """Make an empty turf, to move buildings into.

    Parameters
    ----------
    run : Run
        The adopted run.
    bureau : Bureau
        The bureau.
    by : User
        Who edits.

    Returns
    -------
    Edited
        The edit.

    Raises
    ------
    RefusedError
        The bureau has no turf to take doors from.
    """
    forget_undone(run=run, bureau=bureau)
    numbers = list(Turf.objects.filter(run=run, bureau=bureau).values_list("number", flat=True))
    if not numbers:
        raise _no_turf()
    after: Snapshot = {str(max(numbers) + 1): {**GONE, "retired": False}}
    return _journal(run, bureau, kind=Kind.NEW, states=({}, after), versions={}, by=by)


def _desk(run: "Run", bureau: "Bureau", named: Sequence[int]) -> Desk:
    """Open a desk on which some turfs must stand."""
    desk = open_desk(run=run, bureau=bureau)
    if desk is None:
        raise _no_turf()
    if any(number not in desk.rows or desk.rows[number].retired for number in named):
        raise stale(last_editor(run=run, bureau=bureau))
    return desk


def _no_turf() -> RefusedError:
    return RefusedError(
        Words(
            "This bureau has no turf: it is held out, or has no address.",
            "Ce bureau n’a pas de secteur\u00a0: il est laissé de côté, ou n’a pas d’adresse.",
        )
    )


def _save(desk: Desk, after: "NDArray[np.int32]", kind: Kind, versions: Versions, by: Any) -> Edited:
    """Walk the touched turfs again, and keep them with the line of the journal."""
    from perron.turf import walk_again
    from perron.turf.edit import touched

    numbers = touched(desk.turf, after)
    if not numbers:
        words = Words(
            "Nothing changes: these doors are there already.", "Rien ne change\u00a0: ces portes y sont déjà."
        )
        raise RefusedError(words)
    standing = [desk.rows[number] for number in numbers if number in desk.rows]
    if any(turf.version != versions.get(turf.number, turf.version) for turf in standing):
        raise stale(last_editor(run=desk.run, bureau=desk.bureau))
    before = snapshot(standing)
    address = {row[2]: row[0] for turf in before.values() for row in turf["rows"]}
    state = state_of(walk_again(desk.bench, after, numbers), address)
    state.update({str(number): {**GONE} for number in numbers if str(number) not in state})
    seen = {turf.number: turf.version for turf in standing}
    with transaction.atomic():
        forget_undone(run=desk.run, bureau=desk.bureau)
        return _journal(desk.run, desk.bureau, kind=kind, states=(before, state), versions=seen, by=by)


def state_of(walked: "Walked", address: dict[str, int | None]) -> Snapshot:
    """Return turfs walked again as they are kept.

    Parameters
    ----------
    walked : Walked
        Turfs.
    address : dict of str to int or None
        Row of each address, by identifier.

    Returns
    -------
    Snapshot
        By number.
    """
    state: Snapshot = {}
    for row in walked.turfs.iter_rows(named=True):
        state[_number(row["turf"])] = {
            **{name: row[name] for name in ("doors", "stops", "minutes", "walk_m", "one_piece")},
            "line": line_text(walked.lines[row["turf"]]),
            "lon": row["start_lon"],
            "lat": row["start_lat"],
            "edited": True,
            "retired": False,
            "rows": [],
        }
    names = ("order", "address", "number", "suffix", "street", "floor_from", "floor_to", "lon", "lat")
    for row in walked.doors.iter_rows(named=True):
        state[_number(row["turf"])]["rows"].append(
            [
                address.get(row["address"]),
                *(row[name] for name in (*names, "doors", "minutes", "estimated")),
                written_parts(row["part"]),
            ]
        )
    return state


def _number(code: str) -> str:
    return str(int(code.rpartition("-")[2]))


def line_text(line: "NDArray[np.float64]") -> str:
    """Return a walking line as GeoJSON.

    Parameters
    ----------
    line : ndarray of float64, shape (n, 2)
        Degrees.

    Returns
    -------
    str
        A LineString, or a Point when the walk has one place.
    """
    import orjson

    if len(line) == 1:
        return orjson.dumps({"type": "Point", "coordinates": line[0].tolist()}).decode()
    return orjson.dumps({"type": "LineString", "coordinates": line.tolist()}).decode()


def _journal(
    run: "Run",
    bureau: "Bureau",
    *,
    kind: Kind,
    states: tuple[Snapshot, Snapshot],
    versions: Versions,
    by: Any,
) -> Edited:
    before, after = states
    turfs = apply_state(run=run, bureau=bureau, state=after, versions=versions)
    edit = Edit.objects.create(
        campaign_id=run.campaign_id,
        place=bureau.place,
        run=run,
        bureau=bureau,
        kind=kind,
        before=before,
        after=after,
        by=by,
    )
    record(action=f"turfs.{kind}", target=bureau, by=by, edit=edit.pk, turfs=sorted(turfs))
    return Edited(edit, turfs)
