"""The command line starts at once: heavy libraries are imported only by the command that needs them."""

import subprocess
import sys

HEAVY = ("numba", "numpy", "polars", "scipy", "shapely", "typst")


def test_help_imports_no_heavy_library():
    code = f"import perron.cli.app, sys; print([m for m in {HEAVY} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"
