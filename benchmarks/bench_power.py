"""Power promised against power kept: effects placed in past elections of Paris, then estimated.

Each redraw of the design visits part of the doors (more in some bureaux than in others, some in controls),
turns some abstainers into voters, and is estimated by the regression that the design calls for (CR2). The
effect placed is the smallest that the formula says would be found four times in five.

    python benchmarks/bench_power.py [redraws]
"""

import sys

import numpy as np

from perron.evaluation.history import history
from perron.evaluation.placebos import placebos_of
from perron.evaluation.units import units_of
from perron.experiments.design import Design
from perron.experiments.estimate import regression
from perron.experiments.estimate.sample import Sample
from perron.experiments.power import Reach, power_curve
from perron.experiments.power.placebo import UNITS_EACH
from perron.experiments.power.shares import drawn_of
from perron.samples import load_paris
from perron.samples.paris import BEFORE_2017
from perron.targeting import load_blocs

SHARE, COVERAGE, STRAYED = 0.15, 0.5, 0.05
UNEVEN = 0.447  # of the beta law below


def paris():
    sample = load_paris()
    past = history(
        sample.results,
        sample.bureaux_2017,
        blocs=load_blocs(sample.folder / "blocs-gauche.toml"),
        former=dict.fromkeys(BEFORE_2017, sample.bureaux_2012),
        addresses=sample.addresses,
    )
    return past, units_of(past)


def kept_power(past, units, *, measure, election, redraws, seed=7):
    (placebo,) = [p for p in placebos_of(past, units, measure) if p.election == election]
    units = units.with_columns(index_2012=placebo.rank)
    design = Design.default(SHARE, order_by="index_2012")
    reach = Reach(COVERAGE, STRAYED, uneven=UNEVEN)
    point = power_curve(design, units, {measure: [placebo]}, reach=reach, shares=(SHARE,)).at(measure)
    drawn = drawn_of(design, units, 1, draws=redraws, seed=seed)
    known = placebo.known()
    room = max(int(known.sum()) - len(np.unique(drawn.stratum[known])), 0) // UNITS_EACH
    earlier = np.nan_to_num(placebo.earlier[:, : min(room, 12)], nan=0.5)
    rng = np.random.default_rng(seed)
    found = {0.0: [], point["visited"]: []}
    estimates = []
    for arms in drawn.arms:
        z = arms.astype(float)
        here = rng.beta(2, 2, len(z)) * 2 * COVERAGE
        there = rng.beta(1, 19, len(z)) * 20 * STRAYED
        knocked = np.where(z == 1, here, there)
        for effect, hits in found.items():
            people = np.round(placebo.outcome * placebo.weights)
            more = rng.poisson(effect * knocked * placebo.weights)
            share = np.minimum(people + more, placebo.weights) / placebo.weights
            sample = Sample(
                share[known],
                arms[known].astype(int),
                blocks=np.unique(drawn.stratum[known], return_inverse=True)[1],
                weights=placebo.weights[known],
                covariates=earlier[known],
            )
            estimate = regression(sample)
            hits.append(estimate.p < 0.05)
            if effect:
                estimates.append(estimate.estimate)
    return (
        point,
        float(np.mean(found[0.0])),
        float(np.mean(found[point["visited"]])),
        float(np.mean(estimates)),
    )


def main():
    redraws = int(sys.argv[1]) if len(sys.argv) > 1 else 400
    past, units = paris()
    print(f"{redraws} redraws, {SHARE:.0%} alone, {COVERAGE:.0%} of doors knocked, {STRAYED:.0%} in controls")
    print("outcome   election               promised  placed  mean estimate  found  false alarms")
    for measure, election in (
        ("turnout", "2017-legislatives-1"),
        ("turnout", "2019-europeennes"),
        ("support", "2017-presidentielle-1"),
        ("support", "2019-europeennes"),
    ):
        point, false, found, mean = kept_power(
            past, units, measure=measure, election=election, redraws=redraws
        )
        print(
            f"{measure:<9} {election:<22} {0.8:>8.2f}  {100 * point['effect']:>6.3f}  {100 * mean:>13.3f}  "
            f"{found:>5.3f}  {false:>12.3f}"
        )


if __name__ == "__main__":
    main()
