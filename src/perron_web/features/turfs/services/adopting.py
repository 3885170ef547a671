"""The turfs of a run, brought into rows when the run is adopted."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db import transaction

from perron_web.features.targeting.models import Score
from perron_web.features.territory.models import Address
from perron_web.features.turfs.choices import State
from perron_web.features.turfs.models import Stop, Turf
from perron_web.features.turfs.queries.basis import basis_of, written_doors, written_turfs
from perron_web.features.turfs.queries.network import network_of
from perron_web.features.turfs.queries.tables import written_parts
from perron_web.features.turfs.services.carrying import carry_over
from perron_web.features.turfs.services.editing import line_text
from perron_web.features.turfs.services.obeying import obey_draw
from perron_web.platform.audit.services import record
from perron_web.platform.rows import insert_rows

if TYPE_CHECKING:
    import polars as pl

    from perron_web.features.targeting.models import Run

Rows = list[tuple[Any, ...]]
TURF = (
    *("campaign_id", "place", "run_id", "bureau_id", "number", "code", "doors", "stops", "minutes", "walk_m"),
    *("one_piece", "outings", "line", "lon", "lat", "state", "version", "edited", "retired"),
    "left_alone",
)
STOP = (
    *("campaign_id", "turf_id", "order", "address_id", "key", "number", "suffix", "street", "floor_from"),
    *("floor_to", "lon", "lat", "doors", "minutes", "estimated", "parts"),
)


def adopt_run(*, run: "Run", by: Any = None) -> int:
    """Bring the turfs of a run into rows; those of a run adopted before come back as they were left.

    What was begun under another plan goes on in this one, where both cut the same turf.

    Parameters
    ----------
    run : Run
        A finished run, within the scope of its campaign.
    by : User or None
        Who adopts.

    Returns
    -------
    int
        Turfs that stand.
    """
    if not Turf.every.filter(run=run).exists() and (run.path / "doors.parquet").exists():
        turfs, doors = _tables(run)
        with transaction.atomic():
            _insert(run, turfs, doors)
    carried = carry_over(run=run)
    obey_draw(run=run, by=by)
    standing = Turf.objects.filter(run=run, retired=False).count()
    record(action="turfs.adopt", target=run, by=by, turfs=standing, carried=carried)
    return standing


def _tables(run: "Run") -> tuple[Rows, Rows]:
    """Return the rows of turfs and stops, the turf of a stop by its code."""
    from perron.turf import draw_walks, pieces_of

    basis = basis_of(run)
    turfs, doors = written_turfs(run), written_doors(run)
    where = {code: (bureau, place) for code, bureau, place in _bureaux(run)}
    here = doors["bureau"].is_in(list(where))
    doors, turfs = doors.filter(here), turfs.filter(turfs["bureau"].is_in(list(where)))
    pieces = pieces_of(doors, times=basis.times, minutes=basis.minutes)
    lines = draw_walks(pieces, times=basis.times, minutes=basis.minutes, network=network_of(run))
    return _turf_rows(run, turfs, lines, where), _stop_rows(run, doors, pieces, where)


def _bureaux(run: "Run") -> Iterable[tuple[str, int, str]]:
    """Return the bureaux that may have turfs: those held out never do."""
    rows: Iterable[tuple[str, int, str]] = Score.objects.filter(run=run, held_out=False).values_list(
        "code", "bureau_id", "place"
    )
    return rows


def _turf_rows(
    run: "Run", turfs: "pl.DataFrame", lines: dict[str, Any], where: dict[str, tuple[int, str]]
) -> Rows:
    rows: Rows = []
    for row in turfs.iter_rows(named=True):
        bureau, place = where[row["bureau"]]
        code = row["turf"]
        figures = [row[name] for name in ("doors", "stops", "minutes", "walk_m", "one_piece")]
        line = line_text(lines[code])
        rows.append(
            (
                *(run.campaign_id, place, run.pk, bureau, int(code.rpartition("-")[2]), code, *figures),
                *(row["outings"] or 0, line, row["start_lon"], row["start_lat"]),
                *(State.FREE.value, 1, False, False, False),
            )
        )
    return rows


def _stop_rows(
    run: "Run", doors: "pl.DataFrame", pieces: "pl.DataFrame", where: dict[str, tuple[int, str]]
) -> Rows:
    parts = {
        (turf, order): written_parts(sorted(part))
        for turf, order, part in pieces.group_by("turf", "order").agg("part").iter_rows()
    }
    bureaux = {bureau for bureau, _ in where.values()}
    known = {
        (bureau, key): pk
        for pk, bureau, key in Address.objects.values_list("pk", "bureau_id", "key").iterator(
            chunk_size=20_000
        )
        if bureau in bureaux
    }
    names = (
        "number",
        "suffix",
        "street",
        "floor_from",
        "floor_to",
        "lon",
        "lat",
        "doors",
        "minutes",
        "estimated",
    )
    return [
        (
            *(
                run.campaign_id,
                row["turf"],
                row["order"],
                known.get((where[row["bureau"]][0], row["address"])),
            ),
            *(row["address"], *(row[name] for name in names), parts.get((row["turf"], row["order"]), "0")),
        )
        for row in doors.iter_rows(named=True)
    ]


def _insert(run: "Run", turfs: Rows, stops: Rows) -> None:
    """Insert the rows, stops once their turfs have numbers."""
    insert_rows(Turf, TURF, turfs)
    pk = dict(Turf.objects.filter(run=run).values_list("code", "pk"))
    insert_rows(Stop, STOP, [(row[0], pk[row[1]], *row[2:]) for row in stops])
