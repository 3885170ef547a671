"""What the exact test of a design would find of an effect, from what its redraws find in past elections."""

from math import inf, sqrt
from typing import Final

import numpy as np
from scipy.optimize import brentq

from perron.experiments.power.placebo import Floats
from perron.experiments.power.simulate import Chance
from perron.experiments.power.uneven import EVEN, Uneven


def smallest_by_redraws(
    chance: Chance, *, level: float = 0.05, power: float = 0.8, uneven: Uneven = EVEN
) -> float:
    """Return the smallest effect that the exact test of the design would find, most times.

    Parameters
    ----------
    chance : Chance
        From `found_by_chance`.
    level : float
        Chance of crying effect where there is none (two-sided).
    power : float
        Chance of finding the effect where it exists.
    uneven : Uneven
        What uneven visits add.

    Returns
    -------
    float
        Effect; infinite when the design has too few distinct draws for the test ever to reject.

    Notes
    -----
    The test rejects beyond the (1 − level) quantile q of |judged| over redraws (randomisation inference:
    Fisher 1935); the effect δ is then found in the share of redraws where |judged + kept δ| > q. The outcome
    that is drawn again holds the effect, which spreads what is drawn: q is that of the past outcome
    × √(1 + δ (2 judged + kept δ) / (size × mean(judged²))), since the arm's variance within strata, and what
    it has by chance in common with the outcome, add to that of the outcome; uneven visits add more, and
    spread the estimates (`Uneven`). With a hundred units or fewer the shape of what is drawn
    changes too: q is then that of judged + δ × what redraws find in the arms of others. No normal law, no
    degree of freedom, no independence of units is supposed; where past results lean to one side, so do
    redraws.
    """
    edge = _edge(chance, level)
    if edge == inf:
        return inf

    def beyond(effect: float) -> float:
        seen, edges = _seen(chance, effect, edge, uneven, level)
        return float(np.quantile(seen - edges, 1.0 - power))

    high = edge or 1e-12
    while beyond(high) < 0.0:
        high *= 2.0
        if high > MOST * edge:
            return inf
    return float(brentq(beyond, 0.0, high, rtol=1e-9)) if beyond(0.0) < 0.0 else 0.0


MOST: Final = 1e4
"""Effects, over the one that the test just sees, beyond which none is found."""


def _edge(chance: Chance, level: float) -> float:
    """Return what the test rejects beyond, where there is nothing; infinite where it can never reject."""
    if not len(chance.estimates) or not np.isfinite(chance.estimates).all():
        return inf
    sizes = np.abs(chance.judged)
    if len(np.unique(np.round(sizes / max(sizes.max(), 1e-300), 9))) < 1.0 / level:
        return inf
    return float(np.quantile(sizes, 1.0 - level))


def _seen(chance: Chance, effect: float, edge: float, uneven: Uneven, level: float) -> tuple[Floats, Floats]:
    """Return what is observed where there is an effect, and what the test then rejects beyond."""
    judged, kept = chance.judged, chance.kept
    by_chance, held = uneven.error(effect) * judged, kept * effect
    square = chance.size * float(np.mean(judged**2))
    more = effect * (2.0 * by_chance + held) / square if square > 0 else 0.0 * held
    wide = np.sqrt(np.maximum(uneven.drawn(effect) + more, 0.0))
    return by_chance + held, wide * _edge_where(chance, effect, edge, uneven, level)


def _edge_where(chance: Chance, effect: float, edge: float, uneven: Uneven, level: float) -> float:
    """Return what the test rejects beyond where there is an effect, brought back to the spread of nothing."""
    if chance.others is None or not effect:
        return edge
    drawn = sqrt(uneven.drawn(effect)) * chance.judged[:, None] + effect * chance.others
    spread = sqrt(float(np.mean(drawn**2)) / float(np.mean(chance.judged**2)))
    return float(np.quantile(np.abs(drawn), 1.0 - level)) / spread


def found(chance: Chance, effect: float, *, level: float = 0.05, uneven: Uneven = EVEN) -> float:
    """Return the share of redraws in which an effect would be found by the exact test.

    Parameters
    ----------
    chance : Chance
        From `found_by_chance`.
    effect : float
        Effect on everyone in treated units.
    level : float
        Level of the test.
    uneven : Uneven
        What uneven visits add.

    Returns
    -------
    float
        Between 0 and 1; about `level` for no effect, 0 where the test can never reject.
    """
    edge = _edge(chance, level)
    if edge == inf:
        return 0.0
    seen, edges = _seen(chance, effect, edge, uneven, level)
    return float(np.mean(np.abs(seen) > edges))
