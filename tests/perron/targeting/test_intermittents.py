"""Bounds against linear programming, the estimate against simulation and scipy's bivariate normal."""

import itertools

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from scipy.optimize import linprog

from perron.targeting.intermittents import bounds, expected

shares = st.lists(st.floats(0.02, 0.98), min_size=2, max_size=4)


def by_programming(t, sign):
    """Best share voting sometimes, over every joint law of the votes with these turnouts."""
    patterns = list(itertools.product([0, 1], repeat=len(t)))
    gain = [sign * (0 < sum(p) < len(t)) for p in patterns]
    equal = [[p[e] for p in patterns] for e in range(len(t))] + [[1] * len(patterns)]
    found = linprog(gain, A_eq=equal, b_eq=[*t, 1.0], bounds=(0, 1), method="highs")
    return sign * found.fun


@settings(max_examples=60, deadline=None)
@given(shares)
def test_bounds_are_those_of_linear_programming(t):
    low, high = bounds(np.array(t)[:, None])
    assert np.isclose(low[0], by_programming(t, 1), atol=1e-7)
    assert np.isclose(high[0], by_programming(t, -1), atol=1e-7)


@settings(max_examples=40, deadline=None)
@given(shares, st.floats(0.0, 0.95))
def test_the_estimate_lies_within_the_bounds(t, r):
    column = np.array(t)[:, None]
    low, high = bounds(column)
    found = expected(column, r)
    assert low[0] - 2e-3 <= found[0] <= high[0] + 2e-3


def test_two_elections_against_scipys_bivariate_normal():
    t, r = np.array([0.5, 0.7]), 0.6
    both = stats.multivariate_normal([0, 0], [[1, r], [r, 1]]).cdf(stats.norm.ppf(t))
    assert np.isclose(expected(t[:, None], r)[0], t.sum() - 2 * both, atol=1e-4)


def test_independence_is_the_product():
    t = np.array([0.5, 0.7, 0.4])
    assert np.isclose(expected(t[:, None], 0.0)[0], 1 - t.prod() - (1 - t).prod())


def test_insee_2017_is_met_by_the_default_correlation():
    # Insee Première 1670: 35 % voted at all four rounds, 51 % at some, 14 % at none.
    # Turnouts of its population: 85 % voted at one presidential round at least, 73 % at both, hence 79 % on
    # average; 58 and 38 % at the législatives, hence 48 %.
    t = np.array([0.80, 0.78, 0.50, 0.46])[:, None]
    assert abs(expected(t, 0.78)[0] - 0.51) < 0.02


def test_one_election_says_nothing():
    t = np.array([[0.5], [np.nan]])
    assert np.isnan(expected(t, 0.5)[0])
    assert all(np.isnan(b[0]) for b in bounds(t))
