"""An invented town on a grid: a finished plan without computing one. Nobody lives there."""

import numpy as np
import polars as pl
import shapely

from perron.plan import Plan
from perron.tables import ALLOCATION, BUREAUX, DOORS, REASONS, SCORES, TURFS
from perron.words import Words

LON, LAT = 2.35, 48.85
EAST, NORTH = 1 / 73_200, 1 / 111_195
"""Degrees in a metre, there."""

HOUSES = [1] * 80
BLOCKS = [16, 16, 16, 16, 16]
TOWER = [40, 40]
MIXED = [3, 12, 1, 1, 30, 8, 2, 9, 14]
LARGE = [80]
TREES = ("Lilas", "Tilleuls", "Cerisiers", "Érables")
FACTORS = ("intermittent", "support", "contacts_per_hour")


def make_town(turfs: list[list[int]] | None = None, bureaux: int = 6, held: int = 2) -> Plan:
    """Make a plan whose bureaux all have turfs with these doors at each stop; bureau `held` is left alone."""
    shapes = turfs or [HOUSES, BLOCKS, MIXED]
    codes = [f"75056_01{i + 1:02d}" for i in range(bureaux)]
    doors, walks = [], []
    for place, code in enumerate(codes):
        if place != held:
            for number, shape in enumerate(shapes, start=1):
                rows = _stops(code, f"{code}-{number:02d}", place, number, shape)
                doors += rows
                walks.append(_turf(rows, outings=int(place < 2)))
    rng = np.random.default_rng(7)
    scores = _scores(codes, rng)
    return Plan(
        areas=BUREAUX.check(_areas(codes)),
        scores=scores,
        reasons=_reasons(codes, rng),
        allocation=_allocation(codes, held, len(shapes)),
        profiles=pl.DataFrame({"bureau": codes, "income": [20_000.0 + 900 * i for i in range(bureaux)]}),
        turfs=TURFS.check(pl.DataFrame(walks, schema=TURFS.schema(), orient="row")),
        doors=DOORS.check(pl.DataFrame(doors, schema=DOORS.schema(), orient="row")),
        parameters={"seed": 1, "hours": 40.0, "minutes": 120.0},
        summary={
            "hours": 40.0,
            "outings": 6,
            "doors": 480,
            "votes": 5.0,
            "votes_low": 1.0,
            "votes_high": 9.0,
        },
        notes=(Words("an invented town", "une ville inventée"),),
        credits=("Ville inventée",),
    )


def _stops(bureau: str, turf: str, place: int, number: int, shape: list[int]) -> list[dict]:
    x0, y0 = 420 * (place % 3), 420 * (place // 3) + 110 * number
    rows = []
    for order, count in enumerate(shape, start=1):
        odd = order % 2
        rows.append(
            {
                "bureau": bureau,
                "turf": turf,
                "order": order,
                "address": f"{turf}/{order}",
                "number": order,
                "suffix": "bis" if order == 3 else None,
                "street": f"Rue des {TREES[(number - 1) % 4]} {place + 1}",
                "floor_from": 0 if count > 3 else None,
                "floor_to": count // 4 if count > 3 else None,
                "lon": LON + (x0 + 10 + order * 380 / len(shape)) * EAST,
                "lat": LAT + (y0 + (0 if odd else 14)) * NORTH,
                "doors": count,
                "minutes": count * 1.45,
                "estimated": order == 2,
            }
        )
    return rows


def _turf(rows: list[dict], outings: int) -> dict:
    return {
        "turf": rows[0]["turf"],
        "bureau": rows[0]["bureau"],
        "doors": sum(row["doors"] for row in rows),
        "stops": len(rows),
        "minutes": sum(row["minutes"] for row in rows),
        "walk_m": 380.0 * (len(rows) > 1),
        "outings": outings,
        "one_piece": True,
        "start_lon": rows[0]["lon"],
        "start_lat": rows[0]["lat"],
    }


def _areas(codes: list[str]) -> pl.DataFrame:
    rows = []
    for place, code in enumerate(codes):
        west, south = LON + 420 * (place % 3) * EAST, LAT + 420 * (place // 3) * NORTH
        ring = shapely.box(west, south, west + 420 * EAST, south + 420 * NORTH, ccw=place % 2 == 0)
        rows.append(
            (
                code,
                "75056",
                code[-4:],
                f"École {place + 1}",
                f"Quartier {place % 2 + 1}",
                shapely.to_wkb(ring),
            )
        )
    return pl.DataFrame(rows, schema=BUREAUX.schema(), orient="row")


def _scores(codes: list[str], rng: np.random.Generator) -> pl.DataFrame:
    n = len(codes)
    columns: dict[str, object] = {
        "bureau": codes,
        "name": [f"École {i + 1}" for i in range(n)],
        "territory": [f"Quartier {i % 2 + 1}" for i in range(n)],
        "registered": [900 + 40 * i for i in range(n)],
        "index_2012": rng.random(n),
        "top": np.linspace(0.9, 0.1, n),
        "rank": list(range(1, n + 1)),
        "priority": [1 + i * 5 // n for i in range(n)],
        "weak": [i == 3 for i in range(n)],
    }
    for name, middle in (("turnout", 0.6), ("support", 0.3), ("intermittent", 0.25)):
        columns |= {
            name: [middle] * n,
            f"{name}_low": [middle - 0.03] * n,
            f"{name}_high": [middle + 0.03] * n,
        }
    best = np.linspace(0.3, 0.1, n)
    for name, share in (
        ("mobilisation", 0.4),
        ("persuasion", 0.6),
        ("registration", 0.2),
        ("votes_per_hour", 1.0),
    ):
        columns |= {
            name: best * share,
            f"{name}_low": best * share - 0.05,
            f"{name}_high": best * share * 1.7,
        }
    return SCORES.check(pl.DataFrame(columns))


def _reasons(codes: list[str], rng: np.random.Generator) -> pl.DataFrame:
    rows = [
        (code, score, factor, float(rng.random()), 0.5, float(rng.normal(0, 0.05)))
        for code in codes
        for score in ("mobilisation", "persuasion")
        for factor in FACTORS
    ]
    return REASONS.check(pl.DataFrame(rows, schema=REASONS.schema(), orient="row"))


def _allocation(codes: list[str], held: int, turfs: int) -> pl.DataFrame:
    rows = []
    for place, code in enumerate(codes):
        outings = turfs if place < 2 else 0
        rows.append((code, place == held, place // 5, outings, 4.0 * outings, 80 * outings, 2.0, 0.5, 3.5))
    return ALLOCATION.check(pl.DataFrame(rows, schema=ALLOCATION.schema(), orient="row"))
