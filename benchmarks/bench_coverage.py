"""How often the 95 % intervals hold the true effect: every estimator, 20, 70 and 700 clusters.

python benchmarks/bench_coverage.py [REPETITIONS] [CLUSTERS…]

Invented experiments, drawn anew each time: a cluster's level, rows around it, an effect of 0.3 that differs
from row to row; clusters equal (20 rows) or unequal (a long tail: the largest tenth holds about a third of
the rows), half of them drawn unless the line says otherwise. `<<` marks what is outside 94 to 96 %.
"""

import sys
import time

import numpy as np

from perron.experiments.estimate import (
    Sample,
    anderson_rubin,
    blocked,
    cluster_robust,
    difference_in_means,
    estimate_all,
    fixed_effects,
    lin,
    two_stage,
)
from perron.experiments.estimate.permutation import permutation_test

EFFECT = 0.3
RATE = 0.5
"""Share of rows reached where the draw says so."""


class Maker:
    """Samples of one shape: what does not change from draw to draw is made once."""

    def __init__(self, clusters, *, unequal, seed):
        self.rng = np.random.default_rng(seed)
        self.clusters = clusters
        sizes = np.full(clusters, 20)
        if unequal:
            sizes = np.maximum(1, np.random.default_rng(0).lognormal(2.6, 0.8, clusters).round().astype(int))
        self.of = np.repeat(np.arange(clusters), sizes)
        self.sizes = sizes

    def whole(self, share=0.5, rate=RATE):
        """Clusters drawn whole, rows inside: some reached, a covariate."""
        rng, of = self.rng, self.of
        drawn = rng.permutation(self.clusters) < round(share * self.clusters)
        z = drawn[of]
        x = rng.normal(size=len(of))
        d = z & (rng.random(len(of)) < rate)
        y = 0.5 * rng.normal(size=self.clusters)[of] + 0.6 * x + rng.normal(size=len(of))
        return y + d * (EFFECT / RATE + 0.5 * rng.normal(size=len(of))), z, d, x

    def sample(self, *, covariate=False, received=False, share=0.5, rate=RATE):
        y, z, d, x = self.whole(share, rate)
        return Sample(y, z, d if received else None, clusters=self.of, covariates=x if covariate else None)

    def strata(self, *, controls=1, size=5, rows=False):
        """Clusters in strata of five, one control in each; as rows (means) or with their rows inside."""
        rng, count = self.rng, self.clusters // size
        order = np.argsort(rng.random((count, size)), axis=1)
        drawn = (order >= controls).ravel()
        block = np.repeat(np.arange(count), size)
        level = rng.normal(size=count)[block] + 0.5 * rng.normal(size=count * size)
        level += drawn * (EFFECT + 0.2 * rng.normal(size=count * size))
        if not rows:
            weights = self.sizes[: count * size].astype(float)
            return Sample(level + rng.normal(size=count * size) / np.sqrt(weights), drawn, blocks=block)
        of = self.of[self.of < count * size]
        return Sample(level[of] + rng.normal(size=len(of)), drawn[of], blocks=block[of], clusters=of)


def one_by_one(maker):
    """Each cluster as one row (bureaux), half drawn, the treated spread wider."""
    rng, n = maker.rng, maker.clusters
    z = rng.permutation(n) < n // 2
    return Sample(rng.normal(size=n) * (1 + 0.5 * z) + EFFECT * z, z)


def weighted(maker):
    """The same, each bureau counting for its size and the larger less noisy."""
    rng, n, sizes = maker.rng, maker.clusters, maker.sizes
    z = rng.permutation(n) < n // 2
    spread = np.sqrt(0.1 + sizes.mean() / sizes)
    return Sample(rng.normal(size=n) * spread + EFFECT * z, z, weights=sizes)


def known_before(maker, controls):
    """Bureaux one by one, a covariate known before."""
    rng, n = maker.rng, maker.clusters
    z = rng.permutation(n) >= round(n * controls)
    x = rng.normal(size=n)
    return Sample(0.8 * x + rng.normal(size=n) + EFFECT * z, z, covariates=x)


def leading(sample):
    """The estimate that leads: with few units in an arm, its interval is that of the design's own draws."""
    return estimate_all(sample, permutations=5_000).main


def adjusted(sample):
    """The draws' own interval, what is known before taken out."""
    return permutation_test(sample, draws=5_000)


