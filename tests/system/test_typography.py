"""French messages keep their typography: no plain space before : ; ! ? %, inside « »; curled apostrophes."""

import ast
import re
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src"
PLAIN = re.compile(r"\S [;:!?»]|^ [;:!?»]|\d %|« ")
STRAIGHT = re.compile(r"\w'\w")


def french_texts(path):
    for call in ast.walk(ast.parse(path.read_text())):
        name = getattr(getattr(call, "func", None), "id", "")
        if name in ("Words", "tr") and len(call.args) == 2:
            for part in ast.walk(call.args[1]):
                if isinstance(part, ast.Constant) and isinstance(part.value, str):
                    yield part.value


def test_no_straight_apostrophe():
    wrong = [
        f"{path.relative_to(SOURCE)}: {text}"
        for path in SOURCE.rglob("*.py")
        for text in french_texts(path)
        if STRAIGHT.search(text)
    ]
    assert not wrong


def test_no_plain_space_where_french_wants_one_that_does_not_break():
    wrong = [
        f"{path.relative_to(SOURCE)}: {text}"
        for path in SOURCE.rglob("*.py")
        for text in french_texts(path)
        if PLAIN.search(text.replace("\u00a0", "_").replace("\u202f", "_"))
    ]
    assert not wrong
