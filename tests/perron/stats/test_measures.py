"""Scales, intervals, neighbours and accuracy against scipy and closed forms."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from scipy.optimize import brentq
from scipy.special import expit

from perron.stats.accuracy import coverage, mean_absolute_error, rank_correlation, top_capture
from perron.stats.intervals import interval, top_probability
from perron.stats.neighbours import likeness, neighbour_matrix
from perron.stats.scales import HALFWAY, ODDS, log_odds, share, shift_to_total


def test_log_odds_are_finite_and_unknown_where_they_must_be():
    odds = log_odds(np.array([0.0, 10, 5, np.nan, 0]), np.array([10.0, 10, 10, 10, 0]))
    assert np.isfinite(odds[:3]).all()
    assert odds[2] == 0
    assert np.isnan(odds[3:]).all()
    assert np.isclose(share(odds)[0], 0.5 / 11)


@settings(max_examples=50, deadline=None)
@given(st.floats(0.01, 0.99), st.integers(0, 100))
def test_shift_is_brents(total, seed):
    rng = np.random.default_rng(seed)
    odds, w = rng.standard_normal(30), rng.uniform(1, 100, 30)
    root = brentq(lambda d: w @ expit(odds + d) / w.sum() - total, -30, 30, xtol=1e-12)
    assert np.isclose(shift_to_total(odds, w, total), root, atol=1e-9)


@settings(max_examples=50, deadline=None)
@given(st.floats(1e-6, 1 - 1e-6))
def test_scales_go_there_and_back(p):
    one = np.array([p])
    for scale in (ODDS, HALFWAY):
        assert np.isclose(scale.share(scale.of(one))[0], p, rtol=1e-9)
        assert scale.odds_per_unit(one)[0] >= 1.0


def test_halfway_stands_between_a_ratio_and_log_odds():
    p, weights = np.array([0.1, 0.3, 0.5]), np.ones(3)
    moved = {
        scale: scale.share(scale.of(p) + shift_to_total(scale.of(p), weights, 0.15, scale=scale))
        for scale in (ODDS, HALFWAY)
    }
    assert np.allclose([m.mean() for m in moved.values()], 0.15)
    top = [m[2] for m in moved.values()]
    assert 0.25 < top[1] < top[0]  # a ratio would halve it
    step = 1e-6
    slope = np.diff(ODDS.of(HALFWAY.share(HALFWAY.of(p)[:, None] + np.array([0, step])))) / step
    assert np.allclose(slope[:, 0], HALFWAY.odds_per_unit(p), rtol=1e-4)


def test_interval_holds_nine_draws_in_ten():
    draws = np.random.default_rng(0).standard_normal((2001, 3))
    low, high = interval(draws)
    assert np.allclose(low, np.quantile(draws, 0.05, axis=0))
    assert np.allclose(high, np.quantile(draws, 0.95, axis=0))


def test_top_probability_is_a_count():
    draws = np.array([[3.0, 2, 1], [1, 2, 3], [3, 1, 2]])
    assert np.allclose(top_probability(draws, 1), [2 / 3, 0, 1 / 3])
    assert np.isclose(top_probability(draws, 2).sum(), 2)
    assert np.all(top_probability(draws, 5) == 1)


def test_likeness_is_one_on_a_gradient_in_two_blocks_and_minus_one_on_a_chessboard():
    pairs = np.array([(0, 1), (1, 0), (2, 3), (3, 2)])
    matrix = neighbour_matrix(pairs, 4)
    assert np.isclose(likeness(np.array([1.0, 1, -1, -1]), matrix), 1)
    assert np.isclose(likeness(np.array([1.0, -1, 1, -1]), matrix), -1)
    assert likeness(np.zeros(4), matrix) == 0
    assert neighbour_matrix(np.zeros((0, 2), np.int64), 3).sum() == 0


def test_accuracy_against_scipy():
    rng = np.random.default_rng(5)
    y, f = rng.random(200), rng.random(200)
    f[:50] = 0.5  # ties
    assert np.isclose(rank_correlation(f, y), stats.spearmanr(f, y).statistic)
    assert np.isclose(mean_absolute_error(f, y), np.mean(np.abs(f - y)))
    assert top_capture(y, y) == 1
    assert top_capture(-y, y) == 0
    assert coverage(np.zeros(4), np.ones(4), np.array([0, 0.5, 1, 2])) == 0.75
    assert np.isnan(rank_correlation(np.ones(3), y[:3]))
