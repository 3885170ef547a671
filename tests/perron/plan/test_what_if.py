"""Other choices tried at once: the same figures as the plan computed again."""

from dataclasses import replace

import polars as pl
import pytest

from perron.errors import ParameterError
from perron.plan import basis_from, basis_of, make_plan, people_needed, votes_by_hours, what_if
from perron.targeting.priors import priors_from

FIGURES = (
    "bureaux",
    "registered",
    "held_out",
    "bureaux_visited",
    "outings",
    "hours",
    "doors",
    "turfs_visited",
)


@pytest.fixture(scope="module")
def basis(plan):
    return basis_of(plan)


def same(found, plan, close=1e-9):
    for name in FIGURES:
        assert found.summary[name] == pytest.approx(plan.summary[name], rel=close), name
    for name in ("votes", "votes_low", "votes_high"):
        assert found.summary[name] == pytest.approx(plan.summary[name], rel=close, abs=0.051), name
    assert found.allocation["bureau"].to_list() == plan.allocation["bureau"].to_list()
    assert found.allocation["held_out"].equals(plan.allocation["held_out"])
    assert found.allocation["outings"].equals(plan.allocation["outings"])


def test_the_same_choices_give_the_plan_itself(basis, plan):
    found = what_if(basis, basis.choices)
    same(found, plan)
    assert found.allocation["votes_low"].to_list() == pytest.approx(plan.allocation["votes_low"].to_list())


@pytest.mark.parametrize(
    "other",
    [
        {"hours": 500},
        {"hours": 3},
        {"holdout": 0.0},
        {"holdout": 0.4},
        {"minimum_share": 0.9},
        {"crew": 3},
        {"hours": 1e5},
    ],
)
def test_other_choices_give_what_the_plan_would(basis, second, other):
    same(what_if(basis, replace(basis.choices, **other)), make_plan(**(second | other)))


@pytest.mark.parametrize("objective", ["mobilisation", "persuasion"])
def test_one_objective_gives_what_the_plan_would(basis, second, objective):
    found = what_if(basis, replace(basis.choices, objective=objective))
    same(found, make_plan(**(second | {"objective": objective})), close=0.06)


def test_other_effects_give_what_the_plan_would_but_for_the_draws(basis, second):
    priors = priors_from(
        {"mobilisation_effect": {"mean": 0.05, "sd": 0.01}, "persuasion_effect": {"mean": 0.02, "sd": 0.02}}
    )
    plan = make_plan(**(second | {"priors": priors}))
    found = what_if(basis, basis.choices, priors)
    assert found.allocation["outings"].equals(plan.allocation["outings"])
    assert found.summary["votes"] == plan.summary["votes"]
    width = plan.summary["votes_high"] - plan.summary["votes_low"]
    for name in ("votes_low", "votes_high"):
        assert found.summary[name] == pytest.approx(plan.summary[name], abs=0.05 * width)


def test_where_turfs_are_cut_again_it_comes_near(basis, second):
    rarer = priors_from({"opening_rate": {"mean": 0.3}})
    for other, priors in (({"minutes": 90.0}, None), ({"seed": 5}, None), ({}, rarer)):
        plan = make_plan(**(second | other | {"priors": priors}))
        found = what_if(basis, replace(basis.choices, **other), priors)
        assert found.summary["doors"] == pytest.approx(plan.summary["doors"], rel=0.05)
        assert found.summary["votes"] == pytest.approx(plan.summary["votes"], rel=0.05)


def test_without_addresses_too(second):
    bare = second | {"addresses": None, "former": None, "insee": None}
    basis = basis_of(make_plan(**bare))
    found = what_if(basis, replace(basis.choices, hours=90))
    assert found.summary["turfs_visited"] == 0
    plan = make_plan(**(bare | {"hours": 90}))
    assert found.allocation["outings"].equals(plan.allocation["outings"])


def test_territories_add_up_and_get_their_minimum(basis):
    found = what_if(basis, replace(basis.choices, minimum_share=0.8))
    whole = found.territories
    for name in ("bureaux", "held_out", "outings", "doors"):
        assert whole[name].sum() == found.summary[name]
    assert whole.filter(pl.col("outings") < pl.col("minimum")).is_empty()
    assert whole["due"].sum() == pytest.approx(50)


def test_a_larger_control_group_shows_smaller_effects(basis):
    small, large = (
        what_if(basis, replace(basis.choices, hours=1000, holdout=share)).summary for share in (0.1, 0.4)
    )
    assert 0 < large["effect_smallest"] < small["effect_smallest"]
    assert large["effect_expected"] > 0
    assert what_if(basis, replace(basis.choices, holdout=0.0)).summary["effect_smallest"] is None


def test_figures_of_some_bureaux_are_theirs_the_hours_being_shared_by_all(basis, plan):
    some = plan.allocation["bureau"].to_list()[:4]
    found = what_if(basis, basis.choices, among=some)
    theirs = plan.allocation.filter(pl.col("bureau").is_in(some))
    assert found.summary["bureaux"] == 4
    assert found.summary["outings"] == theirs["outings"].sum()
    assert what_if(basis, basis.choices, among=[]).summary["doors"] == 0
    curve = votes_by_hours(basis, basis.choices, hours=[200], among=some)
    assert curve["votes"][0] == pytest.approx(theirs["votes"].sum())


def test_more_hours_give_more_votes_and_each_hour_less(basis):
    curve = votes_by_hours(basis, basis.choices, hours=[0, 100, 200, 400])
    assert curve["votes"][0] == 0
    assert curve["votes"].is_sorted()
    assert curve["votes"][3] - curve["votes"][2] < 2 * (curve["votes"][2] - curve["votes"][1]) + 1e-9
    assert curve["votes"][2] == pytest.approx(what_if(basis, basis.choices).summary["votes"], abs=0.06)


def test_people_needed():
    assert people_needed(30, 2, weeks=5, each_week=1) == 12
    assert people_needed(31, 2, weeks=5, each_week=1) == 13
    assert people_needed(1, 2, weeks=50, each_week=1) == 2
    assert people_needed(0, 2, weeks=0, each_week=1) == 0
    assert people_needed(5, 2, weeks=0, each_week=1) is None


def test_a_basis_is_made_again_from_what_is_kept(basis, plan):
    again = basis_from(basis.table, plan.parameters)
    assert again.choices == basis.choices
    assert again.priors == basis.priors
    assert again.times == basis.times


def test_choices_out_of_range_are_named(basis):
    with pytest.raises(ParameterError, match="holdout"):
        what_if(basis, replace(basis.choices, holdout=2))
