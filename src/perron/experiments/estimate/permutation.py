"""Randomisation inference: what chance alone would have shown, had the draw fallen otherwise."""

from functools import partial
from math import inf, nan
from typing import Final, Literal

import numpy as np

from perron.errors import ParameterError
from perron.experiments.estimate.distribution import Distribution
from perron.experiments.estimate.draws import Redraw, every_arm, figures_of, given_arms, shuffled
from perron.experiments.estimate.estimate import Estimate, check_level
from perron.experiments.estimate.kernel import FIGURES, Floats
from perron.experiments.estimate.layout import Layout, lay_out
from perron.experiments.estimate.sample import Sample
from perron.words import Words

Statistic = Literal["difference", "studentised"]
Weighting = Literal["size", "precision"]

DRAWS: Final = 10_000
LABEL: Final = Words("Randomisation inference", "Inférence par permutation du tirage")


def permutation_test(
    sample: Sample,
    *,
    level: float = 0.95,
    draws: int = DRAWS,
    seed: int = 0,
    statistic: Statistic = "difference",
    weighting: Weighting = "size",
    redraw: Redraw | None = None,
    threads: int | None = None,
) -> Estimate:
    """Test "no effect on anyone" with the design's own draws, and invert the test into an interval.

    Parameters
    ----------
    sample : Sample
        Rows, arms, outcome; blocks and clusters as in the draw. Covariates are taken away from the outcome
        first (Rosenbaum 2002, Statistical Science 17(3)).
    level : float
        Level of the interval, between 0 and 1.
    draws : int
        Draws, 1 or more. Where no more assignments than that are possible, each is taken once.
    seed : int
        Seed, 0 or more.
    statistic : {"difference", "studentised"}
        Difference of weighted means; or the same over its robust error, which also holds, in large samples,
        for "no effect on average".
    weighting : {"size", "precision"}
        How blocks count: by their weight, or by treated × control / both (a regression with block effects).
    redraw : callable or None
        Draws of the design itself, `redraw(seed, draws)` -> int8 (draws, n): for re-randomised and saturation
        designs. None: the arms are shuffled within blocks, by cluster where clusters were drawn whole.
    threads : int or None
        Threads; the result does not depend on it.

    Returns
    -------
    Estimate
        Effect, two-sided p and interval; no error, no degrees of freedom. Details: draws, exact, seed,
        statistic, weighting, sd (of the statistic at the estimate), p_greater, p_less, p_error (Monte Carlo).

    Raises
    ------
    BadValueError
        A cluster lies in two blocks, no block holds both arms, or the draws do not match the rows.
    ParameterError
        The level or the number of draws is outside its range.

    Notes
    -----
    Fisher 1935; Imbens & Rubin 2015, chapter 5; interval by inversion, from one set of draws: `Distribution`.
    """
    check_level(level)
    found = permutation_distribution(
        sample,
        draws=draws,
        seed=seed,
        statistic=statistic,
        weighting=weighting,
        redraw=redraw,
        threads=threads,
    )
    return estimate_by_draws(found, sample, level=level, seed=seed, statistic=statistic, weighting=weighting)


def estimate_by_draws(
    found: Distribution,
    sample: Sample,
    *,
    level: float = 0.95,
    seed: int = 0,
    statistic: Statistic = "difference",
    weighting: Weighting = "size",
) -> Estimate:
    """Read the test and its interval off draws already made.

    Parameters
    ----------
    found : Distribution
        From `permutation_distribution`, asked with the same sample, seed, statistic and weighting.
    sample : Sample
        The rows.
    level : float
        Level of the interval, between 0 and 1.
    seed : int
        Seed of the draws.
    statistic : {"difference", "studentised"}
        As in `permutation_test`.
    weighting : {"size", "precision"}
        As in `permutation_test`.

    Returns
    -------
    Estimate
        As `permutation_test` gives it.
    """
    p, count = found.p(), len(found.drawn)
    low, high = found.interval(level)
    details = {
        "draws": count,
        "exact": found.exact,
        "seed": seed,
        "statistic": statistic,
        "weighting": weighting,
        "covariates": list(sample.names),
        "sd": found.sd,
        "p_greater": found.p(side="greater"),
        "p_less": found.p(side="less"),
        "p_error": 0.0 if found.exact else float(np.sqrt(p * (1.0 - p) / count)),
    }
    return Estimate(
        method="permutation",
        label=LABEL,
        estimate=found.estimate,
        error=nan,
        df=inf,
        low=low,
        high=high,
        p=p,
        level=level,
        n=sample.n,
        clusters=sample.cluster_count,
        details=details,
    )


