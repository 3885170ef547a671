"""The plan as compact JSON for the page: integers, differences, shared names."""

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import polars as pl
import shapely
from numpy.typing import NDArray

from perron.output.page.reasons import reason_rows
from perron.output.sheets.choose import planned_turfs
from perron.output.streets import streets_of

if TYPE_CHECKING:
    from perron.plan import Plan

GRID: Final = 100_000
"""Coordinates are kept to 1/100,000 degree: about a metre."""
MOST_STOPS: Final = 120_000
"""Stops that one page holds; the turfs of the best bureaux come first."""
_MANY_AREAS: Final = 1_500
_SIMPLER_DEGREES: Final = 4e-5

_SCORES: Final = (
    "mobilisation",
    "persuasion",
    "registration",
    "votes_per_hour",
    "turnout",
    "support",
    "intermittent",
)


def core(plan: "Plan") -> dict[str, Any]:
    """Return what the page needs at once: bureaux, their scores and their areas.

    Parameters
    ----------
    plan : Plan
        A finished plan.

    Returns
    -------
    dict
        `columns` (one list per column, best bureau first), `territories`, `shapes` (rings as differences of
        integers), `summary`, `notes`, `credits`.
    """
    frame = plan.scores
    if not plan.allocation.is_empty():
        frame = frame.join(plan.allocation, on="bureau", how="left", maintain_order="left")
    territories = frame.get_column("territory").unique().drop_nulls().sort().to_list()
    place = {name: index for index, name in enumerate(territories)}
    columns: dict[str, list[Any]] = {
        "bureau": frame.get_column("bureau").to_list(),
        "name": frame.get_column("name").to_list(),
        "territory": [place.get(name, -1) for name in frame.get_column("territory")],
    }
    for name in ("registered", "rank", "priority", "weak", "held_out", "outings", "doors"):
        columns[name] = _whole(frame, name)
    columns["popular"] = _popular(plan.profiles, frame)
    for name in (*_SCORES, "votes"):
        for column in (name, f"{name}_low", f"{name}_high"):
            columns[column] = _decimal(frame, column, 5)
    for name in ("top", "index_2012", "hours"):
        columns[name] = _decimal(frame, name, 4)
    return {
        "columns": columns,
        "territories": territories,
        "shapes": _shapes(plan.areas, columns["bureau"]),
        "summary": plan.summary,
        "notes": [[note.en, note.fr] for note in plan.notes],
        "credits": list(plan.credits),
    }


def details(plan: "Plan") -> dict[str, Any]:
    """Return what the page shows of a bureau once chosen: reasons, profile, turfs and streets.

    Parameters
    ----------
    plan : Plan
        A finished plan.

    Returns
    -------
    dict
        `reasons`, `profiles`, `walks` and `streets`; `left_out` is the number of turfs beyond `MOST_STOPS`.
    """
    turfs = _turfs_shown(plan)
    doors = plan.doors.join(turfs.select("turf", "place"), on="turf", how="inner").sort("place", "order")
    names = doors.get_column("street").unique(maintain_order=True).to_list()
    return {
        "reasons": reason_rows(plan.reasons),
        "profiles": _profiles(plan.profiles),
        "names": names,
        "walks": _walks(turfs, doors, names),
        "streets": _streets(doors, names),
        "left_out": len(plan.turfs) - len(turfs),
    }


def differences(lonlat: NDArray[np.float64]) -> list[int]:
    """Return points as integers on the grid: the first, then each step from the one before.

    Parameters
    ----------
    lonlat : ndarray of float64, shape (n, 2)
        Degrees.

    Returns
    -------
    list of int
        2 n integers: longitude, latitude, longitude…
    """
    grid = np.rint(lonlat * GRID).astype(np.int64)
    steps: list[int] = np.diff(grid, axis=0, prepend=np.zeros((1, 2), dtype=np.int64)).ravel().tolist()
    return steps


def _popular(profiles: pl.DataFrame, frame: pl.DataFrame) -> list[Any]:
    """Return which bureaux are popular neighbourhoods, where the profiles say it."""
    if "quartier_populaire" not in profiles.columns:
        return []
    joined = frame.select("bureau").join(profiles, on="bureau", how="left", maintain_order="left")
    return joined.get_column("quartier_populaire").cast(pl.Int8).to_list()


