"""Test that neighbours' treatment changes nothing, by drawing again all arms but those of focal units."""

from dataclasses import asdict, dataclass, replace
from math import nan
from typing import Any

import numpy as np
from numpy.typing import NDArray

from perron.errors import BadValueError
from perron.experiments.estimate.draws import Redraw
from perron.experiments.estimate.estimate import plain
from perron.experiments.estimate.exposure import arms_of, neighbours_of
from perron.experiments.estimate.kernel import Floats
from perron.experiments.estimate.linear import fit
from perron.experiments.estimate.permutation import DRAWS
from perron.experiments.estimate.sample import Sample


@dataclass(frozen=True)
class FocalTest:
    """The test.

    Parameters
    ----------
    p : float
        p-value; NaN where too few units are left to draw.
    slope : float
        Change of the outcome from no treated neighbour to all, among the focal units.
    focal : int
        Rows whose outcome enters the test.
    conditional : bool
        Whether it is exact given the focal units' own arms; else it takes the effect of these as estimated.
    draws : int
        Draws.
    """

    p: float
    slope: float
    focal: int
    conditional: bool
    draws: int

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON values.

        Returns
        -------
        dict
            Every field.
        """
        return {name: plain(value) for name, value in asdict(self).items()}


def focal_test(
    sample: Sample,
    pairs: NDArray[np.int64],
    *,
    draws: int = DRAWS,
    seed: int = 0,
    redraw: Redraw | None = None,
) -> FocalTest:
    """Test that only one's own arm matters.

    Parameters
    ----------
    sample : Sample
        One row per unit.
    pairs : ndarray of int64, shape (p, 2)
        Neighbours, as rows of the sample, each pair in both directions.
    draws, seed : int
        As in `permutation_test`.
    redraw : callable or None
        As in `permutation_test`.

    Returns
    -------
    FocalTest
        The test.

    Raises
    ------
    BadValueError
        A neighbour outside the sample, or no neighbour at all.

    Notes
    -----
    Athey, Eckles & Imbens 2018 (JASA 113(521)): half of the units, drawn at random, are focal; their arms are
    held and the others' drawn again, within blocks; the statistic is the sum over focal units of the outcome,
    less what own arm, block and covariates say of it, times the share of treated neighbours, far from its
    mean over the draws. Exact for "only one's own arm matters", whatever that arm does. Where the design
    cannot be drawn given some arms (`redraw`), all units are focal and all arms are drawn again: the effect
    of own arm is then taken as estimated, and the test is no longer exact.
    """
    matrix, alone = neighbours_of(sample, pairs)
    focal = focal_units(sample, seed) if redraw is None else np.ones(sample.n, dtype=np.bool_)
    others = frozen(sample, focal) if redraw is None else sample
    focal &= ~alone
    weights = np.ones(sample.n) if sample.weights is None else sample.weights
    pull = np.asarray(matrix.T @ (weights * left_of(sample, focal)))
    values, shares, made = [], np.zeros(sample.n), 0
    try:
        for rows in arms_of(others, draws=draws, seed=seed + 1, redraw=redraw):
            whole = np.maximum(rows, 0).astype(np.float64)
            values.append(whole @ pull)
            shares += matrix @ whole.sum(axis=0)
            made += len(rows)
    except BadValueError:
        return FocalTest(nan, nan, int(focal.sum()), redraw is None, 0)
    ours, drawn = float(sample.assigned @ pull), np.concatenate(values)
    centre = float(drawn.mean())
    far = int(np.count_nonzero(np.abs(drawn - centre) >= abs(ours - centre) * (1.0 - 1e-9)))
    apart = (matrix @ sample.assigned.astype(np.float64) - shares / made)[focal]
    spread = float(weights[focal] @ apart**2)
    slope = (ours - centre) / spread if spread > 0 else nan
    return FocalTest((1 + far) / (1 + made), slope, int(focal.sum()), redraw is None, made)


def focal_units(sample: Sample, seed: int) -> NDArray[np.bool_]:
    """Draw half of the units, whose own arms are held.

    Parameters
    ----------
    sample : Sample
        One row per unit.
    seed : int
        Seed.

    Returns
    -------
    ndarray of bool, shape (n,)
        Whether each row is focal; whole clusters where clusters were drawn whole.
    """
    whole = sample.clusters is not None and sample.drawn_whole
    unit = sample.clusters if whole and sample.clusters is not None else np.arange(sample.n)
    count = int(unit.max()) + 1
    chosen = np.zeros(count, dtype=np.bool_)
    chosen[np.random.default_rng(seed).permutation(count)[: count // 2]] = True
    return chosen[unit]


def frozen(sample: Sample, focal: NDArray[np.bool_]) -> Sample:
    """Return the sample where each focal unit is a block by itself, so that its arm is never drawn again.

    Parameters
    ----------
    sample : Sample
        One row per unit.
    focal : ndarray of bool, shape (n,)
        From `focal_units`.

    Returns
    -------
    Sample
        The same rows, other blocks.
    """
    block = np.zeros(sample.n, dtype=np.int64) if sample.blocks is None else sample.blocks
    whole = sample.clusters is not None and sample.drawn_whole
    unit = sample.clusters if whole and sample.clusters is not None else np.arange(sample.n)
    return replace(sample, blocks=np.where(focal, sample.block_count + unit, block))


def left_of(sample: Sample, focal: NDArray[np.bool_]) -> Floats:
    """Return what own arm, block and covariates leave of the outcome of focal units.

    Parameters
    ----------
    sample : Sample
        One row per unit.
    focal : ndarray of bool, shape (n,)
        Rows whose outcome counts.

    Returns
    -------
    ndarray of float64, shape (n,)
        What is left; 0 elsewhere.
    """
    left = np.zeros(sample.n)
    arm = sample.assigned[focal].astype(np.float64)
    block = None if sample.blocks is None else np.unique(sample.blocks[focal], return_inverse=True)[1].ravel()
    weights = None if sample.weights is None else sample.weights[focal]
    columns = _varying([arm, *([] if sample.covariates is None else sample.covariates[focal].T)], block)
    names = [f"x{j}" for j in range(len(columns))]
    if columns or block is None:
        fitted = fit(sample.outcome[focal], columns, names, blocks=block, weights=weights)
        left[focal] = fitted.residuals[:, 0]
    else:
        mass = np.bincount(block, weights=weights)
        y = sample.outcome[focal]
        left[focal] = y - (np.bincount(block, weights=y if weights is None else y * weights) / mass)[block]
    return left


def _varying(columns: list[Floats], block: NDArray[np.int64] | None) -> list[Floats]:
    """Return the columns that vary within blocks, none a combination of those before it."""
    kept: list[Floats] = []
    codes = np.zeros(len(columns[0]), dtype=np.int64) if block is None else block
    sizes = np.bincount(codes)
    inside: list[Floats] = []
    for column in columns:
        rest = column - (np.bincount(codes, weights=column) / sizes)[codes]
        if inside:
            basis = np.column_stack(inside)
            rest = rest - basis @ np.linalg.lstsq(basis, rest, rcond=None)[0]
        if np.linalg.norm(rest) > 1e-6 * max(float(np.linalg.norm(column)), 1e-300):
            kept.append(column)
            inside.append(rest)
    return kept
