"""How often the intervals of trials during the campaign hold the truth: doors that open, by turf, in turn.

    python benchmarks/bench_trials.py [TRIALS]

Turfs of 30 to 89 doors come one by one and are given one of two arms by the sealed sequence; each has its own
chance that a door opens (0.40, spread 0.05), five points more in the second arm. Prints the share of 95 %
intervals that hold the five points, and how often an effect is told; `*` the estimate that leads.
"""

import sys

import numpy as np

from perron.experiments.design import Arm
from perron.experiments.design.sequential import Trial, arm_of, block_codes
from perron.experiments.estimate import Sample, estimate_all

SPREAD, OPENING = 0.05, 0.4


def trial(turfs: int, effect: float, rng: np.random.Generator, seed: int) -> Sample:
    """Return the reports of one trial."""
    plan = Trial((Arm("a", 0.5), Arm("b", 0.5)), turfs)
    arms = np.array([arm_of(plan, seed, "", place) for place in range(turfs)])
    doors = rng.integers(30, 90, turfs)
    chance = np.clip(OPENING + SPREAD * rng.normal(size=turfs), 0.05, 0.95)
    opened = rng.binomial(doors, np.clip(chance + effect * arms, 0, 1))
    return Sample(opened / doors, arms, weights=doors.astype(float), blocks=block_codes(plan, [""] * turfs))


def main() -> None:
    trials = int(sys.argv[1]) if len(sys.argv) > 1 else 4000
    print(f"{trials} trials a line; Monte Carlo error {100 * np.sqrt(0.95 * 0.05 / trials):.2f} points")
    for turfs, effect in ((14, 0.05), (26, 0.05), (40, 0.0), (40, 0.05), (120, 0.05)):
        rng, held, told, made = np.random.default_rng(turfs), {}, {}, {}
        for number in range(trials):
            found = estimate_all(
                trial(turfs, effect, rng, turfs * 10**6 + number), permutations=500, seed=number
            )
            for one in found.estimates:
                name = one.method + "*" * (one.method == found.called_for)
                made[name] = made.get(name, 0) + 1
                held[name] = held.get(name, 0) + (one.low <= effect <= one.high)
                told[name] = told.get(name, 0) + (one.p < 0.05)
        for name, count in made.items():
            print(
                f"{turfs:4} turfs {100 * effect:+.0f} {name:22} held {100 * held[name] / count:5.1f} %"
                f"  told {100 * told[name] / count:5.1f} %  ({count})",
                flush=True,
            )


if __name__ == "__main__":
    main()
