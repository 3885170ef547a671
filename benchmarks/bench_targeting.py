"""Scoring speed: Paris with draws, a synthetic France of 69,000 bureaux, and the parts beside their peers.

python benchmarks/bench_targeting.py
"""

import time
from statistics import median

import numpy as np
import polars as pl
from scipy import stats
from scipy.optimize import minimize

from perron.experiments import hold_out
from perron.plan.boundaries import carried
from perron.samples import load_paris
from perron.samples.paris import BEFORE_2017
from perron.stats.beta_binomial import fit_beta_binomial
from perron.stats.intervals import interval
from perron.tables import Results
from perron.targeting import allocate, load_blocs, score_bureaux
from perron.targeting.blocs import blocs_from

ELECTIONS = ("2014-europeennes", "2017-presidentielle-1", "2017-legislatives-1", "2019-europeennes")
BLOCS = blocs_from({"elections": {"*": {"ours": ["A"], "ally": ["B"], "opponent": ["C"], "other": ["D"]}}})


def timed(job, times=3):
    seconds = []
    for _ in range(times):
        start = time.perf_counter()
        result = job()
        seconds.append(time.perf_counter() - start)
    return median(seconds), result


def france(n=69_000, seed=1):
    """Results of four elections in n bureaux of 34,900 communes, sizes like France's."""
    rng = np.random.default_rng(seed)
    sizes = np.clip(rng.lognormal(6.3, 0.7, n), 20, 2500).astype(int)
    communes = np.minimum((np.arange(n) * 0.506).astype(int), 34_899)
    codes = [f"{1 + c // 1000:02}{c % 1000:03}_{i % 9999:04}" for i, c in enumerate(communes)]
    lasting = 0.3 * rng.standard_normal(n)
    general, votes = [], []
    for name, centre in zip(ELECTIONS, (0.0, 1.3, 0.0, 0.1), strict=True):
        p = 1 / (1 + np.exp(-(centre + lasting + 0.1 * rng.standard_normal(n))))
        voters = rng.binomial(sizes, p)
        shares = rng.dirichlet([3, 2, 4, 1], n)
        cast = np.floor(shares * voters[:, None]).astype(int)
        general.append(
            pl.DataFrame(
                {
                    "election": [name] * n,
                    "bureau": codes,
                    "commune": [c[:5] for c in codes],
                    "registered": sizes,
                    "voters": voters,
                    "valid": cast.sum(axis=1),
                }
            )
        )
        votes += [
            pl.DataFrame({"election": [name] * n, "bureau": codes, "choice": [k] * n, "votes": cast[:, j]})
            for j, k in enumerate("ABCD")
        ]
    nothing = pl.lit(None, dtype=pl.String).alias("nuance")
    return Results(pl.concat(general), pl.concat(votes).with_columns(nothing))


def line(what, seconds, limit=""):
    print(f"{what:58} {seconds:8.3f} s  {limit}")


def main():
    paris = load_paris()
    former = dict.fromkeys(BEFORE_2017, paris.bureaux_2012)
    results, _ = carried(paris.results, paris.bureaux_2017, former, paris.addresses)
    blocs = load_blocs(paris.folder / "blocs-gauche.toml")
    seconds, scored = timed(lambda: score_bureaux(results, paris.bureaux_2017, blocs=blocs))
    line("Paris: 896 bureaux, 6 elections, 2,000 draws, neighbours", seconds, "(aim: under 2)")
    seconds, drawn = timed(lambda: hold_out(scored.scores, 0.2, 1))
    line("Paris: hold-out draw", seconds)
    seconds, _ = timed(lambda: allocate(scored.scores, hours=20_000, held_out=drawn))
    line("Paris: 20,000 volunteer-hours shared out", seconds)

    national = france()
    seconds, scored = timed(lambda: score_bureaux(national, None, blocs=BLOCS, draws=300), 1)
    line("France: 69,000 bureaux, 4 elections, 300 draws", seconds, "(aim: seconds)")
    seconds, _ = timed(lambda: allocate(scored.scores, hours=500_000), 1)
    line("France: 500,000 volunteer-hours shared out", seconds)

    rng = np.random.default_rng(1)
    draws = rng.standard_normal((2000, 896)).astype(np.float32)
    own, _ = timed(lambda: interval(draws))
    peer, _ = timed(lambda: np.quantile(draws, [0.05, 0.95], axis=0))
    print(f"intervals of 2,000 × 896 draws: {own:.3f} s, numpy.quantile {peer:.3f} s, ratio {own / peer:.2f}")
    trials = rng.integers(400, 2000, 5000).astype(float)
    successes = rng.binomial(trials.astype(int), rng.beta(30, 40, 5000)).astype(float)

    def scipys():
        def loss(x):
            m, a = 1 / (1 + np.exp(-x[0])), np.exp(x[1])
            return -stats.betabinom.logpmf(successes, trials, m * a, (1 - m) * a).mean()

        return minimize(loss, [0.0, 3.0], method="Nelder-Mead")

    own, found = timed(lambda: fit_beta_binomial(successes, trials))
    peer, best = timed(scipys, 1)
    gap = abs(np.log(found.strength) - best.x[1])
    print(
        f"beta-binomial, 5,000 places: {own:.3f} s, scipy {peer:.3f} s, ratio {own / peer:.2f}, gap {gap:.1e}"
    )


if __name__ == "__main__":
    main()
