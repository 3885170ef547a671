"""Put the page together: one HTML file that needs no network and runs no script but its own."""

import base64
import html
import zlib
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import orjson

from perron.output.inline import fonts_css, policy_hash
from perron.output.page.data import core, details
from perron.output.page.top import summary_html, top_table
from perron.words import Language, Words

if TYPE_CHECKING:
    from perron.plan import Plan

_SCRIPTS: Final = (
    *("words.js", "state.js", "shapes.js", "draw.js", "map.js"),
    *("table.js", "charts.js", "people.js", "panel.js", "main.js"),
)
_TITLE: Final = Words("Canvassing plan", "Plan de porte-à-porte")


def write_page(plan: "Plan", path: Path, *, code: str, lang: Language = "fr") -> None:
    """Write the page of a plan.

    Parameters
    ----------
    plan : Plan
        A finished plan.
    path : Path
        The file to write.
    code : str
        Code of the plan.
    lang : {"fr", "en"}
        Language in which it opens.
    """
    path.write_text(make_page(plan, code=code, lang=lang), encoding="utf-8")


def make_page(plan: "Plan", *, code: str, lang: Language = "fr") -> str:
    """Return the page of a plan.

    Parameters
    ----------
    plan : Plan
        A finished plan.
    code : str
        Code of the plan.
    lang : {"fr", "en"}
        Language in which it opens.

    Returns
    -------
    str
        HTML; the same plan gives the same text.
    """
    style = fonts_css() + _source("page.css")
    script = '"use strict";\n' + "\n".join(_source(name) for name in _SCRIPTS)
    campaign = str(plan.parameters.get("campaign") or "")
    parts = {
        "lang": lang,
        "title_words": "" if campaign else ' data-t="title"',
        "title": html.escape(campaign or _TITLE.text(lang)),
        "code": html.escape(code),
        "style_hash": policy_hash(style),
        "script_hash": policy_hash(script),
        "style": style,
        "script": script,
        "summary": summary_html(plan.summary, lang),
        "top": top_table(plan, lang),
        "core": _packed(core(plan)),
        "details": _packed(details(plan)),
    }
    page = _source("page.html")
    for name, text in parts.items():
        page = page.replace("{{" + name + "}}", text)
    return page


def _source(name: str) -> str:
    return (files("perron.output.page") / name).read_text(encoding="utf-8")


def _packed(value: dict[str, Any]) -> str:
    """Return JSON, deflated, as base64."""
    text = orjson.dumps(value, option=orjson.OPT_SERIALIZE_NUMPY, default=str)
    return base64.b64encode(zlib.compress(text, 9)).decode()
