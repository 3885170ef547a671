"""Blocked difference: the arms compared within each stratum, strata then averaged."""

from math import sqrt
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from perron.errors import BadInputError
from perron.experiments.estimate.cells import cells
from perron.experiments.estimate.estimate import Estimate, t_estimate
from perron.experiments.estimate.sample import Floats, Sample
from perron.words import Words

LITTLE: Final = 0.1
"""Share of the rows that blocks without an error of their own may hold and be left out."""

KNOWN: Final = 10
"""Units that an arm of a block needs for its precision, or its mean over unequal clusters, to be trusted."""

ESTIMAND: Final = Words(
    "average effect over the rows of the blocks: each block counts for its size",
    "effet moyen sur les lignes des strates\u00a0: chaque strate compte pour sa taille",
)


class Blocks(NamedTuple):
    """The comparison within each block that holds both arms.

    Parameters
    ----------
    effect, variance, mass : ndarray of float64, shape (B,)
        Difference in means, its variance (NaN where an arm has one unit only), size (sum of weights).
    arm_mass, freedom : ndarray of float64, shape (B, 2)
        Sum of weights (rows without) and degrees of freedom of each arm, the control first.
    arm_units : ndarray of int64, shape (B, 2)
        Clusters (rows where there are none) of each arm.
    rows : ndarray of int64, shape (B,)
        Rows of the block.
    left_out, rows_left_out : int
        Blocks with one arm only (or alone with a single unit in an arm), and their rows.
    """

    effect: Floats
    variance: Floats
    mass: Floats
    arm_mass: Floats
    freedom: Floats
    arm_units: NDArray[np.int64]
    rows: NDArray[np.int64]
    left_out: int
    rows_left_out: int

    @property
    def units(self) -> NDArray[np.int64]:
        """Clusters (rows where there are none) of each block, shape (B,)."""
        return np.asarray(self.arm_units.sum(axis=1))


def blocked(sample: Sample, *, level: float = 0.95) -> Estimate:
    """Average the differences within blocks, each block counting for its size.

    Parameters
    ----------
    sample : Sample
        The rows, with blocks. Those that hold one arm only say nothing and are left out: details count them.
    level : float
        Level of the interval, between 0 and 1.

    Returns
    -------
    Estimate
        The average effect.

    Raises
    ------
    BadInputError
        No blocks, no block with both arms, or a single block where an arm has one unit.

    Notes
    -----
    tau = sum_b (N_b / N) tau_b, V = sum_b (N_b / N)² V_b with V_b Neyman's (CR2 by cluster) where both arms
    have two units (Imbens & Rubin 2015, Causal Inference, ch. 9), df = (sum_c v_c)² / sum_c v_c² / nu_c over
    the arms c of the blocks, v_c = (N_b / N)² / n_c, nu_c their own degrees of freedom (units - 1 where units
    are of one size): Bell and McCaffrey's for the regression with one level for each arm of each block. The
    units - 2 blocks that some programs take are too many when controls are few. Small blocks, where an arm
    has one unit (four treated, one control), have no variance of their own; theirs together is
    sum_b N_b² / ((n - 2 N_b) (n + S)) (tau_b - tau)², S = sum_b N_b² / (n - 2 N_b), n their rows (Pashley &
    Miratrix 2021, doi:10.3102/1076998620946272), df = blocks - 1; with blocks of one size it is the variance
    of their mean, as for matched pairs. Never too small on average. Where both kinds are present their
    variances add up, df by Satterthwaite. A small block that holds half of the rows of the small ones cannot
    be so treated: such blocks are left out (and counted) where they hold a tenth of the rows or less.
    """
    found = usable(within_blocks(sample))
    share = found.mass / found.mass.sum()
    alone = np.isnan(found.variance)
    variance, df = _large(found, share, ~alone)
    if alone.any():
        part = share[alone].sum()
        small = _small(found.effect[alone], found.mass[alone]) * part**2
        small_df = float(alone.sum() - 1)
        df = _together(variance, df, small, small_df)
        variance += small
    return t_estimate(
        "blocked",
        Words("Within strata, by size", "Dans les strates, selon leur taille"),
        float(share @ found.effect),
        sqrt(variance),
        df,
        level=level,
        n=sample.n - found.rows_left_out,
        clusters=int(found.units.sum()),
        details=_details(found) | {"estimand": ESTIMAND},
    )


