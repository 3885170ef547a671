"""Beta-binomial shrinkage: a share measured on few people is pulled toward the others'."""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import betaincinv, betaln, expit

Floats = NDArray[np.float64]


ENOUGH: Final = 5000
"""Places the fit looks at, evenly spaced in the order given: two parameters need no more."""


class BetaPrior(NamedTuple):
    """How shares vary from place to place.

    Parameters
    ----------
    mean : float
        Mean share, strictly between 0 and 1.
    strength : float
        People the prior is worth, above 0: a place of that size is pulled half-way.
    """

    mean: float
    strength: float


def fit_beta_binomial(successes: Floats, trials: Floats) -> BetaPrior:
    """Fit how shares vary from place to place, by maximum likelihood.

    Parameters
    ----------
    successes, trials : ndarray of float64, shape (n,)
        Counts; places with NaN or no trial are left out.

    Returns
    -------
    BetaPrior
        Mean and strength; a strength of 1e6 where the shares do not vary beyond chance, and a mean kept away
        from 0 and 1.

    Notes
    -----
    Beta-binomial law (Skellam 1948) with mean m and strength a: beta(m a, (1 - m) a). Maximised over
    logit m and log a by Nelder and Mead's simplex from the moments.
    """
    known = np.isfinite(successes) & np.isfinite(trials) & (np.nan_to_num(trials) > 0)
    s, t = successes[known], trials[known]
    if len(s) > ENOUGH:
        kept = np.linspace(0, len(s) - 1, ENOUGH).astype(np.int64)
        s, t = s[kept], t[kept]
    if len(s) == 0:
        return BetaPrior(0.5, 2.0)
    mean = float(np.clip(s.sum() / t.sum(), 1e-4, 1 - 1e-4))
    if len(s) < 3:
        return BetaPrior(mean, 50.0)
    start = np.array([np.log(mean / (1 - mean)), np.log(_moments(s, t, mean))])

    def loss(point: Floats) -> float:
        m, a = float(expit(point[0])), float(np.exp(np.clip(point[1], -3, 14)))
        m = min(max(m, 1e-6), 1 - 1e-6)
        return -float((betaln(s + m * a, t - s + (1 - m) * a) - betaln(m * a, (1 - m) * a)).mean())

    best = minimize(
        loss, start, method="Nelder-Mead", options={"xatol": 1e-5, "fatol": 1e-10, "maxiter": 400}
    )
    return BetaPrior(
        float(np.clip(expit(best.x[0]), 1e-4, 1 - 1e-4)), float(np.exp(np.clip(best.x[1], -3, np.log(1e6))))
    )


def _moments(s: Floats, t: Floats, mean: float) -> float:
    """Return the strength that gives the observed spread (Kleinman 1973), between 1 and 1e5."""
    variance = float(np.average((s / t - mean) ** 2, weights=t))
    chance = mean * (1 - mean)
    size = float(t.mean())
    excess = (variance - chance / size) / (chance * (1 - 1 / size)) if size > 1 else 0.0
    return float(np.clip(1 / max(excess, 1e-5) - 1, 1.0, 1e5))


def posterior_interval(
    successes: Floats, trials: Floats, prior: BetaPrior, *, level: float = 0.9
) -> tuple[Floats, Floats, Floats]:
    """Return each place's share given its counts and how shares vary.

    Parameters
    ----------
    successes, trials : ndarray of float64, shape (n,)
        Counts.
    prior : BetaPrior
        How shares vary.
    level : float
        Probability inside the interval, between 0 and 1.

    Returns
    -------
    mean, low, high : ndarray of float64, shape (n,)
        Posterior mean and central interval of beta(s + m a, t - s + (1 - m) a).
    """
    a = successes + prior.mean * prior.strength
    b = trials - successes + (1 - prior.mean) * prior.strength
    tail = (1 - level) / 2
    return a / (a + b), betaincinv(a, b, tail), betaincinv(a, b, 1 - tail)
