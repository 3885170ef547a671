"""The report on paper: the same sections, set by Typst."""

from importlib.resources import as_file, files
from typing import Any

import orjson
import typst

from perron.output.charts.drawing import for_paper
from perron.output.evaluation.pieces import Piece, Section
from perron.output.evaluation.report import report_of
from perron.words import Language


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
    return _compiled(
        {
            "lang": lang,
            "name": report.name,
            "title": report.title,
            "facts": report.facts,
            "front": [_section(section, lang) for section in report.front],
            "chart": _piece(report.chart, lang),
            "sections": [_section(section, lang) for section in report.sections],
            "foot": report.foot,
        }
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


def _compiled(content: dict[str, Any]) -> bytes:
    here = files("perron.output")
    with as_file(here / "fonts") as fonts, as_file(here / "evaluation" / "report.typ") as template:
        compiler = typst.Compiler(
            str(template),
            root=str(template.parent),
            font_paths=typst.Fonts(
                include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(fonts)]
            ),
            sys_inputs={"content": orjson.dumps(content).decode()},
        )
        made = compiler.compile(format="pdf", timestamp=0)
    assert isinstance(made, bytes)
    return made
