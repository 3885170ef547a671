"""Share out the hours that remain over what is left, at the pace that was measured."""

from collections.abc import Collection
from dataclasses import dataclass, replace

import polars as pl

from perron.plan.basis import Basis
from perron.plan.choices import Choices
from perron.plan.what_if import Ready, WhatIf, prepare, what_if
from perron.stats.pace import Pace
from perron.targeting import Priors


@dataclass(frozen=True, slots=True)
class Replan:
    """What the remaining hours should do, beside what the plan had them do.

    Parameters
    ----------
    found : WhatIf
        Figures and allocation of the remaining hours.
    table : polars.DataFrame
        bureau, territory, held_out, walks (timed there), ratio (minutes spent over planned), minutes_before
        and minutes_after (a door, walk included; null without addresses), doors_left, outings_before,
        outings_after; one row per bureau, in the order of the new scores.
    """

    found: WhatIf
    table: pl.DataFrame


def replan(
    basis: Basis,
    choices: Choices,
    *,
    left: pl.DataFrame,
    pace: Pace,
    priors: Priors | None = None,
    within: Collection[str] | None = None,
    drawn: pl.DataFrame | None = None,
) -> Replan:
    """Share out the remaining hours over the doors left.

    Parameters
    ----------
    basis : Basis
        The plan in force.
    choices : Choices
        Its decisions, with the hours that remain.
    left : polars.DataFrame
        bureau, doors, turfs, outings: what nobody has done nor holds, and the outings that the plan in force
        still gives it. A bureau that is not named has everything left, and no outing.
    pace : Pace
        Minutes spent over minutes planned, from `estimate_pace`.
    priors : Priors, optional
        What a visit is believed to do; by default what the plan believed.
    within : collection of str, optional
        Bureaux over which the hours are shared out; by default all.
    drawn : polars.DataFrame, optional
        The sealed draw that the plan obeys: bureau, held_out, stratum.

    Returns
    -------
    Replan
        The new allocation beside the old one.

    Notes
    -----
    The draw of bureaux left alone is that of the plan: scores of another pace do not draw again. Doors
    already knocked are not knocked again by this plan. See docs/methods/pace.md.
    """
    priors = priors or basis.priors
    drawn = prepare(basis, basis.choices, basis.priors, drawn=drawn).drawn
    slower = _repaced(basis, left, pace)
    if not basis.table.get_column("minutes_per_door").count():  # without addresses, one pace for all
        slower, priors = replace(slower, priors=_slowed(basis.priors, pace)), _slowed(priors, pace)
    if within is not None:
        here = pl.col("bureau").is_in(pl.Series(list(within), dtype=pl.String).implode())
        slower = replace(slower, table=slower.table.filter(here))
        drawn = drawn.filter(here)
    ready = prepare(slower, choices, priors, drawn=drawn)
    found = what_if(slower, choices, priors, ready=Ready(ready.scores, drawn, ready.pace))
    return Replan(found, _beside(basis, slower, found, left, pace))


def _repaced(basis: Basis, left: pl.DataFrame, pace: Pace) -> Basis:
    """Return the plan with its doors left and its measured minutes a door."""
    known = left.select("bureau", _doors="doors", _turfs="turfs")
    table = (
        basis.table.join(known, on="bureau", how="left", maintain_order="left")
        .join(pace.table.select("bureau", _ratio="ratio"), on="bureau", how="left", maintain_order="left")
        .with_columns(
            pl.coalesce(pl.col("_doors").cast(pl.Int64), pl.col("doors")).alias("doors"),
            pl.coalesce(pl.col("_turfs").cast(pl.Int32), pl.col("turfs")).alias("turfs"),
            pl.col("minutes_per_door") * pl.col("_ratio").fill_null(pace.ratio),
        )
        .drop("_doors", "_turfs", "_ratio")
    )
    return replace(basis, table=table)


def _slowed(priors: Priors, pace: Pace) -> Priors:
    usual = priors.doors_per_hour
    return replace(priors, doors_per_hour=replace(usual, mean=usual.mean / pace.ratio))


def _beside(basis: Basis, slower: Basis, found: WhatIf, left: pl.DataFrame, pace: Pace) -> pl.DataFrame:
    old = basis.table.select("bureau", "territory", minutes_before="minutes_per_door")
    new = slower.table.select("bureau", minutes_after="minutes_per_door", doors_left="doors")
    return (
        found.allocation.select("bureau", "held_out", outings_after="outings")
        .join(old, on="bureau", how="left", maintain_order="left")
        .join(new, on="bureau", how="left", maintain_order="left")
        .join(left.select("bureau", outings_before="outings"), on="bureau", how="left", maintain_order="left")
        .join(pace.table.select("bureau", "walks", "ratio"), on="bureau", how="left", maintain_order="left")
        .with_columns(
            pl.col("walks").fill_null(0),
            pl.col("ratio").fill_null(pace.ratio),
            pl.col("outings_before").fill_null(0).cast(pl.Int64),
            pl.col("doors_left").fill_null(0),
        )
        .select(
            "bureau",
            "territory",
            "held_out",
            "walks",
            "ratio",
            "minutes_before",
            "minutes_after",
            "doors_left",
            "outings_before",
            "outings_after",
        )
    )
