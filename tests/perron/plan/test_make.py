"""The main job on real data: what every plan promises."""

import polars as pl
import pytest

from perron.errors import BadInputError
from perron.plan import make_plan
from perron.tables import ALLOCATION, DOORS, REASONS, SCORES, TURFS


def test_every_table_is_as_declared(plan):
    for table, frame in (
        (SCORES, plan.scores),
        (REASONS, plan.reasons),
        (ALLOCATION, plan.allocation),
        (TURFS, plan.turfs),
        (DOORS, plan.doors),
    ):
        assert table.check(frame).equals(frame)
        assert frame.height > 0


def test_bureaux_are_ranked_once_each(plan, second):
    assert sorted(plan.scores["bureau"]) == sorted(second["areas"]["bureau"])
    assert plan.scores["rank"].to_list() == list(range(1, plan.scores.height + 1))
    assert plan.scores["votes_per_hour"].is_sorted(descending=True)


def test_bureaux_held_out_get_no_turf_and_no_outing(plan):
    held = plan.allocation.filter("held_out")
    assert held.height == round(0.2 * plan.scores.height)
    assert held["outings"].sum() == 0
    assert not set(held["bureau"]) & set(plan.turfs["bureau"])
    assert not set(held["bureau"]) & set(plan.doors["bureau"])


def test_hours_are_never_exceeded_and_outings_agree(plan):
    assert plan.allocation["hours"].sum() <= 200
    given = plan.turfs.group_by("bureau").agg(pl.col("outings").sum())
    both = plan.allocation.join(given, on="bureau", suffix="_turfs")
    assert both.filter(pl.col("outings") != pl.col("outings_turfs")).is_empty()
    assert plan.turfs["outings"].sum() == plan.summary["outings"] > 0


def test_every_placed_door_is_in_one_turf(plan, second):
    free = plan.allocation.filter(~pl.col("held_out"))["bureau"]
    doors = plan.doors.group_by("turf").agg(pl.col("doors").sum(), pl.len().alias("stops"))
    both = plan.turfs.join(doors, on="turf", suffix="_there")
    assert both.height == plan.turfs.height
    assert both.filter(
        (pl.col("doors") != pl.col("doors_there")) | (pl.col("stops") != pl.col("stops_there"))
    ).is_empty()
    assert set(plan.turfs["bureau"]) == set(free)
    assert plan.doors["doors"].sum() < second["addresses"]["doors"].sum()


def test_the_same_inputs_and_seed_give_the_same_plan(plan, second):
    again = make_plan(**second)
    for name in ("scores", "reasons", "allocation", "turfs", "doors", "profiles"):
        assert getattr(again, name).equals(getattr(plan, name)), name
    assert again.parameters == plan.parameters
    assert again.summary == plan.summary


def test_another_seed_draws_other_bureaux(plan, second):
    other = make_plan(**(second | {"seed": 2}))
    assert other.allocation.height == plan.allocation.height
    assert not other.allocation.sort("bureau")["held_out"].equals(plan.allocation.sort("bureau")["held_out"])


def test_what_was_carried_is_said(plan):
    said = " ".join(note.fr for note in plan.notes)
    assert "2014-europeennes" in said
    assert "estimation" in said


def test_without_addresses_bureaux_are_ranked_and_the_plan_says_what_it_cannot_do(second):
    plan = make_plan(**(second | {"addresses": None, "former": None, "insee": None}))
    assert plan.scores.height == second["areas"].height
    assert plan.turfs.is_empty()
    assert plan.doors.is_empty()
    assert plan.allocation["outings"].sum() > 0
    assert any("--addresses" in note.fr for note in plan.notes)


@pytest.mark.parametrize("wrong", [{"hours": -1}, {"holdout": 1.5}, {"minutes": 0}, {"objective": "glory"}])
def test_a_parameter_out_of_range_is_named(second, wrong):
    with pytest.raises(BadInputError):
        make_plan(**(second | wrong))
