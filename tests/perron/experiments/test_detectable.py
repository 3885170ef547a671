"""The smallest effect that could be shown: against simulated campaigns, and its limits."""

from math import inf

import numpy as np
import pytest

from perron.errors import ParameterError
from perron.experiments import smallest_effect


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


@pytest.mark.parametrize("wrong", [{"sd": -1}, {"treated": -1}, {"level": 0}, {"power": 1}])
def test_wrong_parameters_are_named(wrong):
    with pytest.raises(ParameterError):
        smallest_effect(**({"sd": 0.1, "treated": 1, "control": 1} | wrong))
