"""Randomisation inference: equal to a plain loop, to other programs, and to what it promises."""

from itertools import combinations

import numpy as np
import pytest
from scipy import stats

from perron.errors import BadValueError, ParameterError
from perron.experiments.estimate.draws import dealt_arms
from perron.experiments.estimate.layout import lay_out
from perron.experiments.estimate.permutation import permutation_distribution, permutation_test
from perron.experiments.estimate.sample import Sample


@pytest.fixture
def rng():
    return np.random.default_rng(2012)


def invented(rng, *, blocks=12, size=5, treated=4, rows=1, effect=0.3, weighted=True):
    clusters = np.repeat(np.arange(blocks * size), rows)
    arms = np.concatenate([rng.permutation([1] * treated + [0] * (size - treated)) for _ in range(blocks)])
    block = np.repeat(np.arange(blocks), size)
    outcome = (
        rng.normal(size=blocks * size)[clusters] + rng.normal(size=len(clusters)) + effect * arms[clusters]
    )
    return Sample(
        outcome + 0.2 * block[clusters],
        arms[clusters],
        blocks=block[clusters],
        clusters=clusters if rows > 1 else None,
        weights=rng.integers(20, 200, len(clusters)) if weighted else None,
    )


def plain_statistic(y, z, blocks, weights, precision):
    """Difference of weighted means within blocks, written as one would by hand."""
    total, sum_of_weights = 0.0, 0.0
    for block in np.unique(blocks):
        t, c = (blocks == block) & (z == 1), (blocks == block) & (z == 0)
        mt, mc = weights[t].sum(), weights[c].sum()
        if mt and mc:
            w = mt * mc / (mt + mc) if precision else mt + mc
            total += w * (np.average(y[t], weights=weights[t]) - np.average(y[c], weights=weights[c]))
            sum_of_weights += w
    return total / sum_of_weights


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("weighting", ["size", "precision"])
@pytest.mark.parametrize("treated", [1, 2, 4])
def test_the_kernel_says_what_a_plain_loop_says_of_the_same_draws(rng, rows, weighting, treated):
    sample = invented(rng, rows=rows, treated=treated)
    found = permutation_distribution(sample, draws=150, seed=4, weighting=weighting)
    layout = lay_out(sample)
    arms = np.vstack(list(dealt_arms(layout, draws=150, seed=4)))[:, layout.place]
    plain = [
        plain_statistic(sample.outcome, z, sample.blocks, sample.weights, weighting == "precision")
        for z in arms
    ]
    np.testing.assert_allclose(found.drawn[:, 0], plain, rtol=1e-10, atol=1e-12)
    observed = plain_statistic(
        sample.outcome, sample.assigned, sample.blocks, sample.weights, weighting == "precision"
    )
    assert found.estimate == pytest.approx(observed, abs=1e-12)


@pytest.mark.parametrize("weighting", ["size", "precision"])
@pytest.mark.parametrize("treated", [1, 2, 4])
def test_one_pass_says_what_two_passes_say(rng, weighting, treated):
    sample = invented(rng, rows=2, treated=treated)
    layout = lay_out(sample)
    quick = permutation_distribution(
        sample, draws=150, seed=4, weighting=weighting, statistic="studentised"
    ).drawn
    arms = np.vstack(list(dealt_arms(layout, draws=150, seed=4)))[:, layout.place]
    slow = permutation_distribution(
        sample, draws=150, weighting=weighting, statistic="studentised", redraw=lambda *_: arms
    ).drawn
    np.testing.assert_allclose(quick, slow, rtol=1e-9, atol=1e-14)


def test_draws_keep_to_each_block_and_to_each_cluster(rng):
    sample = invented(rng, rows=2, treated=2)
    layout = lay_out(sample)
    for arms in dealt_arms(layout, draws=100, seed=1):
        for first, size, _, _ in layout.blocks:
            assert np.all(arms[:, first : first + size].sum(axis=1) == 2)


def test_every_set_is_as_likely(rng):
    sample = invented(rng, blocks=1, size=6, treated=3)
    arms = np.vstack(list(dealt_arms(lay_out(sample), draws=20_000, seed=2)))
    counts = np.unique(arms @ (1 << np.arange(6)), return_counts=True)[1]
    assert len(counts) == 20
    assert stats.chisquare(counts).pvalue > 0.001


def test_the_same_seed_gives_the_same_figures_on_any_threads(rng):
    sample = invented(rng)
    one, four = (permutation_distribution(sample, draws=1000, seed=9, threads=t).drawn for t in (1, 4))
    np.testing.assert_array_equal(one, four)
    longer = permutation_distribution(sample, draws=1500, seed=9).drawn
    np.testing.assert_array_equal(longer[:1000], one)
    assert not np.array_equal(permutation_distribution(sample, draws=1000, seed=10).drawn, one)


