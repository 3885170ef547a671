"""Published experiments recomputed from their data, to the printed digits."""

import gzip
import os
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from perron.experiments.estimate import (
    Sample,
    anderson_rubin,
    blocked,
    fixed_effects,
    joint_regression,
    two_stage,
)
from perron.experiments.estimate.columns import arms, codes, numbers

FOLDER = Path(__file__).parents[2] / "reference" / "published"


@pytest.fixture(scope="module")
def households():
    """Voters of the 2006 primary, rebuilt from what each household was: arm, size, votes, block."""
    data = gzip.decompress((FOLDER / "ggl2008_households.bin.gz").read_bytes())
    count = int(np.frombuffer(data, np.uint16, 1)[0])
    kinds = np.frombuffer(data, np.uint16, count, 2).astype(np.int64)
    blocks = np.frombuffer(data, np.uint8, 10_000, 2 + 2 * count)
    shown = kinds[np.frombuffer(data, np.uint8, offset=2 + 2 * count + 10_000)]
    arm, size, voted = shown // 81, shown % 81 // 9, shown % 9
    household = np.repeat(np.arange(len(shown)), size)
    place = np.arange(len(household)) - np.repeat(np.cumsum(size) - size, size)
    return {
        "outcome": (place < voted[household]).astype(np.float64),
        "arms": arm[household],
        "clusters": household,
        "blocks": np.repeat(np.arange(10_000), blocks)[household],
    }


def test_social_pressure_table_2(households):
    outcome, arm = households["outcome"], households["arms"]
    assert len(outcome) == 344_084
    printed = ((29.7, 191_243), (31.5, 38_218), (32.2, 38_204), (34.5, 38_218), (37.8, 38_201))
    for code, (percent, n) in enumerate(printed):
        assert np.count_nonzero(arm == code) == n
        assert round(100 * outcome[arm == code].mean(), 1) == percent


@pytest.mark.parametrize("kind", ["CR1S", "CR2"])
def test_social_pressure_table_3_a(households, kind):
    parts = {name: households[name] for name in ("outcome", "arms", "clusters")}
    found = joint_regression(**parts, kind=kind)
    assert [round(e.estimate, 3) for e in found] == [0.018, 0.026, 0.049, 0.081]
    assert [round(e.error, 3) for e in found] == [0.003] * 4
    assert found[0].clusters == 180_002
    if kind == "CR1S":  # lm_robust(voted ~ treatment, clusters = hh_id, se_type = "stata") of estimatr
        errors = (0.003236626626, 0.003257893053, 0.003300019653, 0.003369554984)
        assert [e.error for e in found] == pytest.approx(errors, rel=1e-8)


@pytest.mark.parametrize("kind", ["CR1S", "CR2"])
def test_social_pressure_table_3_b_with_a_level_for_each_block(households, kind):
    found = joint_regression(**households, kind=kind)
    assert [round(e.estimate, 3) for e in found] == [0.018, 0.026, 0.049, 0.082]
    assert [round(e.error, 3) for e in found] == [0.003] * 4


WHOLE = Path(os.environ.get("PERRON_EXPERIMENTS", "-")) / "ggl2008_full_social_pressure.csv.gz"


@pytest.mark.skipif(not WHOLE.exists(), reason="PERRON_EXPERIMENTS: folder of the replication tables")
def test_social_pressure_table_3_c_with_former_votes():
    table = pl.read_csv(WHOLE, infer_schema_length=None)
    names = ("g2002", "g2000", "p2004", "p2002", "p2000")
    found = joint_regression(
        numbers(table["voted"]),
        arms(table["treatment"]).codes,
        clusters=codes(table["hh_id"]),
        blocks=codes(table["cluster"]),
        covariates=np.column_stack([numbers(table[name]) for name in names]),
    )
    assert [round(e.estimate, 3) for e in found] == [0.018, 0.025, 0.081, 0.048]  # Self comes last by name
    assert [round(e.error, 3) for e in found] == [0.003] * 4


@pytest.fixture(scope="module")
def canvassed():
    cells = pl.read_csv(FOLDER / "ggn2003_cells.csv")
    return cells.select(pl.all().exclude("len").repeat_by("len").explode())


def sample_of(table):
    lists = codes(table["city"].rank("dense") * 10_000 + table["turf"])
    return Sample(table["voted01"], table["treatmen"], table["contact"], blocks=lists)


def test_canvassing_pooled(canvassed):
    sample = sample_of(canvassed)
    assert sample.n == 18_933
    found = two_stage(sample)
    assert round(100 * found.estimate, 1) == 7.1  # printed, p. 1093
    assert round(100 * found.error, 1) == 2.2
    exact = anderson_rubin(sample)
    assert exact.low > 0
    assert (exact.low, exact.high) == pytest.approx((found.low, found.high), abs=2e-3)


def test_canvassing_by_city(canvassed):
    """Effects of being assigned and of being contacted, in points; levels for walk lists, as in the paper."""
    shown = {}
    for (city,), rows in canvassed.group_by("city"):
        sample = sample_of(rows)
        assigned, contacted = fixed_effects(sample), two_stage(sample)
        shown[city] = tuple(
            round(100 * value, 1)
            for value in (assigned.estimate, assigned.error, contacted.estimate, contacted.error)
        )
    assert shown["Detroit"][0] == 2.4  # printed, p. 1091
    assert shown["Bridgeport"][0] == 4.0  # "4." is printed, p. 1091
    above = [city for city, found in shown.items() if found[2] > 8.7]
    assert len(above) == 4  # "four of the six estimates exceed 8.7", p. 1093
    assert all(found[0] > 0 for found in shown.values())  # "in every site", p. 1091
    assert shown == {
        "Bridgeport": (4.0, 1.5, 14.4, 5.4),
        "Columbus": (1.4, 1.1, 9.6, 7.9),
        "Detroit": (2.4, 1.4, 7.8, 4.5),
        "Minneapolis": (1.9, 1.6, 9.9, 8.6),
        "Raleigh": (0.1, 1.4, 0.2, 3.2),
        "St Paul": (4.6, 2.1, 14.4, 6.4),
    }


def test_walk_lists_that_compare_nothing_are_counted(canvassed):
    sample = sample_of(canvassed)
    found = blocked(sample)
    assert found.details["blocks"] + found.details["blocks_left_out"] == sample.block_count == 195
    assert found.details["blocks_left_out"] > 0
    assert round(100 * found.estimate, 1) == 2.1
