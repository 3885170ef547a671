"""How much true effects differ from one campaign to another: the variance between them (τ²)."""

from typing import Final, Literal, get_args

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.special import chdtri

from perron.errors import ParameterError
from perron.words import Words

Floats = NDArray[np.float64]
Method = Literal["REML", "PM", "DL"]
METHODS: Final[tuple[str, ...]] = get_args(Method)
"""Restricted maximum likelihood, Paule–Mandel, DerSimonian–Laird."""
_ROUNDS: Final = 1000


def weighted_mean(effects: Floats, weights: Floats) -> float:
    """Return a weighted mean.

    Parameters
    ----------
    effects, weights : ndarray of float64, shape (k,)
        Values, and weights above 0.

    Returns
    -------
    float
        Their mean.
    """
    return float(np.sum(weights * effects) / np.sum(weights))


def misfit(effects: Floats, variances: Floats, between: float) -> float:
    """Return Cochran's Q for some variance between campaigns.

    Parameters
    ----------
    effects, variances : ndarray of float64, shape (k,)
        Estimates and their variances.
    between : float
        τ², 0 or more.

    Returns
    -------
    float
        Σ (y − ȳ)² / (v + τ²), ȳ weighted likewise; about k − 1 when τ² is right.
    """
    weights = 1.0 / (variances + between)
    return float(np.sum(weights * (effects - weighted_mean(effects, weights)) ** 2))


def between_variance(effects: Floats, variances: Floats, method: str = "REML") -> float:
    """Estimate the variance of true effects between campaigns.

    Parameters
    ----------
    effects, variances : ndarray of float64, shape (k,)
        Estimates and their variances, k of 2 or more.
    method : {"REML", "PM", "DL"}
        Restricted maximum likelihood, Paule–Mandel, or DerSimonian–Laird.

    Returns
    -------
    float
        τ², 0 or more.

    Raises
    ------
    ParameterError
        No such method.

    Notes
    -----
    DL: max(0, (Q − (k − 1)) / (Σw − Σw²/Σw)), w = 1/v (DerSimonian & Laird 1986, Controlled Clinical Trials
    7(3)). PM: the τ² for which Q(τ²) = k − 1 (Paule & Mandel 1982, Journal of Research of the NBS 87(5)).
    REML: Fisher scoring on the restricted likelihood (Viechtbauer 2005, Journal of Educational and Behavioral
    Statistics 30(3)).
    """
    found = {"REML": _restricted_likelihood, "PM": _paule_mandel, "DL": _dersimonian_laird}
    if method not in found:
        raise ParameterError(
            Words("no such method", "pas de méthode de ce nom"),
            found=method,
            expected=Words(", ".join(METHODS), ", ".join(METHODS)),
        )
    return found[method](effects, variances)


def _dersimonian_laird(effects: Floats, variances: Floats) -> float:
    weights = 1.0 / variances
    spare = float(weights.sum() - np.sum(weights**2) / weights.sum())
    return max(0.0, (misfit(effects, variances, 0.0) - (len(effects) - 1)) / spare)


def _paule_mandel(effects: Floats, variances: Floats) -> float:
    return _where(effects, variances, len(effects) - 1.0)


def _where(effects: Floats, variances: Floats, aim: float) -> float:
    """Return the τ² for which Q falls to a value; 0 when Q is under it already."""
    if misfit(effects, variances, 0.0) <= aim:
        return 0.0
    high = float(np.var(effects, ddof=1) + variances.max())
    while misfit(effects, variances, high) > aim:
        high *= 4.0
    return float(
        brentq(lambda t: misfit(effects, variances, t) - aim, 0.0, high, xtol=1e-300, rtol=1e-14, maxiter=500)
    )


def _restricted_likelihood(effects: Floats, variances: Floats) -> float:
    size = float(np.var(effects, ddof=1) + variances.mean())
    between = max(0.0, float(np.var(effects, ddof=1) - variances.mean()))
    for _ in range(_ROUNDS):
        w = 1.0 / (variances + between)
        one, two, three = (float(np.sum(w**power)) for power in (1, 2, 3))
        rest = float(np.sum(w**2 * (effects - weighted_mean(effects, w)) ** 2))
        step = (rest - (one - two / one)) / (two - 2.0 * three / one + (two / one) ** 2)
        following = max(0.0, between + step)
        if abs(following - between) <= 1e-13 * size:
            return following
        between = following
    return between


def between_interval(effects: Floats, variances: Floats, level: float = 0.95) -> tuple[float, float]:
    """Return an interval of the variance between campaigns.

    Parameters
    ----------
    effects, variances : ndarray of float64, shape (k,)
        Estimates and their variances.
    level : float
        Probability that the interval holds τ², between 0 and 1.

    Returns
    -------
    float
        Lower end of τ², 0 or more.
    float
        Upper end.

    Notes
    -----
    Q-profile: where Q(τ²) meets the quantiles of χ² with k − 1 degrees (Viechtbauer 2007, Statistics in
    Medicine 26(1)).
    """
    df, tail = len(effects) - 1, (1.0 - level) / 2.0
    low, high = (_where(effects, variances, float(chdtri(df, p))) for p in (tail, 1.0 - tail))
    return low, high
