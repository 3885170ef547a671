"""Randomisation inference and its companions: the values of independent programs, to six digits."""

import json
import tomllib
from pathlib import Path

import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.weightstats import ttost_ind

from perron.experiments.estimate.bayes import update
from perron.experiments.estimate.difference import difference_in_means
from perron.experiments.estimate.equivalence import equivalence
from perron.experiments.estimate.estimate import t_estimate
from perron.experiments.estimate.exposure import exposures
from perron.experiments.estimate.heterogeneity import by_group
from perron.experiments.estimate.multiple import adjusted, westfall_young
from perron.experiments.estimate.permutation import permutation_distribution, permutation_test
from perron.experiments.estimate.sample import Sample
from perron.experiments.estimate.spillover import CONTRASTS, hajek
from perron.words import Words

FOLDER = Path(__file__).parents[2] / "reference" / "permutation"
R = json.loads((FOLDER / "reference.json").read_text())


def complete(outcome=0):
    return Sample(np.array(R["complete"]["y"])[:, outcome], R["complete"]["z"])


@pytest.mark.parametrize("outcome", [0, 1, 2])
def test_complete_draws_enumerated(outcome):
    found = permutation_test(complete(outcome))
    assert found.details["exact"]
    assert found.estimate == pytest.approx(R["complete"]["estimate"][outcome], abs=1e-9)
    assert found.p == pytest.approx(R["complete"]["p"][outcome], abs=1e-9)


def test_interval_by_inversion():
    found = permutation_test(complete(), level=0.9)
    assert (found.low, found.high) == pytest.approx(R["complete"]["interval90"], abs=1e-6)


def test_studentised():
    found = permutation_test(complete(), statistic="studentised")
    assert found.p == pytest.approx(R["complete"]["p_studentised"], abs=1e-9)


def test_westfall_young_step_down():
    found = westfall_young([permutation_distribution(complete(k)) for k in range(3)])
    assert found == pytest.approx(R["complete"]["westfall_young"], abs=1e-9)


def test_clusters_of_unequal_size_within_blocks():
    r = R["blocks"]
    found = permutation_test(
        Sample(r["y"], r["z"], weights=r["w"], clusters=r["cluster"], blocks=r["block"]), draws=240
    )
    assert found.details["draws"] == r["draws"]
    assert found.estimate == pytest.approx(r["estimate"], abs=1e-9)
    assert found.p == pytest.approx(r["p"], abs=1e-9)


@pytest.mark.parametrize(
    ("method", "theirs"),
    [("holm", "holm"), ("benjamini_hochberg", "fdr_bh"), ("bonferroni", "bonferroni")],
)
def test_corrections(method, theirs):
    p = R["corrections"]["p"]
    assert adjusted(p, method) == pytest.approx(R["corrections"][method], abs=1e-9)
    drawn = np.random.default_rng(3).random(25) ** 3
    assert adjusted(drawn, method) == pytest.approx(multipletests(drawn, method=theirs)[1], abs=1e-9)


def test_equivalence():
    r = R["equivalence"]
    words = Words("", "")
    made = t_estimate("x", words, r["estimate"], r["error"], r["df"], level=0.95, n=9, clusters=9)
    found = equivalence(made, r["bound"])
    assert found.p == pytest.approx(r["p"], abs=1e-9)
    assert found.excluded == pytest.approx(r["excluded"], abs=1e-9)
    assert equivalence(made, found.excluded).p == pytest.approx(0.05, abs=1e-9)


def test_equivalence_as_statsmodels():
    rng = np.random.default_rng(5)
    y, z = rng.normal(0.05, 1.0, 80), np.tile([1, 0], 40)
    theirs = ttost_ind(y[z == 1], y[z == 0], -0.5, 0.5, usevar="unequal")[0]
    assert equivalence(difference_in_means(Sample(y, z)), 0.5).p == pytest.approx(theirs, abs=1e-6)


def test_groups_as_club_sandwich():
    r = R["groups"]
    found = by_group(Sample(r["y"], r["z"], blocks=r["b"], clusters=r["c"]), r["g"], ("a", "b"), draws=99)
    (contrast,) = found.contrasts
    assert contrast.estimate == pytest.approx(r["contrast"], abs=1e-9)
    assert contrast.error == pytest.approx(r["contrast_error"], abs=1e-6)
    assert contrast.df == pytest.approx(r["contrast_df"], abs=1e-6)
    assert [g.estimate for g in found.groups] == pytest.approx(r["effects"], abs=1e-9)
    assert [g.error for g in found.groups] == pytest.approx(r["errors"], abs=1e-6)
    assert [g.df for g in found.groups] == pytest.approx(r["df"], abs=1e-6)


def ring(n):
    return np.array([(i, (i + step) % n) for i in range(n) for step in (1, -1)])


def test_exposure_as_aronow_and_samii_by_double_loops():
    r = R["exposure"]
    sample = Sample(r["y"], r["z"])
    known = exposures(sample, ring(12), threshold=0.5)
    assert known.exact
    np.testing.assert_allclose(known.probability, r["probability"], atol=1e-9)
    names = ("on_control", "on_treated", "direct_low", "direct_high")
    for name, theirs in zip(CONTRASTS, names, strict=True):
        found = hajek(sample, known, name)
        assert (found.estimate, found.error) == pytest.approx(r[theirs], abs=1e-6)


def test_posterior_as_numbers_on_a_grid():
    found = update(0.02, 0.02, 0.005, 0.01)
    assert (found.mean, found.sd) == pytest.approx((R["bayes"]["mean"], R["bayes"]["sd"]), abs=1e-6)


def test_pairs_as_scipy_of_samples():
    rng = np.random.default_rng(8)
    y, pairs = rng.normal(size=16), np.repeat(np.arange(8), 2)
    theirs = stats.permutation_test(
        (y[::2], y[1::2]),
        lambda a, b, axis: np.abs(np.mean(a - b, axis=axis)),
        permutation_type="samples",
        vectorized=True,
        alternative="greater",
    )
    found = permutation_test(Sample(y, np.tile([1, 0], 8), blocks=pairs))
    assert found.p == pytest.approx(theirs.pvalue, abs=1e-9)


def test_the_text_of_new_priors_is_toml():
    from perron.experiments.estimate.bayes import priors_toml

    text = priors_toml(
        {"mobilisation_effect": update(0.02, 0.02, -0.05, 0.01)},
        source='essai "1"\\nord\n2027',
        bounds={"mobilisation_effect": (-0.02, 0.15)},
    )
    table = tomllib.loads(text)["mobilisation_effect"]
    assert table["low"] <= table["mean"] <= table["high"]
    assert table["mean"] == pytest.approx(-0.036)
