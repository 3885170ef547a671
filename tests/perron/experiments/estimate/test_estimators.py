"""Estimators by hand: small cases worked out, limits, wrong input, what the design calls for."""

from itertools import pairwise

import numpy as np
import pytest

from perron.errors import BadInputError, BadValueError, ParameterError
from perron.experiments.estimate import (
    Sample,
    anderson_rubin,
    blocked,
    called_for,
    cluster_robust,
    difference_in_means,
    estimate_all,
    fixed_effects,
    lin,
    precision_weighted,
    regression,
    two_stage,
)


def strata(b=8, size=5, controls=1, seed=0):
    """The design of 2012: strata of five, one control in each."""
    rng = np.random.default_rng(seed)
    blocks = np.repeat(np.arange(b), size)
    z = np.concatenate([rng.permutation(np.arange(size) >= controls) for _ in range(b)]).astype(int)
    y = 0.3 * z + rng.normal(size=b)[blocks] + rng.normal(size=b * size)
    return y, z, blocks


def test_welch_by_hand():
    found = difference_in_means(Sample([1, 2, 3, 5, 7, 9], [0, 0, 0, 1, 1, 1]))
    assert found.estimate == 5.0
    assert found.error == pytest.approx(np.sqrt(1 / 3 + 4 / 3))
    assert found.df == pytest.approx((5 / 3) ** 2 / ((1 / 3) ** 2 / 2 + (4 / 3) ** 2 / 2))
    assert found.low < found.estimate < found.high
    assert found.details["means"]["treated"] == 7.0


def test_strata_of_five_with_one_control_are_the_mean_of_their_differences():
    y, z, blocks = strata()
    effects = np.array(
        [y[(blocks == b) & (z == 1)].mean() - y[(blocks == b) & (z == 0)][0] for b in range(8)]
    )
    found = blocked(Sample(y, z, blocks=blocks))
    assert found.estimate == pytest.approx(effects.mean())
    assert found.error == pytest.approx(effects.std(ddof=1) / np.sqrt(8))
    assert found.df == 7
    assert fixed_effects(Sample(y, z, blocks=blocks)).estimate == pytest.approx(effects.mean())


def test_matched_pairs_are_the_paired_t_test():
    y, z, blocks = strata(b=12, size=2)
    effects = [y[(blocks == b) & (z == 1)][0] - y[(blocks == b) & (z == 0)][0] for b in range(12)]
    found = blocked(Sample(y, z, blocks=blocks))
    assert found.error == pytest.approx(np.std(effects, ddof=1) / np.sqrt(12))
    alone = fixed_effects(Sample(y, z, blocks=blocks))
    assert (found.estimate, found.error, found.df) == pytest.approx((alone.estimate, alone.error, alone.df))


def test_strata_with_one_arm_are_left_out_and_said():
    y, z, blocks = strata()
    z[blocks == 3] = 1
    found = blocked(Sample(y, z, blocks=blocks))
    assert found.details["blocks_left_out"] == 1
    assert found.details["rows_left_out"] == 5
    method, why = called_for(Sample(y, z, blocks=blocks))
    assert method == "blocked"
    assert any("left out" in words.en for words in why)


def test_large_and_small_strata_together():
    y, z, blocks = strata(b=6)
    more, treated, _ = strata(b=1, size=20, controls=10, seed=4)
    sample = Sample(np.r_[y, more], np.r_[z, treated], blocks=np.r_[blocks, np.full(20, 9)])
    found = blocked(sample)
    small, large = blocked(Sample(y, z, blocks=blocks)), difference_in_means(Sample(more, treated))
    assert found.estimate == pytest.approx(0.6 * small.estimate + 0.4 * large.estimate)
    assert found.error == pytest.approx(np.hypot(0.6 * small.error, 0.4 * large.error))
    assert found.details["blocks_with_one_unit_in_an_arm"] == 6


def test_two_small_strata_have_no_error_unless_they_hold_little():
    y, z, blocks = strata(b=2)
    with pytest.raises(BadInputError, match="too few blocks"):
        blocked(Sample(y, z, blocks=blocks))
    assert called_for(Sample(y, z, blocks=blocks))[0] == "fixed_effects"
    more, treated, groups = strata(b=6, size=20, controls=10)
    sample = Sample(np.r_[y, more], np.r_[z, treated], blocks=np.r_[blocks, 9 + groups])
    assert blocked(sample).details["blocks_left_out"] == 2


