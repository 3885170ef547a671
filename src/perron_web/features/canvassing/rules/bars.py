"""Bars of a chart drawn by a template: where each stands on a sheet of 900 × 260."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor, log10
from typing import Any, Final

WIDE: Final = 900
LEFT: Final = 84
TOP: Final = 24
BASE: Final = 226
FIGURES: Final = 16
"""Bars up to which each carries its figure."""
DATES: Final = 10
"""Dates written at most."""
PLACES: Final = (
    *("x", "middle", "width", "knocked_y", "knocked_h", "opened_y", "opened_h"),
    "figure_y",
)


@dataclass(frozen=True)
class Bar:
    """One day."""

    row: dict[str, Any]
    dated: bool
    often: bool
    """Dated where there is room; every third date stays on a phone."""
    figured: bool
    x: str
    middle: str
    width: str
    knocked_y: str
    knocked_h: str
    opened_y: str
    opened_h: str
    figure_y: str


@dataclass(frozen=True)
class Bars:
    """The chart."""

    bars: list[Bar]
    lines: list[tuple[str, int]]
    """Height of each line across, and its value."""


def day_bars(rows: Sequence[dict[str, Any]]) -> Bars | None:
    """Lay out doors knocked at and opened, day by day.

    Parameters
    ----------
    rows : sequence of dict
        One a day, first day first: knocked, opened.

    Returns
    -------
    Bars or None
        None without a day.
    """
    if not rows:
        return None
    top = round_up(max(10, *(row["knocked"] for row in rows)))
    step = (WIDE - LEFT) / max(len(rows), 7)
    every = -(-len(rows) // DATES)

    def tall(value: int) -> float:
        return (BASE - TOP) * value / top

    bars = []
    for i, row in enumerate(rows):
        x = LEFT + i * step + step * 0.14
        knocked, opened = tall(row["knocked"]), tall(row["opened"])
        numbers = (x, x + step * 0.36, step * 0.72, BASE - knocked, knocked, BASE - opened, opened)
        told = [f"{value:.1f}" for value in (*numbers, BASE - knocked - 7)]
        back = len(rows) - 1 - i
        places = dict(zip(PLACES, told, strict=True))
        bars.append(
            Bar(
                row,
                dated=back % every == 0,
                often=back % (3 * every) != 0,
                figured=len(rows) <= FIGURES,
                **places,
            )
        )
    return Bars(bars, [(f"{BASE - tall(value):.1f}", value) for value in (0, top // 2, top)])


def round_up(value: int) -> int:
    """Return the round number just above.

    Parameters
    ----------
    value : int
        At least 1.

    Returns
    -------
    int
        Such as 10, 12, 16, 20, 24, 30, 40, 50, 60, 80, 100; even.
    """
    size = int(10 ** floor(log10(value)))
    steps = (1, 1.2, 1.6, 2, 2.4, 3, 4, 5, 6, 8, 10)
    return next(round(step * size) for step in steps if step * size >= value)
