"""The smallest effect that a comparison could show, and the chance of showing a given one: formulas."""

from collections.abc import Sequence
from functools import lru_cache
from math import inf, isfinite, sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.special import nctdtr, stdtrit

from perron.errors import ParameterError
from perron.words import Words

Counts = float | Sequence[float] | NDArray[np.float64]
LARGE = 1e5
"""Degrees of freedom from which Student's law is taken for the normal one."""


def refuse_outside(**checks: tuple[float, bool]) -> None:
    """Refuse parameters outside their range.

    Parameters
    ----------
    **checks : tuple of float and bool
        Name of the parameter, its value, whether it is right.

    Raises
    ------
    ParameterError
        One is not.
    """
    for name, (value, right) in checks.items():
        if not right:
            raise ParameterError(
                Words("a parameter is outside its range", "un paramètre est hors de ses bornes"),
                column=name,
                found=str(value),
            )


def smallest_effect(
    sd: float,
    treated: Counts,
    control: Counts,
    *,
    level: float = 0.05,
    power: float = 0.8,
    df: float = inf,
) -> float:
    """Return the smallest effect that the comparison would find, most times.

    Parameters
    ----------
    sd : float
        Standard deviation of a unit's result around what was expected of it, 0 or more.
    treated, control : float or sequence of float
        Units visited, and units left alone; one figure each, or one for each stratum.
    level : float
        Chance of crying effect where there is none, between 0 and 1 (two-sided).
    power : float
        Chance of finding the effect where it exists, between `level` and 1.
    df : float
        Degrees of freedom left by strata and covariates, above 0; infinite for the normal law.

    Returns
    -------
    float
        Effect, in the unit of `sd`; infinite when no stratum holds both groups.

    Raises
    ------
    ParameterError
        A parameter is outside its range.

    Notes
    -----
    multiplier(level, power, df) × standard_error(sd, treated, control): Bloom 1995, Evaluation Review
    19(5), with the exact non-central law of Student instead of the sum of two quantiles.
    """
    error = standard_error(sd, treated, control)
    reach = multiplier(level, power, df)
    return reach * error if isfinite(error) else inf


def standard_error(sd: float, treated: Counts, control: Counts, *, explained: float = 0.0) -> float:
    """Return the standard error of a difference of means, strata compared within themselves.

    Parameters
    ----------
    sd : float
        Standard deviation of units within strata, 0 or more.
    treated, control : float or sequence of float
        Units in each group, one figure or one for each stratum, 0 or more.
    explained : float
        Share of that variance that former results explain (R²), from 0 to below 1.

    Returns
    -------
    float
        Standard error; infinite when no stratum holds both groups.

    Raises
    ------
    ParameterError
        A parameter is outside its range.

    Notes
    -----
    sd √(1 − R²) / √(Σ t c / (t + c)) over strata: the variance of the coefficient of a regression with
    one constant per stratum; with one stratum, sd √(1/t + 1/c).
    """
    t, c = (np.atleast_1d(np.asarray(x, dtype=np.float64)) for x in (treated, control))
    refuse_outside(
        sd=(sd, bool(sd >= 0)),
        treated=(float(t.min(initial=inf)), bool((t >= 0).all()) and t.shape == c.shape),
        control=(float(c.min(initial=inf)), bool((c >= 0).all())),
        explained=(explained, 0 <= explained < 1),
    )
    both = (t > 0) & (c > 0)
    known = float(np.sum(t[both] * c[both] / (t[both] + c[both])))
    return sd * sqrt(1.0 - explained) / sqrt(known) if known else inf


def degrees_of_two_arms(treated: float, control: float) -> float:
    """Return the degrees of freedom of a comparison whose arms each bring their own error.

    Parameters
    ----------
    treated, control : float
        Units in each group, 0 or more.

    Returns
    -------
    float
        Degrees of freedom; 0 when a group has fewer than two units.

    Notes
    -----
    (1/c + 1/t)² / (1/(c²(c − 1)) + 1/(t²(t − 1))): Welch 1947 (Biometrika 34) at equal variances, which is
    what Bell and McCaffrey's come to for an arm in a regression; nearer the small group's than n − 2.
    """
    if treated <= 1 or control <= 1:
        return 0.0
    t, c = 1.0 / treated, 1.0 / control
    return (t + c) ** 2 / (t * t / (treated - 1.0) + c * c / (control - 1.0))