def precision_weighted(sample: Sample, *, level: float = 0.95) -> Estimate:
    """Average the differences within blocks, the more precise counting more.

    Parameters
    ----------
    sample : Sample
        The rows, with blocks of ten units or more in each arm; others are not used, and hold a tenth of the
        rows at most.
    level : float
        Level of the interval, between 0 and 1.

    Returns
    -------
    Estimate
        The precision-weighted effect.

    Raises
    ------
    BadInputError
        No blocks, or too few with ten units in each arm.

    Notes
    -----
    tau = sum_b tau_b / V_b / sum_b 1 / V_b, V = 1 / sum_b 1 / V_b, df = units - 2 blocks. It takes the V_b as
    known: with few units the weights follow chance, and with shares the effects themselves, hence ten. It
    estimates one common effect; where effects differ between blocks it averages them by precision, not size.
    """
    found = within_blocks(sample)
    large = (found.arm_units.min(axis=1) >= KNOWN) & (found.variance > 0)
    if large.sum() < 2 or found.mass[large].sum() < (1.0 - LITTLE) * found.mass.sum():
        raise BadInputError(
            Words(
                "too few blocks have ten units in each arm: their precision is not known",
                "trop peu de strates ont dix unités dans chaque groupe\u00a0: précision inconnue",
            ),
            column="blocks",
            found=str(int(large.sum())),
        )
    precision = 1.0 / found.variance[large]
    return t_estimate(
        "precision_weighted",
        Words("Within strata, by precision", "Dans les strates, selon leur précision"),
        float(precision @ found.effect[large] / precision.sum()),
        sqrt(1.0 / precision.sum()),
        float(found.units[large].sum() - 2 * large.sum()),
        level=level,
        n=sample.n - found.rows_left_out,
        clusters=int(found.units[large].sum()),
        details=_details(found)
        | {
            "blocks_used": int(large.sum()),
            "estimand": Words(
                "effect averaged over blocks by precision (one common effect)",
                "effet moyen sur les strates selon leur précision (un même effet partout)",
            ),
        },
    )


def within_blocks(sample: Sample) -> Blocks:
    """Compare the arms within each block.

    Parameters
    ----------
    sample : Sample
        The rows, with blocks.

    Returns
    -------
    Blocks
        Blocks that hold both arms.

    Raises
    ------
    BadInputError
        No blocks, or none with both arms.
    """
    if sample.blocks is None:
        raise BadInputError(Words("no blocks are given", "aucune strate n’est donnée"), column="blocks")
    count = sample.block_count
    found = cells(sample, sample.blocks * 2 + sample.assigned, 2 * count)
    units = found.units.reshape(count, 2)
    both = (units > 0).all(axis=1)
    if not both.any():
        raise BadInputError(
            Words("no block holds both arms", "aucune strate ne contient les deux groupes"),
            column="blocks",
            found=str(count),
            expected=Words("treated and control in a block", "traités et témoins dans une même strate"),
        )
    mean, variance = found.mean.reshape(count, 2)[both], found.variance.reshape(count, 2)[both]
    rows = found.rows.reshape(count, 2).sum(axis=1)
    return Blocks(
        mean[:, 1] - mean[:, 0],
        variance.sum(axis=1),
        found.mass.reshape(count, 2)[both].sum(axis=1),
        found.mass.reshape(count, 2)[both],
        found.freedom.reshape(count, 2)[both],
        units[both],
        rows[both],
        int(count - both.sum()),
        int(rows[~both].sum()),
    )


def usable(found: Blocks) -> Blocks:
    """Leave out the small blocks whose error cannot be estimated, when they hold little.

    Parameters
    ----------
    found : Blocks
        As `within_blocks` gives them.

    Returns
    -------
    Blocks
        Blocks that `blocked` can average.

    Raises
    ------
    BadInputError
        Such blocks hold more than a tenth of the rows.
    """
    alone = np.isnan(found.variance)
    mass = found.mass[alone]
    if not alone.any() or (2 * mass < mass.sum()).all():
        return found
    if mass.sum() > LITTLE * found.mass.sum():
        raise BadInputError(
            Words(
                "too few blocks have a single unit in an arm for their error to be estimated",
                "trop peu de strates ont une seule unité dans un groupe pour que leur erreur soit estimée",
            ),
            column="blocks",
            found=str(len(mass)),
            expected=Words(
                "two units in each arm of a block, or three such blocks of like size",
                "deux unités par groupe d’une strate, ou trois telles strates de taille voisine",
            ),
        )
    return Blocks(
        found.effect[~alone],
        found.variance[~alone],
        found.mass[~alone],
        found.arm_mass[~alone],
        found.freedom[~alone],
        found.arm_units[~alone],
        found.rows[~alone],
        found.left_out + int(alone.sum()),
        found.rows_left_out + int(found.rows[alone].sum()),
    )


def _large(found: Blocks, share: Floats, large: NDArray[np.bool_]) -> tuple[float, float]:
    if not large.any():
        return 0.0, float("nan")
    variance = float((share[large] ** 2) @ found.variance[large])
    expected = share[large, None] ** 2 / found.arm_mass[large]
    return variance, float(expected.sum() ** 2 / np.sum(expected**2 / found.freedom[large]))


def _small(effect: Floats, mass: Floats) -> float:
    n = mass.sum()
    rest = n - 2.0 * mass
    weights = mass**2 / (rest * (n + np.sum(mass**2 / rest)))
    mean = mass @ effect / n
    return float(weights @ (effect - mean) ** 2)


def _together(first: float, first_df: float, second: float, second_df: float) -> float:
    if first == 0.0:
        return second_df
    return (first + second) ** 2 / (first**2 / first_df + second**2 / second_df)


def _details(found: Blocks) -> dict[str, Any]:
    return {
        "blocks": len(found.effect),
        "blocks_left_out": found.left_out,
        "rows_left_out": found.rows_left_out,
        "blocks_with_one_unit_in_an_arm": int(np.isnan(found.variance).sum()),
    }
