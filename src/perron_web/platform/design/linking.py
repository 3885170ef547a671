"""Many ES modules made one script: a slow network pays for each file, whatever its size.

Only what the site's own modules use is understood: named imports, `export` before a declaration, and
`import("./one.mjs")`. Anything else is refused rather than guessed.
"""

import posixpath
import re
from collections.abc import Callable
from typing import Final

IMPORT: Final = re.compile(r"""^import\s*\{([^}]*)\}\s*from\s*["'](\.{1,2}/[^"']+)["'];?""", re.MULTILINE)
BARE: Final = re.compile(r"""^import\s*["'](\.{1,2}/[^"']+)["'];?""", re.MULTILINE)
LATER: Final = re.compile(r"""\bimport\(\s*["'](\.{1,2}/[^"']+)["']\s*\)""")
EXPORT: Final = re.compile(r"^export\s+((?:async\s+)?function\*?|const|class)\s+(\w+)", re.MULTILINE)
LEFT: Final = re.compile(r"^(?:import|export)\b.*|\bimport\.meta\b|(?<![\w.])import\(.*", re.MULTILINE)
HEAD: Final = """\
const parts = new Map();
const made = new Map();
const need = (name) => made.get(name) ?? made.set(name, parts.get(name)()).get(name);
const later = async (name) => need(name);
"""


class LinkError(ValueError):
    """A module says something that cannot be linked."""


def link(entry: str, read: Callable[[str], str]) -> str:
    """Make one script of a module and of all that it imports, now or later.

    Parameters
    ----------
    entry : str
        Name of the first module.
    read : callable
        Text of a module by name.

    Returns
    -------
    str
        An ES module without imports, which gives what the first one gives; each part runs once, when needed.

    Raises
    ------
    LinkError
        A part of the language that is not linked.
    """
    found: dict[str, str] = {}
    given: dict[str, list[str]] = {}
    waiting = [entry]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name], near, given[name] = _part(name, read(name))
            waiting += near
    parts = "".join(f'parts.set("{name}", () => {{\n{text}}});\n' for name, text in sorted(found.items()))
    told = f"export const {{ {', '.join(given[entry])} }} = " if given[entry] else ""
    return f'{HEAD}{parts}{told}need("{entry}");\n'


def _part(name: str, text: str) -> tuple[str, list[str], list[str]]:
    """Return a module as the body of a function, the modules it needs and the names it gives."""
    near: list[str] = []

    def beside(path: str) -> str:
        near.append(posixpath.normpath(posixpath.join(posixpath.dirname(name), path)))
        return near[-1]

    def imported(match: re.Match[str]) -> str:
        names = re.sub(r"\s+as\s+", ": ", match[1].strip())
        return f'const {{ {names} }} = need("{beside(match[2])}");'

    text = IMPORT.sub(imported, text)
    text = BARE.sub(lambda match: f'need("{beside(match[1])}");', text)
    text = LATER.sub(lambda match: f'later("{beside(match[1])}")', text)
    given = [match[2] for match in EXPORT.finditer(text)]
    text = EXPORT.sub(r"\1 \2", text)
    if left := LEFT.search(text):
        message = f"{name}: {left[0][:80]}"
        raise LinkError(message)
    return f"{text.rstrip()}\nreturn {{ {', '.join(given)} }};\n", near, given
