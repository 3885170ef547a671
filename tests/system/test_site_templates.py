"""Nothing inline: the content policy refuses scripts, styles and handlers written in a page."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

SITE = Path(__file__).parents[2] / "src" / "perron_web"
TEMPLATES = sorted(SITE.rglob("templates/**/*.html")) + sorted(SITE.rglob("templates/**/*.svg"))
TAG = re.compile(r"\{%.*?%\}|\{#.*?#\}|\{\{.*?\}\}", re.DOTALL)
EVAL = re.compile(r"\b(eval|new Function)\s*\(|document\.write")


class Inline(HTMLParser):
    """Notes what the policy would refuse."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "style" or (
            tag == "script" and not (given.get("src") or given.get("type") == "application/json")
        ):
            self.found.append(f"<{tag}>")
        for name, value in given.items():
            if (
                name == "style"
                or re.fullmatch(r"on\w+|hx-on.*|hx-vars", name)
                or "javascript:" in (value or "")
            ):
                self.found.append(f"<{tag} {name}>")
            if name.startswith("hx-") and (value or "").startswith(("js:", "javascript:")):
                self.found.append(f"<{tag} {name}>")


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(SITE).as_posix())
def test_nothing_inline_in_a_template(path):
    page = Inline()
    page.feed(TAG.sub("x", path.read_text(encoding="utf-8")))
    assert not page.found


def test_no_script_runs_text():
    ours = [path for path in SITE.rglob("static/**/*.js") if "vendor" not in path.parts]
    guilty = {path.name: EVAL.findall(path.read_text(encoding="utf-8")) for path in ours}
    assert ours
    assert not {name: found for name, found in guilty.items() if found}
