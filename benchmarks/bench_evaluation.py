"""The whole job on real past results, the truth known: what is found, what power promised, how fast.

For each size of campaign: a draw, a simulated campaign, the report; with no effect, then with one.
Visits "everywhere": every door of those drawn is knocked, none of the control. Visits "as it goes": a tenth
of units never reached, 70 % of doors in the others, more where support is high, and some control units by
mistake; the same effect on average, spread unevenly. Visits "at random": the same, but not more where
support is high. Power is promised for visits of that kind.
Run: python benchmarks/bench_evaluation.py [runs] [processes] [field]
"""

import sys
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import polars as pl

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "perron" / "evaluation"))

from past_paris import BASE, some

from perron.evaluation.analysis import Settings
from perron.evaluation.placebos import placebos_of
from perron.evaluation.rehearsal import rehearse
from perron.evaluation.simulate import Field
from perron.experiments.design import Design
from perron.experiments.power.curve import power_curve

FIELDS = {
    "everywhere": Field(coverage=1.0, missed=0.0, astray=0.0),
    "as it goes": Field(),
    "at random": Field(welcome=0.0),
}
SIZES = ((24, 0.25, 0.03), (40, 0.2, 0.03), (70, 0.2, 0.03), (200, 0.15, 0.015), (890, 0.15, 0.006))
"""Bureaux, share left alone, true effect."""
LEVEL = 0.05


def promised(count: int, share: float, effect: float, field: str) -> tuple[float, float]:
    """Return the power promised: by the exact test, and by the t of the regression."""
    past, units = some(count)
    reach = FIELDS[field].reach
    own = [replace(one, rank=None) for one in placebos_of(past, units, "support") if one.election == BASE]
    curve = power_curve(
        Design.default(share),
        units,
        {"support": own},
        reach=reach,
        expected={"support": effect / (reach.difference * reach.contact)},
        shares=(share,),
        draws=4000,
    )
    return float(curve.table["found_redraws"][0]), float(curve.table["found"][0])


def part(case: tuple, runs: int, seed: int):
    count, share, effect, field = case
    past, units = some(count)
    return rehearse(
        Design.default(share),
        units,
        past,
        base=BASE,
        effect=effect,
        field=FIELDS[field],
        runs=runs,
        settings=Settings(permutations=500),
        seed=seed,
    )


def main(runs: int, processes: int, fields: list[str]) -> None:
    print(f"{runs} campaigns for each line, {processes} processes")
    print(
        "bureaux  visits      effect   by draws: promised found (se)   by t: promised found (se)  covered"
        "  estimate-truth  s each"
    )
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        for count, share, effect in SIZES:
            for field in fields:
                for true in (0.0, effect):
                    line(pool, (count, share, true, field), runs // processes, processes)


def line(pool, case: tuple, each: int, processes: int) -> None:
    count, share, true, field = case
    power, power_t = promised(count, share, true, field) if true else (LEVEL, LEVEL)
    start = time.perf_counter()
    first = 1_000_000 * count + 10_000 * list(FIELDS).index(field) + (500_000 if true else 0)
    tasks = [pool.submit(part, case, each, first + i * each) for i in range(processes)]
    rows = pl.concat(task.result() for task in tasks)
    seconds = (time.perf_counter() - start) * processes / rows.height
    truth, estimate = rows["truth"], rows["estimate"]
    inside = ((rows["low"] <= truth) & (truth <= rows["high"])).mean()
    by_draws, by_t = (rows["p_draws"] <= LEVEL).mean(), (rows["p"] <= LEVEL).mean()
    gap, gap_t = (
        (found - expected) / np.sqrt(expected * (1 - expected) / rows.height)
        for found, expected in ((by_draws, power), (by_t, power_t))
    )
    print(
        f"{count:>7}  {field}  {100 * true:+.1f} pt  {power:.3f} {by_draws:.3f} ({gap:+.1f})"
        f"  {power_t:.3f} {by_t:.3f} ({gap_t:+.1f})"
        f"  {inside:>7.3f}  {100 * float((estimate - truth).mean()):+.3f} pt  {seconds:>8.2f}",
        flush=True,
    )


if __name__ == "__main__":
    given = [*sys.argv[1:3], *("400", "2")[len(sys.argv) - 1 :]]
    main(int(given[0]), int(given[1]), sys.argv[3:] or list(FIELDS))
