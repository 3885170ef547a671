"""Every estimator against R's estimatr, sandwich and clubSandwich, statsmodels, linearmodels and pyfixest."""

import json
from functools import cache
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from perron.experiments.estimate import (
    Sample,
    anderson_rubin,
    blocked,
    cluster_robust,
    difference_in_means,
    fixed_effects,
    joint_regression,
    lin,
    regression,
    two_stage,
)

FOLDER = Path(__file__).parents[2] / "reference" / "estimators"
R = json.loads((FOLDER / "reference.json").read_text())
PYTHON = json.loads((FOLDER / "reference_python.json").read_text())
ENDS = json.loads((FOLDER / "anderson_rubin.json").read_text())
FILES = ("nested", "crossing", "pairs")
WEIGHTS = ("plain", "weighted")
KINDS = ("CR0", "CR1", "CR1S", "CR2")
SIX_DIGITS = 1e-7


@cache
def table(file):
    return pl.read_csv(FOLDER / f"{file}.csv")


def sample(file, weights="plain", *, clusters=True, blocks=False, covariates=False):
    t = table(file)
    return Sample(
        t["y"],
        t["z"],
        t["d"],
        blocks=t["block"] if blocks else None,
        clusters=t["cluster"] if clusters else None,
        weights=t["w"] if weights == "weighted" else None,
        covariates=t.select("x1", "x2").to_numpy() if covariates else None,
    )


def assert_same(found, expected, *, df=True):
    estimate, error, *rest = expected
    assert found.estimate == pytest.approx(estimate, rel=SIX_DIGITS)
    assert found.error == pytest.approx(error, rel=SIX_DIGITS)
    if df and rest and rest[0] is not None:
        assert found.df == pytest.approx(rest[0], rel=SIX_DIGITS)


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("weights", WEIGHTS)
@pytest.mark.parametrize("kind", KINDS)
def test_cluster_errors_and_their_degrees_of_freedom(file, weights, kind):
    def expected(model):
        return R[f"{file}/{weights}/{model}/{kind}"]

    blocks, both = {"blocks": True}, {"blocks": True, "covariates": True}
    assert_same(cluster_robust(sample(file, weights), kind=kind), expected("mean"))
    assert_same(fixed_effects(sample(file, weights, **blocks), kind=kind), expected("blocks"))
    assert_same(regression(sample(file, weights, covariates=True), kind=kind), expected("covariates"))
    assert_same(regression(sample(file, weights, **both), kind=kind), expected("both"))
    assert_same(lin(sample(file, weights, covariates=True), kind=kind), expected("lin"))
    assert_same(lin(sample(file, weights, **both), kind=kind), expected("linblocks"))


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("weights", WEIGHTS)
def test_errors_without_clusters(file, weights):
    estimators = {
        "mean": (cluster_robust, {}),
        "covariates": (regression, {"covariates": True}),
        "blocks": (fixed_effects, {"blocks": True}),
        "both": (regression, {"blocks": True, "covariates": True}),
        "lin": (lin, {"covariates": True}),
        "linblocks": (lin, {"blocks": True, "covariates": True}),
    }
    for model, (estimator, parts) in estimators.items():
        found = estimator(sample(file, weights, clusters=False, **parts))
        assert_same(found, R[f"{file}/{weights}/{model}/HC2"])
        if weights == "plain":
            assert_same(found, R[f"{file}/{weights}/{model}/HC2df"])


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("weights", WEIGHTS)
def test_estimatr(file, weights):
    def expected(name):
        return R[f"{file}/{weights}/{name}"]

    # estimatr takes n - k degrees of freedom without clusters: ours are Bell and McCaffrey's
    assert_same(lin(sample(file, weights, covariates=True)), expected("lin/estimatr/CR2"))
    alone = sample(file, weights, covariates=True, clusters=False)
    assert_same(lin(alone), expected("lin/estimatr/HC2"), df=False)
    assert_same(two_stage(sample(file, weights)), expected("iv/estimatr/CR2"))
    assert_same(two_stage(sample(file, weights, clusters=False)), expected("iv/estimatr/HC2"), df=False)
    found = difference_in_means(sample(file, weights, clusters=False))
    assert_same(found, expected("difference/estimatr"), df=weights == "plain")
    assert_same(difference_in_means(sample(file, weights)), R[f"{file}/{weights}/mean/CR2"])
    if weights == "plain":
        assert_same(fixed_effects(sample(file, blocks=True)), expected("blocks/estimatr/CR2"))


