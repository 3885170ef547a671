"""Every French text of the site has its English, and its typography is right."""

import io
import re
from pathlib import Path

import polib
import pytest
from babel.messages.extract import extract
from django.utils.translation.template import templatize

SITE = Path(__file__).parents[2] / "src" / "perron_web"
KEYWORDS = {
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "_": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "npgettext": ((1, "c"), 2, 3),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
}
APPS = sorted(
    {p.parent for p in SITE.rglob("apps.py")} | {SITE / "platform" / "access", SITE / "platform" / "files"}
)


def sources(app: Path):
    for path in sorted(app.rglob("*")):
        parts = set(path.relative_to(app).parts)
        if parts & {"tests", "migrations", "vendor", "locale"} or not path.is_file():
            continue
        if path.suffix == ".py":
            yield path, path.read_text(encoding="utf-8")
        elif path.suffix in {".html", ".txt", ".svg"} and "templates" in parts:
            yield path, templatize(path.read_text(encoding="utf-8"), origin=str(path))


def wanted(app: Path) -> dict[tuple[str, str | None], str]:
    found = {}
    for path, text in sources(app):
        stream = io.BytesIO(text.encode())
        for line, message, _, context in extract("python", stream, KEYWORDS, options={"encoding": "utf-8"}):
            single = message[0] if isinstance(message, tuple) else message
            if single:
                found[(single, context)] = f"{path.relative_to(SITE)}:{line}"
    return found


def english(app: Path) -> dict[tuple[str, str | None], polib.POEntry]:
    file = app / "locale" / "en" / "LC_MESSAGES" / "django.po"
    if not file.exists():
        return {}
    return {(entry.msgid, entry.msgctxt): entry for entry in polib.pofile(str(file)) if not entry.obsolete}


@pytest.mark.parametrize("app", APPS, ids=lambda app: app.name)
def test_every_text_has_its_english(app):
    known = english(app)
    missing = {place: text for (text, context), place in wanted(app).items() if (text, context) not in known}
    assert not missing
    empty = [e.msgid for e in known.values() if not (e.msgstr or any(e.msgstr_plural.values())) or e.fuzzy]
    assert not empty


@pytest.mark.parametrize("app", APPS, ids=lambda app: app.name)
def test_variables_are_the_same_in_both_languages(app):
    holes = re.compile(r"%\((\w+)\)s|\{(\w*)\}")
    for entry in english(app).values():
        texts = [entry.msgstr, *entry.msgstr_plural.values()]
        for text in filter(None, texts):
            assert set(holes.findall(text)) <= set(holes.findall(entry.msgid + entry.msgid_plural)), (
                entry.msgid
            )


@pytest.mark.parametrize("app", APPS, ids=lambda app: app.name)
def test_french_typography(app):
    plain = re.compile(r"[\w)»] [;:!?»]|\d %|« |\w'\w|\.\.\.")
    wrong = {place: text for (text, _), place in wanted(app).items() if plain.search(text)}
    assert not wrong, "run scripts/typography.py on the folder"
