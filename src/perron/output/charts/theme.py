"""Our theme for Vega-Lite. Colours are stand-ins that `paint` turns into the page's CSS variables."""

from textwrap import wrap
from typing import Any, Final

NARROW: Final = 328
"""Width of a chart made for a phone, as wide as its screen: texts keep their size."""
FONT: Final = "Atkinson Hyperlegible Next"
INK: Final = "#010a01"
SOFT: Final = "#010a02"
LINE: Final = "#010a03"
ACCENT: Final = "#010a04"
PAPER: Final = "#010a05"
MORE: Final = "#010a06"
LESS: Final = "#010a07"
MUTED: Final = "#010a08"
WASH: Final = "#010a09"
VARIABLES: Final = {
    INK: "ink",
    SOFT: "soft",
    LINE: "line",
    ACCENT: "accent",
    PAPER: "paper",
    MORE: "more",
    LESS: "less",
    MUTED: "muted",
    WASH: "wash",
}
"""Stand-in to the end of the variable's name: `--chart-ink`…"""

_LABELS: Final = {
    "labelColor": SOFT,
    "labelFontSize": 14,
    "labelPadding": 8,
    "titleColor": SOFT,
    "titleFontSize": 14,
}
CONFIG: Final[dict[str, Any]] = {
    "font": FONT,
    "background": "transparent",
    "padding": 2,
    "view": {"stroke": None},
    "axis": {
        **_LABELS,
        "titleFontWeight": "normal",
        "labelFont": FONT,
        "titleFont": FONT,
        "gridColor": LINE,
        "domain": False,
        "ticks": False,
        "labelLimit": 260,
        "labelOverlap": "parity",
        "labelSeparation": 10,
    },
    "axisX": {"grid": False, "labelAngle": 0},
    "axisY": {"titleAngle": 0, "titleAlign": "left", "titleAnchor": "start"},
    "header": {
        "labelColor": INK,
        "labelFontSize": 14,
        "labelFont": FONT,
        "labelFontWeight": "bold",
        "titleColor": SOFT,
    },
    "line": {"color": ACCENT, "strokeWidth": 2.2, "strokeCap": "round", "strokeJoin": "round"},
    "point": {"color": ACCENT, "filled": True, "size": 60, "opacity": 1},
    "rule": {"color": SOFT, "strokeWidth": 1.2},
    "bar": {"color": ACCENT},
    "area": {"color": ACCENT, "opacity": 0.16},
    "text": {"color": INK, "fontSize": 14, "font": FONT},
}

_FRENCH: Final = {
    "decimal": ",",
    "thousands": "\u202f",
    "grouping": [3],
    "currency": ["", "\u202f€"],
    "percent": "\u202f%",
    "minus": "\u2212",
}
_ENGLISH: Final = {
    "decimal": ".",
    "thousands": ",",
    "grouping": [3],
    "currency": ["£", ""],
    "percent": "%",
    "minus": "\u2212",
}
LOCALES: Final[dict[str, dict[str, Any]]] = {"fr": _FRENCH, "en": _ENGLISH}
"""How each language writes numbers, in D3's terms."""


def fitted(height: int) -> dict[str, Any]:
    """Return the size of a chart made for a phone, its axes within it.

    Parameters
    ----------
    height : int
        Height, pixels.

    Returns
    -------
    dict
        Properties of the chart.
    """
    return {"width": NARROW, "height": height, "autosize": {"type": "fit", "contains": "padding"}}


def above(title: str, *, narrow: bool) -> dict[str, Any]:
    """Return the title of an axis that goes up: over it, on as many lines as a phone needs.

    Parameters
    ----------
    title : str
        Its words.
    narrow : bool
        Whether the chart is made for a phone.

    Returns
    -------
    dict
        Properties of the axis.
    """
    lines = wrap(title, 38) if narrow else [title]
    return {
        "title": lines,
        "titleX": -40 if narrow else 0,
        "titleY": -14 - 17 * (len(lines) - 1),
        "titleLineHeight": 17,
    }
