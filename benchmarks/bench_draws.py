"""Draws: sealing, verifying, redrawing, matching, at the sizes of a city and of the nation."""

import os
import statistics
import tempfile
import time
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import numpy as np
import polars as pl

from perron.experiments.design import Arm, Design, Rerandomise, draw, redraws, seal, verify

SIZES = (896, 4_674, 69_000) if os.environ.get("FULL") else (896, 4_674)
RUNS = 3


def town(n):
    rng = np.random.default_rng(0)
    values = {name: rng.normal(size=n) for name in ("votes_per_hour", "turnout", "support")}
    return pl.DataFrame({"unit": [f"{i:05}" for i in range(n)], **values})


def median(work):
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def main():
    halves = (Arm("control", 0.5), Arm("visit", 0.5, ("visit",)))
    usual = Design.default(0.15)
    again = usual.with_rerandomise(Rerandomise(("turnout", "support"), 0.1))
    pairs = Design("pairs", "bureau", halves, pair_on=("turnout", "support"))
    redraws(usual, town(100), 1, 10)
    with tempfile.TemporaryDirectory() as folder:
        for n in SIZES:
            units, at = town(n), datetime.now(UTC)
            path = Path(folder) / f"{n}.zip"
            sealed = seal(usual, units, 1, name="bench", by="bench", at=at)
            sealed.write(path)
            few = n < 20_000
            many = 10_000 if few else 1_000
            sealing = {"name": "bench", "by": "bench", "at": at}
            lines = {
                "seal": partial(seal, usual, units, 1, **sealing),
                "verify": partial(verify, path),
                f"{many:,} redraws": partial(redraws, usual, units, 1, many),
            }
            if few:
                lines["draw, re-randomised"] = partial(draw, again, units, 1)
                lines["matched pairs"] = partial(draw, pairs, units, 1)
            for what, work in lines.items():
                print(f"{n:>7,} units  {what:<22} {median(work):7.3f} s")


if __name__ == "__main__":
    main()
