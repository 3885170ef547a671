"""What a bureau will do at the coming election, from what it did at the earlier ones."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from perron.stats.scales import log_odds, share, shift_to_total
from perron.targeting.elections import Election
from perron.targeting.panel import Panel

Floats = NDArray[np.float64]


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

    def draw(self, count: int, rng: np.random.Generator) -> Floats:
        """Draw shares.

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
        return share(self.odds + self.sd * rng.standard_normal((count, len(self.odds))))


def forecast(
    successes: Floats,
    trials: Floats,
    elections: tuple[Election, ...],
    target: Election,
    *,
    weights: Floats,
    total: float | None = None,
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
    weights : ndarray of float64, shape (n,)
        People by bureau, for the total.
    total : float or None
        Share over all bureaux at the coming election where known; by default that of the last election.

    Returns
    -------
    Forecast
        The forecast.
    """
    odds = log_odds(successes, trials)
    anomalies = odds - np.nanmean(odds, axis=1, keepdims=True)
    near = np.array(
        [np.exp(-(target.when - e.when) / 4.0) * (2.0 if e.kind == target.kind else 1.0) for e in elections]
    )
    known = np.isfinite(anomalies)
    w = near[:, None] * known
    centre = np.where(known, anomalies, 0.0)
    whole = w.sum(axis=0)
    mean = (w * centre).sum(axis=0) / np.maximum(whole, 1e-12)
    gap = np.where(known, anomalies - mean, 0.0)
    spread = np.sqrt((w * gap**2).sum() / max(float(w.sum()), 1e-12)) if len(elections) > 1 else 0.15
    if total is None:
        total = float(
            np.nansum(successes[-1]) / np.nansum(np.where(np.isfinite(successes[-1]), trials[-1], np.nan))
        )
    shift = shift_to_total(mean, weights, total)
    return Forecast(mean + shift, np.full(mean.shape, max(spread, 0.02)), whole == 0)


def forecast_turnout(panel: Panel, target: Election, *, total: float | None = None) -> Forecast:
    """Forecast turnout, as a share of the registered.

    Parameters
    ----------
    panel : Panel
        Earlier elections.
    target : Election
        The coming election.
    total : float or None
        Turnout over all bureaux where known.

    Returns
    -------
    Forecast
        Turnout by bureau.
    """
    people = last_known(panel.registered)
    return forecast(panel.voters, panel.registered, panel.elections, target, weights=people, total=total)


def forecast_support(
    panel: Panel, target: Election, blocs: tuple[int, ...], *, total: float | None = None
) -> Forecast:
    """Forecast the share of some blocs among valid votes.

    Parameters
    ----------
    panel : Panel
        Earlier elections.
    target : Election
        The coming election.
    blocs : tuple of int
        Places in `BLOCS` of the blocs added up.
    total : float or None
        Their share over all bureaux where known.

    Returns
    -------
    Forecast
        Share by bureau.
    """
    votes = panel.blocs[:, :, list(blocs)].sum(axis=2)
    covered = np.flatnonzero(np.isfinite(votes).any(axis=1))
    elections = tuple(panel.elections[i] for i in covered)
    people = last_known(panel.valid)
    return forecast(votes[covered], panel.valid[covered], elections, target, weights=people, total=total)


def last_known(table: Floats) -> Floats:
    """Return the last known value of each column.

    Parameters
    ----------
    table : ndarray of float64, shape (m, n)
        Values by election and bureau, NaN where unknown.

    Returns
    -------
    ndarray of float64, shape (n,)
        Last known values, 0 where none is.
    """
    out = np.zeros(table.shape[1])
    for row in table:
        out = np.where(np.isfinite(row), row, out)
    return out
