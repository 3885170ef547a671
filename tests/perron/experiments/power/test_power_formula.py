"""The smallest effect that could be shown: against R, against simulated campaigns, and its limits."""

import json
from math import inf, sqrt
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from perron.errors import ParameterError
from perron.experiments import smallest_effect
from perron.experiments.power import Reach, campaigns_needed, cluster_sd, power_left, power_of, standard_error
from perron.experiments.power.formula import degrees_of_two_arms, multiplier

REFERENCE = json.loads((Path(__file__).parents[2] / "reference/power/power.json").read_text())
CASES = ((0.05, 0.8, 4), (0.05, 0.8, 18), (0.05, 0.9, 68), (0.01, 0.8, 300), (0.1, 0.7, 2000))


def test_multipliers_are_those_of_r():
    found = [multiplier(*case) for case in CASES]
    assert found == pytest.approx(REFERENCE["multipliers"], rel=1e-8)


def test_two_equal_groups_are_those_of_power_t_test():
    assert smallest_effect(0.03, 25, 25, df=48) == pytest.approx(REFERENCE["two_groups"], rel=1e-7)


def test_an_effect_of_that_size_is_found_four_times_in_five():
    treated, control, sd = 80, 20, 0.03
    effect = smallest_effect(sd, treated, control)
    rng = np.random.default_rng(1)
    visited = effect + sd * rng.standard_normal((20_000, treated))
    alone = sd * rng.standard_normal((20_000, control))
    found = np.abs(visited.mean(axis=1) - alone.mean(axis=1)) > 1.96 * sd * np.sqrt(1 / treated + 1 / control)
    assert found.mean() == pytest.approx(0.8, abs=0.01)


def test_a_known_value():
    assert smallest_effect(1.0, 50, 50) == pytest.approx(2.8016 * 0.2, abs=1e-4)


def test_nothing_to_compare_shows_nothing():
    assert smallest_effect(0.1, 10, 0) == inf
    assert smallest_effect(0.1, 0, 10) == inf
    assert smallest_effect(0.0, 0, 10) == inf
    assert power_of(0.1, inf) == 0.0


def test_strata_without_both_groups_say_nothing():
    alone = standard_error(0.1, [4, 4], [1, 1])
    assert standard_error(0.1, [4, 4, 5], [1, 1, 0]) == pytest.approx(alone)
    assert alone == pytest.approx(0.1 * sqrt(1.25 / 2))


def test_unequal_arms_cost_and_covariates_gain():
    assert standard_error(1.0, 90, 10) == pytest.approx(standard_error(1.0, 50, 50) * sqrt(0.25 / 0.09))
    assert standard_error(1.0, 50, 50, explained=0.75) == pytest.approx(standard_error(1.0, 50, 50) / 2)


def test_clusters():
    assert cluster_sd(0.5, 100, 0.0) == pytest.approx(0.05)
    assert cluster_sd(0.5, 100, 1.0) == pytest.approx(0.5)
    assert cluster_sd(0.5, 100, 0.02) == pytest.approx(0.05 * sqrt(1 + 99 * 0.02))
    assert cluster_sd(0.5, 100, 0.02, size_variation=0.5) > cluster_sd(0.5, 100, 0.02)


@pytest.mark.parametrize(
    "wrong", [{"sd": -1}, {"treated": -1}, {"level": 0}, {"power": 1}, {"df": 0}, {"power": 0.01}]
)
def test_wrong_parameters_are_named(wrong):
    with pytest.raises(ParameterError):
        smallest_effect(**({"sd": 0.1, "treated": 1, "control": 1} | wrong))


@pytest.mark.parametrize("wrong", [{"size": 0.5}, {"icc": 1.5}, {"size_variation": -1}, {"sd": -1}])
def test_wrong_clusters_are_named(wrong):
    with pytest.raises(ParameterError):
        cluster_sd(**({"sd": 0.1, "size": 10, "icc": 0.1} | wrong))
    for share in ("coverage", "contamination", "contact"):
        with pytest.raises(ParameterError, match=share):
            Reach(**{share: 1.1})