def test_precision_weights():
    y, z, blocks = strata(b=4, size=24, controls=11)
    parts = [difference_in_means(Sample(y[blocks == b], z[blocks == b])) for b in range(4)]
    weights = np.array([part.error**-2 for part in parts])
    found = precision_weighted(Sample(y, z, blocks=blocks))
    assert found.estimate == pytest.approx(np.average([part.estimate for part in parts], weights=weights))
    assert found.error == pytest.approx(weights.sum() ** -0.5)
    with pytest.raises(BadInputError, match="too few blocks"):
        precision_weighted(Sample(*strata()[:2], blocks=strata()[2]))


def test_lin_is_both_regressions_at_the_mean():
    rng = np.random.default_rng(6)
    z, x = np.arange(60) % 3 == 0, rng.normal(size=60)
    y = x + z * (1 + 0.5 * x) + rng.normal(size=60)
    at_mean = [np.polyval(np.polyfit(x[z == arm] - x.mean(), y[z == arm], 1), 0.0) for arm in (0, 1)]
    assert lin(Sample(y, z, covariates=x)).estimate == pytest.approx(at_mean[1] - at_mean[0])


def some_visited(seed=1, rate=0.6, n=200, effect=1.0, direct=0.0):
    rng = np.random.default_rng(seed)
    z = rng.permutation(n) % 2
    d = (z == 1) & (rng.random(n) < rate)
    return Sample(rng.normal(size=n) + effect * d + direct * z, z, d)


def test_the_visited():
    sample = some_visited()
    found = two_stage(sample)
    drawn = difference_in_means(sample)
    share = found.details["compliers"]
    assert found.estimate == pytest.approx(drawn.estimate / share)
    assert share == pytest.approx(found.details["received_treated"] - found.details["received_control"])
    assert found.details["effect_of_assignment"] == pytest.approx(drawn.estimate)
    assert found.details["first_stage_f"] > 104.7
    assert found.details["strong"] is True


@pytest.mark.parametrize(
    ("rate", "direct", "shape"), [(0.6, 0.0, "interval"), (0.02, 0.0, "all"), (0.02, 1.0, "outside")]
)
def test_anderson_rubin_keeps_what_the_data_do_not_contradict(rate, direct, shape):
    sample = some_visited(seed=8, rate=rate, direct=direct)
    found = anderson_rubin(sample)
    assert found.details["set"] == shape
    low, high = found.details.get("outside", (found.low, found.high))
    for b in (-80.0, -9.0, -1.0, 0.0, 0.6, 1.0, 2.0, 9.0, 35.0, 80.0, 300.0):
        rest = cluster_robust(sample.with_outcome(sample.outcome - b * sample.received))
        inside = low <= b <= high if shape == "interval" else b <= low or b >= high
        assert (rest.p >= 0.05) == (inside or shape == "all"), b
    said = found.to_dict()
    assert said["error"] is None
    if shape != "interval":
        assert (said["low"], said["high"]) == (None, None)
        assert "too few" in said["details"]["set_in_words"]["en"]


def test_anderson_rubin_agrees_with_two_stages_when_visits_are_many():
    rng = np.random.default_rng(2)
    z = np.arange(4000) % 2
    d = (z == 1) & (rng.random(4000) < 0.8)
    sample = Sample(rng.normal(size=4000) + 0.5 * d, z, d)
    exact, usual = anderson_rubin(sample), two_stage(sample)
    assert (exact.low, exact.high) == pytest.approx((usual.low, usual.high), abs=2e-3)


def test_visits_that_the_draw_did_not_change():
    z = np.arange(40) % 2
    d = np.arange(40) // 2 % 2
    sample = Sample(np.random.default_rng(1).normal(size=40), z, d)
    with pytest.raises(BadInputError, match="changed nothing"):
        two_stage(sample)
    assert anderson_rubin(sample).details["set"] in {"all", "outside"}
    found = estimate_all(sample)
    assert "changed nothing" in found.not_given["two_stage"].en


def test_what_the_design_called_for():
    y, z, blocks = strata(b=10, size=8, controls=4)
    assert called_for(Sample(y, z))[0] == "difference_in_means"
    assert called_for(Sample(y, z, blocks=blocks))[0] == "blocked"
    pairs = np.arange(80) // 2 * 2 + z  # clusters within arms
    method, why = called_for(Sample(y, z, clusters=np.unique(pairs, return_inverse=True)[1]))
    assert method == "cluster_robust"
    assert "drawn whole" in why[0].en
    few = blocks * 2 + z
    assert called_for(Sample(y, z, blocks=blocks, clusters=few))[0] == "fixed_effects"
    pairs = blocks * 8 + z * 4 + np.arange(80) % 2  # two clusters in each arm of a stratum, of unequal sizes
    found = estimate_all(Sample(y, z, blocks=blocks, clusters=pairs))
    assert found.called_for == "fixed_effects"
    assert "unequal" in found.not_given["blocked"].en
    method, why = called_for(Sample(y, z, clusters=blocks))
    assert "went through them" in why[0].en


