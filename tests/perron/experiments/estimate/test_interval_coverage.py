"""Intervals hold the truth as often as they say: a small version of benchmarks/bench_coverage.py.

2,000 experiments: a Monte Carlo error of 0.49 points. Errors that forget the corrections (CR0 and the normal)
fail the same bounds, which shows that the test can fail.
"""

import importlib.util
from dataclasses import replace
from math import inf
from pathlib import Path

import numpy as np
import pytest

from perron.experiments.estimate import Sample, estimate_all
from perron.experiments.estimate.few import ANYONE, INTERVAL, by_draws, few_drawn

BENCH = Path(__file__).parents[4] / "benchmarks" / "bench_coverage.py"
TIMES = 2000
LOW, HIGH = 0.935, 0.965  # 94 to 96 %, and a Monte Carlo error


@pytest.fixture(scope="module")
def bench():
    spec = importlib.util.spec_from_file_location("bench_coverage", BENCH)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    "case",
    [
        "bureaux, weighted by size",
        "bureaux, Lin",
        "strata of four bureaux, two left alone",
        "strata of five bureaux, one left alone",
        "clusters drawn whole, CR2",
        "clusters, Anderson-Rubin, few reached",
    ],
)
def test_twenty_unequal_clusters(bench, case):
    share, _ = bench.cover(case, 20, unequal=True, repetitions=TIMES)
    assert LOW < share < HIGH


def test_with_four_controls_the_draws_give_the_interval(bench):
    case = "strata of five bureaux, one left alone, what leads"
    share, length = bench.cover(case, 20, unequal=True, repetitions=TIMES // 10)
    error = (0.95 * 0.05 / (TIMES // 10)) ** 0.5
    assert 0.94 - 2 * error < share < 0.96 + 2 * error
    wide, longer = bench.cover("strata of five, fixed effects", 20, unequal=True, repetitions=TIMES // 10)
    assert length < 0.95 * longer
    assert wide > 0.94


def test_what_leads_says_by_what():
    z = np.tile([0, 1, 1, 1, 1], 6)
    y = np.random.default_rng(1).normal(size=30) + 0.5 * z
    sample = Sample(y, z, blocks=np.repeat(np.arange(6), 5))
    found = estimate_all(sample, permutations=999)
    assert found.main.details["interval_by"] == "draws"
    assert (found.main.low, found.main.high, found.main.p) == (
        found["permutation"].low, found["permutation"].high, found["permutation"].p,
    )  # fmt: skip
    assert INTERVAL in found.why
    plain = estimate_all(sample, permutations=0)
    assert found.main.estimate == plain.main.estimate
    assert found.main.error == plain.main.error
    assert found.main.details["p_by_error"] == plain.main.p
    registered = estimate_all(sample, permutations=999, estimator="fixed_effects")
    assert registered.main.low == plain["fixed_effects"].low
    many = Sample(np.tile(y, 2), np.tile(z, 2), blocks=np.repeat(np.arange(12), 5))
    assert INTERVAL not in estimate_all(many, permutations=99).why
    adjusted = estimate_all(replace(sample, covariates=y[::-1]), permutations=999)
    assert adjusted.main.low == found.main.low
    assert few_drawn(sample)
    assert ANYONE not in found.why
    rare = replace(sample, assigned=1 - sample.assigned)
    assert not few_drawn(rare)
    assert ANYONE in estimate_all(rare, permutations=99).why
    assert not few_drawn(replace(sample, clusters=np.tile([0, 1, 2], 10)))
    assert by_draws(plain.main, replace(found["permutation"], low=-inf)) is plain.main


def test_without_the_corrections_the_test_fails(bench):
    assert bench.naive(20, unequal=True, repetitions=TIMES) < LOW - 0.01
