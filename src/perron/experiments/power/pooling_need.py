"""How many campaigns like this one would have to be pooled to find an effect."""

from math import isfinite, sqrt
from typing import Final

from perron.experiments.power.formula import power_of, refuse_outside

MOST: Final = 10_000
"""Campaigns beyond which pooling is hopeless."""


def campaigns_needed(
    error: float, effect: float, *, between: float = 0.0, level: float = 0.05, power: float = 0.8
) -> int | None:
    """Return how many campaigns of the same size find an effect together.

    Parameters
    ----------
    error : float
        Standard error of one campaign's estimate, above 0.
    effect : float
        Effect hoped for, in the same unit.
    between : float
        Standard deviation of the true effect from one campaign to another, 0 or more.
    level, power : float
        Chance of crying effect where there is none, and of finding it where it is.

    Returns
    -------
    int or None
        Campaigns, 1 or more; None when even 10,000 would not do, or the effect is nil.

    Raises
    ------
    ParameterError
        A parameter outside its range.

    Notes
    -----
    The least N for which the mean of N estimates, of variance (error² + between²) / N, is found with N − 1
    degrees of freedom (Hedges & Pigott 2001, Psychological Methods 6(3), with the law of Hartung & Knapp
    2001, which is that of `perron pool`).
    """
    refuse_outside(error=(error, error > 0), between=(between, between >= 0 and isfinite(between)))
    if not isfinite(error) or effect == 0:
        return None
    if power_of(effect, error, level=level) >= power:
        return 1
    spread = sqrt(error**2 + between**2)

    def enough(count: int) -> bool:
        return power_of(effect, spread / sqrt(count), level=level, df=count - 1) >= power

    if not enough(MOST):
        return None
    low, high = 1, MOST
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high