def permutation_distribution(
    sample: Sample,
    *,
    draws: int = DRAWS,
    seed: int = 0,
    statistic: Statistic = "difference",
    weighting: Weighting = "size",
    redraw: Redraw | None = None,
    threads: int | None = None,
    among: Floats | None = None,
) -> Distribution:
    """Return the law of the statistic over the draws.

    Parameters
    ----------
    sample : Sample
        Rows, as in `permutation_test`.
    draws, seed : int
        The same seed, blocks and clusters give the same draws for any outcome.
    statistic : {"difference", "studentised"}
        As in `permutation_test`.
    weighting : {"size", "precision"}
        As in `permutation_test`.
    redraw : callable or None
        As in `permutation_test`.
    threads : int or None
        As in `permutation_test`.
    among : ndarray of float64, shape (n,) or None
        0 for rows left out of the statistic, though drawn again with the others (subgroups); 1 otherwise.

    Returns
    -------
    Distribution
        Figures of the observed assignment and of each draw.

    Raises
    ------
    BadValueError, ParameterError
        As in `permutation_test`.
    """
    if draws < 1 or seed < 0:
        raise ParameterError(
            Words("a parameter is outside its range", "un paramètre est hors de ses bornes"),
            found=f"draws = {draws}, seed = {seed}",
            expected=Words("draws >= 1, seed >= 0", "draws >= 1, seed >= 0"),
        )
    layout = lay_out(sample, whole=redraw is not None)
    figures = FIGURES[statistic == "studentised"]
    cells = _cells(sample, layout, among, squares=figures == FIGURES[1])
    precision = weighting == "precision"
    read = partial(
        figures_of,
        cells=cells,
        blocks=layout.blocks,
        precision=precision,
        figures=figures,
        threads=threads,
    )
    observed = read([layout.arms[None, :]])[0]
    if redraw is not None:
        given = given_arms(redraw, sample.n, draws=draws, seed=seed)
        return Distribution(observed, read(given, order=layout.first), exact=False)
    if layout.assignments(draws) <= draws:
        return Distribution(observed, read(every_arm(layout)), exact=True)
    drawn = shuffled(
        cells,
        layout.blocks,
        draws=draws,
        seed=seed,
        precision=precision,
        figures=figures,
        threads=threads,
    )
    return Distribution(observed, drawn, exact=False)


def _cells(sample: Sample, layout: Layout, among: Floats | None, *, squares: bool) -> Floats:
    weights = np.ones(sample.n) if sample.weights is None else sample.weights
    if among is not None:
        weights = weights * among
    columns = np.column_stack([sample.outcome, sample.assigned.astype(np.float64)])
    if sample.covariates is not None:
        columns = _residuals(columns, sample, weights * (layout.place >= 0))
    return layout.cells(columns[:, 0], columns[:, 1], weights, squares=squares)


def _residuals(columns: Floats, sample: Sample, weights: Floats) -> Floats:
    """Return what is left of columns once blocks and covariates have said their part (least squares)."""
    block = np.zeros(sample.n, dtype=np.int64) if sample.blocks is None else sample.blocks
    heaps = np.bincount(block, weights=weights)

    def within(values: Floats) -> Floats:
        sums = np.bincount(block, weights=weights * values)
        return values - np.divide(sums, heaps, out=np.zeros(len(heaps)), where=heaps > 0)[block]

    assert sample.covariates is not None
    x = np.column_stack([within(column) for column in sample.covariates.T])
    y = np.column_stack([within(column) for column in columns.T])
    root = np.sqrt(weights)[:, None]
    slopes = np.linalg.lstsq(x * root, y * root, rcond=None)[0]
    return np.asarray(y - x @ slopes)
