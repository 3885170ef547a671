"""The command line starts at once: heavy libraries are imported only by the command that needs them."""

import subprocess
import sys
import time


def test_help_starts_within_two_seconds():
    start = time.perf_counter()
    subprocess.run([sys.executable, "-m", "perron", "--help"], check=True, capture_output=True)
    assert time.perf_counter() - start < 2 * 5, (
        "five times the goal of 2 s: something heavy is imported at start-up"
    )


def test_help_imports_no_heavy_library():
    code = "import perron.cli.app, sys; print([m for m in ('numba', 'polars', 'scipy', 'shapely', 'typst') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"
