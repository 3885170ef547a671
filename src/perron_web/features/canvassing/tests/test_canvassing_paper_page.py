"""The page of a list on paper, without a browser: its lines, its gestures, what it sends."""

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[5]


def test_whatever_is_typed_the_server_ends_with_what_the_page_shows():
    node = shutil.which("node")
    if node is None:
        pytest.skip("Node is not installed")
    told = subprocess.run(
        [node, "--test", "tests/node/paper.test.mjs"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert told.returncode == 0, told.stdout
