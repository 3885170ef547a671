"""Put French texts of the site in good typography; takes folders, says which files changed."""

import re
import sys
from pathlib import Path

RULES = (
    (r"(?<=[\w)»%}]) (?=[;!?])", "\u202f"),
    (r"(?<=\d) (?=%(?!\())", "\u202f"),
    (r"(?<=[\w)»%}]) (?=:(?!\w))", "\u00a0"),
    (r"« ", "«\u00a0"),
    (r" »", "\u00a0»"),
    (r"(?<=\w)'(?=\w)", "’"),
    (r"\.\.\.", "…"),
)
TEXT = r'((?:[^"\\]|\\.|"\s*\n\s*")*)(")'
TEMPLATE = (
    r'({% ?(?:translate|trans) ")' + TEXT + r"|({% ?blocktranslate[^%]*%})(.*?)({% ?endblocktranslate ?%})"
)
PYTHON = r'(\b_\(\s*")' + TEXT + r'|(n?gettext(?:_lazy)?\(\s*")((?:[^"\\]|\\.|"\s*\n\s*"|",\s*")*)(")'
CATALOGUE = r'(^msgid(?:_plural)? ")' + TEXT + r"|(\Z)(\Z)(\Z)"
PLACES = {".html": TEMPLATE, ".txt": TEMPLATE, ".py": PYTHON, ".po": CATALOGUE}


def replace(found: re.Match[str]) -> str:
    first = 1 if found[1] is not None else 4
    text = found[first + 1]
    for pattern, replacement in RULES:
        text = re.sub(pattern, replacement, text)
    return found[first] + text + found[first + 2]


for folder in sys.argv[1:]:
    for path in Path(folder).rglob("*"):
        if path.suffix in PLACES and not {"tests", "migrations", "vendor"} & set(path.parts):
            before = path.read_text(encoding="utf-8")
            after = re.sub(PLACES[path.suffix], replace, before, flags=re.DOTALL | re.MULTILINE)
            if after != before:
                print(path, path.write_text(after, encoding="utf-8"))
