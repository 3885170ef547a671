"""The law of a statistic over the draws the design allowed, its p-values and its interval."""

from dataclasses import dataclass
from math import inf, isfinite, nan
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from perron.experiments.estimate.kernel import Floats

Side = Literal["both", "greater", "less"]

_SLACK = 1e-9
_GRID = 256
_HALVINGS = 60


@dataclass(frozen=True)
class Distribution:
    """Figures of the observed assignment and of the draws.

    Parameters
    ----------
    observed : ndarray of float64, shape (2,) or (5,)
        A, B, and V's terms for the arms observed.
    drawn : ndarray of float64, shape (draws, 2 or 5)
        The same for each draw.
    exact : bool
        Whether the draws are all those possible, the observed one among them.

    Notes
    -----
    Under "the effect is τ in every row", the outcome without treatment is y - τ d, d the observed arm. The
    statistic T is linear in the outcome, so that draw j gives T_j(τ) = A_j - τ B_j, with A_j = T_j(y) and
    B_j = T_j(d), and a variance V_j(τ) = VAA - 2 τ VAB + τ² VBB: every τ is tested with the draws once made.
    """

    observed: Floats
    drawn: Floats
    exact: bool

    @property
    def estimate(self) -> float:
        """The effect at which the statistic is zero (Hodges & Lehmann 1963)."""
        return float(self.observed[0] / self.observed[1]) if self.observed[1] else nan

    @property
    def sd(self) -> float:
        """Standard deviation of the statistic over the draws, were the effect the estimate everywhere."""
        return float(np.nanstd(self.drawn[:, 0] - self.estimate * self.drawn[:, 1]))

    def p(self, effect: float = 0.0, side: Side = "both") -> float:
        """Return the p-value of "the effect is `effect` in every row".

        Parameters
        ----------
        effect : float
            Effect tested, in the unit of the outcome.
        side : {"both", "greater", "less"}
            Alternative: another effect, a greater, a smaller.

        Returns
        -------
        float
            (1 + draws at least as far) / (1 + draws), or their plain share where every draw was made.

        Notes
        -----
        Phipson & Smyth 2010 (Statistical Applications in Genetics and Molecular Biology 9(1), 39) for the 1.
        """
        return self._share(int(np.count_nonzero(self._as_far(effect, side))))

    def interval(self, level: float) -> tuple[float, float]:
        """Return the effects that a test at 1 - level does not reject: the least and the greatest.

        Parameters
        ----------
        level : float
            Level, between 0 and 1.

        Returns
        -------
        tuple of float
            Low and high; infinite where the draws are too few to exclude anything.
        """
        alpha = round(1.0 - level, 12)
        if self.drawn.shape[1] > 2:
            return self._search(alpha, -1.0), self._search(alpha, 1.0)
        low, high = self._covered()
        needed = 0
        while self._share(needed) <= alpha:
            needed += 1
        if needed == 0:
            return -inf, inf
        first = float(np.partition(low, needed - 1)[needed - 1])
        last = float(-np.partition(-high, needed - 1)[needed - 1])
        return first, last

    def bound(self, alpha: float, sign: float) -> float:
        """Return the greatest effect (sign 1) or the least (-1) that a one-sided test does not reject.

        Parameters
        ----------
        alpha : float
            Chance of excluding a true effect, between 0 and 1.
        sign : float
            1: effects above are excluded; -1: effects below.

        Returns
        -------
        float
            The bound; infinite where the draws are too few.
        """
        return self._search(alpha, sign, "less" if sign > 0 else "greater")

    def scores(self) -> tuple[float, Floats]:
        """Return how far the observed statistic and each draw's lie from zero, on one scale for all outcomes.

        Returns
        -------
        float
            |statistic| over its standard deviation in the draws; studentised, as it is.
        ndarray of float64, shape (draws,)
            The same for each draw; infinite where nothing could be compared.
        """
        scale = 1.0 if self.drawn.shape[1] > 2 else float(np.nanstd(self.drawn[:, 0])) or 1.0
        theirs = np.abs(_scaled(self.drawn, 0.0)) / scale
        return float(abs(_scaled(self.observed[None, :], 0.0)[0])) / scale, np.where(
            np.isnan(theirs), inf, theirs
        )

    def _share(self, count: int) -> float:
        extra = 0 if self.exact else 1
        return (count + extra) / (len(self.drawn) + extra)

    def _covered(self) -> tuple[Floats, Floats]:
        """Return, for each draw, the least and the greatest effect at which it is as far as the observed.

        |A - τ B| ≥ |A0 - τ B0| where (A - A0) + τ (B0 - B) and (A + A0) - τ (B0 + B) have the same sign:
        between (A0 - A) / (B0 - B) and (A0 + A) / (B0 + B), if |B| < |B0|.
        """
        a0, b0 = float(self.observed[0]), float(self.observed[1])
        a, b = self.drawn[:, 0], self.drawn[:, 1]
        slack = _SLACK * (float(np.nanmax(np.abs(a), initial=0.0)) + abs(a0))
        minus, plus = b0 - b, b0 + b
        inside = (minus > _SLACK * abs(b0)) & (plus > _SLACK * abs(b0)) & np.isfinite(a)
        minus, plus = np.where(inside, minus, 1.0), np.where(inside, plus, 1.0)
        u, v = (a0 - a) / minus, (a0 + a) / plus
        low = np.minimum(u - slack / minus, v - slack / plus)
        high = np.maximum(u + slack / minus, v + slack / plus)
        return np.where(inside, low, -inf), np.where(inside, high, inf)

    def _as_far(self, effect: float, side: Side) -> NDArray[np.bool_]:
        if side == "both" and self.drawn.shape[1] == 2:
            low, high = self._covered()
            covers: NDArray[np.bool_] = (low <= effect) & (effect <= high)
            return covers
        ours = _scaled(self.observed[None, :], effect)[0]
        theirs = _scaled(self.drawn, effect)
        slack = _SLACK * (abs(ours) if isfinite(ours) else 0.0)
        if side == "both":
            short: NDArray[np.bool_] = np.abs(theirs) < abs(ours) - slack
        elif side == "greater":
            short = theirs < ours - slack
        else:
            short = theirs > ours + slack
        return ~short

    def _search(self, alpha: float, sign: float, side: Side = "both") -> float:
        centre, reach = self.estimate, max(self.sd, 1e-300)
        for _ in range(_HALVINGS):
            if self.p(centre + sign * reach, side) <= alpha:
                break
            reach *= 2.0
        else:
            return sign * inf
        steps = np.linspace(0.0, reach, _GRID)
        inside = max(i for i, s in enumerate(steps[:-1]) if i == 0 or self.p(centre + sign * s, side) > alpha)
        near, far = float(steps[inside]), float(steps[inside + 1])
        for _ in range(_HALVINGS):
            middle = (near + far) / 2.0
            near, far = (middle, far) if self.p(centre + sign * middle, side) > alpha else (near, middle)
        return centre + sign * near


def _scaled(rows: Floats, effect: float) -> Floats:
    value: Floats = rows[:, 0] - effect * rows[:, 1]
    if rows.shape[1] == 2:
        return value
    variance = rows[:, 2] - 2.0 * effect * rows[:, 3] + effect * effect * rows[:, 4]
    error = np.sqrt(np.maximum(variance, 0.0))
    whole = np.copysign(np.full(len(value), inf), value)
    scaled: Floats = np.divide(value, error, out=whole, where=error > 0)
    return scaled
