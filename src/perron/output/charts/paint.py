"""What Vega draws, made fit for the page: its colours, its fonts, one label, short numbers."""

import re
from html import escape
from typing import Final

from perron.output.charts.theme import FONT, VARIABLES

_SIZE: Final = re.compile(r'^<svg [^>]*?viewBox="([^"]+)"[^>]*>')
_NOISE: Final = re.compile(
    r' (?:aria-label|aria-roledescription|role|aria-hidden|pointer-events|class)="[^"]*"'
)
_EMPTY: Final = re.compile(r"<path d=\"(?:M0,0h0v0h0Z)?\"[^>]*?/>")
_LONG: Final = re.compile(r"-?\d+\.\d{3,}")
_COLOUR: Final = re.compile("|".join(VARIABLES))


def paint(drawn: str, label: str, kind: str = "") -> str:
    """Return an SVG element for the page.

    Parameters
    ----------
    drawn : str
        SVG from Vega, with stand-ins for colours.
    label : str
        What the chart says, for those who do not see it.
    kind : {"", "wide", "narrow"}
        Which of two drawings of the same chart it is; style sheets show one.

    Returns
    -------
    str
        One `<svg role="img">` without any inline style, whose colours follow the page's theme.
    """
    found = _SIZE.match(drawn)
    if found is None:
        raise ValueError(drawn[:80])
    body = _NOISE.sub("", drawn[found.end() :])
    body = _EMPTY.sub("", body)
    body = body.replace(f' font-family="{FONT}"', "").replace(' opacity="1"', "")
    body = _LONG.sub(_short, body)
    body = _COLOUR.sub(lambda match: f"var(--chart-{VARIABLES[match.group()]})", body)
    name = f"vega {kind}".strip()
    return f'<svg class="{name}" role="img" aria-label="{escape(label)}" viewBox="{found.group(1)}">{body}'


def _short(match: re.Match[str]) -> str:
    return f"{float(match.group()):.2f}".rstrip("0").rstrip(".")
