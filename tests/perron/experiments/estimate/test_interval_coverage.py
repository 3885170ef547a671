"""Intervals hold the truth as often as they say: a small version of benchmarks/bench_coverage.py.

2,000 experiments: a Monte Carlo error of 0.49 points. Errors that forget the corrections (CR0 and the normal)
fail the same bounds, which shows that the test can fail.
"""

import importlib.util
from pathlib import Path

import pytest

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


def test_without_the_corrections_the_test_fails(bench):
    assert bench.naive(20, unequal=True, repetitions=TIMES) < LOW - 0.01
