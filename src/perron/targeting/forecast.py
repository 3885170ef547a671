"""What a bureau will do at the coming election, from what it did at the earlier ones.

Two witnesses are heard: the last election of the same kind, and what all the other elections say of it.
docs/methods/turnout-and-support.md gives the formulas.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from perron.stats.beta_binomial import fit_beta_binomial
from perron.stats.neighbours import likeness
from perron.stats.regression import predict_from_others, shrunk_correlations
from perron.stats.scales import ODDS, Scale, log_odds, share, shift_to_total
from perron.targeting.elections import Election

Floats = NDArray[np.float64]

SMALLEST_SPREAD: Final = 0.02
"""Standard deviation of log-odds below which bureaux are held to be alike."""

NEARLY_NONE: Final = 1e-9
"""Share below which log-odds say nothing more."""

COVARIATES_FROM: Final = 100
"""Bureaux from which profiles are heard: below, their correlations are chance."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """A forecast of a share by bureau, normal on the log-odds scale.

    Parameters
    ----------
    odds, sd : ndarray of float64, shape (n,)
        Mean and standard deviation of the log-odds.
    weak : ndarray of bool, shape (n,)
        Whether it rests on no result of the bureau's own.
    """

    odds: Floats
    sd: Floats
    weak: NDArray[np.bool_]

    def mean(self) -> Floats:
        """Return the central share (the median of the law).

        Returns
        -------
        ndarray of float64, shape (n,)
            Shares.
        """
        return share(self.odds)

    def interval(self, z: float = 1.6448536) -> tuple[Floats, Floats]:
        """Return the central interval.

        Parameters
        ----------
        z : float
            Standard deviations on each side; 1.645 for 90 %.

        Returns
        -------
        low, high : ndarray of float64, shape (n,)
            Shares.
        """
        return share(self.odds - z * self.sd), share(self.odds + z * self.sd)

    def draw(self, count: int, rng: np.random.Generator) -> Floats:
        """Draw shares, independently from bureau to bureau.

        Parameters
        ----------
        count : int
            Draws.
        rng : numpy.random.Generator
            Source of randomness.

        Returns
        -------
        ndarray of float64, shape (count, n)
            Shares.
        """
        out: Floats = rng.standard_normal((count, len(self.odds)))
        out *= self.sd
        out += self.odds
        return share(out, out=out)


def forecast(
    successes: Floats,
    trials: Floats,
    elections: tuple[Election, ...],
    target: Election,
    *,
    noise: float,
    weights: Floats,
    total: float | None = None,
    around: csr_array | None = None,
    covariates: Floats | None = None,
    scale: Scale = ODDS,
    swing_noise: float = 0.0,
) -> Forecast:
    """Forecast a share by bureau.

    Parameters
    ----------
    successes, trials : ndarray of float64, shape (m, n)
        Counts by election and bureau; NaN where unknown.
    elections : tuple of Election, length m
        The elections, oldest first.
    target : Election
        The coming election.
    noise : float
        Variance of the forecast's error, as a share of the variance that the other elections leave
        unexplained.
    weights : ndarray of float64, shape (n,)
        People by bureau, for the total.
    total : float or None
        Share over all bureaux at the coming election where known; by default that of the last election of the
        same kind, or of the last one.
    around : csr_array or None
        Averages over neighbours (`neighbour_matrix`).
    covariates : ndarray of float64, shape (c, n), or None
        Standardised figures of who lives there; NaN where unknown. Heard from a hundred bureaux on.
    scale : Scale
        Scale on which gaps between bureaux last and a swing adds the same amount everywhere.
    swing_noise : float
        Variance of the error per square of the swing over all bureaux, on that scale, 0 or more.

    Returns
    -------
    Forecast
        The forecast.
    """
    gaps, spread = _anomalies(successes, trials, scale)
    z = gaps / spread[:, None]
    anchor = _anchor(elections, target)
    heard = z if covariates is None or z.shape[1] < COVARIATES_FROM else np.vstack([z, covariates])
    others = predict_from_others(heard, anchor, shrunk_correlations(heard))
    pull = _pull(elections, target, anchor, others.weights[: len(elections)])
    own = np.isfinite(z[anchor])
    surprise = np.where(own, z[anchor] - others.mean, 0.0)
    middle = others.mean + np.where(others.left < 1.0, 1.0 - pull, 1.0) * surprise
    silent: NDArray[np.bool_] = np.asarray(~np.isfinite(z).any(axis=0))
    if around is not None:
        alike = max(0.0, likeness(surprise, around))
        middle = middle + pull * alike * (around @ surprise)
        middle = np.where(silent & (middle == 0.0), around @ middle, middle)
    before = _total(successes, trials, anchor)
    after = before if total is None else total
    weighed = weights if weights.sum() > 0 else np.ones(len(weights))
    values = float(spread[anchor]) * middle
    p = scale.share(values + shift_to_total(values, weighed, after, scale=scale))
    swing = float(np.diff(scale.of(np.array([before, after])))[0])
    own_noise = spread[anchor] ** 2 * np.where(silent, 1.0, noise * others.left)
    sd = np.sqrt(own_noise + swing_noise * swing**2) * scale.odds_per_unit(p)
    return Forecast(
        ODDS.of(np.clip(p, NEARLY_NONE, 1 - NEARLY_NONE)), np.maximum(sd, SMALLEST_SPREAD), silent
    )


def _anomalies(successes: Floats, trials: Floats, scale: Scale) -> tuple[Floats, Floats]:
    """Return each bureau's gap to its election's mean on the scale, and the spread of the gaps.

    A bloc with no vote at all where a hundred votes were valid did not stand: unknown. Small bureaux are
    pulled toward the mean (beta-binomial) as much more than the median bureau as their size says.
    """
    absent = (successes == 0) & (trials > 100)
    odds = log_odds(np.where(absent, np.nan, successes), trials)
    odds = odds if scale is ODDS else scale.of(share(odds))
    known = np.array(np.isfinite(odds), dtype=np.bool_)
    gaps = odds - np.nanmean(np.where(known.any(axis=1, keepdims=True), odds, 0.0), axis=1, keepdims=True)
    for row in range(len(gaps)):
        here = np.flatnonzero(np.isfinite(gaps[row]))
        if len(here) < 3:
            continue
        strength = fit_beta_binomial(successes[row][here], trials[row][here]).strength
        trust = trials[row] / (trials[row] + strength)
        gaps[row] *= np.minimum(1.0, trust / np.median(trust[here]))
    spread = np.sqrt(np.nanmean(np.where(known.any(axis=1, keepdims=True), gaps, 0.0) ** 2, axis=1))
    return gaps, np.maximum(spread, SMALLEST_SPREAD)


def _anchor(elections: tuple[Election, ...], target: Election) -> int:
    """Return the last election of the same kind (and round, if possible), or else the last first round."""
    alike = [
        [i for i, e in enumerate(elections) if e.kind == target.kind and e.round == target.round],
        [i for i, e in enumerate(elections) if e.kind == target.kind],
        [i for i, e in enumerate(elections) if e.round == 1],
        list(range(len(elections))),
    ]
    return next(found[-1] for found in alike if found)


def _pull(elections: tuple[Election, ...], target: Election, anchor: int, weights: Floats) -> float:
    """Return how far the last election of the same kind is pulled toward what the others say of it.

    Each witness counts as the inverse of its age: what was true drifts away like a random walk.
    """
    heard = np.abs(weights) if np.abs(weights).sum() > 0 else np.ones(len(elections))
    ages = np.array([max(target.when - e.when, 0.05) for e in elections])
    others = float(np.average(ages, weights=heard))
    return float(ages[anchor] / (ages[anchor] + others))


def _total(successes: Floats, trials: Floats, anchor: int) -> float:
    known = np.isfinite(successes[anchor]) & np.isfinite(trials[anchor])
    votes, people = successes[anchor][known].sum(), trials[anchor][known].sum()
    return float(np.clip((votes + 0.5) / (people + 1.0), 1e-4, 1 - 1e-4))
