"""The power curve: share left alone against the smallest effect that would be found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import inf, sqrt
from statistics import median
from typing import Any, Final

import numpy as np
import polars as pl

from perron.errors import BadValueError
from perron.experiments.design.choices import Design
from perron.experiments.power.formula import degrees_of_two_arms, multiplier, power_of
from perron.experiments.power.judging import found as chance_of
from perron.experiments.power.judging import smallest_by_redraws
from perron.experiments.power.placebo import Adjusted, Placebo, Strata, adjust
from perron.experiments.power.reach import Reach
from perron.experiments.power.shares import Drawn, arm_compared, at_share, drawn_of, shares_tried
from perron.experiments.power.simulate import FEW, Chance, found_by_chance
from perron.experiments.power.spread import Spread, spread_of
from perron.experiments.power.uneven import Uneven, uneven_of
from perron.progress import Progress, silent
from perron.words import Words

DRAWS: Final = 800
"""Redraws of each share, usually."""
MANY: Final = 2000
"""Redraws with few units, which take no time and show the law of what they find."""
VERY_MANY: Final = 20_000
"""Units from which only the design's own share is drawn again: the others' errors follow from it."""
_STEP: Final = Words("Redrawing past elections", "Tirages refaits sur les élections passées")


@dataclass(frozen=True, slots=True)
class Curve:
    """What a campaign would find, by share left alone.

    Parameters
    ----------
    table : polars.DataFrame
        One row per outcome and share: outcome, share, control, treated, strata (that hold both), spread,
        explained, df, error, effect (by formula), error_redraws, effect_redraws (by redraws), low, high
        (smallest and largest `effect_redraws` of one election), visited, contacted, visited_redraws,
        contacted_redraws (the same effects on one person visited, talked with), expected (effect on everyone
        that is hoped for, null where none is), found and found_redraws (chance of finding it, by formula, by
        the exact test on redraws). Effects are shares of the registered: 0.01 is one point.
    elections : polars.DataFrame
        One row per outcome, share and past election: outcome, share, election, total, within, residual
        (spreads), explained, df, error, effect, error_redraws, effect_redraws.
    design : Design
        The design whose share is varied.
    reach : Reach
        Coverage, visits to controls, contact.
    level, power : float
        Chance of crying effect where there is none, and of finding it where it is.
    draws, seed : int
        Redraws of each share, and their seed.
    """

    table: pl.DataFrame
    elections: pl.DataFrame
    design: Design
    reach: Reach
    level: float
    power: float
    draws: int
    seed: int

    def at(self, outcome: str, share: float | None = None) -> dict[str, Any]:
        """Return one point of the curve.

        Parameters
        ----------
        outcome : str
            Which outcome.
        share : float or None
            Share left alone, the nearest tried; None for the design's own.

        Returns
        -------
        dict
            A row of `table`.
        """
        wanted = self.design.arms[0].share if share is None else share
        rows = self.table.filter(pl.col("outcome") == outcome)
        return rows.sort((pl.col("share") - wanted).abs()).row(0, named=True)

    def to_dict(self) -> dict[str, Any]:
        """Return the curve as plain values, for JSON.

        Returns
        -------
        dict
            Everything, infinite effects as null.
        """
        plain = [
            frame.with_columns(
                pl.when(pl.col(pl.Float64).is_finite()).then(pl.col(pl.Float64)).name.keep()
            ).to_dicts()
            for frame in (self.table, self.elections)
        ]
        return {
            "perron": "power/1",
            "design": self.design.to_dict(),
            "coverage": self.reach.coverage,
            "contamination": self.reach.contamination,
            "contact": self.reach.contact,
            "uneven": self.reach.uneven,
            "favour": self.reach.favour,
            "level": self.level,
            "power": self.power,
            "draws": self.draws,
            "seed": self.seed,
            "curve": plain[0],
            "elections": plain[1],
        }


@dataclass(frozen=True, slots=True)
class _Asked:
    """What every point of a curve has in common."""

    reach: Reach
    level: float
    power: float
    draws: int
    seed: int
    expected: Mapping[str, float] = field(default_factory=dict)


def power_curve(
    design: Design,
    units: pl.DataFrame,
    placebos: Mapping[str, Sequence[Placebo]],
    *,
    reach: Reach | None = None,
    expected: Mapping[str, float] | None = None,
    shares: tuple[float, ...] | None = None,
    arm: str = "",
    level: float = 0.05,
    power: float = 0.8,
    draws: int | None = None,
    seed: int = 1,
    progress: Progress = silent,
) -> Curve:
    """Work out the smallest effect that each share left alone would find.

    Parameters
    ----------
    design : Design
        How units would be drawn; its control share is varied.
    units : polars.DataFrame
        Column unit and those that the design names.
    placebos : mapping of str to sequence of Placebo
        For each outcome ("turnout", "support"), past elections in the order of `units`; one at least.
    reach : Reach, optional
        Coverage, visits to controls, contact; by default everybody is visited and talks.
    expected : mapping of str to float, optional
        Effect hoped for on one person talked with, by outcome, in shares (0.04: four points).
    shares : tuple of float, optional
        Shares left alone to try.
    arm : str
        Arm compared with the control; by default the first that is visited.
    level, power : float
        Chance of crying effect where there is none, and of finding it where it is.
    draws : int, optional
        Redraws of each share; by default 800, 2,000 with a hundred units or fewer, fewer than 800 above
        1,000 units (100 at least).
    seed : int
        Seed of the redraws.
    progress : callable
        Told how far the work is.

    Returns
    -------
    Curve
        The points, and their detail by past election.

    Raises
    ------
    BadValueError
        No past election, or one with another number of units.
    BadInputError
        Units that the design cannot draw, or a parameter outside its range.

    Notes
    -----
    By formula: multiplier × residual spread / √(Σ t c / (t + c)), except for saturation designs, whose error
    has no such form and is that of the redraws. By redraws: the same past outcomes under
    the design's own draws, tested by randomisation. Over past elections, the median is taken. See
    docs/methods/experiments-power.md. From 20,000 units on, redraws are those of the design's own share,
    their spread brought to the others in proportion to 1 / √(Σ t c / (t + c)).
    """
    _check(units, placebos)
    multiplier(level, power)  # refuses a level or a power that is none
    usual = MANY if units.height <= FEW else min(DRAWS, max(100, 1_000 * DRAWS // units.height))
    count = draws or usual
    asked = _Asked(reach or Reach(), level, power, count, seed, expected or {})
    treated = arm_compared(design, arm)
    tried = shares_tried(design, units, shares)
    points: list[dict[str, Any]] = []
    details: list[dict[str, Any]] = []
    whole = _at(design, units, placebos, treated, asked) if units.height >= VERY_MANY else {}
    for done, share in enumerate(tried):
        progress(_STEP, done, len(tried))
        here = _shared(whole, design, share, treated, asked) if whole else None
        for outcome, found in (here or _at(at_share(design, share), units, placebos, treated, asked)).items():
            points.append(_point(outcome, share, found[-1][1], [row for row, _ in found], asked))
            details += [{"outcome": outcome, "share": share, **_shown(row)} for row, _ in found]
    progress(_STEP, len(tried), len(tried))
    order = ["outcome", "share"]
    return Curve(
        pl.DataFrame(points, infer_schema_length=None).sort(order, maintain_order=True),
        pl.DataFrame(details, infer_schema_length=None).sort(order, maintain_order=True),
        design,
        asked.reach,
        level,
        power,
        count,
        seed,
    )


def _check(units: pl.DataFrame, placebos: Mapping[str, Sequence[Placebo]]) -> None:
    lost = [name for name, elections in placebos.items() if not elections]
    if lost or not placebos:
        raise BadValueError(
            Words(
                "no past election can stand for the coming one: two are needed, half a year apart",
                "aucune élection passée ne peut tenir lieu de la prochaine\u00a0: il en faut deux, à six "
                "mois d’écart",
            ),
            column=", ".join(lost),
        )
    for elections in placebos.values():
        for one in elections:
            if len(one.outcome) != units.height:
                raise BadValueError(
                    Words("a past election has other units", "une élection passée a d’autres unités"),
                    file=one.election,
                    found=str(len(one.outcome)),
                    expected=Words(str(units.height), str(units.height)),
                )


def _at(
    design: Design,
    units: pl.DataFrame,
    placebos: Mapping[str, Sequence[Placebo]],
    treated: int,
    asked: _Asked,
) -> dict[str, list[tuple[dict[str, Any], Drawn]]]:
    """Return what each past election says of one share, ranked by what was known before it."""
    alike: dict[bytes, list[tuple[str, int]]] = {}
    for outcome, elections in placebos.items():
        for place, one in enumerate(elections):
            key = b"" if one.rank is None or not design.order_by else one.rank.tobytes()
            alike.setdefault(key, []).append((outcome, place))
    found: dict[tuple[str, int], tuple[dict[str, Any], Drawn]] = {}
    for key, places in alike.items():
        ranked = units
        if key:
            rank = pl.Series(design.order_by, np.frombuffer(key, dtype=np.float64)).fill_nan(None)
            ranked = units.with_columns(rank)
        drawn = drawn_of(design, ranked, treated, draws=asked.draws, seed=asked.seed)
        rows = _elections([placebos[outcome][place] for outcome, place in places], drawn, treated, asked)
        found |= {place: (row, drawn) for place, row in zip(places, rows, strict=True)}
    return {
        outcome: [found[outcome, place] for place in range(len(elections))]
        for outcome, elections in placebos.items()
    }


def _elections(
    placebos: Sequence[Placebo], drawn: Drawn, treated: int, asked: _Asked
) -> list[dict[str, Any]]:
    """Return what each past election says of one share."""
    together = len(drawn.stratum) < len(drawn.row)
    past = [one.gathered(drawn.row) if together else one for one in placebos]
    there: dict[bytes, Strata] = {}
    adjusted = [adjust(one, drawn.stratum, sorted_once=there) for one in past]
    chances = found_by_chance(adjusted, drawn.arms, treated)
    share = drawn.treated / max(drawn.treated + drawn.control, 1.0)
    rows = []
    for one, rid, chance in zip(past, adjusted, chances, strict=True):
        spread = spread_of(rid)
        again = _Again(chance, uneven_of(rid, spread.residual, share, asked.reach), spread, rid)
        rows.append({"election": one.election} | _said(again, drawn, asked) | {"again": again})
    return rows


def _shared(
    whole: Mapping[str, list[tuple[dict[str, Any], Drawn]]],
    design: Design,
    share: float,
    treated: int,
    asked: _Asked,
) -> dict[str, list[tuple[dict[str, Any], Drawn]]]:
    """Return what redraws of the design's own share say of another: errors follow the numbers compared."""
    other = at_share(design, share)
    found: dict[str, list[tuple[dict[str, Any], Drawn]]] = {}
    for outcome, rows in whole.items():
        found[outcome] = []
        for row, own in rows:
            drawn = own.at(design, other, treated)
            past: _Again = row["again"]
            chance = replace(past.chance, estimates=past.chance.estimates * sqrt(own.known / drawn.known))
            part = drawn.treated / (drawn.treated + drawn.control)
            uneven = uneven_of(past.rid, past.spread.residual, part, asked.reach)
            again = replace(past, chance=chance, uneven=uneven)
            told = {"election": row["election"]} | _said(again, drawn, asked) | {"again": again}
            found[outcome].append((told, drawn))
    return found


