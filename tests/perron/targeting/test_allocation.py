"""Sharing out hours: optimal against brute force, within budget, floors kept, held-out bureaux left alone."""

import heapq
import itertools

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perron.errors import ParameterError
from perron.targeting import allocate
from perron.targeting.greedy import Yields, greedy, totals_by_budget


def table(gains, doors=None, territories=None):
    n = len(gains)
    registered = [round(1.4 * d) for d in doors] if doors else [1400] * n
    return pl.DataFrame(
        {
            "bureau": [f"75056_{i:04}" for i in range(n)],
            "territory": territories or [None] * n,
            "registered": registered,
            "votes_per_hour": gains,
            "votes_per_hour_low": [g / 2 for g in gains],
            "votes_per_hour_high": [g * 2 for g in gains],
        },
        schema_overrides={"territory": pl.String, "votes_per_hour": pl.Float64},
    )


small = st.tuples(
    st.lists(st.tuples(st.floats(0.01, 1.0), st.floats(0.4, 3.0), st.integers(0, 1)), min_size=1, max_size=4),
    st.integers(0, 6),
    st.floats(0.0, 1.0),
    st.lists(st.integers(0, 3), min_size=2, max_size=2),
)


@settings(max_examples=80, deadline=None)
@given(small)
def test_greedy_is_as_good_as_trying_everything(case):
    places, budget, later, floors = case
    gain = np.array([g for g, _, _ in places])
    sizes = np.array([s for _, s, _ in places])
    groups = np.array([k for _, _, k in places])
    limit = np.ceil(2 * sizes - 1e-9).astype(np.int64)
    room = np.array([limit[groups == g].sum() for g in (0, 1)])
    floors = np.minimum(np.array(floors), room)
    if floors.sum() > budget:
        floors = np.zeros(2, dtype=np.int64)
    yields = Yields(sizes, later, 2)
    found = greedy(gain, yields, limit, budget, groups=groups, floors=floors)

    def worth(given_):
        return sum(g * yields(i, 0, x) for i, (g, x) in enumerate(zip(gain, given_, strict=True)))

    best = max(
        worth(x)
        for x in itertools.product(*(range(m + 1) for m in limit))
        if sum(x) <= budget and all(sum(np.array(x)[groups == g]) >= floors[g] for g in (0, 1))
    )
    assert found.sum() <= budget
    assert np.all(found <= limit)
    assert all(found[groups == g].sum() >= floors[g] for g in (0, 1))
    assert np.isclose(worth(found), best)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.floats(0.0, 1.0), min_size=1, max_size=30), st.floats(0, 500), st.floats(0, 1))
def test_the_budget_is_never_exceeded_and_held_out_bureaux_get_nothing(gains, hours, share):
    scores = table(gains, territories=[f"T{i % 3}" for i in range(len(gains))])
    held = scores.select("bureau").with_columns(
        held_out=pl.Series([i % 5 == 0 for i in range(len(gains))]), stratum=pl.lit(0, pl.Int32)
    )
    found = allocate(scores, hours=hours, held_out=held, minimum_share=share)
    assert found.get_column("hours").sum() <= hours + 1e-9
    assert found.filter("held_out").get_column("outings").sum() == 0
    assert (found.get_column("votes_low") <= found.get_column("votes")).all()


def test_territories_get_their_minimum():
    scores = table([1.0] * 5 + [0.01] * 5, territories=["rich"] * 5 + ["poor"] * 5)
    without = allocate(scores, hours=80)
    assert without.tail(5).get_column("outings").sum() == 0
    half = allocate(scores, hours=80, minimum_share=0.5)
    assert half.tail(5).get_column("outings").sum() == 5  # 20 outings, half the electors, half of that


