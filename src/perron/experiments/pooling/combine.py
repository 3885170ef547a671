"""Several campaigns' results combined: what they say together, and how far they differ."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, nan, sqrt
from typing import Any

import numpy as np
from scipy.special import chdtrc, ndtr, ndtri, stdtr, stdtrit

from perron.errors import BadValueError, ParameterError
from perron.experiments.pooling.between import (
    Floats,
    between_interval,
    between_variance,
    misfit,
    weighted_mean,
)
from perron.words import Words


@dataclass(frozen=True, slots=True)
class Combined:
    """One combined effect.

    Parameters
    ----------
    estimate : float
        The effect.
    error : float
        Its standard error.
    df : float
        Degrees of freedom; infinite for the normal law.
    low, high : float
        Ends of its interval.
    p : float
        Two-sided p-value of "no effect".
    """

    estimate: float
    error: float
    df: float
    low: float
    high: float
    p: float


@dataclass(frozen=True, slots=True)
class Pooled:
    """Results combined.

    Parameters
    ----------
    names : tuple of str, length k
        Whose results.
    effects, errors : tuple of float, length k
        Their estimates and standard errors.
    shares : tuple of float, length k
        Share of each in the random-effects mean.
    random : Combined
        Mean of the true effects, by the law of Hartung, Knapp, Sidik & Jonkman: what is read first.
    normal : Combined
        The same by the normal law, too sure of itself with few campaigns.
    fixed : Combined
        As if all campaigns had one true effect.
    method : str
        How τ² was estimated.
    tau2, tau2_low, tau2_high : float
        Variance of true effects between campaigns, and its interval.
    i2 : float
        Share of the spread of the estimates that is not chance, between 0 and 1.
    h2 : float
        Spread over that of chance alone.
    q, q_df, q_p : float
        Cochran's Q, its degrees of freedom, and its p-value.
    prediction_low, prediction_high : float
        Where the true effect of another such campaign would fall, with the same probability.
    level : float
        Probability that intervals hold what they are about.
    """

    names: tuple[str, ...]
    effects: tuple[float, ...]
    errors: tuple[float, ...]
    shares: tuple[float, ...]
    random: Combined
    normal: Combined
    fixed: Combined
    method: str
    tau2: float
    tau2_low: float
    tau2_high: float
    i2: float
    h2: float
    q: float
    q_df: int
    q_p: float
    prediction_low: float
    prediction_high: float
    level: float

    @property
    def tau(self) -> float:
        """Standard deviation of true effects between campaigns."""
        return sqrt(self.tau2)

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain values, for JSON.

        Returns
        -------
        dict
            By name; infinite and unknown figures as None.
        """
        plain: dict[str, Any] = {"perron": "pooled/1"}
        for name in self.__slots__:
            value = getattr(self, name)
            if isinstance(value, Combined):
                value = {n: _finite(getattr(value, n)) for n in value.__slots__}
            plain[name] = list(value) if isinstance(value, tuple) else _finite(value)
        return plain | {"tau": self.tau}


def _finite(value: Any) -> Any:
    return None if isinstance(value, float) and not np.isfinite(value) else value


