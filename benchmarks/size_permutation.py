"""How often the permutation tests cry effect where there is none: 4 to 6 % asked at level 5 %.

    .venv/bin/python benchmarks/size_permutation.py [--draws 999] [--trials 10000] [--processes 2]

Clusters of equal or unequal weight (log-normal, the largest about twenty times the median), drawn whole:
one fifth at once, one fifth within strata of five, pairs. Two nulls: no effect on anyone, one fifth left
alone; no effect on average only (gains for some, losses for others, twice the spread of outcomes), one fifth
treated, for which only the studentised test is meant, in large samples. Prints the share of rejections with
its Monte Carlo error. Fixed seeds.
"""

import argparse
import time
from concurrent.futures import ProcessPoolExecutor
from itertools import product

import numpy as np

from perron.experiments.estimate.permutation import permutation_distribution
from perron.experiments.estimate.sample import Sample

DESIGNS = {"one fifth": 0, "strata of 5": 5, "pairs": 2}
"""Size of the blocks; 0: one block."""
CHUNK = 250


def rejections(task: tuple[int, str, bool, bool, int, int, int]) -> np.ndarray:
    """Return, for one chunk of trials, the rejections of the plain and of the studentised test."""
    clusters, design, equal, sharp, draws, trials, seed = task
    rng = np.random.default_rng([2012, clusters, list(DESIGNS).index(design), equal, sharp, seed])
    size = DESIGNS[design] or clusters
    rare = max(size // 5, 1)
    arms = np.repeat([0, 1] if sharp else [1, 0], [rare, size - rare])
    block = np.repeat(np.arange(clusters // size), size)
    found = np.zeros(2)
    for trial in range(trials):
        weights = np.full(clusters, 100.0) if equal else np.exp(rng.normal(4.6, 1.0, clusters))
        noise = (
            rng.normal(size=clusters) * np.sqrt(1.0 / weights + 0.01)
            + 0.1 * rng.normal(size=clusters // size)[block]
        )
        gain = np.zeros(clusters) if sharp else rng.normal(0, 2 * noise.std(), clusters)
        gain -= np.average(gain, weights=weights)
        z = np.concatenate([rng.permutation(arms) for _ in range(clusters // size)])
        sample = Sample(noise + gain * z, z, blocks=block, weights=weights)
        for place, statistic in enumerate(("difference", "studentised")):
            made = permutation_distribution(
                sample, draws=draws, seed=seed * CHUNK + trial, statistic=statistic, threads=1
            )
            found[place] += made.p() <= 0.05
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draws", type=int, default=999)
    parser.add_argument("--trials", type=int, default=10_000)
    parser.add_argument("--processes", type=int, default=2)
    asked = parser.parse_args()
    print(f"{asked.trials} trials, {asked.draws} draws each; plain / studentised, % rejected at 5 %")
    error = 100 * np.sqrt(0.05 * 0.95 / asked.trials)
    with ProcessPoolExecutor(asked.processes) as pool:
        for clusters, sharp, equal, design in product((20, 70, 700), (True, False), (True, False), DESIGNS):
            start = time.perf_counter()
            chunks = range(asked.trials // CHUNK)
            tasks = [(clusters, design, equal, sharp, asked.draws, CHUNK, chunk) for chunk in chunks]
            plain, studentised = 100 * sum(pool.map(rejections, tasks)) / (CHUNK * len(tasks))
            null = "no effect on anyone" if sharp else "none on average"
            sizes = "equal" if equal else "unequal"
            print(
                f"{clusters:4d} clusters, {sizes:7s} {design:12s} {null:20s} "
                f"{plain:5.2f} / {studentised:5.2f}  (± {error:.2f})  {time.perf_counter() - start:.0f} s",
                flush=True,
            )


if __name__ == "__main__":
    main()
