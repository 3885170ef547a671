"""The report as one HTML file: no network, no script, its own fonts; it follows light and dark."""

import base64
import hashlib
from html import escape
from importlib.resources import files
from typing import Any, Final

from perron.output.charts.drawing import for_page
from perron.output.evaluation.pieces import Piece, Section
from perron.output.evaluation.report import Report, report_of
from perron.words import Language

_FONTS: Final = (
    ("Atkinson Hyperlegible Next", 400, "atkinson-hyperlegible-next-400.woff2"),
    ("Atkinson Hyperlegible Next", 700, "atkinson-hyperlegible-next-700.woff2"),
    ("Bricolage Grotesque", 700, "bricolage-grotesque-700.woff2"),
)


def make_html(content: dict[str, Any], lang: Language = "fr") -> str:
    """Make the page of an evaluation.

    Parameters
    ----------
    content : dict
        The content of an evaluation.
    lang : {"fr", "en"}
        Language.

    Returns
    -------
    str
        HTML; the same content gives the same text.
    """
    report = report_of(content, lang)
    style = _fonts() + (files("perron.output.evaluation") / "report.css").read_text(encoding="utf-8")
    page = (files("perron.output.evaluation") / "report.html").read_text(encoding="utf-8")
    parts = {
        "lang": lang,
        "name": escape(report.name),
        "style_hash": "sha256-" + base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
        "style": style,
        "verdict": escape(report.verdict),
        "title": escape(report.title),
        "facts": _facts(report),
        "front": "".join(_section(section, lang) for section in report.front),
        "chart": _piece(report.chart, lang),
        "contents": _contents(report),
        "sections": "".join(_section(section, lang) for section in report.sections),
        "foot": escape(report.foot),
    }
    for name, text in parts.items():
        page = page.replace("{{" + name + "}}", text)
    return page


def _fonts() -> str:
    folder = files("perron.output") / "fonts"
    faces = []
    for family, weight, name in _FONTS:
        data = base64.b64encode((folder / name).read_bytes()).decode()
        source = f'url(data:font/woff2;base64,{data}) format("woff2")'
        faces.append(
            f'@font-face{{font-family:"{family}";font-weight:{weight};font-display:swap;src:{source}}}\n'
        )
    return "".join(faces)


def _facts(report: Report) -> str:
    return "".join(
        f"<div><dt>{escape(what)}</dt><dd>{escape(value)}</dd>"
        + (f"<dd class=between>{escape(between)}</dd>" if between else "")
        + "</div>"
        for value, what, between in report.facts
    )


def _contents(report: Report) -> str:
    items = (f'<li><a href="#{escape(s.key)}">{escape(s.title)}</a></li>' for s in report.sections)
    return f"<ul>{''.join(items)}</ul>"


def _section(section: Section, lang: Language) -> str:
    body = "".join(_piece(piece, lang) for piece in section.pieces)
    return f'<section id="{escape(section.key)}"><h2>{escape(section.title)}</h2>{body}</section>'


_SIMPLE: Final = {
    "text": "<p>{}</p>",
    "note": "<p class=note>{}</p>",
    "heading": "<h3>{}</h3>",
    "code": "<pre tabindex=0>{}</pre>",
}


def _piece(piece: Piece, lang: Language) -> str:
    text = escape(piece.text)
    if piece.kind in _SIMPLE:
        return _SIMPLE[piece.kind].format(text)
    if piece.kind == "list":
        return "<ul>" + "".join(f"<li>{escape(item)}</li>" for item in piece.items) + "</ul>"
    if piece.kind == "table":
        return _table(piece)
    assert piece.chart is not None
    return f"<figure>{for_page(piece.chart(), lang)}<figcaption>{text}</figcaption></figure>"


def _table(piece: Piece) -> str:
    heads = "".join(f"<th scope=col>{escape(head)}</th>" for head in piece.columns)
    rows = []
    for place, row in enumerate(piece.rows):
        first, *rest = row
        strong = " class=strong" if place in piece.strong else ""
        cells = "".join(f"<td{_kind(value)}>{escape(value)}</td>" for value in rest)
        rows.append(f"<tr{strong}><th scope=row>{escape(first)}</th>{cells}</tr>")
    caption = f"<caption>{escape(piece.text)}</caption>" if piece.text else ""
    return (
        f"<div class=wide tabindex=0><table>{caption}<thead><tr>{heads}</tr></thead>"
        f"<tbody>{''.join(rows)}</tbody></table></div>"
    )


def _kind(value: str) -> str:
    """Tell figures, which are set to the right, from words."""
    return " class=words" if sum(c.isalpha() for c in value) > 8 else ""
