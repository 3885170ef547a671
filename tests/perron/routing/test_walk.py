"""Walking order: a permutation, never worse than its start, the best on small sets."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perron.errors import ParameterError
from perron.routing.draws import new_state
from perron.routing.search import improve_tour, nearest_neighbour, tour_length
from perron.routing.walk import walk_order


def distances(points):
    p = np.asarray(points, dtype=float)
    return np.abs(p[:, None, 0] - p[None, :, 0]) + np.abs(p[:, None, 1] - p[None, :, 1])


def length(d, walk):
    return float(d[walk[:-1], walk[1:]].sum())


def sets(low, high):
    point = st.tuples(st.integers(0, 60), st.integers(0, 60))
    return st.lists(point, min_size=low, max_size=high).map(distances)


@given(sets(1, 40), st.integers(0, 2**40), st.data())
@settings(max_examples=60, deadline=None)
def test_a_walk_visits_every_place_once_from_its_start(d, seed, data):
    start = data.draw(st.none() | st.integers(0, len(d) - 1))
    walk = walk_order(d, start=start, seed=seed)
    assert sorted(walk) == list(range(len(d)))
    assert start is None or walk[0] == start


@given(sets(4, 40), st.integers(0, 1000))
@settings(max_examples=60, deadline=None)
def test_a_closed_tour_is_never_longer_than_the_one_it_began_with(d, seed):
    order = np.random.default_rng(seed).permutation(len(d)).astype(np.int32)
    before = tour_length(d, order)
    improve_tour(d, order, 3 * len(d), new_state(seed))
    assert sorted(order) == list(range(len(d)))
    assert tour_length(d, order) <= before + 1e-6


@given(sets(2, 7), st.data())
@settings(max_examples=40, deadline=None)
def test_small_sets_are_solved_exactly(d, data):
    start = data.draw(st.integers(0, len(d) - 1))
    others = [i for i in range(len(d)) if i != start]
    walks = [np.array([start, *rest]) for rest in itertools.permutations(others)]
    assert length(d, walk_order(d, start=start)) == pytest.approx(min(length(d, w) for w in walks))
    closed = walk_order(d, start=start, closed=True)
    assert closed[0] == start
    assert tour_length(d, closed) == pytest.approx(min(tour_length(d, w.astype(np.int32)) for w in walks))


def test_the_search_finds_the_best_tour_of_a_circle():
    turn = np.random.default_rng(3).permutation(40) * 2 * np.pi / 40
    p = 100 * np.column_stack([np.cos(turn), np.sin(turn)])
    d = np.hypot(*(p[:, None] - p[None]).T)
    side = 2 * 100 * np.sin(np.pi / 40)
    assert tour_length(d, walk_order(d, closed=True)) == pytest.approx(40 * side)
    assert length(d, walk_order(d, start=0)) == pytest.approx(39 * side)


def test_a_free_start_is_no_longer_than_any_given_start():
    d = distances(np.random.default_rng(5).integers(0, 200, (14, 2)))
    free = length(d, walk_order(d, effort=50))
    assert free <= min(length(d, walk_order(d, start=s, effort=50)) for s in range(14)) + 1e-9


def test_the_same_seed_gives_the_same_walk():
    d = distances(np.random.default_rng(6).integers(0, 500, (60, 2)))
    assert np.array_equal(walk_order(d, seed=4), walk_order(d, seed=4))


def test_the_search_beats_nearest_neighbour():
    d = distances(np.random.default_rng(8).integers(0, 500, (60, 2)))
    order = np.empty(60, np.int32)
    nearest_neighbour(d, order)
    assert tour_length(d, walk_order(d, closed=True)) < 0.95 * tour_length(d, order)


def test_places_all_at_one_point():
    assert sorted(walk_order(np.zeros((30, 30)), start=7)) == list(range(30))


def test_nothing_to_walk():
    assert len(walk_order(np.zeros((0, 0)))) == 0


@pytest.mark.parametrize(
    "bad",
    [np.ones((2, 3)), [[0, 1], [2, 0]], [[0, np.inf], [np.inf, 0]]],
    ids=["shape", "symmetry", "finite"],
)
def test_a_table_of_distances_is_checked(bad):
    with pytest.raises(ParameterError, match="square, symmetric"):
        walk_order(bad)


def test_a_start_that_is_no_place_is_refused():
    with pytest.raises(ParameterError, match="not one of the places"):
        walk_order(np.zeros((2, 2)), start=2)
