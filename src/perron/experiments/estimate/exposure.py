"""Exposure to one's neighbours' treatment: who has how many treated neighbours, and with what probability."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from perron.errors import BadValueError
from perron.experiments.estimate.draws import Redraw, dealt_arms, every_arm, given_arms
from perron.experiments.estimate.kernel import Arms, Floats
from perron.experiments.estimate.layout import lay_out
from perron.experiments.estimate.sample import Sample
from perron.stats.neighbours import neighbour_matrix
from perron.words import Words

CONDITIONS: Final = ("control_low", "control_high", "treated_low", "treated_high")
"""Own arm, and whether the share of treated neighbours reaches the threshold; places 2 × arm + high."""


@dataclass(frozen=True)
class Exposures:
    """Conditions observed, and what the draw made likely.

    Parameters
    ----------
    shares : ndarray of float64, shape (n,)
        Share of treated neighbours observed.
    observed : ndarray of int64, shape (n,)
        Condition observed, a place in `CONDITIONS`; -1 for units without neighbours.
    probability : ndarray of float64, shape (4, n)
        Probability of each condition.
    bits : ndarray of uint64, shape (4, n, words)
        The draws in which each unit is in each condition, one bit a draw; none without neighbours.
    threshold : float
        Share of treated neighbours from which exposure is high.
    draws : int
        Draws counted.
    exact : bool
        Whether they were all those possible.
    """

    shares: Floats
    observed: NDArray[np.int64]
    probability: Floats
    bits: NDArray[np.uint64]
    threshold: float
    draws: int
    exact: bool


def exposures(
    sample: Sample,
    pairs: NDArray[np.int64],
    *,
    threshold: float | None = None,
    draws: int = 2_000,
    seed: int = 0,
    redraw: Redraw | None = None,
) -> Exposures:
    """Count the probability of each condition over the draws of the design.

    Parameters
    ----------
    sample : Sample
        One row per unit.
    pairs : ndarray of int64, shape (p, 2)
        Neighbours, as rows of the sample, each pair in both directions.
    threshold : float or None
        From 0 to 1; None: the median share of treated neighbours, so that high and low are both common.
    draws, seed : int
        As in `permutation_test`.
    redraw : callable or None
        As in `permutation_test`.

    Returns
    -------
    Exposures
        Conditions and probabilities.

    Raises
    ------
    BadValueError
        A neighbour outside the sample, or no neighbour at all.

    Notes
    -----
    Aronow & Samii 2017 (Annals of Applied Statistics 11(4)), section 3: exact where every assignment is
    counted, else by as many draws.
    """
    matrix, alone = neighbours_of(sample, pairs)
    shares = matrix @ sample.assigned.astype(np.float64)
    if threshold is None:
        threshold = float(np.median(shares[~alone]))
    observed = np.where(alone, -1, 2 * sample.assigned + (shares >= threshold - 1e-12))
    parts = []
    for rows in arms_of(sample, draws=draws, seed=seed, redraw=redraw):
        around = (matrix @ np.maximum(rows, 0).T.astype(np.float64)).T
        placed = 2 * rows + (around >= threshold - 1e-12)
        parts.append(np.where((rows < 0) | alone, -1, placed).astype(np.int8))
    drawn = np.concatenate(parts)
    inside = [drawn == d for d in range(4)]
    return Exposures(
        shares,
        observed,
        np.vstack([seen.mean(axis=0) for seen in inside]),
        np.stack([_packed(seen) for seen in inside]),
        threshold,
        len(drawn),
        exact=redraw is None and lay_out(sample).assignments(draws) <= draws,
    )


def _packed(seen: NDArray[np.bool_]) -> NDArray[np.uint64]:
    words = -(-len(seen) // 64)
    whole = np.zeros((seen.shape[1], words * 64), dtype=np.bool_)
    whole[:, : len(seen)] = seen.T
    return np.packbits(whole, axis=1).view(np.uint64)


def neighbours_of(sample: Sample, pairs: NDArray[np.int64]) -> tuple[csr_array, NDArray[np.bool_]]:
    """Return the matrix that averages over neighbours, and which units have none.

    Parameters
    ----------
    sample : Sample
        One row per unit.
    pairs : ndarray of int64, shape (p, 2)
        Neighbours, as rows of the sample, each pair in both directions.

    Returns
    -------
    csr_array, shape (n, n)
        The matrix.
    ndarray of bool, shape (n,)
        Units without neighbours.

    Raises
    ------
    BadValueError
        A neighbour outside the sample, or no neighbour at all.
    """
    pairs = np.asarray(pairs, dtype=np.int64).reshape(-1, 2)
    pairs = pairs[pairs[:, 0] != pairs[:, 1]]
    if len(pairs) == 0 or pairs.min() < 0 or pairs.max() >= sample.n:
        raise BadValueError(
            Words("spill-over needs neighbours", "la diffusion entre voisins demande des voisins"),
            column="neighbours",
            found=str(len(pairs)),
            expected=Words("pairs of rows of the sample", "des paires de lignes de l’échantillon"),
        )
    matrix = neighbour_matrix(pairs, sample.n)
    return matrix, np.asarray(np.diff(matrix.indptr) == 0)


def arms_of(sample: Sample, *, draws: int, seed: int, redraw: Redraw | None = None) -> Iterator[Arms]:
    """Yield draws of the arms for each row, some at a time: all those possible where they are few.

    Parameters
    ----------
    sample : Sample
        Rows.
    draws, seed : int
        As in `permutation_test`.
    redraw : callable or None
        As in `permutation_test`.

    Yields
    ------
    ndarray of int8, shape (some, n)
        Arms; rows of blocks that hold one arm only keep theirs.
    """
    if redraw is not None:
        yield from given_arms(redraw, sample.n, draws=draws, seed=seed)
        return
    layout = lay_out(sample)
    few = layout.assignments(draws) <= draws
    for units in every_arm(layout) if few else dealt_arms(layout, draws=draws, seed=seed):
        rows = units[:, layout.place]
        rows[:, layout.place < 0] = sample.assigned[layout.place < 0]
        yield rows