def test_the_registered_estimator_comes_first():
    y, z, blocks = strata(b=10, size=8, controls=4)
    sample = Sample(y, z, blocks=blocks)
    assert estimate_all(sample).called_for == "blocked"
    found = estimate_all(sample, estimator="difference")
    assert found.main.method == "difference_in_means"
    assert "registered" in found.why[0].en
    with pytest.raises(BadInputError, match="does not apply"):
        estimate_all(sample, estimator="lin")


def test_everything_at_once():
    y, z, blocks = strata(b=10, size=8, controls=4)
    rng = np.random.default_rng(5)
    sample = Sample(y, z, z * (rng.random(80) < 0.5), blocks=blocks, covariates=rng.normal(size=(80, 2)))
    found = estimate_all(sample, permutations=200)
    methods = [e.method for e in found.estimates]
    assert methods[:3] == ["difference_in_means", "blocked", "fixed_effects"]
    assert {"lin", "regression", "two_stage", "anderson_rubin"} <= set(methods)
    assert found.to_dict()["estimates"][0]["label"]["fr"] == "Différence des moyennes"
    assert found.means["n_treated"] == 40
    assert list(found.not_given) == ["precision_weighted"]  # four rows an arm


def test_intervals_widen_with_their_level():
    sample = Sample(*strata()[:2])
    widths = [e.high - e.low for e in (difference_in_means(sample, level=x) for x in (0.5, 0.9, 0.95, 0.99))]
    assert all(a < b for a, b in pairwise(widths))
    with pytest.raises(ParameterError):
        difference_in_means(sample, level=95)


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({"assigned": [0, 0, 0, 1, 1]}, "length|estimated from"),
        ({"assigned": [0, 1, 2, 0, 1, 1]}, "0 .control. or 1"),
        ({"assigned": [0, 0, 0, 0, 0, 1]}, "too small"),
        ({"assigned": [0, 0, 0, 0, 0, 0]}, "too small"),
        ({"outcome": [1, 2, np.nan, 4, 5, 6]}, "row 3"),
        ({"outcome": [1, 2, np.inf, 4, 5, 6]}, "not finite"),
        ({"outcome": [4, 4, 4, 4, 4, 4]}, "same in every row"),
        ({"outcome": ["a", "b", "c", "d", "e", "f"]}, "numbers"),
        ({"weights": [1, 1, 0, 1, 1, 1]}, "above 0"),
        ({"weights": [1, 1, -2, 1, 1, 1]}, "above 0"),
        ({"received": [0, 1, 2, 0, 0, 1]}, "from 0 to 1"),
        ({"blocks": [0, 0, 1, 1, np.nan, 2]}, "missing"),
        ({"blocks": [0, 0, 1, 1, 1.5, 2]}, "integer"),
        ({"clusters": [0, 0, 0, 1, 2, 3]}, "control arm is too small"),
        ({"clusters": [0, 1, 2, 3, 3, 3]}, "treated arm is too small"),
        ({"covariates": np.ones((5, 2))}, "estimated from"),
        ({"covariates": np.ones((6, 2)), "names": ("a",)}, "2 names"),
        ({"covariates": [1, 2, 3, 4, 5, np.nan]}, "row 6"),
    ],
)
def test_wrong_samples_are_refused(parts, words):
    good = {"outcome": [1, 2, 3, 4, 5, 7], "assigned": [0, 0, 0, 1, 1, 1]}
    with pytest.raises(BadValueError, match=words):
        Sample(**(good | parts))


def test_collinear_covariates_are_named():
    y, z, blocks = strata(b=10, size=8, controls=4)
    x = np.random.default_rng(1).normal(size=80)
    twice = Sample(y, z, covariates=np.column_stack([x, 2 * x + 1]), names=("age", "double"))
    for estimator in (regression, lin, estimate_all):
        with pytest.raises(BadInputError) as error:
            estimator(twice)
        assert error.value.column in {"double", "assigned × double"}
    level = Sample(y, z, blocks=blocks, covariates=blocks.astype(float), names=("level",))
    with pytest.raises(BadInputError, match="level"):
        regression(level)


def test_strata_that_say_nothing():
    y, z, _ = strata()
    with pytest.raises(BadInputError, match="no block holds both arms"):
        blocked(Sample(y, z, blocks=z))
    with pytest.raises(BadInputError, match="assigned"):
        fixed_effects(Sample(y, z, blocks=z))
    with pytest.raises(BadInputError, match="no blocks"):
        blocked(Sample(y, z))
    with pytest.raises(BadInputError, match="not known"):
        two_stage(Sample(y, z))
    with pytest.raises(BadInputError, match="no covariate"):
        lin(Sample(y, z))
