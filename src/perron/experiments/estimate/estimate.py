"""One estimate, with its error, its degrees of freedom and its interval."""

from dataclasses import dataclass, field
from math import inf, isfinite, isnan, nan
from typing import Any

import numpy as np
from scipy import special

from perron.errors import ParameterError
from perron.words import Words


@dataclass(frozen=True)
class Estimate:
    """What one estimator says.

    Parameters
    ----------
    method : str
        Short name of the estimator, e.g. "difference_in_means".
    label : Words
        Its name for people.
    estimate : float
        The effect, in the unit of the outcome.
    error : float
        Its standard error, same unit; NaN where the method has none (Anderson–Rubin, permutations).
    df : float
        Degrees of freedom of the t distribution used; infinite for the normal.
    low, high : float
        Ends of the interval; infinite where it has no end.
    p : float
        Two-sided p-value of "no effect"; NaN where there is none.
    level : float
        Probability that the interval holds the effect, between 0 and 1.
    n, clusters : int
        Rows and clusters used (clusters = rows where there are none).
    details : dict
        What else the method has to say (the quantity estimated, first stage, shape of the set…); JSON values.
    """

    method: str
    label: Words
    estimate: float
    error: float
    df: float
    low: float
    high: float
    p: float
    level: float
    n: int
    clusters: int
    details: dict[str, Any] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the estimate as JSON values.

        Returns
        -------
        dict
            Every field; the label in both languages; infinite and undefined numbers as None.
        """
        return {
            "method": self.method,
            "label": {"en": self.label.en, "fr": self.label.fr},
            **{name: plain(getattr(self, name)) for name in _NUMBERS},
            "n": int(self.n),
            "clusters": int(self.clusters),
            "details": plain(self.details),
        }


_NUMBERS = ("estimate", "error", "df", "low", "high", "p", "level")


def plain(value: Any) -> Any:
    """Return a value as JSON has it: numpy numbers and Words made plain, infinite and undefined as None.

    Parameters
    ----------
    value : object
        A number, text, Words, sequence, array or dict of these.

    Returns
    -------
    object
        The same in float, int, str, bool, None, list and dict.
    """
    if isinstance(value, Words):
        return {"en": value.en, "fr": value.fr}
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, (np.ndarray, np.generic)):
        return plain(value.tolist())
    if isinstance(value, float) and not isfinite(value):
        return None
    return value


def check_level(level: float) -> None:
    """Refuse a level that is no probability.

    Parameters
    ----------
    level : float
        Level of an interval.

    Raises
    ------
    ParameterError
        It is not between 0 and 1.
    """
    if not 0.0 < level < 1.0:
        between = Words("between 0 and 1", "entre 0 et 1")
        words = Words("a parameter is outside its range", "un paramètre est hors de ses bornes")
        raise ParameterError(words, column="level", found=str(level), expected=between)


def t_quantile(level: float, df: float) -> float:
    """Return the two-sided quantile of Student's t.

    Parameters
    ----------
    level : float
        Probability inside, between 0 and 1.
    df : float
        Degrees of freedom, above 0; infinite for the normal.

    Returns
    -------
    float
        t such that P(|T| <= t) = level; NaN where df is.
    """
    half = (1.0 + level) / 2.0
    return float(special.ndtri(half) if df == inf else special.stdtrit(df, half))


def t_estimate(
    method: str,
    label: Words,
    estimate: float,
    error: float,
    df: float,
    *,
    level: float,
    n: int,
    clusters: int,
    details: dict[str, Any] | None = None,
) -> Estimate:
    """Return an estimate with the interval and p-value of Student's t.

    Parameters
    ----------
    method : str
        Name of the estimator.
    label : Words
        Its name for people.
    estimate, error, df : float
        As in `Estimate`.
    level : float
        Level of the interval, between 0 and 1.
    n, clusters : int
        Rows and clusters.
    details : dict or None
        What else the method has to say.

    Returns
    -------
    Estimate
        With low, high = estimate ± t × error and p = P(|T| >= |estimate / error|).
    """
    check_level(level)
    reach = t_quantile(level, df) * error
    p = nan
    if error > 0 and not isnan(df):
        ratio = -abs(estimate / error)
        p = float(2.0 * (special.ndtr(ratio) if df == inf else special.stdtr(df, ratio)))
    return Estimate(
        method=method,
        label=label,
        estimate=float(estimate),
        error=float(error),
        df=float(df),
        low=float(estimate - reach),
        high=float(estimate + reach),
        p=p,
        level=level,
        n=n,
        clusters=clusters,
        details=details or {},
    )
