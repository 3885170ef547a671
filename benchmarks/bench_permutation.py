"""Ten thousand permutations of 20,000 clusters, beside a numpy loop and statsmodels, in one run.

    .venv/bin/python benchmarks/bench_permutation.py [--draws 10000] [--threads 4] [--rounds 5]

The kernel gives, for each draw, what the p-value and the interval need; the loop and statsmodels only the
statistic (statsmodels with its robust error, on cluster cells, over few draws, scaled up). Compilation is
counted apart. Prints seconds (median, best), ratios, and the p-values, which must agree.
"""

import argparse
import os
import resource
import time
from statistics import median

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # one column: more threads only slow statsmodels down

import numpy as np

from perron.experiments.estimate.permutation import permutation_test
from perron.experiments.estimate.sample import Sample

CLUSTERS = 20_000
SEED = 2012
STATSMODELS_DRAWS = 300


def invented(size: int, treated: int) -> Sample:
    """Make clusters of unequal weight in blocks of one size."""
    rng = np.random.default_rng(SEED)
    blocks = CLUSTERS // size
    arms = rng.permuted(np.tile([1] * treated + [0] * (size - treated), (blocks, 1)), axis=1).ravel()
    block = np.repeat(np.arange(blocks), size)
    outcome = rng.normal(0.5, 0.1, CLUSTERS) + rng.normal(0, 0.05, blocks)[block] + 0.001 * arms
    return Sample(outcome, arms, blocks=block, weights=rng.integers(40, 160, CLUSTERS))


def numpy_loop(sample: Sample, size: int, draws: int) -> float:
    """Shuffle within blocks and take the difference of means, one draw at a time; return p."""
    rng = np.random.default_rng(SEED)
    w = sample.weights.reshape(-1, size)
    wy = (sample.weights * sample.outcome).reshape(-1, size)
    heaps, sums = w.sum(axis=1), wy.sum(axis=1)
    share = heaps / heaps.sum()

    def statistic(z: np.ndarray) -> float:
        m, y = (w * z).sum(axis=1), (wy * z).sum(axis=1)
        return float(share @ (y / m - (sums - y) / (heaps - m)))

    arms = sample.assigned.reshape(-1, size).astype(np.float64)
    ours = abs(statistic(arms))
    far = sum(abs(statistic(rng.permuted(arms, axis=1))) >= ours for _ in range(draws))
    return (1 + far) / (1 + draws)


def statsmodels_loop(sample: Sample, size: int, draws: int) -> float:
    """Fit the weighted regression with robust errors for each draw, less blocks; median seconds a draw."""
    import statsmodels.api as sm

    rng = np.random.default_rng(SEED)
    w = sample.weights
    block = sample.blocks
    heaps = np.bincount(block, weights=w)

    def within(values: np.ndarray) -> np.ndarray:
        return values - (np.bincount(block, weights=w * values) / heaps)[block]

    y = within(sample.outcome)
    arms = sample.assigned.reshape(-1, size).astype(np.float64)
    seconds = []
    for _ in range(draws):
        start = time.perf_counter()
        z = within(rng.permuted(arms, axis=1).ravel())
        sm.WLS(y, z[:, None], weights=w).fit(cov_type="HC0").tvalues  # noqa: B018 - computed when read
        seconds.append(time.perf_counter() - start)
    return median(seconds)


def timed(sample: Sample, rounds: int, **choices: object) -> tuple[list[float], float]:
    """Return the seconds of each round, sorted, and p."""
    seconds = []
    for _ in range(rounds):
        start = time.perf_counter()
        found = permutation_test(sample, seed=SEED, **choices)
        seconds.append(time.perf_counter() - start)
    return sorted(seconds), found.p


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draws", type=int, default=10_000)
    parser.add_argument("--threads", type=int, default=4)
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    start = time.perf_counter()
    for statistic in ("difference", "studentised"):
        permutation_test(invented(5, 4), draws=2, statistic=statistic)
    print(f"compilation (or its cache): {time.perf_counter() - start:.2f} s")
    for size, treated in ((5, 4), (2, 1), (10, 5), (CLUSTERS, CLUSTERS // 2)):
        sample = invented(size, treated)
        print(f"\n{CLUSTERS} clusters in blocks of {size}, {treated} treated, {asked.draws} draws")
        rows = []
        for statistic in ("difference", "studentised"):
            for threads in (asked.threads, 1):
                seconds, p = timed(
                    sample, asked.rounds, draws=asked.draws, threads=threads, statistic=statistic
                )
                rows.append((f"perron {statistic}, {threads} threads: p and interval", seconds, p))
        start = time.perf_counter()
        p = numpy_loop(sample, size, asked.draws)
        rows.append(("numpy loop: p only", [time.perf_counter() - start], p))
        each = statsmodels_loop(sample, size, STATSMODELS_DRAWS)
        rows.append((f"statsmodels WLS ({STATSMODELS_DRAWS} draws, scaled)", [each * asked.draws], np.nan))
        ours = median(rows[0][1])
        for name, seconds, p in rows:
            middle = median(seconds)
            print(f"  {name:55s} {middle:8.3f} s (best {seconds[0]:.3f})  x{middle / ours:7.1f}  p = {p:.4f}")
    print(f"\npeak memory of the process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
