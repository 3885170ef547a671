"""A plan obeys a sealed draw: bureaux without turfs, addresses that nobody walks to, the rest untouched."""

import polars as pl
import pytest

from perron.plan import basis_of, make_plan, prepare, replan, what_if
from perron.stats.pace import estimate_pace, time_walks


@pytest.fixture(scope="module")
def sealed(plan):
    """The other way round: left alone is a bureau that the plan's own draw visits, in strata of its own."""
    codes = plan.scores.get_column("bureau")
    free = plan.allocation.filter(~pl.col("held_out")).get_column("bureau")[0]
    return pl.DataFrame({"bureau": codes}).with_columns(
        (pl.col("bureau") == free).alias("held_out"), pl.lit(7).alias("stratum")
    )


@pytest.fixture(scope="module")
def obeying(second, sealed):
    return make_plan(**second, drawn=sealed, draw="a" * 64)


def test_the_sealed_draw_prevails(plan, obeying, sealed):
    alone = sealed.filter("held_out").get_column("bureau").to_list()
    assert obeying.allocation.filter("held_out").get_column("bureau").to_list() == alone
    assert set(obeying.allocation.get_column("stratum")) == {7}
    assert not set(alone) & set(obeying.turfs.get_column("bureau"))
    assert not set(alone) & set(obeying.doors.get_column("bureau"))
    assert obeying.scores.equals(plan.scores)
    assert obeying.parameters["draw"] == "a" * 64
    assert "draw" not in plan.parameters


def test_a_bureau_that_the_draw_does_not_know_is_visited(second, sealed):
    known = sealed.head(1).with_columns(pl.lit(value=False).alias("held_out"))
    found = make_plan(**second, drawn=known).allocation
    assert not found.get_column("held_out").any()
    assert sorted(set(found.get_column("stratum"))) == [7, 8]


def test_addresses_left_alone_are_in_no_turf(second, plan):
    doors = plan.doors
    alone = doors.select("bureau", "address").unique(maintain_order=True).gather_every(5)
    found = make_plan(**second, spared=alone)
    walked = found.doors.select("bureau", "address").unique()
    assert walked.join(alone, on=["bureau", "address"], how="semi").is_empty()
    before = doors.join(alone, on=["bureau", "address"], how="anti")
    key = ["bureau", "address"]
    many = before.group_by(key).agg(pl.col("doors").sum()).sort(key)
    assert found.doors.group_by(key).agg(pl.col("doors").sum()).sort(key).equals(many)
    assert found.turfs.get_column("doors").sum() == many.get_column("doors").sum()
    assert found.turfs.get_column("minutes").sum() < plan.turfs.get_column("minutes").sum()
    assert (found.doors.group_by("turf").agg(pl.col("order").max() == pl.len()))["order"].all()


def test_other_choices_keep_to_the_sealed_draw(obeying, sealed):
    basis = basis_of(obeying)
    ready = prepare(basis, basis.choices, drawn=sealed)
    found = what_if(basis, basis.choices, ready=ready)
    assert found.summary["outings"] == obeying.summary["outings"]
    assert found.allocation.equals(obeying.allocation)
    left = obeying.pace.select("bureau", "doors", "turfs", outings=pl.lit(1))
    pace = estimate_pace(time_walks(_no_visits()))
    again = replan(basis, basis.choices, left=left, pace=pace, drawn=sealed)
    assert again.table.filter("held_out").get_column("bureau").to_list() == (
        sealed.filter("held_out").get_column("bureau").to_list()
    )


def _no_visits() -> pl.DataFrame:
    return pl.DataFrame(
        schema={"walk": pl.String, "bureau": pl.String, "minute": pl.Float64, "planned": pl.Float64}
    )
