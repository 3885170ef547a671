"""The Python of the documentation runs as it stands, in order; its links lead somewhere.

The commands of the how-to run on the addresses of two arrondissements; on all of Paris in `make trust`.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted(p for p in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("src/**/*.md")])
BLOCK = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")
WITH_CODE = [p for p in PAGES if BLOCK.search(p.read_text())]


@pytest.mark.parametrize("page", WITH_CODE, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_the_python_of_a_page_runs(page, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for block in BLOCK.findall(page.read_text()):
        exec(compile(block, str(page), "exec"), names)


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page):
    broken = [link for link in LINK.findall(page.read_text()) if not (page.parent / link).exists()]
    assert not broken


SHELL = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)


def commands_of(page):
    text = "\n".join(SHELL.findall(page.read_text())).replace("\\\n", " ")
    return [line.split("  #")[0].strip() for line in text.splitlines() if line.strip()]


def keep_two_arrondissements(addresses):
    """Leave the addresses of the 2nd and the 20th, when the sample's files were just written."""
    head, *rows = addresses.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [row for row in rows if re.search(r";75056_(02|20)\d\d$", row.rstrip())]
    assert 0 < len(kept) < len(rows)
    addresses.write_text("".join([head, *kept]), encoding="utf-8")


def test_the_commands_of_the_how_to_run(tmp_path):
    page = ROOT / "docs" / "howto" / "plan-a-commune.md"
    program = Path(sys.executable).parent / "perron"
    whole = os.environ.get("PERRON_TRUST") == "full"
    for line in commands_of(page):
        done = subprocess.run(
            ["bash", "-c", line.replace("perron ", f"{program} ", 1)],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, f"{line}\n{done.stderr}"
        if line.startswith("perron demo --files") and not whole:
            keep_two_arrondissements(tmp_path / "files" / "adresses.csv")
    assert (tmp_path / "plan" / "feuilles-de-route.pdf").exists()
