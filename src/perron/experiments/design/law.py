"""From a layout to arms: one stage, or levels for clusters and then units within them."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from perron.errors import ParameterError
from perron.experiments.design.choices import Design
from perron.experiments.design.dealing import deal
from perron.experiments.design.layout import Layout
from perron.experiments.design.shuffling import shuffled, within
from perron.words import Words

Codes = NDArray[np.int8]


def dealt(design: Design, layout: Layout, seed: int, attempt: int) -> tuple[Codes, Codes]:
    """Return one draw, by tickets.

    Parameters
    ----------
    design : Design
        The design.
    layout : Layout
        Its clusters and strata.
    seed, attempt : int
        As in `tickets.ticket`.

    Returns
    -------
    arms, levels : ndarray of int8, shape (units,)
        Arm and saturation level of each unit; levels are all 0 without saturations.
    """
    if not design.saturations:
        arms = deal(layout.names, layout.stratum, design.shares, seed=seed, attempt=attempt)[layout.member]
        return arms, np.zeros_like(arms)
    shares = [level.share for level in design.saturations]
    clusters = [f"cluster/{name}" for name in layout.names]
    level = deal(clusters, layout.stratum, shares, seed=seed, attempt=attempt, what="level")[layout.member]
    arms = np.empty(len(level), np.int8)
    names = layout.units.get_column("unit").to_list()
    for at, saturation in enumerate(design.saturations):
        here = np.flatnonzero(level == at)
        _, group = np.unique(layout.member[here], return_inverse=True)
        treated = (1.0 - saturation.level, saturation.level)
        arms[here] = deal(
            [names[i] for i in here], group, treated, seed=seed, attempt=attempt, what=f"within-{at}"
        )
    return arms, level


def shuffled_arms(design: Design, layout: Layout, seed: int, first: int, draws: int) -> Codes:
    """Return many draws of the same law, by shuffles.

    Parameters
    ----------
    design : Design
        The design; its rule of acceptance is not applied.
    layout : Layout
        Its clusters and strata.
    seed : int
        Seed.
    first : int
        Number of the first draw.
    draws : int
        How many.

    Returns
    -------
    ndarray of int8, shape (draws, units)
        Arms.
    """
    order = np.argsort(layout.stratum, kind="stable")
    sizes = np.bincount(layout.stratum)
    if not design.saturations:
        drawn = shuffled(order, sizes, np.asarray(design.shares), seed, first, draws)
        return drawn[:, layout.member] if design.cluster else drawn
    shares = np.asarray([level.share for level in design.saturations])
    treated = np.asarray([level.level for level in design.saturations])
    levels = shuffled(order, sizes, shares, seed, first, draws)
    inside = np.argsort(layout.member, kind="stable")
    return within(inside, np.bincount(layout.member), levels, treated, seed, first)


def assignment(
    design: Design, layout: Layout, arms: Codes, levels: Codes, chances: NDArray[np.float64]
) -> pl.DataFrame:
    """Return a draw as a table.

    Parameters
    ----------
    design : Design
        The design.
    layout : Layout
        Its clusters and strata.
    arms, levels : ndarray of int8, shape (units,)
        Arm and level of each unit.
    chances : ndarray of float64, shape (units,)
        Chance of the arm that each unit got.

    Returns
    -------
    polars.DataFrame
        unit, stratum, cluster, arm, probability, saturation, sorted by unit.
    """
    names = np.asarray([arm.name for arm in design.arms])
    values = np.asarray([level.level for level in design.saturations] or [np.nan])
    return pl.DataFrame(
        {
            "unit": layout.units.get_column("unit"),
            "stratum": pl.Series(layout.stratum[layout.member], dtype=pl.Int32),
            "cluster": layout.units.get_column(design.cluster or "unit"),
            "arm": pl.Series(names[arms], dtype=pl.String),
            "probability": chances,
            "saturation": pl.Series(values[levels], dtype=pl.Float64).fill_nan(None),
        }
    )


def check_seed(seed: int) -> None:
    """Raise an error when a seed is outside its range.

    Parameters
    ----------
    seed : int
        The seed.

    Raises
    ------
    ParameterError
        It is not a whole number from 0 to 2**63 - 1.
    """
    if isinstance(seed, bool) or not isinstance(seed, int) or not 0 <= seed < 2**63:
        raise ParameterError(
            Words("this seed cannot be used", "cette graine ne convient pas"),
            column="seed",
            found=str(seed),
            expected=Words("a whole number, 0 or more", "un nombre entier, 0 ou plus"),
        )