@dataclass(frozen=True, slots=True)
class _Again:
    """A past election drawn again, what uneven visits add, and what these come from."""

    chance: Chance
    uneven: Uneven
    spread: Spread
    rid: Adjusted


def _said(again: _Again, drawn: Drawn, asked: _Asked) -> dict[str, Any]:
    spread = again.spread
    known = drawn.known * spread.units / len(drawn.stratum) / spread.cost
    df = min(float(spread.df), degrees_of_two_arms(drawn.treated, drawn.control))
    good = known > 0 and df > 0
    by_redraws = again.chance.error
    error = spread.residual / sqrt(known) if good else inf
    if drawn.mixed and good:
        error = by_redraws
    return {
        "error_redraws": by_redraws,
        "effect_redraws": smallest_by_redraws(
            again.chance, level=asked.level, power=asked.power, uneven=again.uneven
        ),
        "total": spread.total,
        "within": spread.within,
        "residual": spread.residual,
        "explained": spread.explained,
        "df": df,
        "error": error,
        "effect": again.uneven.smallest(multiplier(asked.level, asked.power, df) * error) if good else inf,
    }


def _point(
    outcome: str, share: float, drawn: Drawn, found: list[dict[str, Any]], asked: _Asked
) -> dict[str, Any]:
    """Bring the past elections of one share together."""
    usual = {
        name: median(row[name] for row in found)
        for name in ("residual", "error", "effect", "error_redraws", "effect_redraws")
    }
    df = min(row["df"] for row in found)
    hoped = asked.expected.get(outcome)
    everyone = None if hoped is None else asked.reach.on_everyone(hoped)
    return {
        "outcome": outcome,
        "share": share,
        "control": drawn.control,
        "treated": drawn.treated,
        "strata": drawn.strata,
        "spread": usual["residual"],
        "explained": median(row["explained"] for row in found),
        "df": df,
        **{name: usual[name] for name in ("error", "effect", "error_redraws", "effect_redraws")},
        "low": min(row["effect_redraws"] for row in found),
        "high": max(row["effect_redraws"] for row in found),
        "visited": asked.reach.on_visited(usual["effect"]),
        "contacted": asked.reach.on_contacted(usual["effect"]),
        "visited_redraws": asked.reach.on_visited(usual["effect_redraws"]),
        "contacted_redraws": asked.reach.on_contacted(usual["effect_redraws"]),
        "expected": everyone,
        "found": None if everyone is None else _found(everyone, usual["error"], df, found, asked.level),
        "found_redraws": None if everyone is None else _found_again(everyone, found, asked.level),
    }


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "again"}


def _found(effect: float, error: float, df: float, found: list[dict[str, Any]], level: float) -> float:
    wider = median(row["again"].uneven.error(effect) for row in found)
    return power_of(effect, error * wider, level=level, df=df) if df > 0 and error * wider > 0 else 0.0


def _found_again(effect: float, found: list[dict[str, Any]], level: float) -> float:
    past = [row["again"] for row in found]
    return median(chance_of(p.chance, effect, level=level, uneven=p.uneven) for p in past)
