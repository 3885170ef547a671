"""Put French texts of the site in good typography: no-break spaces, apostrophes, ellipses; catalogues follow.

python scripts/typography.py src/perron_web/features/turfs
"""

import re
import sys
from pathlib import Path

RULES = [
    (re.compile(r"(?<=[\w)»%}]) (?=[;!?])"), "\u202f"),
    (re.compile(r"(?<=[\w)»%}]) (?=:(?!\w))"), "\u00a0"),
    (re.compile(r"(?<=\d) (?=%(?!\())"), "\u202f"),
    (re.compile(r"« "), "«\u00a0"),
    (re.compile(r" »"), "\u00a0»"),
    (re.compile(r"(?<=\w)'(?=\w)"), "’"),
    (re.compile(r"\.\.\."), "…"),
]
TEMPLATE = (
    r'({% ?(?:translate|trans) ")((?:[^"\\]|\\.)*)(")'
    r"|({% ?blocktranslate[^%]*%})(.*?)({% ?endblocktranslate ?%})"
)
PYTHON = (
    r'(\b_\(\s*")((?:[^"\\]|\\.|"\s*\n\s*")*)(")'
    r'|((?:n?gettext|gettext_lazy)\(\s*")((?:[^"\\]|\\.|"\s*\n\s*"|",\s*")*)(")'
)
CATALOGUE = r'(^msgid(?:_plural)? ")((?:[^"\\]|\\.|"\n")*)(")|(\Z)(\Z)(\Z)'
PLACES = {".html": TEMPLATE, ".txt": TEMPLATE, ".py": PYTHON, ".po": CATALOGUE}


def mended(text: str) -> str:
    for pattern, replacement in RULES:
        text = pattern.sub(replacement, text)
    return text


def replace(found: re.Match[str]) -> str:
    first = 1 if found[1] is not None else 4
    return found[first] + mended(found[first + 1]) + found[first + 2]


for folder in sys.argv[1:]:
    for path in Path(folder).rglob("*"):
        if path.suffix in PLACES and not {"tests", "migrations", "vendor"} & set(path.parts):
            before = path.read_text(encoding="utf-8")
            after = re.sub(PLACES[path.suffix], replace, before, flags=re.DOTALL | re.MULTILINE)
            if after != before:
                path.write_text(after, encoding="utf-8")
                print(path)
