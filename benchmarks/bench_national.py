"""A synthetic national plan, cut and routed: seconds and memory against size.

    python benchmarks/bench_national.py [million doors ...]      (0.25 0.5 1 2.5 5 by default)

Bureaux are synthetic towns of about a thousand doors; the work is that of `perron cut` on four cores:
addresses to stops, turfs and walks. One size a process, so that the memory is its own.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import polars as pl
from towns import town

from perron.turf import cut, make_stops


def nation(doors: int, seed: int = 1) -> pl.DataFrame:
    """Return addresses of `doors` doors in bureaux of about a thousand, town by town."""
    rng = np.random.default_rng(seed)
    patterns = [town(1000, s, bureau="00000_0001") for s in range(60)]
    sizes = np.array([p.get_column("doors").sum() for p in patterns])
    frames, reached, b = [], 0, 0
    while reached < doors:
        which = int(rng.integers(len(patterns)))
        lon, lat = rng.uniform(-1, 7), rng.uniform(43, 50)
        code = f"{1 + b // 9000:02d}{b % 9000 // 10:03d}_{b % 10 + 1:04d}"
        moved = (
            (pl.lit(lon) - 2.6 + pl.col("lon")).alias("lon"),
            (pl.lit(lat) - 47.2 + pl.col("lat")).alias("lat"),
        )
        frames.append(patterns[which].lazy().with_columns(pl.lit(code).alias("bureau"), *moved))
        reached += int(sizes[which])
        b += 1
    return pl.concat(pl.collect_all(frames))


def one(million: float) -> None:
    addresses = nation(round(million * 1e6))
    cut(make_stops(addresses.head(2000)))  # warm
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    begin, work = time.perf_counter(), time.process_time()
    stops = make_stops(addresses)
    done = cut(stops)
    seconds, work = time.perf_counter() - begin, time.process_time() - work
    begin = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        done.doors.write_parquet(Path(folder) / "doors.parquet")
        done.turfs.write_parquet(Path(folder) / "turfs.parquet")
    written = time.perf_counter() - begin
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    m = done.turfs.get_column("minutes").to_numpy()
    near, wide = np.mean(np.abs(m / 120 - 1) <= 0.15), np.mean((m >= 90) & (m <= 180))
    whole = done.turfs.get_column("one_piece").mean()
    print(
        f"{stops.get_column('doors').sum():>10,} doors {len(addresses):>10,} addresses "
        f"{addresses.get_column('bureau').n_unique():>6,} bureaux {len(m):>7,} turfs  "
        f"{seconds:6.1f} s, {work:.0f} s of processor "
        f"({seconds / len(m) * 1e3:.2f} ms a turf)  tables written {written:4.1f} s  "
        f"peak {peak:.2f} GB (before {before:.2f})  one piece {whole:.2%}  "
        f"±15 % {near:.1%}  60–120 doors {wide:.2%}  "
        f"CV {m.std() / m.mean():.3f}",
        flush=True,
    )


if __name__ == "__main__":
    if len(sys.argv) == 2:
        one(float(sys.argv[1]))
    else:
        for size in sys.argv[1:] or ["0.25", "0.5", "1", "2.5", "5"]:
            subprocess.run([sys.executable, __file__, size], check=True, env=os.environ)
