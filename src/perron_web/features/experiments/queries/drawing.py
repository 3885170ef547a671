"""A trial draw: how many units each arm gets, and how alike the groups are. It is never the one sealed."""

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import orjson

from perron.words import Words
from perron_web.features.experiments.choices.designs import NUMBERS
from perron_web.features.experiments.queries.designs import arm_word, kept_design, refuse_outings
from perron_web.features.experiments.queries.past import past_of
from perron_web.features.experiments.queries.units import units_of
from perron_web.features.targeting.models import Run
from perron_web.platform.design.elections import long_name
from perron_web.platform.words import language

if TYPE_CHECKING:
    import polars as pl

    from perron.experiments.design import Design

ALIKE: Final = 0.1
"""Difference, in standard deviations, under which two groups are called alike (Austin 2009)."""
LAST: Final = 3
"""Past elections compared."""
PERCENTS: Final = frozenset({"turnout", "support"})


@dataclass(frozen=True)
class Compared:
    """One column: its mean among those left alone and among the others."""

    word: str
    control: float
    treated: float
    difference: float
    """In standard deviations of a unit."""
    percent: bool
    decimals: int

    @property
    def alike(self) -> bool:
        """Whether chance made the groups alike on it."""
        return abs(self.difference) <= ALIKE


@dataclass(frozen=True)
class Trial:
    """A draw made to be looked at."""

    number: int
    arms: list[tuple[str, int]]
    units: int
    strata: int
    compared: list[Compared]

    @property
    def next(self) -> int:
        """Seed of the next trial."""
        return self.number % 10_000 + 1

    @property
    def largest(self) -> float:
        """Largest difference, in standard deviations."""
        return max((abs(one.difference) for one in self.compared), default=0.0)

    @property
    def unlike(self) -> int:
        """Columns on which the groups differ."""
        return sum(not one.alike for one in self.compared)


def try_draw(run: Run, design: "Design", number: int) -> Trial:
    """Draw once, to see what draws look like.

    Parameters
    ----------
    run : Run
        A finished run, in the scope of the whole campaign.
    design : perron.experiments.design.Design
        The design.
    number : int
        Seed of the trial; the sealed draw has a seed that nobody chooses.

    Returns
    -------
    Trial
        Counts and comparisons; kept in memory for the next time.

    Raises
    ------
    PerronError
        A design that these units cannot be drawn by.
    """
    refuse_outings(design.unit)
    told = orjson.dumps(design.to_dict(), option=orjson.OPT_SORT_KEYS)
    return _trial(run.pk, run.basis, told, number, language())


@lru_cache(maxsize=32)
def _trial(pk: int, basis: str, told: bytes, number: int, lang: str) -> Trial:
    from perron.experiments.design import draw

    del basis, lang  # parts of the key
    run = Run.objects.get(pk=pk)
    design = kept_design(orjson.loads(told))
    units = units_of(run, design.unit)
    drawn = draw(design, units, number)
    counts = dict(drawn.group_by("arm").len().iter_rows())
    alone = drawn.get_column("arm") == design.arms[0].name
    return Trial(
        number=number,
        arms=[(arm_word(arm.name), int(counts.get(arm.name, 0))) for arm in design.arms],
        units=units.height,
        strata=drawn.get_column("stratum").n_unique(),
        compared=_compared(run, units, alone, design.unit),
    )


def _compared(run: Run, units: "pl.DataFrame", alone: "pl.Series", unit: str) -> list[Compared]:
    rows = [(str(word), name, units.get_column(name)) for name, word in NUMBERS[unit].items()]
    if unit == "bureau":
        rows += _past_columns(run, units)
    found = (_compare(word, name, column, alone) for word, name, column in rows)
    return [one for one in found if one is not None]


def _past_columns(run: Run, units: "pl.DataFrame") -> list[tuple[str, str, "pl.Series"]]:
    """Return the last past results of each unit, which the draw has not looked at."""
    import polars as pl

    past = past_of(run)
    found: list[tuple[str, str, pl.Series]] = []
    words = {"turnout": Words("turnout", "participation"), "support": Words("our share", "notre part")}
    for measure, word in words.items():
        names, elections, shares = past.shares(measure)
        for place in range(max(0, len(elections) - LAST), len(elections)):
            table = pl.DataFrame({"unit": names, "share": shares[place]})
            column = units.select("unit").join(table, on="unit", how="left", maintain_order="left")["share"]
            label = f"{long_name(elections[place])}\u00a0: {getattr(word, language())}"
            found.append((label, measure, column.fill_nan(None)))
    return found


def _compare(word: str, name: str, column: "pl.Series", alone: "pl.Series") -> Compared | None:
    one: Any = column.filter(alone).mean()
    other: Any = column.filter(~alone).mean()
    spread: Any = column.std()
    if one is None or other is None:
        return None
    percent = name in PERCENTS
    least = 3 if name in {"votes_per_hour", "mobilisation", "persuasion"} else 0
    gap = (one - other) / spread if spread else 0.0
    return Compared(word, float(one), float(other), float(gap), percent, least)
