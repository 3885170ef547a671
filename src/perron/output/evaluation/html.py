"""The report as one HTML file: no network, no script, its own fonts; it follows light and dark."""

from html import escape
from importlib.resources import files
from typing import Any, Final

from perron.output.charts.drawing import for_page
from perron.output.evaluation.pieces import Piece, Section
from perron.output.evaluation.report import Report, report_of
from perron.output.inline import fonts_css, policy_hash
from perron.words import Language


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
    style = fonts_css() + (files("perron.output.evaluation") / "report.css").read_text(encoding="utf-8")
    page = (files("perron.output.evaluation") / "report.html").read_text(encoding="utf-8")
    parts = {
        "lang": lang,
        "name": escape(report.name),
        "style_hash": policy_hash(style),
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
    return f"<figure>{for_page(piece.chart, lang)}<figcaption>{text}</figcaption></figure>"


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
