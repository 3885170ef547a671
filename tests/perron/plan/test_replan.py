"""The remaining hours shared out again: over what is left, at the pace measured; same bureaux left alone."""

from dataclasses import replace

import polars as pl
import pytest

from perron.plan import basis_of, replan, what_if
from perron.stats.pace import Pace, estimate_pace


@pytest.fixture(scope="module")
def basis(plan):
    return basis_of(plan)


def everything(basis, plan):
    outings = plan.allocation.select("bureau", "outings")
    return basis.table.select("bureau", "doors", "turfs").join(outings, on="bureau")


NO_WALK = estimate_pace(
    pl.DataFrame(schema={"bureau": pl.String, "minutes": pl.Float64, "planned": pl.Float64})
)


def walked(bureau, ratio, count=40):
    return pl.DataFrame({"bureau": [bureau] * count, "minutes": [90.0 * ratio] * count, "planned": 90.0})


def test_when_nothing_was_done_the_plan_stands(basis, plan):
    found = replan(basis, basis.choices, left=everything(basis, plan), pace=NO_WALK)
    both = found.table.select("outings_before", "outings_after")
    assert both["outings_before"].to_list() == both["outings_after"].to_list()
    assert found.found.summary["votes"] == plan.summary["votes"]


def test_what_is_done_gets_nothing_more(basis, plan):
    left = everything(basis, plan)
    done = left.filter(pl.col("outings") > 0)["bureau"][0]
    here = pl.col("bureau") == done
    left = left.with_columns(
        pl.when(here).then(0).otherwise(pl.col(name)).alias(name) for name in ("doors", "turfs", "outings")
    )
    found = replan(basis, replace(basis.choices, hours=100.0), left=left, pace=NO_WALK)
    row = found.table.filter(here).row(0, named=True)
    assert (row["outings_after"], row["doors_left"]) == (0, 0)
    assert found.table["outings_after"].sum() == 25
    assert found.found.summary["doors"] <= left["doors"].sum() * 3


def test_a_slow_bureau_loses_outings_to_the_others(basis, plan):
    left = everything(basis, plan)
    best = left.sort("outings")["bureau"][-1]
    pace = estimate_pace(walked(best, 2.5))
    found = replan(basis, basis.choices, left=left, pace=pace)
    rows = {row["bureau"]: row for row in found.table.to_dicts()}
    assert rows[best]["minutes_after"] > 1.8 * rows[best]["minutes_before"]
    assert rows[best]["outings_after"] < rows[best]["outings_before"]
    assert all(row["outings_after"] == 0 for row in rows.values() if row["held_out"])


def test_the_bureaux_left_alone_are_those_of_the_plan(basis, plan):
    pace = estimate_pace(walked(plan.scores["bureau"][3], 3.0))
    found = replan(basis, basis.choices, left=everything(basis, plan), pace=pace)
    held = plan.allocation.filter("held_out")["bureau"].to_list()
    assert sorted(found.table.filter("held_out")["bureau"].to_list()) == sorted(held)


def test_nothing_left_sends_nobody(basis, plan):
    left = everything(basis, plan).with_columns(doors=0, turfs=0, outings=0)
    found = replan(basis, basis.choices, left=left, pace=NO_WALK)
    assert found.table["outings_after"].sum() == 0


def test_everyone_slower_alike_keeps_the_order_and_knocks_fewer_doors(basis, plan):
    pace = Pace(2.0, 1.9, 2.1, 50, NO_WALK.table)
    found = replan(basis, basis.choices, left=everything(basis, plan), pace=pace)
    assert found.found.summary["doors"] == pytest.approx(plan.summary["doors"] / 2, rel=0.05)
    assert found.found.summary["hours"] == plan.summary["hours"]


def test_without_addresses_one_pace_for_all(basis, plan):
    bare = replace(
        basis,
        table=basis.table.with_columns(
            pl.lit(None, dtype=basis.table.schema[name]).alias(name)
            for name in ("doors", "minutes_per_door", "turfs")
        ),
    )
    left = pl.DataFrame(
        schema={"bureau": pl.String, "doors": pl.Int64, "turfs": pl.Int32, "outings": pl.Int64}
    )
    slow = replan(bare, basis.choices, left=left, pace=Pace(2.0, 1.9, 2.1, 9, NO_WALK.table))
    usual = what_if(bare, basis.choices)
    assert slow.found.summary["doors"] == pytest.approx(usual.summary["doors"] / 2, rel=0.05)
    assert slow.found.summary["votes"] < usual.summary["votes"]


def test_hours_of_some_bureaux_stay_in_them(basis, plan):
    within = plan.scores["bureau"].to_list()[:7]
    left = everything(basis, plan)
    found = replan(basis, replace(basis.choices, hours=40.0), left=left, pace=NO_WALK, within=within)
    assert sorted(found.table["bureau"].to_list()) == sorted(within)
    assert found.table["outings_after"].sum() == 10
    held = set(plan.allocation.filter("held_out")["bureau"].to_list())
    assert set(found.table.filter("held_out")["bureau"].to_list()) == held & set(within)
