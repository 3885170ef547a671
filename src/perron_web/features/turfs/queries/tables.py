"""Turfs and stops as the tables of `perron`."""

from typing import TYPE_CHECKING, Any, Final

from django.db.models import F, QuerySet

from perron_web.features.turfs.models import Stop, Turf

if TYPE_CHECKING:
    import polars as pl

COLUMNS: Final = (
    *("order", "key", "number", "suffix", "street", "floor_from", "floor_to", "lon", "lat", "doors"),
    *("minutes", "estimated", "parts"),
)
"""Fields of a stop that a walk decides; the address and the turf apart."""


def written_parts(parts: list[int]) -> str:
    """Write which pieces of its address a stop is made of, such as "0-2,5".

    Parameters
    ----------
    parts : list of int
        Pieces, increasing.

    Returns
    -------
    str
        Runs of pieces.
    """
    runs: list[list[int]] = []
    for part in parts:
        if runs and part == runs[-1][1] + 1:
            runs[-1][1] = part
        else:
            runs.append([part, part])
    return ",".join(f"{a}" if a == b else f"{a}-{b}" for a, b in runs)


def read_parts(text: str) -> list[int]:
    """Read what `written_parts` wrote.

    Parameters
    ----------
    text : str
        Such as "0-2,5".

    Returns
    -------
    list of int
        Pieces.
    """
    found: list[int] = []
    for run in text.split(","):
        first, _, last = run.partition("-")
        found += range(int(first), int(last or first) + 1)
    return found


def doors_table(turfs: QuerySet[Turf] | list[Turf]) -> "pl.DataFrame":
    """Return the stops of some turfs in walking order.

    Parameters
    ----------
    turfs : QuerySet or list of Turf
        Turfs.

    Returns
    -------
    polars.DataFrame
        Table `DOORS`, with `part` (lists of int).
    """
    import polars as pl

    from perron.tables import DOORS

    stops = Stop.every.filter(turf__in=turfs).order_by("turf__code", "order")
    rows: list[tuple[Any, ...]] = list(
        stops.annotate(code=F("turf__code"), of=F("turf__bureau__code")).values_list("of", "code", *COLUMNS)
    )
    names = ["bureau", "turf", *("address" if name == "key" else name for name in COLUMNS[:-1])]
    schema = {**{name: DOORS.schema()[name] for name in names}, "part": pl.List(pl.Int16)}
    rows = [(*row[:-1], read_parts(row[-1])) for row in rows]
    return pl.DataFrame(rows, schema=schema, orient="row")


def turfs_table(turfs: QuerySet[Turf]) -> "pl.DataFrame":
    """Return some turfs as a table; empty ones are left out.

    Parameters
    ----------
    turfs : QuerySet of Turf
        Turfs.

    Returns
    -------
    polars.DataFrame
        Table `TURFS`.
    """
    import polars as pl

    from perron.tables import TURFS

    rows = turfs.filter(doors__gt=0).values_list(
        *("code", "bureau__code", "doors", "stops", "minutes", "walk_m", "outings", "one_piece", "lon", "lat")
    )
    return TURFS.check(pl.DataFrame(list(rows), schema=TURFS.schema(), orient="row"))