@lru_cache(maxsize=512)
def multiplier(level: float = 0.05, power: float = 0.8, df: float = inf) -> float:
    """Return how many standard errors an effect must measure to be found, most times.

    Parameters
    ----------
    level, power : float
        As in `smallest_effect`.
    df : float
        Degrees of freedom, above 0.

    Returns
    -------
    float
        2.80 at 5 % and 80 % with many units.

    Raises
    ------
    ParameterError
        A parameter is outside its range.
    """
    refuse_outside(
        level=(level, 0 < level < 1), power=(power, 0 < power < 1 and power > level), df=(df, df > 0)
    )

    def missing(effect: float) -> float:
        return power_of(effect, 1.0, level=level, df=df) - power

    high = 8.0
    while missing(high) < 0 and high < 1e6:
        high *= 2.0
    return float(brentq(missing, 0.0, high, xtol=1e-10))


def power_of(effect: float, error: float, *, level: float = 0.05, df: float = inf) -> float:
    """Return the chance of finding an effect.

    Parameters
    ----------
    effect : float
        The effect, either sign.
    error : float
        Standard error of its estimate, in the same unit, above 0; infinite where there is none.
    level : float
        Chance of crying effect where there is none, between 0 and 1 (two-sided).
    df : float
        Degrees of freedom, above 0.

    Returns
    -------
    float
        Between 0 and 1; `level` when the effect is nil, 0 where nothing can be estimated.

    Raises
    ------
    ParameterError
        A parameter is outside its range.

    Notes
    -----
    P(|T| > t(1 − level/2)) for T of Student's non-central law, df degrees, centre |effect| / error.
    """
    refuse_outside(level=(level, 0 < level < 1), df=(df, df > 0), error=(error, error > 0))
    if not isfinite(error):
        return 0.0
    shift = abs(effect) / error
    if df >= LARGE:
        normal = NormalDist()
        edge = normal.inv_cdf(1.0 - level / 2.0)
        return normal.cdf(shift - edge) + normal.cdf(-shift - edge)
    edge = float(stdtrit(df, 1.0 - level / 2.0))
    if shift > edge + 38.0:
        return 1.0
    above = 1.0 - float(nctdtr(df, shift, edge))
    below = float(nctdtr(df, shift, -edge)) if shift < 8.0 else 0.0
    return min(max(above + below, 0.0), 1.0)


def cluster_sd(sd: float, size: float, icc: float, *, size_variation: float = 0.0) -> float:
    """Return the standard deviation of a cluster's mean.

    Parameters
    ----------
    sd : float
        Standard deviation of one person (or bureau), 0 or more; √(p (1 − p)) for a share p.
    size : float
        Persons (or bureaux) in a cluster on average, 1 or more.
    icc : float
        Intra-cluster correlation, between 0 and 1.
    size_variation : float
        Coefficient of variation of the sizes, 0 or more.

    Returns
    -------
    float
        Standard deviation of the mean of a cluster.

    Raises
    ------
    ParameterError
        A parameter is outside its range.

    Notes
    -----
    sd √(design effect / size), design effect = 1 + ((1 + cv²) size − 1) icc (Kish 1965; Eldridge, Ashby &
    Kerry 2006, International Journal of Epidemiology 35(5) for unequal sizes).
    """
    refuse_outside(
        sd=(sd, sd >= 0),
        size=(size, 1 <= size < inf),
        icc=(icc, 0 <= icc <= 1),
        size_variation=(size_variation, size_variation >= 0),
    )
    effect = 1.0 + ((1.0 + size_variation**2) * size - 1.0) * icc
    return sd * sqrt(effect / size)
