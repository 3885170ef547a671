"""Synthetic towns: blocks of two-sided streets, corners, houses and buildings.

`town(doors, seed)` returns a table of addresses (ADDRESSES) with doors. Blocks are rectangles of varying
size; every street has addresses on both sides, numbered odd and even; buildings range from houses to towers.
"""

import itertools

import numpy as np
import polars as pl

from perron.tables import ADDRESSES

LON, LAT = 2.6, 47.2


def town(doors: int, seed: int = 1, *, bureau: str = "45001_0001", mean_doors: float = 3.85) -> pl.DataFrame:
    rng = np.random.default_rng(seed)
    want = doors / mean_doors
    # an address every 18 m on both sides; blocks of about 130 m x 80 m
    blocks = max(2, round(np.sqrt(want * 18.0 / (2.0 * (130.0 + 80.0)) * 1.0)))
    xs = np.concatenate([[0], np.cumsum(rng.uniform(90, 170, blocks))])
    ys = np.concatenate([[0], np.cumsum(rng.uniform(55, 110, blocks))])
    rows = []
    street = 0
    for across in (True, False):
        lines, marks = (ys, xs) if across else (xs, ys)
        for at in lines:
            numbers = [1, 2]
            for begin, end in itertools.pairwise(marks):
                if rng.random() < 0.06:  # a gap: park, school, yard
                    numbers = [numbers[0] + 20, numbers[1] + 20]
                    continue
                for side in (0, 1):
                    where = begin + rng.uniform(8, 16)
                    while where < end - 7:
                        off = (-1 if side == 0 else 1) * (6.0 + rng.uniform(0, 3))
                        x, y = (where, at + off) if across else (at + off, where)
                        rows.append((street, numbers[side], x, y))
                        numbers[side] += 2
                        where += rng.choice([12.0, 18.0, 30.0], p=[0.4, 0.4, 0.2]) * rng.uniform(0.8, 1.2)
            street += 1
    a = np.array(rows)
    n = len(a)
    kind = rng.choice(4, n, p=[0.76, 0.17, 0.06, 0.01])
    size = np.select(
        [kind == 0, kind == 1, kind == 2],
        [rng.integers(1, 3, n), rng.integers(3, 9, n), rng.integers(10, 25, n)],
        rng.integers(30, 121, n),
    )
    angle = 0.02 * np.sin(a[:, 2] / 300) + 0.1  # streets are not quite straight
    x = a[:, 2] * np.cos(angle) - a[:, 3] * np.sin(angle)
    y = a[:, 2] * np.sin(angle) + a[:, 3] * np.cos(angle)
    name = pl.Series([f"RUE {int(s):04d}" for s in a[:, 0]])
    return ADDRESSES.check(
        pl.DataFrame(
            {
                "address": [f"{bureau}/{i}" for i in range(n)],
                "bureau": bureau,
                "commune": bureau[:5],
                "number": a[:, 1].astype(np.int32),
                "suffix": pl.Series([None] * n, dtype=pl.String),
                "street": name,
                "street_key": name,
                "lon": LON + x / (111_195.0 * np.cos(np.radians(LAT))),
                "lat": LAT + y / 111_195.0,
                "electors": pl.Series([None] * n, dtype=pl.Int32),
                "doors": size.astype(np.int32),
            }
        )
    )