def pool(
    effects: Sequence[float],
    errors: Sequence[float],
    names: Sequence[str] = (),
    *,
    method: str = "REML",
    level: float = 0.95,
    at_least_fixed: bool = True,
) -> Pooled:
    """Combine estimates of the same effect from several campaigns.

    Parameters
    ----------
    effects, errors : sequence of float, length k
        Estimates and their standard errors, k of 2 or more; errors above 0.
    names : sequence of str
        Whose they are; by default their numbers from 1.
    method : {"REML", "PM", "DL"}
        How the variance between campaigns is estimated.
    level : float
        Probability that the intervals hold what they are about, between 0 and 1.
    at_least_fixed : bool
        Never let the random-effects error fall under the one that supposes no more than τ²: without it, few
        and alike results would look surer than they are.

    Returns
    -------
    Pooled
        What they say together.

    Raises
    ------
    BadValueError
        Fewer than two estimates, or one that is not a number with an error above 0.
    ParameterError
        No such method, or a level outside its range.

    Notes
    -----
    w = 1/(v + τ²); mean Σwy/Σw; error √(s²/Σw) with s² = Σw(y − mean)²/(k − 1), or 1 when smaller
    (`at_least_fixed`), and Student's law with k − 1 degrees: Hartung & Knapp 2001, Statistics in Medicine
    20(24); Sidik & Jonkman 2002, 21(21); Knapp & Hartung 2003, 22(17) for the floor. Prediction: mean ±
    t √(error² + τ²) (Higgins, Thompson & Spiegelhalter 2009, JRSS A 172(1), with k − 1 degrees). I² =
    τ²/(τ² + typical v) (Higgins & Thompson 2002, Statistics in Medicine 21(11)).
    """
    y, v = _checked(effects, errors, names, level)
    k, tau2 = len(y), between_variance(y, v, method)
    w, alone = 1.0 / (v + tau2), 1.0 / v
    mean = weighted_mean(y, w)
    scale = float(np.sum(w * (y - mean) ** 2)) / (k - 1)
    scale = max(scale, 1.0) if at_least_fixed else scale
    error = sqrt(scale / float(w.sum()))
    typical = (k - 1) / float(alone.sum() - np.sum(alone**2) / alone.sum())
    q = misfit(y, v, 0.0)
    low, high = between_interval(y, v, level)
    reach = float(stdtrit(k - 1, (1.0 + level) / 2.0)) * sqrt(error**2 + tau2)
    return Pooled(
        tuple(names) or tuple(str(i + 1) for i in range(k)),
        tuple(y.tolist()),
        tuple(np.sqrt(v).tolist()),
        tuple((w / w.sum()).tolist()),
        _combined(mean, error, k - 1.0, level),
        _combined(mean, 1.0 / sqrt(float(w.sum())), inf, level),
        _combined(weighted_mean(y, alone), 1.0 / sqrt(float(alone.sum())), inf, level),
        method,
        tau2,
        low,
        high,
        tau2 / (tau2 + typical),
        tau2 / typical + 1.0,
        q,
        k - 1,
        float(chdtrc(k - 1, q)),
        mean - reach,
        mean + reach,
        level,
    )


def _combined(estimate: float, error: float, df: float, level: float) -> Combined:
    half, size = (1.0 + level) / 2.0, abs(estimate) / error if error else nan
    if df == inf:
        edge, p = float(ndtri(half)), 2.0 * float(ndtr(-size))
    else:
        edge, p = float(stdtrit(df, half)), 2.0 * float(stdtr(df, -size))
    return Combined(estimate, error, df, estimate - edge * error, estimate + edge * error, p)


def _checked(
    effects: Sequence[float], errors: Sequence[float], names: Sequence[str], level: float
) -> tuple[Floats, Floats]:
    if not 0.0 < level < 1.0:
        raise ParameterError(
            Words("a parameter is outside its range", "un paramètre est hors de ses bornes"),
            column="level",
            found=str(level),
        )
    y, s = np.asarray(effects, dtype=np.float64), np.asarray(errors, dtype=np.float64)
    if y.shape != s.shape or y.ndim != 1 or len(y) < 2 or (names and len(names) != len(y)):
        raise BadValueError(
            Words("two results or more are needed", "il faut au moins deux résultats"), found=str(len(y))
        )
    wrong = np.flatnonzero(~(np.isfinite(y) & np.isfinite(s) & (s > 0)))
    if len(wrong):
        first = int(wrong[0])
        raise BadValueError(
            Words(
                "a result is not a number with an error", "un résultat n’est pas un nombre avec son erreur"
            ),
            column=str(names[first]) if names else str(first + 1),
            found=f"{y[first]} ± {s[first]}",
        )
    return y, s**2
