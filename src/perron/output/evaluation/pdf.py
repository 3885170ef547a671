"""The report on paper: the same sections, set by Typst."""

from pathlib import Path
from typing import Any, Final

from perron.output.charts.drawing import for_paper
from perron.output.evaluation.pieces import Piece, Section
from perron.output.evaluation.report import report_of
from perron.output.typeset import typeset
from perron.words import Language

_TEMPLATE: Final = Path(__file__).with_name("report.typ")


def make_pdf(content: dict[str, Any], lang: Language = "fr") -> bytes:
    """Make the PDF of an evaluation.

    Parameters
    ----------
    content : dict
        The content of an evaluation.
    lang : {"fr", "en"}
        Language.

    Returns
    -------
    bytes
        A PDF without date: the same content gives the same bytes.
    """
    report = report_of(content, lang)
    return typeset(
        _TEMPLATE,
        {
            "lang": lang,
            "name": report.name,
            "title": report.title,
            "facts": report.facts,
            "front": [_section(section, lang) for section in report.front],
            "chart": _piece(report.chart, lang),
            "sections": [_section(section, lang) for section in report.sections],
            "foot": report.foot,
        },
        embedded=True,
        tags=True,
    )


def _section(section: Section, lang: Language) -> dict[str, Any]:
    pieces = [_piece(piece, lang) for piece in section.pieces if piece.kind != "code"]
    return {"title": section.title, "fresh": section.fresh, "pieces": pieces}


def _piece(piece: Piece, lang: Language) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "kind": piece.kind,
        "text": piece.text,
        "items": piece.items,
        "columns": piece.columns,
        "rows": piece.rows,
        "strong": piece.strong,
    }
    if piece.chart is not None:
        chart = piece.chart()
        plain["svg"] = for_paper(chart, lang)
        plain["alt"] = str(chart.to_dict(validate=False).get("description", ""))
    return plain
