"""The site starts in under two seconds and stays small: what plans and draws is loaded where it is used."""

import os
import resource
import subprocess
import sys

HEAVY = ("altair", "llvmlite", "numba", "numpy", "polars", "pyarrow", "pymetis", "pyproj", "scipy", "shapely")
HEAVY += ("typst", "vl_convert")
LOADED = """
import sys, traceback
class Watch:
    def find_spec(self, name, path=None, target=None):
        if name in {heavy!r}:
            ours = [f for f in traceback.extract_stack() if "/perron_web/" in f.filename]
            print(name, *(f"{{f.filename.split('src/')[-1]}}:{{f.lineno}}" for f in ours[-1:]))
sys.meta_path.insert(0, Watch())
import django
django.setup()
from django.urls import get_resolver
get_resolver()._populate()
"""


def run(code: str, data) -> str:
    env = {k: v for k, v in os.environ.items() if not k.startswith("PERRON_")} | {
        "PERRON_DATA": str(data),
        "DJANGO_SETTINGS_MODULE": "perron_web.config.settings",
    }
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=False)
    assert not done.returncode, done.stderr
    return done.stdout


def test_no_heavy_library_is_loaded_before_it_is_used(tmp_path):
    """An import of the science stands inside the function that needs it; a line names who broke the rule."""
    assert not run(LOADED.format(heavy=HEAVY), tmp_path)


def test_a_command_starts_within_two_seconds(tmp_path):
    """Measured in time of the processor, which does not depend on what else the machine does."""
    run("import django; django.setup()", tmp_path)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    run(
        "import sys; sys.argv = ['perron-site', 'help']; from perron_web.__main__ import main; main()",
        tmp_path,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 2
