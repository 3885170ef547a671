"""Whole numbers shared out: totals exact, nobody a unit off, nobody favoured."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perron.geo.sharing import share_out

WEIGHTS = st.lists(st.floats(0.001, 1), min_size=1, max_size=6)
COUNTS = st.lists(st.integers(0, 2000), min_size=1, max_size=40)


def _share(counts, weights):
    weights = np.array(weights) / np.sum(weights)
    shared = share_out(
        np.array(counts), np.array([0, len(counts)]), weights, np.array([0]), np.array([len(weights)])
    )
    return shared.reshape(len(counts), len(weights)), weights


@given(COUNTS, WEIGHTS)
@settings(max_examples=300, deadline=None)
def test_totals_are_exact_and_cells_within_one_unit(counts, weights):
    shared, weights = _share(counts, weights)
    assert shared.sum(axis=1).tolist() == counts
    assert (shared >= 0).all()
    assert (np.abs(shared - np.outer(counts, weights)) < 1 + 1e-6).all()


@given(COUNTS, WEIGHTS)
@settings(max_examples=300, deadline=None)
def test_sums_over_counts_stay_close_to_their_share(counts, weights):
    shared, weights = _share(counts, weights)
    assert (np.abs(shared.sum(axis=0) - sum(counts) * weights) < 2).all()


def test_one_count_is_the_method_of_largest_remainders():
    assert _share([10], [1, 1, 1.2])[0].tolist() == [[3, 3, 4]]
    assert _share([7], [0.5, 0.3, 0.2])[0].tolist() == [[4, 2, 1]]


def test_many_small_counts_favour_nobody():
    shared, _ = _share([1] * 20, [0.7, 0.3])
    assert shared.sum(axis=0).tolist() == [14, 6]  # each rounded for itself: 20 and 0


def test_ties_go_to_the_first():
    assert _share([1], [0.5, 0.5])[0].tolist() == [[1, 0]]


def test_groups_are_shared_each_by_its_own_weights():
    shared = share_out(
        np.array([4, 10, 3]),
        np.array([0, 2, 3]),
        np.array([0.5, 0.5, 1.0]),
        np.array([0, 2]),
        np.array([2, 1]),
    )
    assert shared.tolist() == [2, 2, 5, 5, 3]


def test_nothing_to_share():
    empty = np.array([], dtype=np.int64)
    assert share_out(empty, np.array([0]), np.array([1.0]), empty, empty).tolist() == []


def test_weights_short_of_one_lose_nobody():
    shared = share_out(np.array([3]), np.array([0, 1]), np.array([0.3, 0.3]), np.array([0]), np.array([2]))
    assert shared.sum() == pytest.approx(3)
