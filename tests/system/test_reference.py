"""The reference pages say what the code says."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", ["tables", "commands", "settings", "api"])
def test_reference_page_is_current(name):
    code = f"import runpy; print(runpy.run_path('scripts/reference_{name}.py')['page'](), end='')"
    env = os.environ | {"PERRON_LANG": "en", "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=env, capture_output=True, text=True, check=True
    )
    assert (ROOT / "docs" / "reference" / f"{name}.md").read_text() == done.stdout, "run make docs"
