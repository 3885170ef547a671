"""The draw: who receives what, from a seed that anyone can use again."""

import polars as pl

from perron.experiments.design.choices import Design
from perron.experiments.design.law import assignment, check_seed
from perron.experiments.design.layout import Layout, lay_out
from perron.experiments.design.rerandomise import accepted, chances, rule_of


def draw(design: Design, units: pl.DataFrame, seed: int) -> pl.DataFrame:
    """Draw the units of an experiment into its arms.

    Parameters
    ----------
    design : Design
        The design.
    units : polars.DataFrame
        Column unit (unique) and the columns that the design names; `registered` where known.
    seed : int
        Seed, from 0 to 2**63 - 1.

    Returns
    -------
    polars.DataFrame
        unit, stratum (Int32), cluster (String, the unit itself without clusters), arm (String), probability
        (Float64, chance of the arm it got), saturation (Float64, null outside saturation designs); in the
        order of `units`.

    Raises
    ------
    BadInputError
        Units that the design cannot draw, or a seed outside its range.

    Notes
    -----
    The outcome depends on the seed, the design, and the set of units with their values: not on the order of
    rows or columns (`tickets.ticket`, `dealing.deal`).
    """
    drawn = draw_layout(design, lay_out(design, units), seed)
    order = units.select(pl.col("unit").cast(pl.String))
    return order.join(drawn, on="unit", how="left", maintain_order="left")


def draw_layout(design: Design, layout: Layout, seed: int) -> pl.DataFrame:
    """Draw units that are laid out already.

    Parameters
    ----------
    design : Design
        The design.
    layout : Layout
        Its clusters and strata.
    seed : int
        Seed, from 0 to 2**63 - 1.

    Returns
    -------
    polars.DataFrame
        As `draw`, sorted by unit.
    """
    check_seed(seed)
    rule = rule_of(design, layout)
    arms, levels = accepted(design, layout, rule, seed)
    return assignment(design, layout, arms, levels, chances(design, layout, rule, arms))