def _whole(frame: pl.DataFrame, name: str) -> list[Any]:
    return frame.get_column(name).cast(pl.Int64).to_list() if name in frame.columns else []


def _decimal(frame: pl.DataFrame, name: str, decimals: int) -> list[Any]:
    if name not in frame.columns or frame.get_column(name).null_count() == len(frame):
        return []
    return frame.get_column(name).round(decimals).to_list()


def _shapes(areas: pl.DataFrame, bureaux: list[str]) -> list[list[list[int]]]:
    geometry = shapely.from_wkb(areas.get_column("geometry").to_numpy())
    if len(geometry) > _MANY_AREAS:
        geometry = shapely.coverage_simplify(geometry, _SIMPLER_DEGREES)
    known = dict(zip(areas.get_column("bureau"), geometry, strict=True))
    return [_rings(known[bureau]) if bureau in known else [] for bureau in bureaux]


def _rings(shape: Any) -> list[list[int]]:
    rings = shapely.get_rings(shapely.get_parts(shape))
    return [differences(shapely.get_coordinates(ring)) for ring in rings]


def _profiles(profiles: pl.DataFrame) -> dict[str, Any]:
    if "bureau" not in profiles.columns:
        return {"bureaux": [], "columns": {}}
    names = [n for n, t in profiles.schema.items() if n != "bureau" and t.is_numeric()]
    return {
        "bureaux": profiles.get_column("bureau").to_list(),
        "columns": {
            name: profiles.get_column(name).cast(pl.Float64).round_sig_figs(5).to_list() for name in names
        },
    }


def _turfs_shown(plan: "Plan") -> pl.DataFrame:
    """Return the turfs of the page in the order of their codes: planned ones first while they fit."""
    order = {turf: place for place, turf in enumerate(planned_turfs(plan))}
    rank = dict(zip(plan.scores.get_column("bureau"), range(len(plan.scores)), strict=True))
    turfs = plan.turfs.with_columns(
        pl.col("turf").is_in(list(order)).alias("planned"),
        pl.col("bureau").replace_strict(rank, default=len(rank), return_dtype=pl.Int64).alias("by_rank"),
    ).sort(pl.col("planned").not_(), "by_rank", "turf")
    return (
        turfs.filter(pl.col("stops").cum_sum() <= MOST_STOPS).sort("by_rank", "turf").with_row_index("place")
    )


def _walks(turfs: pl.DataFrame, doors: pl.DataFrame, names: list[str]) -> dict[str, Any]:
    """Return turfs and stops as columns; stops follow one another turf by turf."""
    at = {name: index for index, name in enumerate(names)}
    suffixes = ["", *doors.get_column("suffix").drop_nulls().unique().sort().to_list()]
    suffix_at = {name: index for index, name in enumerate(suffixes)}
    return {
        "turf": turfs.get_column("turf").to_list(),
        "doors": turfs.get_column("doors").to_list(),
        "stops": turfs.get_column("stops").to_list(),
        "minutes": turfs.get_column("minutes").round(0).cast(pl.Int64).to_list(),
        "walk": turfs.get_column("walk_m").round(0).cast(pl.Int64).to_list(),
        "planned": turfs.get_column("planned").cast(pl.Int8).to_list(),
        "start": differences(turfs.select("start_lon", "start_lat").to_numpy()),
        "suffixes": suffixes,
        "points": differences(doors.select("lon", "lat").to_numpy()),
        "street": [at[name] for name in doors.get_column("street")],
        "number": doors.get_column("number").fill_null(0).to_list(),
        "suffix": [suffix_at[name or ""] for name in doors.get_column("suffix")],
        "count": doors.get_column("doors").to_list(),
        "from": _floor(doors, "floor_from"),
        "to": _floor(doors, "floor_to"),
        "estimated": round(float(doors.get_column("estimated").mean() or 0.0), 4),  # type: ignore[arg-type]
    }


def _floor(doors: pl.DataFrame, name: str) -> list[int]:
    """Return floors of buildings shared between stops, -99 elsewhere: whole buildings have only guesses."""
    shared = pl.len().over("bureau", "address") > 1
    return doors.select(pl.when(shared).then(name).fill_null(-99)).to_series().to_list()


def _streets(doors: pl.DataFrame, names: list[str]) -> list[list[Any]]:
    at = {name: index for index, name in enumerate(names)}
    return [[at[s.name], round(s.width), differences(s.line)] for s in streets_of(doors)]
