"""The content of one turf's sheet, as `sheet.typ` reads it."""

from typing import Any, Final, NamedTuple

import numpy as np
import polars as pl
import segno
from numpy.typing import NDArray

from perron.output.sheets.drawing import Surroundings, draw
from perron.output.sheets.entries import Block, blocks_of, house_number
from perron.output.sheets.frame import Frame, frame_of
from perron.output.sheets.layout import Page, lay_out
from perron.output.sheets.struck import NOTHING_STRUCK, Struck
from perron.output.sheets.texts import TEXTS
from perron.words import NARROW, Language, Words, duration, number

PAPER_MM: Final = 277.0
"""Height of a page inside its margins."""
FOOT_MM: Final = 8.5
OPENING_MM: Final = 48.0
LEGEND_MM: Final = 28.0
HEADS_MM: Final = 19.0
"""Height of the heads of the columns."""
FIRST_MM: Final = PAPER_MM - FOOT_MM - OPENING_MM - LEGEND_MM - HEADS_MM
"""Height that map and list share on the first page."""
_FEWEST_MM: Final = 30.0


class Paper(NamedTuple):
    """What ties a list on paper to the page where its returns are entered."""

    code: str
    """Printed on every page, typed in on that page."""
    uri: str
    """What the QR code says: the address of that page."""
    label: str = ""
    """Whose list it is, such as "binôme 3"; never a name."""
    note: str = ""
    """What whoever walks it is asked to do; printed beside the name of the turf."""


def with_paper(content: dict[str, Any], paper: Paper | None) -> dict[str, Any]:
    """Return the content of a sheet with the code of its list.

    Parameters
    ----------
    content : dict
        What `sheet` returned.
    paper : Paper or None
        The code; None for a turf in nobody's hands.

    Returns
    -------
    dict
        The content as `sheet.typ` reads it.
    """
    if paper is None:
        return content
    spaced = f"{paper.code[:4]}\u00a0{paper.code[4:]}"
    return {**content, "code": spaced, "label": paper.label, "note": paper.note, "qr": qr_svg(paper.uri)}


def turf_uri(turf: str, code: str) -> str:
    """Return what the QR code of a sheet says.

    Parameters
    ----------
    turf : str
        Code of the turf.
    code : str
        Code of the plan.

    Returns
    -------
    str
        Such as "perron:turf/75056_1905-03?plan=1a2b3c4d".
    """
    return f"perron:turf/{turf}?plan={code}"


def qr_svg(text: str) -> str:
    """Return a QR code (level M, quiet zone of two modules, mask 4 for speed) as SVG.

    Parameters
    ----------
    text : str
        What it says.

    Returns
    -------
    str
        The SVG.
    """
    return str(
        segno.make(text, error="m", micro=False, mask=4).svg_inline(
            border=2, omitsize=True, dark="#000", light="#fff"
        )
    )


def sheet(
    turf: dict[str, Any],
    stops: pl.DataFrame,
    line: NDArray[np.float64],
    around: Surroundings,
    *,
    code: str,
    lang: Language,
    struck: Struck = NOTHING_STRUCK,
) -> dict[str, Any]:
    """Return the content of one sheet.

    Parameters
    ----------
    turf : dict
        A row of table `TURFS`, with `name`, `territory` and `bureau_number` of its bureau.
    stops : polars.DataFrame
        Its rows of table `DOORS`, in order.
    line : ndarray of float64, shape (n, 2)
        Walking line, degrees.
    around : Surroundings
        What to draw around it.
    code : str
        Code of the plan.
    lang : {"fr", "en"}
        Language.
    struck : Struck
        Doors to strike out.

    Returns
    -------
    dict
        Texts, map, QR code and pages.
    """
    points = stops.select("lon", "lat").to_numpy()
    rows = stops.to_dicts()
    frame, pages = _first_page(np.vstack([line, points]), blocks_of(rows, lang, struck))
    bureau = turf["bureau_number"] or turf["bureau"].partition("_")[2]
    start = rows[0]
    return {
        "turf": turf["turf"],
        "short": f"{bureau}-{turf['turf'].rpartition('-')[2]}",
        "bureau": bureau,
        "territory": turf["territory"] or "",
        "name": turf["name"] or "",
        "figures": _figures(turf, rows, lang),
        "start": f"{house_number(start, lang)}, {start['street']}",
        "map": draw(turf["bureau"], line, points, around, frame),
        "qr": qr_svg(turf_uri(turf["turf"], code)),
        "pages": pages,
    }


def _first_page(points: NDArray[np.float64], blocks: list[Block]) -> tuple[Frame, list[Page]]:
    """Share the first page between map and list; the map takes it all when the list begins on the next."""
    frame = frame_of(points)
    room = FIRST_MM - frame.height
    pages = lay_out(blocks, room if room >= _FEWEST_MM else 0.0)
    if any(row["k"] != "notes" for column in pages[0] for row in column):
        return frame, pages
    tallest = FIRST_MM + HEADS_MM
    return frame_of(points, (tallest, tallest)), [[[], []], *pages[1:]]


def _figures(turf: dict[str, Any], rows: list[dict[str, Any]], lang: Language) -> list[list[str]]:
    about = Words("about ", "env.\u00a0").text(lang) if any(row["estimated"] for row in rows) else ""
    walk = round(turf["walk_m"] / 10) * 10
    return [
        [duration(turf["minutes"]), TEXTS["time"].text(lang)],
        [about + number(turf["doors"], 0, lang), TEXTS["doors"].text(lang)],
        [number(turf["stops"], 0, lang), TEXTS["stops"].text(lang)],
        [f"{number(walk, 0, lang)}{NARROW if lang == 'fr' else ' '}m", TEXTS["walk"].text(lang)],
    ]