@pytest.mark.parametrize("weights", WEIGHTS)
def test_blocked_as_estimatr(weights):
    # estimatr takes units - 2 blocks degrees of freedom: too many when controls are few
    found = blocked(sample("nested", weights, blocks=True, clusters=False))
    assert_same(found, R[f"nested/{weights}/blocked/estimatr"], df=False)
    assert found.df < R[f"nested/{weights}/blocked/estimatr"][2]
    found = blocked(sample("nested", weights, blocks=True))
    assert_same(found, R[f"nested/{weights}/blocked/clusters/estimatr"], df=False)


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("weights", WEIGHTS)
def test_two_stage_least_squares(file, weights):
    for model, parts in (("mean", {}), ("covariates", {"covariates": True}), ("blocks", {"blocks": True})):
        assert_same(two_stage(sample(file, weights, **parts)), R[f"{file}/{weights}/iv/{model}/CR2"])
        if weights == "plain":
            found = two_stage(sample(file, weights, clusters=False, **parts))
            assert_same(found, R[f"{file}/{weights}/iv/{model}/HC2df"])


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("weights", WEIGHTS)
def test_statsmodels(file, weights):
    for model, estimator, parts in (
        ("mean", cluster_robust, {}),
        ("covariates", regression, {"covariates": True}),
        ("both", regression, {"blocks": True, "covariates": True}),
    ):
        expected = PYTHON[f"{file}/statsmodels/{model}/{weights}/CR1S"]
        assert_same(estimator(sample(file, weights, **parts), kind="CR1S"), expected)
        expected = PYTHON[f"{file}/statsmodels/{model}/{weights}/HC2"]
        assert_same(estimator(sample(file, weights, clusters=False, **parts)), expected)


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("weights", WEIGHTS)
def test_linearmodels_and_pyfixest(file, weights):
    for model, parts in (("mean", {}), ("covariates", {"covariates": True})):
        expected = PYTHON[f"{file}/linearmodels/iv/{model}/{weights}/CR0"]
        assert_same(two_stage(sample(file, weights, **parts), kind="CR0"), expected)
    for model, estimator, parts in (
        ("mean", cluster_robust, {}),
        ("blocks", fixed_effects, {"blocks": True}),
        ("iv", two_stage, {}),
        ("ivblocks", two_stage, {"blocks": True}),
    ):
        expected = PYTHON[f"{file}/pyfixest/{model}/{weights}/CR0"]
        assert_same(estimator(sample(file, weights, **parts), kind="CR0"), expected)


@pytest.mark.parametrize("file", FILES)
def test_anderson_rubin_ends_by_trying_effects_one_by_one(file):
    for model, parts in (("mean", {}), ("covariates", {"covariates": True}), ("blocks", {"blocks": True})):
        for unit in ("cluster", "row"):
            found = anderson_rubin(sample(file, clusters=unit == "cluster", **parts))
            assert found.details["set"] == "interval"
            assert (found.low, found.high) == pytest.approx(ENDS[f"{file}/{model}/{unit}"], rel=1e-6)


def test_two_arms_jointly_are_the_regression():
    whole = sample("nested", blocks=True, covariates=True)
    arms = whole.assigned.astype(np.int64)
    parts = {"blocks": whole.blocks, "clusters": whole.clusters, "covariates": whole.covariates}
    (found,) = joint_regression(whole.outcome, arms, **parts)
    alone = regression(whole)
    assert (found.estimate, found.error, found.df) == pytest.approx((alone.estimate, alone.error, alone.df))


