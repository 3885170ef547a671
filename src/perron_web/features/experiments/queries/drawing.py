"""A trial draw: how many units each arm gets, and how alike the groups are. It is never the one sealed."""

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import orjson

from perron.errors import PerronError
from perron.words import Words
from perron_web.features.experiments.choices.designs import NUMBERS
from perron_web.features.experiments.queries.designs import arm_word, kept_design, refuse_outings
from perron_web.features.experiments.queries.past import past_of
from perron_web.features.experiments.queries.reach import ALL
from perron_web.features.experiments.queries.units import counted_units, units_of
from perron_web.features.targeting.models import Run
from perron_web.platform.design.elections import long_name
from perron_web.platform.words import language

if TYPE_CHECKING:
    import polars as pl

    from perron.experiments.design import Design

DRAWS: Final = 1000
"""Draws that say what chance gives."""
MANY: Final = 3000
"""Units from which a hundred draws must do."""
LAST: Final = 3
"""Past elections compared."""
PERCENTS: Final = frozenset({"turnout", "support"})
SMALL: Final = frozenset({"votes_per_hour", "mobilisation", "persuasion"})


@dataclass(frozen=True)
class Compared:
    """One column: its mean among those left alone and in another arm."""

    word: str
    control: float
    treated: float
    difference: float
    """In standard deviations of a unit."""
    low: float
    high: float
    """Where that difference lies in 95 % of draws of the same design."""
    percent: bool
    decimals: int

    @property
    def usual(self) -> bool:
        """Whether chance gives such a difference nineteen times in twenty."""
        return self.low <= self.difference <= self.high


@dataclass(frozen=True)
class Trial:
    """A draw made to be looked at."""

    number: int
    arms: list[tuple[str, int]]
    units: int
    strata: int
    compared: list[Compared]
    p: float
    """Share of draws of the same design that are as unequal, over all columns."""

    @property
    def next(self) -> int:
        """Seed of the next trial."""
        return self.number % 10_000 + 1

    @property
    def unusual(self) -> int:
        """Differences that chance seldom gives."""
        return sum(not one.usual for one in self.compared)


def try_draw(run: Run, design: "Design", number: int, among: str = ALL) -> Trial:
    """Draw once, to see what draws look like.

    Parameters
    ----------
    run : Run
        A finished run, in the scope of the whole campaign.
    design : perron.experiments.design.Design
        The design.
    number : int
        Seed of the trial; the sealed draw has a seed that nobody chooses.
    among : {"all", "plan"}
        Whether every bureau is drawn, or only those where the hours of the run lead.

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
    slow = design.kind == "pairs" or design.rerandomise is not None
    if slow and not design.cluster and counted_units(run, design.unit, among) > MANY:
        raise PerronError(
            Words(
                "A trial of so many would take too long here; the draw itself is made as a job.",
                "Un essai aussi grand prendrait trop longtemps ici\u202f; le tirage, lui, se fait à part.",
            )
        )
    told = orjson.dumps(design.to_dict(), option=orjson.OPT_SORT_KEYS)
    return _trial(run.pk, run.basis, told, number, among, language())


@lru_cache(maxsize=32)
def _trial(pk: int, basis: str, told: bytes, number: int, among: str, lang: str) -> Trial:  # noqa: PLR0917
    from perron.experiments.design import draw
    from perron.experiments.design.balance import balance

    del basis, lang  # parts of the key
    run = Run.objects.get(pk=pk)
    design = kept_design(orjson.loads(told))
    units, words = with_past(run, units_of(run, design.unit, among), design.unit)
    drawn = draw(design, units, number)
    counts = dict(drawn.group_by("arm").len().iter_rows())
    found = balance(design, units, drawn, list(words), draws=DRAWS if units.height < MANY else 100)
    return Trial(
        number=number,
        arms=[(arm_word(arm.name), int(counts.get(arm.name, 0))) for arm in design.arms],
        units=units.height,
        strata=drawn.get_column("stratum").n_unique(),
        compared=_compared(found.table, words, design.arms[0].name, several=len(design.arms) > 2),
        p=found.p,
    )


def with_past(run: Run, units: "pl.DataFrame", unit: str) -> "tuple[pl.DataFrame, dict[str, str]]":
    """Add the last past results of each bureau, which the draw has not looked at.

    Parameters
    ----------
    run : Run
        A finished run.
    units : polars.DataFrame
        As `units_of` gives them.
    unit : str
        What they are.

    Returns
    -------
    tuple
        The units, and the columns to compare with their words.
    """
    import polars as pl

    words = {name: str(word) for name, word in NUMBERS[unit].items()}
    if unit != "bureau":
        return units, words
    past = past_of(run)
    told = {"turnout": Words("turnout", "participation"), "support": Words("our share", "notre part")}
    for measure, word in told.items():
        names, elections, shares = past.shares(measure)
        for place in range(max(0, len(elections) - LAST), len(elections)):
            column = f"{measure}_{place}"
            table = pl.DataFrame({"unit": names, column: shares[place]}).fill_nan(None)
            joined = units.join(table, on="unit", how="left", maintain_order="left")
            if joined.get_column(column).null_count() == joined.height:
                continue
            units = joined
            words[column] = f"{long_name(elections[place])}\u00a0: {getattr(word, language())}"
    return units, words


def _compared(table: "pl.DataFrame", words: dict[str, str], control: str, *, several: bool) -> list[Compared]:
    rows = table.to_dicts()
    alone = {row["column"]: row["mean"] for row in rows if row["arm"] == control}
    return [
        Compared(
            word=f"{words[row['column']]} ({arm_word(row['arm'])})" if several else words[row["column"]],
            control=alone[row["column"]],
            treated=row["mean"],
            difference=row["standardised"],
            low=row["low"],
            high=row["high"],
            percent=row["column"].partition("_")[0] in PERCENTS,
            decimals=3 if row["column"] in SMALL else 0,
        )
        for row in sorted(rows, key=lambda row: list(words).index(row["column"]))
        if row["arm"] != control and row["standardised"] is not None
    ]
