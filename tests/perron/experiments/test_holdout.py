"""The draw: one in five by strata of five, repeatable, fair."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from perron.errors import ParameterError
from perron.experiments import hold_out


def scores(n, seed=0):
    values = np.random.default_rng(seed).random(n)
    return pl.DataFrame({"bureau": [f"b{i:04}" for i in range(n)], "votes_per_hour": values})


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 120), st.floats(0, 1), st.integers(0, 10**6), st.integers(2, 8))
def test_the_share_is_kept_within_one_and_strata_are_of_similar_score(n, share, seed, size):
    table = scores(n)
    drawn = hold_out(table, share, seed, size)
    assert drawn.get_column("bureau").equals(table.get_column("bureau"))
    assert abs(drawn.get_column("held_out").sum() - share * n) <= 1
    joined = table.join(drawn, on="bureau").sort("votes_per_hour", descending=True)
    assert joined.get_column("stratum").is_sorted()
    sizes = joined.get_column("stratum").value_counts().get_column("count").to_list()
    assert all(size <= s < 2 * size for s in sizes) or n < 2 * size


def test_one_in_each_stratum_of_five():
    drawn = hold_out(scores(100), 0.2, 7)
    by = drawn.group_by("stratum").agg(pl.col("held_out").sum(), pl.len())
    assert by.get_column("held_out").to_list() == [1] * 20
    assert by.get_column("len").to_list() == [5] * 20


def test_the_seed_repeats_the_draw_and_another_changes_it():
    one, two, other = (hold_out(scores(200), 0.2, s) for s in (1, 1, 2))
    assert one.equals(two)
    assert not one.equals(other)


def test_every_bureau_has_the_same_chance():
    # chi-square against uniform over 12 places of 2,000 draws
    n, draws = 12, 2000
    hits = np.zeros(n)
    for seed in range(draws):
        hits += hold_out(scores(n), 0.25, seed).get_column("held_out").to_numpy()
    assert hits.sum() == n * 0.25 * draws
    assert stats.chisquare(hits).pvalue > 1e-3


def test_wrong_share():
    with pytest.raises(ParameterError):
        hold_out(scores(5), 1.5, 1)
