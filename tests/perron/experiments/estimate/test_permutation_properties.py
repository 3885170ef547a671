"""What randomisation inference promises whatever the data."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perron.experiments.estimate.distribution import Distribution
from perron.experiments.estimate.equivalence import equivalence_by_draws
from perron.experiments.estimate.heterogeneity import by_group
from perron.experiments.estimate.multiple import adjusted, westfall_young
from perron.experiments.estimate.permutation import permutation_distribution, permutation_test
from perron.experiments.estimate.sample import Sample


@st.composite
def samples(draw, most_blocks=3):
    """Small samples whose every assignment can be made."""
    count = draw(st.integers(1, most_blocks))
    arms, blocks, sizes = [], [], []
    for block in range(count):
        treated, control = draw(st.integers(1, 3)), draw(st.integers(1, 3))
        if count == 1:
            treated, control = treated + 1, control + 1
        arms += draw(st.permutations([1] * treated + [0] * control))
        blocks += [block] * (treated + control)
    if sum(arms) < 2 or len(arms) - sum(arms) < 2:
        arms, blocks = [*arms, 1, 0], [*blocks, count, count]
    sizes = draw(st.lists(st.integers(1, 3), min_size=len(arms), max_size=len(arms)))
    rows = np.repeat(np.arange(len(arms)), sizes)
    numbers = st.floats(-3, 3, allow_nan=False, width=32)
    y = np.array(draw(st.lists(numbers, min_size=len(rows), max_size=len(rows))))
    if np.ptp(y) < 1e-3:
        y[0] += 1.0
    w = np.array(draw(st.lists(st.integers(1, 40), min_size=len(rows), max_size=len(rows))))
    return Sample(y, np.array(arms)[rows], blocks=np.array(blocks)[rows], clusters=rows, weights=w)


@settings(max_examples=40)
@given(samples(), st.integers(0, 10**6))
def test_names_and_order_do_not_matter(sample, seed):
    rng = np.random.default_rng(seed)
    order = rng.permutation(sample.n)
    other = Sample(
        sample.outcome[order],
        sample.assigned[order],
        blocks=rng.permutation(sample.block_count)[sample.blocks[order]],
        clusters=rng.permutation(sample.cluster_count)[sample.clusters[order]],
        weights=sample.weights[order],
    )
    first, second = permutation_test(sample, level=0.8), permutation_test(other, level=0.8)
    assert first.estimate == pytest.approx(second.estimate, abs=1e-9)
    assert first.p == pytest.approx(second.p, abs=1e-12)
    assert (first.low, first.high) == pytest.approx((second.low, second.high), abs=1e-6)


@settings(max_examples=40)
@given(samples(), st.sampled_from(["difference", "studentised"]))
def test_changing_the_sign_mirrors_everything(sample, statistic):
    there = permutation_test(sample, level=0.7, statistic=statistic)
    back = permutation_test(sample.with_outcome(-sample.outcome), level=0.7, statistic=statistic)
    assert back.p == pytest.approx(there.p, abs=1e-12)
    assert back.estimate == pytest.approx(-there.estimate, abs=1e-12)
    assert (back.low, back.high) == pytest.approx((-there.high, -there.low), abs=1e-6)
    assert back.details["p_less"] == pytest.approx(there.details["p_greater"], abs=1e-12)


@settings(max_examples=40)
@given(samples(), st.floats(0.3, 0.95))
def test_the_interval_holds_the_estimate_and_agrees_with_p(sample, level):
    found = permutation_test(sample, level=level)
    assert found.low <= found.estimate + 1e-9
    assert found.estimate <= found.high + 1e-9
    assert (found.p > round(1.0 - level, 12)) == (found.low <= 0.0 <= found.high)


@settings(max_examples=40)
@given(samples(), st.floats(-5, 5), st.floats(0.01, 100))
def test_origin_and_unit_do_not_matter(sample, origin, unit):
    first = permutation_test(sample, level=0.8)
    second = permutation_test(sample.with_outcome(origin + unit * sample.outcome), level=0.8)
    assert second.p == pytest.approx(first.p, abs=1e-12)
    assert second.estimate == pytest.approx(unit * first.estimate, abs=1e-6 * unit)
    assert (second.low, second.high) == pytest.approx((unit * first.low, unit * first.high), abs=1e-5 * unit)


@settings(max_examples=25)
@given(samples(most_blocks=2), st.integers(0, 1000))
def test_draws_come_near_what_all_assignments_say(sample, seed):
    exact = permutation_distribution(sample)
    if len(exact.drawn) < 20:
        return
    drawn = permutation_distribution(sample, draws=len(exact.drawn) - 1, seed=seed)
    assert not drawn.exact
    assert drawn.p() == pytest.approx(exact.p(), abs=5 * np.sqrt(0.25 / len(drawn.drawn)) + 0.05)


@settings(max_examples=60)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=12))
def test_corrections_only_raise_and_keep_the_order(values):
    p = np.array(values)
    holm, bh, bonferroni = (adjusted(p, m) for m in ("holm", "benjamini_hochberg", "bonferroni"))
    assert np.all(p <= bh + 1e-15)
    assert np.all(bh <= holm + 1e-15)
    assert np.all(holm <= bonferroni + 1e-15)
    order = np.argsort(p, kind="stable")
    assert np.all(np.diff(holm[order]) >= 0)
    assert np.all(np.diff(bh[order]) >= 0)


def test_outcomes_that_are_one_cost_nothing():
    rng = np.random.default_rng(1)
    sample = Sample(rng.normal(size=40) + 0.8 * np.tile([0, 1], 20), np.tile([0, 1], 20))
    one = permutation_distribution(sample, draws=999)
    assert westfall_young([one, one, one]) == pytest.approx([one.p()] * 3, abs=1e-12)
    other = permutation_distribution(sample.with_outcome(rng.normal(size=40)), draws=999)
    both = westfall_young([one, other])
    assert both[0] >= one.p() - 0.01
    assert both[1] >= both[0]


def test_equivalence_by_draws_agrees_with_its_bounds():
    rng = np.random.default_rng(2)
    z = np.tile([0, 1], 50)
    found = permutation_distribution(Sample(rng.normal(size=100), z), draws=1999)
    told = equivalence_by_draws(found, 0.6)
    assert told.loss_excluded < found.estimate < told.gain_excluded
    assert equivalence_by_draws(found, told.excluded * 1.001).equivalent
    assert not equivalence_by_draws(found, told.excluded * 0.999).equivalent


def test_the_same_effect_everywhere_is_not_called_different():
    rng = np.random.default_rng(3)
    far = 0
    for trial in range(120):
        z, g = rng.permutation(np.tile([0, 1], 20)), np.repeat([0, 1], 20)
        found = by_group(Sample(rng.normal(size=40) + z, z, blocks=g), g, draws=99, seed=trial)
        far += found.p <= 0.05
        assert found.p_largest >= found.p
    assert far <= 14  # 5 % of 120, and 3.5 standard deviations


def test_a_different_effect_is_found():
    rng = np.random.default_rng(4)
    z, g = np.tile([0, 1], 100), np.repeat([0, 1], 100)
    found = by_group(Sample(rng.normal(size=200) + 1.5 * z * g, z), g, ("centre", "faubourgs"), draws=999)
    assert found.p_largest < 0.02
    assert found.contrasts[0].details == {"group": "faubourgs", "against": "centre"}
    assert found.contrasts[0].low > 0
    assert found.to_dict()["groups"][1]["details"]["group"] == "faubourgs"


@pytest.mark.parametrize("clusters", [20, 70])
@pytest.mark.parametrize("equal", [True, False])
def test_no_effect_is_rejected_as_often_as_said(clusters, equal):
    rng, trials, far = np.random.default_rng(clusters), 600, 0
    block = np.repeat(np.arange(clusters // 5), 5)
    for trial in range(trials):
        weights = np.full(clusters, 50.0) if equal else np.exp(rng.normal(4, 1, clusters))
        z = rng.permuted(np.tile([0, 1, 1, 1, 1], (clusters // 5, 1)), axis=1).ravel()
        y = rng.normal(size=clusters) / np.sqrt(weights) + 0.05 * rng.normal(size=clusters // 5)[block]
        law = permutation_distribution(
            Sample(y, z, blocks=block, weights=weights), draws=199, seed=trial, threads=1
        )
        far += law.p() <= 0.05
    assert 0.05 * trials == pytest.approx(far, abs=3 * np.sqrt(0.05 * 0.95 * trials))


def test_draws_without_comparison_are_counted_as_far():
    law = Distribution(np.array([1.0, 1.0]), np.array([[np.nan, np.nan], [0.1, 0.0]]), exact=False)
    assert law.p() == pytest.approx(2 / 3)
