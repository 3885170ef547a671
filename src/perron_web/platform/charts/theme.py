"""The theme of charts is the science's own: the same chart in a page, a report and on paper."""

from perron.output.charts.theme import (
    ACCENT,
    CONFIG,
    FONT,
    INK,
    LESS,
    LINE,
    LOCALES,
    MORE,
    MUTED,
    NARROW,
    PAPER,
    SOFT,
    VARIABLES,
    WASH,
    above,
    fitted,
)

__all__ = [
    "ACCENT",
    "CONFIG",
    "FONT",
    "INK",
    "LESS",
    "LINE",
    "LOCALES",
    "MORE",
    "MUTED",
    "NARROW",
    "PAPER",
    "SOFT",
    "VARIABLES",
    "WASH",
    "above",
    "fitted",
]