def test_the_scale_of_weights_and_the_names_of_groups_change_nothing():
    t = table("crossing")
    first = Sample(t["y"], t["z"], clusters=t["cluster"], blocks=t["block"], weights=t["w"])
    other = Sample(
        t["y"], t["z"], clusters=1000 - 7 * t["cluster"], blocks=10**12 + t["block"], weights=40 * t["w"]
    )
    for estimator in (cluster_robust, fixed_effects):
        one, two = estimator(first), estimator(other)
        assert (one.estimate, one.error, one.df) == pytest.approx((two.estimate, two.error, two.df), rel=1e-9)


def test_large_clusters_and_small_ones_take_the_same_road():
    """Rows worked on one by one and Gram matrices give the same: many columns against none."""
    rng = np.random.default_rng(3)
    clusters = np.repeat(np.arange(24), rng.integers(1, 9, 24))
    n = len(clusters)
    z = (clusters % 2).astype(int)
    x = rng.normal(size=(n, 6))
    y = x @ rng.normal(size=6) + rng.normal(size=24)[clusters] + rng.normal(size=n)
    found = regression(Sample(y, z, clusters=clusters, covariates=x))
    design = np.column_stack([np.ones(n), z, x])
    assert (found.error, found.df) == pytest.approx(by_definition(design, y, clusters, 1), rel=1e-9)
    weights = rng.uniform(0.5, 2, n)
    found = regression(Sample(y, z, clusters=clusters, covariates=x, weights=weights))
    assert (found.error, found.df) == pytest.approx(by_definition(design, y, clusters, 1, weights), rel=1e-9)


@pytest.mark.parametrize("with_blocks", [False, True])
@pytest.mark.parametrize("with_weights", [False, True])
def test_clusters_whose_rows_are_alike_need_no_matrix(with_blocks, with_weights):
    rng = np.random.default_rng(4)
    clusters = rng.permutation(np.repeat(np.arange(24), rng.integers(1, 7, 24)))
    z = (clusters % 3 == 0).astype(int)
    y = z + rng.normal(size=24)[clusters] + rng.normal(size=len(z))
    blocks = clusters // 6 if with_blocks else None
    weights = rng.uniform(0.5, 2, 24)[clusters] if with_weights else None
    estimator = fixed_effects if with_blocks else cluster_robust
    found = estimator(Sample(y, z, clusters=clusters, blocks=blocks, weights=weights))
    levels = np.eye(4)[blocks] if with_blocks else np.ones((len(z), 1))
    expected = by_definition(np.column_stack([z, levels]), y, clusters, 0, weights)
    assert (found.error, found.df) == pytest.approx(expected, rel=1e-9)


def by_definition(x, y, clusters, at, w=None):
    """CR2 and its degrees of freedom with n x n matrices, as the paper writes them."""
    n = len(y)
    big = np.diag(np.ones(n) if w is None else w)
    inverse = np.linalg.inv(x.T @ big @ x)
    rest = np.eye(n) - x @ inverse @ x.T @ big
    e, both = rest @ y, rest @ rest.T
    variance, a = 0.0, np.zeros((n, int(clusters.max()) + 1))
    for g in range(a.shape[1]):
        rows = np.flatnonzero(clusters == g)
        values, vectors = np.linalg.eigh(both[np.ix_(rows, rows)])
        scale = np.array([v**-0.5 if v > 1e-10 else 0.0 for v in values])
        adjust = vectors @ np.diag(scale) @ vectors.T
        a[rows, g] = adjust @ (big @ x @ inverse[at])[rows]
        variance += (a[rows, g] @ e[rows]) ** 2
    p = a.T @ both @ a
    return np.sqrt(variance), np.trace(p) ** 2 / np.trace(p @ p)
