"""Between shares and log-odds, and the total a place must add up to."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

Floats = NDArray[np.float64]


def log_odds(successes: Floats, trials: Floats) -> Floats:
    """Return empirical log-odds, finite at 0 and at 100 %.

    Parameters
    ----------
    successes, trials : ndarray of float64, any shape
        Counts, 0 <= successes <= trials; NaN where unknown.

    Returns
    -------
    ndarray of float64
        log((s + 1/2) / (t - s + 1/2)) (Haldane 1956; Anscombe 1956); NaN where unknown or no trial.
    """
    known = np.isfinite(successes) & np.isfinite(trials) & (np.nan_to_num(trials) > 0)
    s, t = np.where(known, successes, 0.0), np.where(known, trials, 1.0)
    return np.where(known, np.log((s + 0.5) / (t - s + 0.5)), np.nan)


def share(odds: Floats, *, out: Floats | None = None) -> Floats:
    """Return the share of given log-odds.

    Parameters
    ----------
    odds : ndarray of float64
        Log-odds.
    out : ndarray of float64 or None
        Where to write them; by default a new array.

    Returns
    -------
    ndarray of float64
        Shares, between 0 and 1.
    """
    found: Floats = expit(odds, out=out)
    return found


@dataclass(frozen=True, slots=True)
class Scale:
    """A scale on which a swing adds the same amount everywhere: log p - lean log(1 - p).

    Parameters
    ----------
    lean : {1.0, 0.5}
        1 gives the log-odds, 0 would give the logarithm, on which a swing multiplies all shares alike;
        one half stands between them.

    Notes
    -----
    For lean = 1/2 and x = log(p / sqrt(1 - p)), p is the positive root of p^2 = exp(2x) (1 - p).
    """

    lean: float

    def of(self, p: Floats) -> Floats:
        """Return the value of shares on this scale.

        Parameters
        ----------
        p : ndarray of float64
            Shares, strictly between 0 and 1; NaN where unknown.

        Returns
        -------
        ndarray of float64
            Values.
        """
        return np.asarray(np.log(p) - self.lean * np.log1p(-p))

    def share(self, value: Floats) -> Floats:
        """Return the shares of values on this scale.

        Parameters
        ----------
        value : ndarray of float64
            Values.

        Returns
        -------
        ndarray of float64
            Shares, between 0 and 1.
        """
        if self.lean == 1.0:
            return share(value)
        return np.asarray(2.0 / (1.0 + np.sqrt(1.0 + 4.0 * np.exp(-2.0 * value))))

    def odds_per_unit(self, p: Floats) -> Floats:
        """Return by how much log-odds move where the value moves by one.

        Parameters
        ----------
        p : ndarray of float64
            Shares, between 0 and 1.

        Returns
        -------
        ndarray of float64
            1 / (1 - p + lean p), 1 or more.
        """
        return np.asarray(1.0 / (1.0 - p + self.lean * p))


ODDS: Final = Scale(1.0)
HALFWAY: Final = Scale(0.5)
"""Log-odds, and halfway between log-odds and logarithms."""


def shift_to_total(
    values: Floats, weights: Floats, total: float, *, scale: Scale = ODDS, steps: int = 60
) -> float:
    """Return the constant to add to log-odds so that the weighted mean share is the given total.

    Parameters
    ----------
    values : ndarray of float64, shape (n,)
        Log-odds by place, or values on another scale.
    weights : ndarray of float64, shape (n,)
        People by place, at least one above 0.
    total : float
        Share over all places, strictly between 0 and 1.
    scale : Scale
        The scale of the values.
    steps : int
        Steps at most; a handful suffices.

    Returns
    -------
    float
        The shift, by Newton's method held within a bracket (the mean share increases with the shift).
    """
    low, high, shift = -40.0, 40.0, 0.0
    weights = weights / weights.sum()
    for _ in range(steps):
        p = scale.share(values + shift)
        gap = float((weights * p).sum()) - total
        low, high = (shift, high) if gap < 0 else (low, shift)
        slope = float((weights * p * (1.0 - p) * scale.odds_per_unit(p)).sum())
        step = gap / slope if slope > 1e-12 else np.inf
        if abs(step) < 1e-13:
            break
        shift = shift - step if low < shift - step < high else 0.5 * (low + high)
    return shift