def test_later_passes_yield_less():
    scores = table([0.1, 0.09], doors=[100, 100])
    found = allocate(scores, hours=12, doors_per_outing=50)  # three outings: two do one pass of the best
    assert found.get_column("outings").to_list() == [2, 1]
    votes = found.get_column("votes").to_list()
    assert np.allclose(votes, [0.1 * 8, 0.09 * 4])


def test_the_known_doors_are_used():
    scores = table([0.1])
    doors = pl.DataFrame({"bureau": ["75056_0000"], "doors": [20]})
    found = allocate(scores, hours=400, doors_per_outing=50, doors=doors, passes=1)
    assert found.get_column("outings")[0] == 1
    assert found.get_column("doors")[0] == 20


@pytest.mark.parametrize(
    "wrong", [{"hours": -1}, {"crew": 0}, {"minimum_share": 2}, {"doors_per_outing": 0}, {"passes": 0}]
)
def test_wrong_parameters_are_named(wrong):
    with pytest.raises(ParameterError, match=next(iter(wrong))):
        allocate(table([0.1]), **{"hours": 10, **wrong})


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.floats(0.1, 20), st.integers(0, 30)), min_size=1, max_size=8), st.floats(0, 1))
def test_yields_of_all_are_those_of_each(cases, later):
    sizes, start = np.array([c[0] for c in cases]), np.array([c[1] for c in cases])
    yields = Yields(sizes, later, 3)
    assert yields.of_all(start, start + 1).tolist() == [
        yields(i, int(s), int(s) + 1) for i, s in enumerate(start)
    ]


def one_by_one(gain, yields, limit, budget, *, places, given):
    """Give outings one at a time from a heap: what `greedy` does by runs."""
    heap = [(-gain[i] * yields(i, given[i], given[i] + 1), i) for i in places if given[i] < limit[i]]
    heapq.heapify(heap)
    while heap and budget:
        _, i = heapq.heappop(heap)
        given[i] += 1
        budget -= 1
        if given[i] < limit[i]:
            heapq.heappush(heap, (-gain[i] * yields(i, given[i], given[i] + 1), i))
    return budget


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32), st.integers(1, 40), st.integers(0, 200), st.integers(0, 3))
def test_by_runs_is_one_by_one(seed, n, budget, floor):
    rng = np.random.default_rng(seed)
    gain = np.round(rng.random(n), 1)
    yields = Yields(rng.choice([0.4, 1.0, 2.5, 7.3], n), rng.choice([0.0, 0.5, 1.0]), 3)
    limit = np.ceil(3 * yields.sizes - 1e-9).astype(np.int64)
    groups = rng.integers(0, 3, n)
    floors = np.full(3, floor)
    expected = np.zeros(n, dtype=np.int64)
    left = budget
    for group in range(3):
        least = min(floor, left)
        left -= least - one_by_one(
            gain, yields, limit, least, places=np.flatnonzero(groups == group), given=expected
        )
    one_by_one(gain, yields, limit, left, places=range(n), given=expected)
    found = greedy(gain, yields, limit, budget, groups=groups, floors=floors)
    assert found.tolist() == expected.tolist()


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32), st.integers(1, 30), st.lists(st.integers(0, 150), min_size=1, max_size=5))
def test_totals_of_several_budgets_are_those_of_each(seed, n, budgets):
    rng = np.random.default_rng(seed)
    gain = np.round(rng.random(n), 1)
    yields = Yields(rng.choice([0.4, 1.0, 2.5, 7.3], n), 0.5, 3)
    limit = np.ceil(3 * yields.sizes - 1e-9).astype(np.int64)
    worth = np.array([gain, rng.random(n)])
    found = totals_by_budget(gain, yields, limit, budgets, worth=worth)
    nothing = np.zeros(n, dtype=np.int64)
    for budget, totals in zip(budgets, found, strict=True):
        alone = greedy(gain, yields, limit, budget, groups=nothing, floors=np.zeros(1, np.int64))
        assert np.allclose(totals, worth @ yields.of_all(nothing, alone))
