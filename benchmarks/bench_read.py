"""National files to checked Parquet against bare Polars: time, processor time, memory.

    bench_read.py [--rows 5000000] [--runs 5]     FULL=1: 25 million addresses (5 GB on disk for a while)

Every job runs in its own process, ours and the peer's in turn; times are medians, imports left out.
"Bare Polars" does the same reading, unpivoting and writing, written by hand for this one file: columns chosen
and typed in advance, nothing recognised, nothing checked. "hand" also decodes latin-1 before Polars, which is
faster than Polars' own encoding argument.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

BUREAUX, LISTS = 69_000, 38
GOAL = 1.2


def ours_results(path, out):
    from perron.sources import convert_results

    return lambda: convert_results(path, out, election="2019-europeennes")


def bare_results(path, out, *, by_hand=False):
    import io

    import polars as pl

    names = [f"c{i}" for i in range(19 + 7 * LISTS)]
    whole = {5, 8, 10, 13, 16} | {19 + 7 * k + j for k in range(LISTS) for j in (0, 4)}
    wanted = [0, 2, 3, 4, 5, 8, 10, 13, 16] + [19 + 7 * k + j for k in range(LISTS) for j in (0, 1, 4)]

    def job():
        Path(out).mkdir(exist_ok=True)
        source = io.BytesIO(Path(path).read_bytes().decode("latin-1").encode()) if by_hand else path
        frame = pl.read_csv(
            source,
            separator=";",
            encoding="utf8" if by_hand else "iso-8859-1",
            has_header=False,
            skip_lines=1,
            schema={name: pl.Int32 if i in whole else pl.String for i, name in enumerate(names)},
            columns=wanted,
            quote_char=None,
        )
        bureau = (pl.col("c0") + pl.col("c2") + "_" + pl.col("c4")).alias("bureau")
        frame = frame.with_columns(bureau, pl.lit("2019-europeennes").alias("election"))
        general = ["election", "bureau", "c3", "c5", "c8", "c10", "c13", "c16"]
        frame.select(general).write_parquet(Path(out) / "general.parquet")
        parts = [
            frame.select(
                "election",
                "bureau",
                pl.col(f"c{20 + 7 * k}").alias("choice"),
                pl.col(f"c{19 + 7 * k}").alias("number"),
                pl.col(f"c{23 + 7 * k}").alias("votes"),
            )
            for k in range(LISTS)
        ]
        votes = pl.concat(parts)
        votes.write_parquet(Path(out) / "votes.parquet")
        return votes.height

    return job


def ours_addresses(path, out):
    from perron.sources import convert_addresses

    return lambda: convert_addresses(path, out)


def bare_addresses(path, out):
    import polars as pl

    with Path(path).open(encoding="utf-8") as file:
        header = file.readline().strip().split(";")
    types = dict.fromkeys(header, pl.String) | {"numero": pl.Int32, "lon": pl.Float64, "lat": pl.Float64}

    def job():
        columns = ["id", "code_insee", "numero", "rep", "nom_voie", "lon", "lat"]
        pl.scan_csv(path, separator=";", schema=types).select(columns).sink_parquet(out)
        return pl.scan_parquet(out).select(pl.len()).collect().item()

    return job


JOBS = {
    "ours results": ours_results,
    "bare results": bare_results,
    "hand results": lambda path, out: bare_results(path, out, by_hand=True),
    "ours addresses": ours_addresses,
    "bare addresses": bare_addresses,
}


def child(name, path, out):
    job = JOBS[name](path, out)
    start, used = time.perf_counter(), time.process_time()
    rows = job()
    spent = {"wall": time.perf_counter() - start, "cpu": time.process_time() - used, "rows": rows}
    print(json.dumps({**spent, "rss": peak_mb()}))


def peak_mb():
    """Most memory this process ever held, MB; on Linux its own, not what it inherited from its parent."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) * 1024 / 1e6
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


def run(name, path, out):
    done = subprocess.run(
        [sys.executable, __file__, "--child", name, str(path), str(out)],
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def compare(what, path, folder, runs, peers=("bare",)):
    found = {"ours": [], **{peer: [] for peer in peers}}
    for side in found:
        run(f"{side} {what}", path, folder / side)
    for _ in range(runs):
        for side, rows in found.items():
            rows.append(run(f"{side} {what}", path, folder / side))
    wall, cpu, rss = (
        {side: statistics.median(row[key] for row in rows) for side, rows in found.items()}
        for key in ("wall", "cpu", "rss")
    )
    print(f"{what}: {path.stat().st_size / 1e6:,.0f} MB, {found['ours'][0]['rows']:,} rows written")
    for side in found:
        print(f"  {side:<5} {wall[side]:6.2f} s   processor {cpu[side]:6.2f} s   peak {rss[side]:6.0f} MB")
    for peer in peers:
        pairs = [o["wall"] / b["wall"] for o, b in zip(found["ours"], found[peer], strict=True)]
        medians, cpus = wall["ours"] / wall[peer], cpu["ours"] / cpu[peer]
        print(
            f"  against {peer}: medians × {medians:.2f}   paired × {statistics.median(pairs):.2f}   "
            f"processor × {cpus:.2f}   (goal ≤ {GOAL}, checks included)"
        )


def main():
    parser = argparse.ArgumentParser()
    full = os.environ.get("FULL") == "1"
    parser.add_argument("--rows", type=int, default=25_000_000 if full else 5_000_000)
    parser.add_argument("--runs", type=int, default=3 if full else 5)
    parser.add_argument("--child", nargs=3)
    asked = parser.parse_args()
    if asked.child:
        child(*asked.child)
        return
    import made_files

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        wide = folder / "2019-europeennes.txt"
        made_files.wide_results(wide, BUREAUX, LISTS)
        compare("results", wide, folder, max(asked.runs, 9), ("bare", "hand"))
        addresses = folder / "adresses.csv"
        made_files.ban(addresses, asked.rows)
        for side in ("ours", "bare", "hand"):
            shutil.rmtree(folder / side)
        compare("addresses", addresses, folder, asked.runs)


if __name__ == "__main__":
    main()
