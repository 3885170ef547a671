"""The whole of Paris, from files to a finished plan: seconds and peak memory of the command, warm.

Goal: 15 s on 4 cores. Beside it, a copy of the output: what no planner can beat.
"""

import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PERRON = Path(sys.executable).parent / "perron"
REPEATS = 3


def main() -> None:
    with tempfile.TemporaryDirectory() as temporary:
        work = Path(temporary)
        subprocess.run([PERRON, "demo", "--files", work / "files"], check=True, capture_output=True)
        files = work / "files"
        command = [
            *(PERRON, "plan", "--results", *sorted(files.glob("20*.csv"))),
            *("--bureaux", files / "bureaux-2017.geojson"),
            *("--former", f"2014-europeennes={files / 'bureaux-2012.geojson'}"),
            *("--addresses", files / "adresses.csv", "--areas", files / "iris.geojson"),
            *("--statistics", files / "chiffres-iris.csv", "--housing", files / "logements-sociaux.geojson"),
            *("--blocs", files / "blocs-centre.toml", "--hours", "1200", "--out", work / "plan", "--json"),
        ]
        for sheets in ("0", "400"):
            seconds = []
            for _ in range(REPEATS + 1):
                start = time.perf_counter()
                subprocess.run([*command, "--sheets", sheets], check=True, capture_output=True)
                seconds.append(time.perf_counter() - start)
            warm = statistics.median(seconds[1:])
            peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
            start = time.perf_counter()
            shutil.copytree(work / "plan", work / f"copy{sheets}")
            copied = time.perf_counter() - start
            print(
                f"Paris, {sheets:>3} walk lists: {warm:.1f} s warm (first {seconds[0]:.1f}), "
                f"goal 15: ratio {warm / 15:.2f}; peak {peak:.0f} MB; a copy of the output: {copied:.3f} s"
            )


if __name__ == "__main__":
    main()
