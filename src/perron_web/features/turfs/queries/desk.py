"""The workbench of one bureau, made from its rows: what an edit starts from."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Max

from perron_web.features.turfs.models import Edit, Stop, Turf
from perron_web.features.turfs.queries.basis import Basis, basis_of
from perron_web.features.turfs.queries.network import meeting_of, network_of
from perron_web.features.turfs.queries.tables import COLUMNS, doors_table

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from perron.turf import Bench
    from perron_web.features.targeting.models import Run
    from perron_web.features.territory.models import Bureau

FIGURES = ("doors", "stops", "minutes", "walk_m", "one_piece", "line", "lon", "lat", "edited", "retired")
"""What an edit changes of a turf; team and state stay."""
Snapshot = dict[str, dict[str, Any]]
"""By number: figures of a turf and its stops, as rows of `COLUMNS` and the address."""


@dataclass(frozen=True, slots=True)
class Desk:
    """A bureau's turfs as they stand, ready to be edited.

    Parameters
    ----------
    run : Run
        The adopted run.
    bureau : Bureau
        The bureau.
    basis : Basis
        Parameters of the plan.
    bench : Bench
        The science's workbench.
    turf : ndarray of int32, shape (n,)
        Number of the turf of each piece.
    rows : dict of int to Turf
        The turfs of the bureau in this run, by number: retired ones too, not those of undone edits.
    """

    run: "Run"
    bureau: "Bureau"
    basis: Basis
    bench: "Bench"
    turf: "NDArray[np.int32]"
    rows: dict[int, Turf]

    @property
    def fresh(self) -> int:
        """A number that no turf of the bureau has or had."""
        return max(self.rows, default=0) + 1


def open_desk(*, run: "Run", bureau: "Bureau") -> Desk | None:
    """Make the workbench of a bureau.

    Parameters
    ----------
    run : Run
        The adopted run.
    bureau : Bureau
        A bureau.

    Returns
    -------
    Desk or None
        The desk; None where no turf has a door, and in a bureau left alone.
    """
    from perron.turf import make_bench, numbers_of, pieces_of

    passing = made_by_undone(run=run, bureau=bureau)
    turfs = Turf.objects.filter(run=run, bureau=bureau, left_alone=False).exclude(number__in=passing)
    rows = {turf.number: turf for turf in turfs}
    walked = [turf for turf in rows.values() if turf.doors]
    if not walked:
        return None
    basis = basis_of(run)
    doors = doors_table(walked)
    pieces = pieces_of(doors, times=basis.times, minutes=basis.minutes)
    bench = make_bench(
        pieces,
        times=basis.times,
        minutes=basis.minutes,
        network=network_of(run),
        meeting=meeting_of(run, bureau.code),
        seed=basis.seed,
    )
    return Desk(run, bureau, basis, bench, numbers_of(bench, pieces), rows)


def made_by_undone(*, run: "Run", bureau: "Bureau") -> set[int]:
    """Return the numbers of turfs that only undone edits had made: the next edit forgets them.

    Parameters
    ----------
    run : Run
        The adopted run.
    bureau : Bureau
        The bureau.

    Returns
    -------
    set of int
        Numbers, free again.
    """
    undone = Edit.objects.filter(run=run, bureau=bureau, undone=True).values_list("before", "after")
    return {int(number) for before, after in undone for number in after if number not in before}


def snapshot(turfs: list[Turf]) -> Snapshot:
    """Return some turfs as they stand, to be put back exactly.

    Parameters
    ----------
    turfs : list of Turf
        Turfs of one bureau.

    Returns
    -------
    Snapshot
        Fits in JSON; floats come back to the last digit.
    """
    found: Snapshot = {
        str(turf.number): {**{name: getattr(turf, name) for name in FIGURES}, "rows": []} for turf in turfs
    }
    number = {turf.pk: str(turf.number) for turf in turfs}
    stops = Stop.objects.filter(turf__in=turfs).order_by("turf", "order")
    for turf, address, *row in stops.values_list("turf_id", "address_id", *COLUMNS):
        found[number[turf]]["rows"].append([address, *row])
    return found


def last_edits(*, run: "Run", bureau: "Bureau") -> tuple[Edit | None, Edit | None]:
    """Return the edit that would be undone and the one that would be done again.

    Parameters
    ----------
    run : Run
        The adopted run.
    bureau : Bureau
        A bureau.

    Returns
    -------
    undo, redo : Edit or None
        Edits, without their snapshots loaded.
    """
    edits = Edit.objects.filter(run=run, bureau=bureau).select_related("by").defer("before", "after")
    undo = edits.filter(undone=False).order_by("-pk").first()
    redo = edits.filter(undone=True, pk__gt=undo.pk if undo else 0).order_by("pk").first()
    return undo, redo


def last_editor(*, run: "Run", bureau: "Bureau") -> str:
    """Return the name of whoever edited a bureau last.

    Parameters
    ----------
    run : Run
        The adopted run.
    bureau : Bureau
        A bureau.

    Returns
    -------
    str
        Their name; empty when nobody did.
    """
    latest = Edit.objects.filter(run=run, bureau=bureau).aggregate(last=Max("pk"))["last"]
    edit = Edit.objects.filter(pk=latest).select_related("by").first() if latest else None
    return str(edit.by.name or "") if edit and edit.by else ""
