"""Equivalence: "there is no effect bigger than", and the largest effect excluded."""

from dataclasses import asdict, dataclass
from math import isfinite, isnan
from typing import Any

from scipy import special

from perron.errors import BadValueError, ParameterError
from perron.experiments.estimate.distribution import Distribution
from perron.experiments.estimate.estimate import Estimate, check_level, plain
from perron.words import Words


@dataclass(frozen=True)
class Equivalence:
    """What the experiment excludes.

    Parameters
    ----------
    bound : float
        Size of the effect tested, above 0, in the unit of the outcome.
    p : float
        p-value of "the effect is as big as the bound, one way or the other".
    equivalent : bool
        Whether that is rejected: no effect as big as the bound.
    excluded : float
        The smallest bound that would be: every effect as big, either way, is excluded.
    gain_excluded, loss_excluded : float
        Every effect as high as the first, or as low as the second, is excluded (each by itself).
    level : float
        1 - the chance of being wrong, between 0 and 1.
    """

    bound: float
    p: float
    equivalent: bool
    excluded: float
    gain_excluded: float
    loss_excluded: float
    level: float

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON values.

        Returns
        -------
        dict
            Every field.
        """
        return {name: plain(value) for name, value in asdict(self).items()}


def equivalence(estimate: Estimate, bound: float, *, level: float = 0.95) -> Equivalence:
    """Test that the effect is smaller than a bound, both ways (two one-sided tests).

    Parameters
    ----------
    estimate : Estimate
        An estimate with its error and degrees of freedom.
    bound : float
        Above 0, in the unit of the outcome; to be chosen before the results are known.
    level : float
        1 - the chance of being wrong, between 0 and 1.

    Returns
    -------
    Equivalence
        The test, and the largest effects excluded.

    Raises
    ------
    ParameterError
        The bound or the level is outside its range.
    BadValueError
        The estimate has no error (a permutation test: see `equivalence_by_draws`).

    Notes
    -----
    Schuirmann 1987 (Journal of Pharmacokinetics and Biopharmaceutics 15(6)): p is the larger of
    P(T >= (estimate + bound) / error) and P(T <= (estimate - bound) / error), T of Student; rejected at
    1 - level exactly where the interval of level 2 level - 1 lies within the bounds. The smallest bound is
    |estimate| + t × error, t the one-sided quantile at `level`.
    """
    _check(bound, level)
    if isnan(estimate.error) or isnan(estimate.df):
        raise BadValueError(
            Words("this estimate has no standard error", "cette estimation n’a pas d’erreur type"),
            column=estimate.method,
        )
    error, df = estimate.error, estimate.df
    from_below = _above((estimate.estimate + bound) / error, df) if error > 0 else 0.0
    from_above = _above((bound - estimate.estimate) / error, df) if error > 0 else 0.0
    reach = (float(special.stdtrit(df, level)) if isfinite(df) else float(special.ndtri(level))) * error
    p = max(from_below, from_above) if error > 0 else float(abs(estimate.estimate) >= bound)
    return Equivalence(
        bound=bound,
        p=p,
        equivalent=p <= round(1.0 - level, 12),
        excluded=abs(estimate.estimate) + reach,
        gain_excluded=estimate.estimate + reach,
        loss_excluded=estimate.estimate - reach,
        level=level,
    )


def equivalence_by_draws(found: Distribution, bound: float, *, level: float = 0.95) -> Equivalence:
    """Test the same by the design's own draws: no law is assumed, and none is drawn again.

    Parameters
    ----------
    found : Distribution
        The draws.
    bound : float
        Above 0, in the unit of the outcome.
    level : float
        1 - the chance of being wrong, between 0 and 1.

    Returns
    -------
    Equivalence
        The test of "the effect is -bound (or bound) in every row" against the inside, and what is excluded.

    Raises
    ------
    ParameterError
        The bound or the level is outside its range.

    Notes
    -----
    Wellek 2010 (Testing Statistical Hypotheses of Equivalence and Noninferiority), on shifted outcomes.
    """
    _check(bound, level)
    alpha = round(1.0 - level, 12)
    p = max(found.p(-bound, "greater"), found.p(bound, "less"))
    high, low = found.bound(alpha, 1.0), found.bound(alpha, -1.0)
    return Equivalence(
        bound=bound,
        p=p,
        equivalent=p <= alpha,
        excluded=max(abs(high), abs(low)),
        gain_excluded=high,
        loss_excluded=low,
        level=level,
    )


def _above(value: float, df: float) -> float:
    return float(special.stdtr(df, -value) if isfinite(df) else special.ndtr(-value))


def _check(bound: float, level: float) -> None:
    check_level(level)
    if not (isfinite(bound) and bound > 0):
        raise ParameterError(
            Words("a parameter is outside its range", "un paramètre est hors de ses bornes"),
            column="bound",
            found=str(bound),
            expected=Words("above 0", "plus de 0"),
        )
