"""Visits that go far in some units and not in others: what it adds to the spread, and to what is drawn."""

from dataclasses import dataclass
from math import inf, sqrt

import numpy as np

from perron.experiments.power.placebo import Adjusted
from perron.experiments.power.reach import Reach


@dataclass(frozen=True, slots=True)
class Uneven:
    """What an effect that follows uneven visits adds, as the effect δ on everyone grows.

    Parameters
    ----------
    error_slope, error_square : float
        The estimate's variance is multiplied by 1 + slope δ + square δ².
    drawn_slope, drawn_square : float
        The same of the variance of what redraws give, by which the exact test judges.

    Notes
    -----
    A unit visited for a share d of its doors gains δ d / (coverage − contamination). With u the relative
    spread of that gain, p the share of the treated, f its correlation with what the comparison leaves
    unexplained (spread s), e the part of its variance that strata and earlier results explain, the variance
    of the treated over s² is

        T = 1 + 2 f u δ / s + (u δ / s)² (1 − e + e (1 − p)²)

    and that of the controls C = 1 + (u δ / s)² e p², since one slope serves both groups. The estimate's
    variance is in the proportion (1 − p) T + p C (each group counts for the inverse of its number); redraws
    mix both groups, in the proportion p T + (1 − p) C.
    """

    error_slope: float = 0.0
    error_square: float = 0.0
    drawn_slope: float = 0.0
    drawn_square: float = 0.0

    def error(self, effect: float) -> float:
        """Return what multiplies the standard error.

        Parameters
        ----------
        effect : float
            Effect on everyone in treated units.

        Returns
        -------
        float
            1 for no effect.
        """
        return sqrt(max(1.0 + self.error_slope * effect + self.error_square * effect**2, 0.0))

    def drawn(self, effect: float) -> float:
        """Return what multiplies the variance of redraws.

        Parameters
        ----------
        effect : float
            Effect on everyone in treated units.

        Returns
        -------
        float
            1 for no effect.
        """
        return max(1.0 + self.drawn_slope * effect + self.drawn_square * effect**2, 0.0)

    def smallest(self, reach: float) -> float:
        """Return the effect that is worth a given one if visits were even.

        Parameters
        ----------
        reach : float
            The smallest effect found by formula, visits being even: multiplier × standard error.

        Returns
        -------
        float
            δ = reach × error(δ); infinite where the spread grows as fast as the effect.
        """
        rest = 1.0 - reach**2 * self.error_square
        if rest <= 0.0 or reach == inf:
            return inf
        half = reach**2 * self.error_slope / 2.0
        return (half + sqrt(half**2 + rest * reach**2)) / rest


EVEN = Uneven()
"""Every unit visited alike."""


def uneven_of(adjusted: Adjusted, spread: float, treated: float, reach: Reach) -> Uneven:
    """Work out what uneven visits add to one past outcome.

    Parameters
    ----------
    adjusted : Adjusted
        From `adjust`.
    spread : float
        Its residual standard deviation.
    treated : float
        Share of the treated among the units compared.
    reach : Reach
        How visits go.

    Returns
    -------
    Uneven
        `EVEN` where visits are, or nothing is left to explain.
    """
    sway = reach.sway
    if not 0.0 < sway < inf or spread <= 0.0:
        return EVEN
    w, p = adjusted.strata.weights, treated
    total, rest = (float(np.average(x**2, weights=w)) for x in (adjusted.total, adjusted.residual))
    unknown = min(rest / total, 1.0) if total > 0 else 1.0
    known = reach.favour**2 * (1.0 - unknown)
    slope = 2.0 * reach.favour * sqrt(unknown) * sway / spread
    square = (sway / spread) ** 2
    of_treated, of_controls = 1.0 - known + known * (1.0 - p) ** 2, known * p**2
    return Uneven(
        (1.0 - p) * slope,
        square * ((1.0 - p) * of_treated + p * of_controls),
        p * slope,
        square * (p * of_treated + (1.0 - p) * of_controls),
    )
