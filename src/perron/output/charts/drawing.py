"""Draw an Altair chart: for a page, with its colours; for paper, in black, greys and one blue-green."""

from collections.abc import Callable
from functools import cache
from importlib.resources import files
from inspect import signature
from pathlib import Path
from typing import Any, Final

from perron.output.charts.paint import paint
from perron.output.charts.theme import (
    ACCENT,
    CONFIG,
    INK,
    LESS,
    LINE,
    LOCALES,
    MORE,
    MUTED,
    PAPER,
    SOFT,
    WASH,
)
from perron.words import Language

ON_PAPER: Final = {
    INK: "#000000",
    SOFT: "#4a4c52",
    LINE: "#c9c9c9",
    ACCENT: "#00535b",
    PAPER: "#ffffff",
    MORE: "#00535b",
    LESS: "#8a4b1f",
    MUTED: "#8b8d92",
    WASH: "#e9f1f0",
}
"""Stand-in to the colour it has on paper."""


@cache
def load_engine() -> None:
    """Load what draws and our fonts, by which text is measured; once in a process."""
    import altair as alt  # noqa: PLC0415 - heavy, and not for those who only read values
    import vl_convert  # noqa: PLC0415

    alt.theme.enable("none")
    vl_convert.register_font_directory(str(Path(str(files("perron"))) / "output" / "fonts"))


def drawn(chart: Any, lang: Language = "fr") -> tuple[str, str]:
    """Draw a chart with stand-ins for colours.

    Parameters
    ----------
    chart : altair.Chart
        A chart whose colours come from the theme.
    lang : {"fr", "en"}
        How numbers are written.

    Returns
    -------
    svg : str
        The drawing.
    label : str
        What it says, for those who do not see it.
    """
    import vl_convert  # noqa: PLC0415 - heavy, and not for those who only read values

    load_engine()
    spec = chart.to_dict(validate=False)
    svg = vl_convert.vegalite_to_svg(
        spec, config=CONFIG, format_locale=LOCALES[lang], allowed_base_urls=[], show_warnings=False
    )
    return str(svg), str(spec.get("description", ""))


def for_page(make: Callable[..., Any], lang: Language = "fr") -> str:
    """Draw a chart for a page: SVG without inline style whose colours are the page's variables.

    Parameters
    ----------
    make : callable
        Returns the chart; where it takes `narrow`, it is drawn a second time for small screens, and the
        page's style shows the one that fits.
    lang : {"fr", "en"}
        How numbers are written.

    Returns
    -------
    str
        The elements; the page defines `--chart-ink`, `--chart-accent`…
    """
    if "narrow" not in signature(make).parameters:
        return paint(*drawn(make(), lang))
    wide, narrow = drawn(make(), lang), drawn(make(narrow=True), lang)
    return paint(*wide, "wide") + paint(*narrow, "narrow")


def for_paper(chart: Any, lang: Language = "fr") -> str:
    """Draw a chart for paper.

    Parameters
    ----------
    chart : altair.Chart
        The chart.
    lang : {"fr", "en"}
        How numbers are written.

    Returns
    -------
    str
        A whole SVG document.
    """
    svg, _ = drawn(chart, lang)
    for stand_in, colour in ON_PAPER.items():
        svg = svg.replace(stand_in, colour)
    return svg
