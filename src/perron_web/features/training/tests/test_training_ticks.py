"""The list of a trainer without network, in Node."""

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[5]


def test_ticks_are_kept_until_they_are_acknowledged():
    node = shutil.which("node")
    if node is None:
        pytest.skip("Node is not installed")
    ended = subprocess.run(
        [node, "--test", "tests/node/training_ticks.test.mjs"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
