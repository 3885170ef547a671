"""What a finished plan is."""

from dataclasses import dataclass, field
from typing import Any

import polars as pl

from perron.words import Words


@dataclass(frozen=True, slots=True)
class Plan:
    """A finished plan; the same inputs, parameters and seed give the same plan.

    Parameters
    ----------
    areas : polars.DataFrame
        Table `BUREAUX`.
    scores : polars.DataFrame
        Table `SCORES`, best first.
    reasons : polars.DataFrame
        Table `REASONS`.
    allocation : polars.DataFrame
        Table `ALLOCATION`.
    profiles : polars.DataFrame
        One row per bureau, one Float64 column per Insee variable; empty when there is none.
    turfs : polars.DataFrame
        Table `TURFS`; empty without addresses.
    doors : polars.DataFrame
        Table `DOORS`; empty without addresses.
    parameters : dict
        Every parameter that shaped the plan, seed included.
    summary : dict
        Figures a director reads first.
    notes : tuple of Words
        What could not be done, and what rests on estimates.
    credits : tuple of str
        Sources to credit on maps and sheets.
    pace : polars.DataFrame
        Doors, minutes a door and turfs of every bureau that has addresses, those held out included: what
        `what_if` needs besides the scores. It is in none of the files.
    """

    areas: pl.DataFrame
    scores: pl.DataFrame
    reasons: pl.DataFrame
    allocation: pl.DataFrame
    profiles: pl.DataFrame
    turfs: pl.DataFrame
    doors: pl.DataFrame
    parameters: dict[str, Any] = field(default_factory=dict)
    summary: dict[str, Any] = field(default_factory=dict)
    notes: tuple[Words, ...] = ()
    credits: tuple[str, ...] = ()
    pace: pl.DataFrame = field(default_factory=pl.DataFrame)