CASES = {
    "bureaux, difference in means": (one_by_one, difference_in_means, EFFECT),
    "bureaux, weighted by size": (weighted, difference_in_means, EFFECT),
    "bureaux, Lin": (lambda m: known_before(m, 0.5), lin, EFFECT),
    "bureaux, Lin, one in five left alone": (lambda m: known_before(m, 0.2), lin, EFFECT),
    "strata of twenty bureaux, ten left alone": (lambda m: m.strata(controls=10, size=20), blocked, EFFECT),
    "strata of four bureaux, two left alone": (lambda m: m.strata(controls=2, size=4), blocked, EFFECT),
    "strata of ten bureaux, two left alone": (lambda m: m.strata(controls=2, size=10), blocked, EFFECT),
    "strata of five bureaux, one left alone": (lambda m: m.strata(), blocked, EFFECT),
    "pairs of bureaux": (lambda m: m.strata(size=2), blocked, EFFECT),
    "strata of five, fixed effects": (lambda m: m.strata(), fixed_effects, EFFECT),
    "clusters drawn whole, CR2": (lambda m: m.sample(), cluster_robust, EFFECT),
    "clusters, one in five left alone, CR2": (lambda m: m.sample(share=0.8), cluster_robust, EFFECT),
    "clusters, Lin": (lambda m: m.sample(covariate=True), lin, EFFECT),
    "strata of five clusters, fixed effects": (lambda m: m.strata(rows=True), fixed_effects, EFFECT),
    "bureaux, one in five left alone, adjusted, by draws": (
        lambda m: known_before(m, 0.2),
        adjusted,
        EFFECT,
    ),
    "strata of ten bureaux, two left alone, what leads": (
        lambda m: m.strata(controls=2, size=10),
        leading,
        EFFECT,
    ),
    "strata of five bureaux, one left alone, what leads": (lambda m: m.strata(), leading, EFFECT),
    "clusters, one in five left alone, what leads": (lambda m: m.sample(share=0.8), leading, EFFECT),
    "strata of five clusters, what leads": (lambda m: m.strata(rows=True), leading, EFFECT),
    "clusters, 2SLS": (lambda m: m.sample(received=True), two_stage, EFFECT / RATE),
    "clusters, Anderson-Rubin": (lambda m: m.sample(received=True), anderson_rubin, EFFECT / RATE),
    "clusters, Anderson-Rubin, few reached": (
        lambda m: m.sample(received=True, rate=0.03),
        anderson_rubin,
        0.6,
    ),
}


def cover(case, clusters, *, unequal, repetitions, seed=1):
    """Share of intervals that hold the truth, and their mean length."""
    make, estimator, truth = CASES[case]
    maker = Maker(clusters, unequal=unequal, seed=seed)
    held, length = 0, []
    for _ in range(repetitions):
        found = estimator(make(maker))
        inside = found.low <= truth <= found.high
        if found.details.get("set") == "outside":
            low, high = found.details["outside"]
            inside = not low < truth < high
        held += inside
        length.append(found.high - found.low)
    return held / repetitions, float(np.median(length))


def naive(clusters, *, unequal, repetitions, seed=1):
    """The same clusters, with CR0 and the normal: what the corrections are for."""
    maker = Maker(clusters, unequal=unequal, seed=seed)
    held = 0
    for _ in range(repetitions):
        found = cluster_robust(maker.sample(), kind="CR0")
        held += abs(found.estimate - EFFECT) <= 1.96 * found.error
    return held / repetitions


def main():
    repetitions = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    counts = [int(word) for word in sys.argv[2:]] or [20, 70, 700]
    error = 100 * np.sqrt(0.95 * 0.05 / repetitions)
    print(f"{repetitions} experiments a line; Monte Carlo error {error:.2f} points")
    for clusters in counts:
        for unequal in (False, True):
            label = f"{clusters} {'unequal' if unequal else 'equal'}"
            for case in CASES:
                start = time.perf_counter()
                share, length = cover(case, clusters, unequal=unequal, repetitions=repetitions)
                took = time.perf_counter() - start
                flag = "" if 0.94 <= share <= 0.96 else "  <<"
                print(
                    f"{label:12} {case:52} {100 * share:6.2f} %  length {length:6.3f} {took:6.1f} s{flag}",
                    flush=True,
                )
            share = naive(clusters, unequal=unequal, repetitions=repetitions)
            print(f"{label:12} {'(CR0 and the normal, clusters)':52} {100 * share:6.2f} %", flush=True)


if __name__ == "__main__":
    main()
