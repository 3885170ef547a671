"""Draw again until arms are alike, with the same rule for the draw and for its exact inference."""

from dataclasses import dataclass
from math import ceil

import numpy as np
import polars as pl
from numpy.typing import NDArray

from perron.errors import ParameterError
from perron.experiments.design.choices import Design
from perron.experiments.design.law import Codes, dealt, shuffled_arms
from perron.experiments.design.layout import Layout
from perron.words import Words

Floats = NDArray[np.float64]
_CALIBRATION_SEED = 2012
_PIECE = 16_000_000


@dataclass(frozen=True, slots=True)
class Gap:
    """How far apart the arms of a draw are, on the scale of the design's own chance.

    Parameters
    ----------
    columns : ndarray of float64, shape (units, columns)
        Covariates less their mean in the stratum.
    arms : int
        Number of arms.
    inverse : ndarray of float64, shape (columns × (arms - 1),) * 2
        Inverse of the covariance of the sums by arm, over draws.
    """

    columns: Floats
    arms: int
    inverse: Floats

    def of(self, drawn: Codes) -> Floats:
        """Return the distance of each draw.

        Parameters
        ----------
        drawn : ndarray of int8, shape (draws, units)
            Arms.

        Returns
        -------
        ndarray of float64, shape (draws,)
            t' S⁻¹ t, t the sums of covariates in each arm but the last, S their covariance.
        """
        sums = sums_by_arm(drawn, self.columns, self.arms)
        return np.asarray(np.round(np.einsum("di,ij,dj->d", sums, self.inverse, sums), 7))


