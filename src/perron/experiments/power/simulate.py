"""What the design's own redraws find in past elections, where nobody was visited."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from math import inf
from typing import Final

import numpy as np
from numpy.typing import NDArray

from perron.experiments.power.placebo import Adjusted, Floats
from perron.experiments.power.products import products

Arms = NDArray[np.int8]


def found_by_chance(adjusted: Sequence[Adjusted], arms: Arms, treated: int = 1) -> list[Floats]:
    """Estimate the effect of nothing, once for each redraw.

    Parameters
    ----------
    adjusted : sequence of Adjusted
        Past outcomes, from `adjust`; those of the same units are worked on together.
    arms : ndarray of int8, shape (d, n)
        Redraws: arm of each unit, 0 the control.
    treated : int
        Arm compared with the control.

    Returns
    -------
    list of ndarray of float64, shape (d,)
        Estimates, in the unit of each outcome; NaN where a redraw compares nothing.

    Notes
    -----
    Coefficient of the arm in the weighted regression of the outcome on the arms, one constant per stratum
    and the earlier shares (Frisch–Waugh–Lovell): z′Wy / z′Wz, z being what strata and earlier shares leave
    of the assignment; with several arms, the solution of their normal equations.
    """
    alike: dict[bytes, list[int]] = {}
    for place, one in enumerate(adjusted):
        key = one.kept.tobytes() + one.strata.codes.tobytes() + one.strata.weights.tobytes()
        alike.setdefault(key, []).append(place)
    out = [np.empty(0)] * len(adjusted)
    for places in alike.values():
        for place, found in zip(places, _together([adjusted[i] for i in places], arms, treated), strict=True):
            out[place] = found
    return out


def _together(adjusted: list[Adjusted], arms: Arms, treated: int) -> list[Floats]:
    """Estimate several outcomes of the same units."""
    first = adjusted[0]
    w = first.strata.weights
    columns = np.column_stack([w, *(w[:, None] * np.column_stack([a.residual, a.basis]) for a in adjusted)])
    codes = arms if len(first.kept) == arms.shape[1] else np.ascontiguousarray(arms[:, first.kept])
    arms_count = max(int(codes.max(initial=0)), treated) + 1
    base = int(np.bincount(codes[:1].ravel(), minlength=arms_count).argmax())
    sums, shared = _in_threads(
        lambda some: products(some, first.strata.codes, columns, first.strata.sums(w), base, arms_count),
        codes,
    )
    ends = np.cumsum([1, *(1 + a.basis.shape[1] for a in adjusted)])
    others = [arm for arm in range(sums.shape[1]) if arm != base]
    shared, sums = shared[:, others][:, :, others], sums[:, others]
    effects = [_effects(sums[:, :, 0], sums[:, :, left:right], shared) for left, right in pairwise(ends)]
    at = {arm: place for place, arm in enumerate(others)}
    nothing = np.zeros(len(arms))
    return [
        (e[:, at[treated]] if treated in at else nothing) - (e[:, at[0]] if 0 in at else nothing)
        for e in effects
    ]


def _in_threads(work: Callable[[Arms], tuple[Floats, Floats]], codes: Arms) -> tuple[Floats, Floats]:
    """Share redraws out over threads where there is enough to do; the result is the same."""
    parts = min(os.cpu_count() or 1, 1 + codes.size // SMALL)
    if parts == 1:
        return work(codes)
    with ThreadPoolExecutor(parts) as pool:
        done = list(pool.map(work, np.array_split(codes, parts)))
    sums, shared = zip(*done, strict=True)
    return np.concatenate(sums), np.concatenate(shared)


SMALL: Final = 2_000_000
"""Assignments that one thread does before another is worth starting."""


def _effects(weight: Floats, along: Floats, shared: Floats) -> Floats:
    """Solve the normal equations of all arms but one, strata and earlier shares taken out.

    `weight` of each arm, its products `along` the outcome and the earlier shares, and by stratum (`shared`).
    """
    matrix = -shared - along[:, :, 1:] @ along[:, :, 1:].transpose(0, 2, 1)
    place = np.arange(weight.shape[1])
    matrix[:, place, place] += weight
    good = np.linalg.det(matrix) > 1e-9
    out = np.full(weight.shape, np.nan)
    out[good] = np.linalg.solve(matrix[good], along[good][:, :, :1])[:, :, 0]
    return out


def spread_by_redraws(estimates: Floats) -> float:
    """Return the standard deviation of what redraws find where there is nothing.

    Parameters
    ----------
    estimates : ndarray of float64, shape (d,)
        From `found_by_chance`.

    Returns
    -------
    float
        The standard error that the design really has; infinite when nothing can be compared.
    """
    known = estimates[np.isfinite(estimates)]
    return float(np.sqrt(np.mean(known**2))) if len(known) > 1 and len(known) == len(estimates) else inf


def smallest_by_redraws(
    estimates: Floats, *, size: float = inf, level: float = 0.05, power: float = 0.8
) -> float:
    """Return the smallest effect that the exact test of the design would find, most times.

    Parameters
    ----------
    estimates : ndarray of float64, shape (d,)
        From `found_by_chance`.
    size : float
        Units of equal weight that these stand for: n / mean(w²), w their weights over their mean.
    level : float
        Chance of crying effect where there is none (two-sided).
    power : float
        Chance of finding the effect where it exists.

    Returns
    -------
    float
        Effect; infinite when the design has too few distinct draws for the test ever to reject.

    Notes
    -----
    The test rejects beyond the (1 − level) quantile q of |estimate| over redraws (randomisation inference:
    Fisher 1935); the effect δ is then found in the share of redraws where |estimate + δ| > q. Both signs of
    each redraw are used. The outcome that is drawn again holds the effect, which spreads what is drawn:
    q is that of the past outcome × √(1 + δ² / (size × error²)), error² the mean square of the
    estimates, since δ² times the variance of the arm within strata adds to that of the outcome. No normal
    law, no degree of freedom, no independence of units is supposed.
    """
    if not len(estimates) or not np.isfinite(estimates).all():
        return inf
    sizes = np.abs(estimates)
    if len(np.unique(np.round(sizes / max(sizes.max(), 1e-300), 9))) < 1.0 / level:
        return inf
    edge = float(np.quantile(sizes, 1.0 - level))
    ahead = float(-np.quantile(np.concatenate([estimates, -estimates]), 1.0 - power))
    widening = edge**2 * _widening(estimates, size)
    if widening >= 1.0:
        return inf
    root = np.sqrt(max(ahead**2 - (1.0 - widening) * (ahead**2 - edge**2), 0.0))
    return float(max((ahead + root) / (1.0 - widening), 0.0))


def _widening(estimates: Floats, size: float) -> float:
    error = spread_by_redraws(estimates)
    return 1.0 / (size * error**2) if error > 0 else 0.0


def found(estimates: Floats, effect: float, *, size: float = inf, level: float = 0.05) -> float:
    """Return the share of redraws in which an effect would be found by the exact test.

    Parameters
    ----------
    estimates : ndarray of float64, shape (d,)
        From `found_by_chance`.
    effect : float
        Effect on everyone in treated units.
    size : float
        As in `smallest_by_redraws`.
    level : float
        Level of the test.

    Returns
    -------
    float
        Between 0 and 1; about `level` for no effect, 0 where the test can never reject.
    """
    if smallest_by_redraws(estimates, size=size, level=level) == inf:
        return 0.0
    edge = np.quantile(np.abs(estimates), 1.0 - level)
    wide = np.sqrt(1.0 + effect**2 * _widening(estimates, size))
    both = np.concatenate([estimates, -estimates])
    return float(np.mean(np.abs(both + effect) > edge * wide))
