"""The public counter: sums of the whole campaign, rounded down, silent while they are small."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Sum

from perron_web.features.canvassing.models import CanvassSettings, PlaceTally
from perron_web.features.canvassing.rules.tallies import COUNTS, knocked

LEAST: Final = 100
"""Doors below which nothing is told."""
STEP: Final = 10
"""Figures are rounded down to this: one visit more cannot be read from outside."""


@dataclass(frozen=True)
class Counted:
    """What anyone may know."""

    knocked: int
    opened: int
    talked: int
    rate: float | None
    days: list[tuple[date, int]]
    """Doors knocked at since the first day, at the end of each."""

    @property
    def points(self) -> str:
        """The curve on 600 × 160, as an SVG path."""
        if len(self.days) < 2:
            return ""
        most, last = self.days[-1][1], len(self.days) - 1
        at = [(600 * i / last, 150 - 140 * n / most) for i, (_day, n) in enumerate(self.days)]
        return "M" + " L".join(f"{x:.1f} {y:.1f}" for x, y in at)


def is_public() -> bool:
    """Say whether the campaign of the scope shows its counter.

    Returns
    -------
    bool
        Its choice.
    """
    return CanvassSettings.objects.filter(public_counter=True).exists()


def counted() -> Counted | None:
    """Return the figures of the campaign of the scope.

    Returns
    -------
    Counted or None
        None while they are small.
    """
    rows = PlaceTally.objects.order_by("day").values("day").annotate(**{f"all_{n}": Sum(n) for n in COUNTS})
    by_day = [(row["day"], {name: row[f"all_{name}"] for name in COUNTS}) for row in rows]
    total: dict[str, Any] = {name: sum(row[name] for _day, row in by_day) for name in COUNTS}
    doors = knocked(total)
    if doors < LEAST:
        return None
    days, so_far = [], 0
    for day, row in by_day:
        so_far += knocked(row)
        if so_far >= LEAST:
            days.append((day, _floor(so_far)))
    opened = total["opened"]
    return Counted(_floor(doors), _floor(opened), _floor(total["talked"]), round(opened / doors, 2), days)


def _floor(value: int) -> int:
    return value // STEP * STEP