@given(
    st.floats(0.001, 0.2),
    st.integers(1, 500),
    st.integers(1, 500),
    st.sampled_from((inf, 3.0, 12.0, 150.0)),
    st.floats(0.3, 0.95),
)
def test_the_smallest_effect_has_the_power_promised(sd, treated, control, df, power):
    effect = smallest_effect(sd, treated, control, power=power, df=df)
    assert power_of(effect, standard_error(sd, treated, control), df=df) == pytest.approx(power, abs=1e-6)
    assert smallest_effect(sd, treated + 1, control, power=power, df=df) < effect


@given(st.floats(0.01, 1), st.floats(0, 1), st.floats(0.01, 1), st.floats(0.0001, 0.1))
def test_reach_goes_there_and_back(coverage, wrong, contact, effect):
    reach = Reach(coverage, wrong * coverage * 0.9, contact)
    assert reach.on_everyone(reach.on_contacted(effect)) == pytest.approx(effect)
    assert reach.on_visited(effect) == pytest.approx(effect / (coverage - wrong * coverage * 0.9))


def test_nobody_more_is_visited():
    reach = Reach(0.2, 0.3)
    assert reach.on_visited(0.01) == inf
    assert reach.on_contacted(0.01) == inf
    assert reach.on_everyone(0.1) == 0.0


def test_pooling_need():
    assert campaigns_needed(0.01, 2.8016 * 0.01) == 1
    alike = campaigns_needed(0.01, 0.0141)
    assert alike > (2.8016 / 1.41) ** 2  # what the normal law would ask for
    assert power_of(0.0141, 0.01 / sqrt(alike), df=alike - 1) >= 0.8
    assert power_of(0.0141, 0.01 / sqrt(alike - 1), df=alike - 2) < 0.8
    assert campaigns_needed(0.01, 0.0) is None
    assert campaigns_needed(inf, 0.1) is None
    assert campaigns_needed(1.0, 0.001) is None
    varied = campaigns_needed(0.01, 0.0141, between=0.01)
    assert power_of(0.0141, sqrt(2) * 0.01 / sqrt(varied), df=varied - 1) >= 0.8
    assert power_of(0.0141, sqrt(2) * 0.01 / sqrt(varied - 1), df=varied - 2) < 0.8
    assert campaigns_needed(0.01, 0.05, between=0.01) == 1
    assert campaigns_needed(0.01, 0.0002, between=0.02) is None
    with pytest.raises(ParameterError):
        campaigns_needed(0.0, 0.1)


def test_the_power_left():
    error, planned = 0.002, Reach(0.5, 0.0, 0.25)
    same = power_left(error, planned, planned)
    assert same.planned == same.now == pytest.approx(0.8)
    assert same.coverage_needed == pytest.approx(0.5)
    half = power_left(error, planned, Reach(0.25, 0.0, 0.25))
    assert half.now == pytest.approx(power_of(2.8016 / 2, 1.0), abs=1e-4)
    assert half.contacted == pytest.approx(2 * half.effect)
    assert half.coverage_needed == pytest.approx(0.5)
    assert "50%" in half.words.en
    strayed = power_left(error, planned, Reach(0.5, 0.1, 0.25), effect=half.effect)
    assert strayed.coverage_needed == pytest.approx(0.6)
    lost = power_left(error, planned, Reach(0.4, 0.4, 0.25))
    assert lost.now == pytest.approx(0.05)
    assert "nothing would be found" in lost.words.en
    assert lost.to_dict()["visited"] is None
    never = power_left(error, Reach(0.9, 0.0, 0.25), Reach(0.5, 0.3, 0.25))
    assert never.coverage_needed is None
    assert "Even complete coverage" in never.words.en
    with pytest.raises(ParameterError, match="nobody"):
        power_left(error, Reach(0.5, 0.0, 0.0), planned)


@pytest.mark.parametrize(
    ("treated", "control", "df"), [(18, 6, 8.6), (32, 8, 10.8), (56, 14, 20.0), (170, 30, 39.9), (9, 1, 0.0)]
)
def test_degrees_of_two_arms_are_near_the_small_one(treated, control, df):
    assert round(degrees_of_two_arms(treated, control), 1) == df


def test_two_equal_arms_have_all_their_degrees():
    assert degrees_of_two_arms(10, 10) == pytest.approx(18)
