"""A small town on a grid of streets."""

import numpy as np
import polars as pl
import pytest

from perron.tables import ADDRESSES


def make_town(blocks=3, bureau="45001_0001", seed=1, lon=2.6, lat=47.2):
    rng = np.random.default_rng(seed)
    rows = []
    for street in range(2 * (blocks + 1)):
        across, at = street <= blocks, 100.0 * (street % (blocks + 1))
        for house in range(6 * blocks):
            for side in (0, 1):
                along, off = 10 + 16.5 * house, -7 if side == 0 else 7
                x, y = (along, at + off) if across else (at + off, along)
                rows.append((f"RUE {street:02d}", 2 * house + 1 + side, x, y))
    x, y = (np.array([r[i] for r in rows]) for i in (2, 3))
    n = len(rows)
    streets = [r[0] for r in rows]
    doors = np.where(rng.random(n) < 0.85, rng.integers(1, 5, n), rng.integers(8, 30, n))
    return ADDRESSES.check(
        pl.DataFrame(
            {
                "address": [f"{bureau}/{i}" for i in range(n)],
                "bureau": bureau,
                "commune": bureau[:5],
                "number": [r[1] for r in rows],
                "street": streets,
                "street_key": streets,
                "lon": lon + x / (111_195 * np.cos(np.radians(lat))),
                "lat": lat + y / 111_195,
                "doors": doors,
            }
        )
    )


@pytest.fixture(scope="session")
def town():
    return make_town()


@pytest.fixture(scope="session")
def towns():
    return pl.concat([make_town(2, f"45001_{i:04d}", i, 2.6 + i / 50) for i in range(1, 7)])


@pytest.fixture(scope="session")
def town_of():
    return make_town