def sums_by_arm(drawn: Codes, columns: Floats, arms: int) -> Floats:
    """Return the sums of covariates in each arm but the last.

    Parameters
    ----------
    drawn : ndarray of int8, shape (draws, units)
        Arms.
    columns : ndarray of float64, shape (units, columns)
        Covariates.
    arms : int
        Number of arms.

    Returns
    -------
    ndarray of float64, shape (draws, columns × (arms - 1))
        Sums.
    """
    step = max(1, _PIECE // max(1, drawn.shape[1]))
    pieces = [
        np.hstack([(drawn[at : at + step] == k).astype(float) @ columns for k in range(arms - 1)])
        for at in range(0, len(drawn), step)
    ]
    return np.vstack(pieces)


def gap_of(design: Design, layout: Layout, columns: pl.DataFrame, reference: Codes) -> Gap:
    """Return the measure of the gap between arms.

    Parameters
    ----------
    design : Design
        The design.
    layout : Layout
        Its clusters and strata.
    columns : polars.DataFrame
        Covariates, numbers, in the order of `layout.units`.
    reference : ndarray of int8, shape (draws, units)
        Draws whose spread is the scale.

    Returns
    -------
    Gap
        The measure.
    """
    values = columns.to_numpy().astype(float)
    sizes = np.bincount(layout.stratum[layout.member])
    for at in range(values.shape[1]):
        means = np.bincount(layout.stratum[layout.member], weights=values[:, at]) / np.maximum(sizes, 1)
        values[:, at] -= means[layout.stratum[layout.member]]
        spread = values[:, at].std()
        values[:, at] /= spread if spread > 0 else 1.0
    sums = sums_by_arm(reference, values, len(design.arms))
    second = sums.T @ sums / len(sums)
    return Gap(
        values, len(design.arms), np.asarray(np.linalg.pinv(second, rcond=1e-8, hermitian=True), np.float64)
    )


@dataclass(frozen=True, slots=True)
class Rule:
    """The rule of acceptance: a function of the design and the units, never of the seed.

    Parameters
    ----------
    gap : Gap
        The measure.
    most : float
        Largest gap accepted.
    """

    gap: Gap
    most: float

    def accepts(self, drawn: Codes) -> NDArray[np.bool_]:
        """Say which draws are alike enough.

        Parameters
        ----------
        drawn : ndarray of int8, shape (draws, units)
            Arms.

        Returns
        -------
        ndarray of bool, shape (draws,)
            Accepted.
        """
        return np.asarray(self.gap.of(drawn) <= self.most)


def rule_of(design: Design, layout: Layout) -> Rule | None:
    """Return the rule of acceptance of a design, if it has one.

    Parameters
    ----------
    design : Design
        The design.
    layout : Layout
        Its clusters and strata.

    Returns
    -------
    Rule or None
        The rule.

    Raises
    ------
    ParameterError
        The columns are constant within strata: no draw is better than another.

    Notes
    -----
    Morgan & Rubin 2012 (Annals of Statistics 40(2)): a draw is kept when the Mahalanobis distance between
    arms is small enough. Scale and threshold are those of draws by the design itself, 2,000 or more with a
    seed of their own, so that strata, clusters, unequal shares and several arms need no formula.
    """
    if design.rerandomise is None:
        return None
    draws = max(2000, ceil(20 / design.rerandomise.accept))
    reference = shuffled_arms(design, layout, _CALIBRATION_SEED, 0, draws)
    gap = gap_of(design, layout, layout.units.select(design.rerandomise.on), reference)
    distances = gap.of(reference)
    if not distances.max() > 0:
        raise ParameterError(
            Words(
                "these columns do not vary within strata: there is nothing to balance",
                "ces colonnes ne varient pas dans les strates\u00a0: rien à équilibrer",
            ),
            column="rerandomise: on",
            found=", ".join(design.rerandomise.on),
        )
    return Rule(gap, float(np.quantile(distances, design.rerandomise.accept)))


def accepted(design: Design, layout: Layout, rule: Rule | None, seed: int) -> tuple[Codes, Codes]:
    """Return the first draw by tickets that the rule accepts.

    Parameters
    ----------
    design : Design
        The design.
    layout : Layout
        Its clusters and strata.
    rule : Rule or None
        The rule.
    seed : int
        Seed.

    Returns
    -------
    arms, levels : ndarray of int8, shape (units,)
        The draw.

    Raises
    ------
    ParameterError
        Hundreds of times the expected number of draws were thrown away.
    """
    accept = design.rerandomise.accept if design.rerandomise else 1.0
    for attempt in range(ceil(300 / accept)):
        arms, levels = dealt(design, layout, seed, attempt)
        if rule is None or rule.accepts(arms[None, :])[0]:
            return arms, levels
    raise ParameterError(
        Words("no draw was alike enough", "aucun tirage n’a été assez équilibré"),
        column="rerandomise: accept",
        found=str(accept),
    )


def accepted_arms(design: Design, layout: Layout, rule: Rule | None, seed: int, draws: int) -> Codes:
    """Return many draws that the rule accepts, by shuffles.

    Parameters
    ----------
    design : Design
        The design.
    layout : Layout
        Its clusters and strata.
    rule : Rule or None
        The rule.
    seed : int
        Seed.
    draws : int
        How many.

    Returns
    -------
    ndarray of int8, shape (draws, units)
        Arms: the first accepted ones, whatever the size of the pieces.
    """
    if rule is None or design.rerandomise is None:
        return shuffled_arms(design, layout, seed, 0, draws)
    n = layout.units.height
    out = np.empty((draws, n), np.int8)
    step = max(64, min(_PIECE // n, ceil(draws / design.rerandomise.accept)))
    kept = first = 0
    while kept < draws:
        drawn = shuffled_arms(design, layout, seed, first, step)
        good = drawn[rule.accepts(drawn)][: draws - kept]
        out[kept : kept + len(good)] = good
        kept += len(good)
        first += step
    return out


def chances(design: Design, layout: Layout, rule: Rule | None, arms: Codes) -> Floats:
    """Return the chance that each unit had of the arm it got.

    Parameters
    ----------
    design : Design
        The design.
    layout : Layout
        Its clusters and strata.
    rule : Rule or None
        The rule.
    arms : ndarray of int8, shape (units,)
        Arms.

    Returns
    -------
    ndarray of float64, shape (units,)
        The arm's share. When a rule throws draws away and arms are not two halves, units far from the others
        have less chance of the small arm: their chance is then counted in 2,000 to 10,000 accepted draws.
    """
    shares = np.asarray(design.shares)
    halves = len(shares) == 2 and abs(shares[0] - 0.5) < 1e-9 and not design.saturations
    if rule is None or halves:
        return np.asarray(shares[arms])
    draws = min(max(2_000_000 // len(arms), 2000), 10_000)
    drawn = accepted_arms(design, layout, rule, _CALIBRATION_SEED + 1, draws)
    return np.asarray(np.maximum((drawn == arms[None, :]).mean(axis=0), 1.0 / draws))
