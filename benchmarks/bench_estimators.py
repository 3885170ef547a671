"""Errors by household of 344,084 voters, side by side with pyfixest and statsmodels in one run.

python benchmarks/bench_estimators.py [FOLDER]

The table of Gerber, Green & Larimer 2008, rebuilt from the extract of the tests; with FOLDER (the replication
tables), also read from its file, and with former votes. Ours gives CR2 with Bell–McCaffrey degrees of freedom
for each arm, theirs CR1; the CR1 line is the same arithmetic as theirs. Medians, compiled once before;
processor time beside, since a busy machine lengthens the other.
"""

import gzip
import os
import sys
import time
import warnings
from pathlib import Path
from statistics import median

import numpy as np
import polars as pl

from perron.experiments.estimate import Sample, cluster_robust, joint_regression, two_stage
from perron.experiments.estimate.compare import Asked, compare
from perron.sources.any_table import read_any_table

EXTRACT = (
    Path(__file__).parents[1] / "tests" / "perron" / "reference" / "published" / "ggl2008_households.bin.gz"
)
NAMES = ("civic", "hawthorne", "own", "neighbors")


def timed(job, times=7):
    job()
    seconds, processor = [], []
    for _ in range(times):
        start, used = time.perf_counter(), time.process_time()
        result = job()
        seconds.append(time.perf_counter() - start)
        processor.append(time.process_time() - used)
    return (median(seconds), median(processor)), result


def voters():
    data = gzip.decompress(EXTRACT.read_bytes())
    count = int(np.frombuffer(data, np.uint16, 1)[0])
    kinds = np.frombuffer(data, np.uint16, count, 2).astype(np.int64)
    blocks = np.frombuffer(data, np.uint8, 10_000, 2 + 2 * count)
    shown = kinds[np.frombuffer(data, np.uint8, offset=2 + 2 * count + 10_000)]
    arm, size, voted = shown // 81, shown % 81 // 9, shown % 9
    household = np.repeat(np.arange(len(shown)), size)
    place = np.arange(len(household)) - np.repeat(np.cumsum(size) - size, size)
    block = np.repeat(np.arange(10_000), blocks)[household]
    return (place < voted[household]).astype(float), arm[household], household, block


def show(label, seconds, ours=None):
    ratio = (
        ""
        if ours is None
        else f"   {seconds[0] / ours[0]:5.1f} × ours ({seconds[1] / ours[1]:.1f} × processor)"
    )
    print(f"{label:50} {seconds[0]:7.3f} s  processor {seconds[1]:7.3f} s{ratio}", flush=True)


def theirs(frame, formula, fixed):
    import pyfixest
    import statsmodels.formula.api as smf

    left = formula + (" | block" if fixed else "")
    took, found = timed(lambda: pyfixest.feols(left, frame, vcov={"CRV1": "household"}), times=5)
    yield "pyfixest feols CRV1", took, found.coef()["neighbors"]
    if not fixed:
        kind = {"cov_type": "cluster", "cov_kwds": {"groups": frame["household"]}}
        took, found = timed(lambda: smf.ols(formula, frame).fit(**kind), times=5)
        yield "statsmodels OLS, cluster", took, found.params["neighbors"]


def side_by_side(outcome, arms, household, block):
    import pandas as pd

    frame = pd.DataFrame({"voted": outcome, "household": household, "block": block})
    for code, name in enumerate(NAMES, start=1):
        frame[name] = (arms == code).astype(float)
    formula = "voted ~ " + " + ".join(NAMES)
    for fixed in (False, True):
        parts = {"clusters": household, "blocks": block if fixed else None}
        print("\nfour arms, households" + (", a level for each of 10,000 blocks" if fixed else ""))
        ours, found = timed(lambda p=parts: joint_regression(outcome, arms, **p))
        show("ours, CR2 and Bell-McCaffrey degrees of freedom", ours)
        same, _ = timed(lambda p=parts: joint_regression(outcome, arms, kind="CR1S", **p))
        show("ours, CR1", same)
        for label, seconds, effect in theirs(frame, formula, fixed):
            show(label, seconds, ours)
            assert abs(effect - found[3].estimate) < 1e-9


def one_arm(outcome, arms, household, block):
    keep = (arms == 0) | (arms == 4)
    rng = np.random.default_rng(1)
    z = (arms[keep] == 4).astype(int)
    sample = Sample(outcome[keep], z, z * (rng.random(keep.sum()) < 0.6), clusters=household[keep])
    print("\none arm against the control, 229,444 voters")
    show("cluster_robust", timed(lambda: cluster_robust(sample))[0])
    show("two_stage (one in 0.6 reached, drawn)", timed(lambda: two_stage(sample))[0])


def from_file(folder):
    path = Path(folder) / "ggl2008_full_social_pressure.csv.gz"
    former = ("g2002", "g2000", "p2004", "p2002", "p2000")
    print("\nfrom the file, every arm and every estimate that applies")
    seconds, table = timed(lambda: read_any_table(path), times=3)
    show("reading csv.gz", seconds)
    asked = Asked("voted", "treatment", clusters="hh_id", blocks="cluster")
    seconds, found = timed(lambda: compare(table, asked), times=3)
    show("perron estimate --clusters hh_id --blocks cluster", seconds)
    assert isinstance(table, pl.DataFrame)
    assert len(found.comparisons) == 4
    seconds, found = timed(
        lambda: compare(
            table, Asked("voted", "treatment", clusters="hh_id", blocks="cluster", covariates=former)
        ),
        times=3,
    )
    show("the same with five former votes (table 3 c)", seconds)
    for e in found.joint:
        print(f"    {e.details['arm']:12} {e.estimate:.4f} ({e.error:.4f})  df {e.df:,.0f}")


def main():
    warnings.simplefilter("ignore")
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    table = voters()
    side_by_side(*table)
    one_arm(*table)
    if len(sys.argv) > 1:
        from_file(sys.argv[1])


if __name__ == "__main__":
    main()