def test_exact_as_scipy_and_as_by_hand(rng):
    y, z = rng.normal(size=10), np.array([1, 0] * 5)
    found = permutation_test(Sample(y, z))
    scipy = stats.permutation_test(
        (y[z == 1], y[z == 0]),
        lambda a, b, axis: np.abs(a.mean(axis) - b.mean(axis)),
        vectorized=True,
        n_resamples=np.inf,
        alternative="greater",
    )
    assert found.details["exact"]
    assert found.p == pytest.approx(scipy.pvalue, abs=1e-12)
    by_hand = [
        abs(y[list(c)].mean() - np.delete(y, list(c)).mean()) >= abs(found.estimate) - 1e-12
        for c in combinations(range(10), 5)
    ]
    assert found.p == pytest.approx(np.mean(by_hand), abs=1e-12)


def test_pairs_are_enumerated_by_flipping_signs(rng):
    gaps = rng.normal(0.4, 1.0, 9)
    pairs = np.repeat(np.arange(9), 2)
    outcome = np.column_stack([gaps, np.zeros(9)]).ravel()
    found = permutation_test(Sample(outcome, np.tile([1, 0], 9), blocks=pairs))
    signs = np.array(np.meshgrid(*[[-1, 1]] * 9)).reshape(9, -1)
    assert found.details["draws"] == 512
    assert found.p == pytest.approx(np.mean(np.abs(gaps @ signs) >= abs(gaps.sum()) - 1e-12), abs=1e-12)


@pytest.mark.parametrize("statistic", ["difference", "studentised"])
@pytest.mark.parametrize("size", [5, 24])
def test_the_interval_holds_what_the_test_does_not_reject(rng, statistic, size):
    sample = invented(rng, blocks=60 // size, size=size, treated=size // 2)
    found = permutation_distribution(sample, draws=999, seed=3, statistic=statistic)
    low, high = found.interval(0.9)
    assert low < found.estimate < high
    for inside in np.linspace(low, high, 7)[1:-1]:
        assert found.p(inside) > 0.1
    step = 1e-6 * (high - low)
    assert found.p(low - step) <= 0.1
    assert found.p(high + step) <= 0.1
    shifted = permutation_distribution(
        sample.with_outcome(sample.outcome - 0.7 * sample.assigned), draws=999, seed=3, statistic=statistic
    )
    assert shifted.p() == pytest.approx(found.p(0.7), abs=1e-12)
    assert shifted.interval(0.9) == pytest.approx((low - 0.7, high - 0.7), abs=1e-9)


def test_covariates_are_taken_away_first(rng):
    sample = invented(rng, effect=0.0)
    x = rng.normal(size=(sample.n, 2))
    moved = Sample(
        sample.outcome + x @ [3.0, -2.0],
        sample.assigned,
        blocks=sample.blocks,
        weights=sample.weights,
        covariates=x,
    )
    found, blind = (
        permutation_test(moved, seed=1),
        permutation_test(moved.with_outcome(moved.outcome), seed=1),
    )
    assert found == blind
    plain = permutation_test(
        Sample(moved.outcome, moved.assigned, blocks=moved.blocks, weights=moved.weights), seed=1
    )
    assert found.high - found.low < 0.7 * (plain.high - plain.low)
    assert found.low < found.estimate < found.high


def test_draws_of_the_design_itself(rng):
    sample = invented(rng, blocks=1, size=30, treated=15)

    def redraw(seed, draws):
        own = np.random.default_rng(seed)
        return own.permuted(np.tile(sample.assigned, (draws, 1)), axis=1)

    own = permutation_test(sample, redraw=redraw, draws=4000)
    ours = permutation_test(sample, draws=4000)
    assert own.estimate == pytest.approx(ours.estimate, abs=1e-12)
    assert own.p == pytest.approx(ours.p, abs=0.03)
    with pytest.raises(BadValueError, match="do not match"):
        permutation_test(sample, redraw=lambda seed, draws: np.zeros((draws, 3), np.int8))


def test_too_few_draws_exclude_nothing(rng):
    found = permutation_test(invented(rng), draws=10)
    assert (found.low, found.high) == (-np.inf, np.inf)
    assert found.p >= 1 / 11


def test_a_block_with_one_arm_says_nothing(rng):
    y, z, b = rng.normal(size=12), np.tile([1, 0], 6), np.repeat([0, 1, 2], 4)
    z[8:] = 1
    kept = permutation_test(Sample(y, z, blocks=b))
    assert kept.p == permutation_test(Sample(y[:8], z[:8], blocks=b[:8])).p


def test_what_cannot_be_drawn_again_is_refused(rng):
    y, z = rng.normal(size=8), np.repeat([1, 0], 4)
    with pytest.raises(BadValueError, match="cannot be drawn again"):
        permutation_test(Sample(y, z, blocks=z))
    with pytest.raises(BadValueError, match="every cluster in one block"):
        permutation_test(Sample(y, z, clusters=np.repeat(np.arange(4), 2), blocks=np.tile([0, 1], 4)))
    with pytest.raises(ParameterError):
        permutation_test(Sample(y, z), draws=0)
