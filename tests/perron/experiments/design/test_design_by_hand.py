"""A draw made again by a program that knows nothing of ours, from the page that says how."""

import importlib.util
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from perron.experiments.design import Arm, Design, seal

HAND = Path(__file__).parents[2] / "reference" / "design" / "recompute_draw.py"
ARMS = (Arm("témoin", 0.17), Arm("visite", 0.83, ("visit",)))


def by_hand():
    spec = importlib.util.spec_from_file_location("recompute_draw", HAND)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("seed", [0, 7, 2**53 - 1])
@pytest.mark.parametrize(
    "design",
    [
        Design.default(0.15),
        Design("complete", "bureau", ARMS),
        Design("strata", "bureau", ARMS, strata=("commune",)),
        Design("strata", "bureau", ARMS, strata=("commune", "kind"), order_by="votes_per_hour"),
    ],
    ids=["default", "complete", "communes", "both"],
)
def test_the_same_arms_by_hand(design, seed, tmp_path):
    rng = np.random.default_rng(seed % 1000)
    n = 143
    units = pl.DataFrame(
        {
            "unit": [f"{75000 + i % 7}_É{i}" for i in range(n)],
            "votes_per_hour": np.where(rng.random(n) < 0.1, np.nan, np.round(rng.normal(size=n), 1)),
            "commune": [f"{75000 + i % 7}" for i in range(n)],
            "kind": [f"k{i % 2}" for i in range(n)],
        }
    )
    sealed = seal(design, units, seed, name="x", by="y", at=datetime(2026, 1, 1, tzinfo=UTC))
    sealed.write(tmp_path / "draw")
    hand = by_hand()
    assert hand.record_is_whole(tmp_path / "draw")
    written = dict(sealed.assignment.select("unit", "arm").iter_rows())
    assert hand.recompute(tmp_path / "draw") == written
