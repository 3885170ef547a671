"""What the design's own redraws find in past elections, where nobody was visited."""

from collections.abc import Sequence
from hashlib import sha256
from itertools import pairwise
from math import inf
from typing import Final

import numpy as np
from numpy.typing import NDArray

from perron.experiments.power.placebo import Adjusted, Floats

Arms = NDArray[np.int8]


AT_ONCE: Final = 2_000_000
"""Assignments worked on together: 16 MB."""


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
        alike.setdefault(sha256(key).digest(), []).append(place)
    out = [np.empty(0)] * len(adjusted)
    for places in alike.values():
        for place, found in zip(places, _together([adjusted[i] for i in places], arms, treated), strict=True):
            out[place] = found
    return out


def _together(adjusted: list[Adjusted], arms: Arms, treated: int) -> list[Floats]:
    """Estimate several outcomes of the same units, so many redraws at a time."""
    order = [treated, *(arm for arm in range(1, int(arms.max(initial=1)) + 1) if arm != treated)]
    first = adjusted[0]
    w, whole = first.strata.weights, first.strata.sums(first.strata.weights)
    columns = np.column_stack([w, *(w[:, None] * np.column_stack([a.residual, a.basis]) for a in adjusted)])
    ends = np.cumsum([1, *(1 + a.basis.shape[1] for a in adjusted)])
    step = max(1, AT_ONCE // max(len(first.kept), 1))
    out: list[list[Floats]] = [[] for _ in adjusted]
    for start in range(0, len(arms), step):
        codes = arms[start : start + step]
        codes = codes if len(first.kept) == arms.shape[1] else codes[:, first.kept]
        parts = [(z @ columns, first.strata.sums(z * w)) for z in (_indicator(codes, arm) for arm in order)]
        for place, (left, right) in enumerate(pairwise(ends)):
            out[place].append(_estimates([(p[:, 0], p[:, left:right], s) for p, s in parts], whole))
    return [np.concatenate(found) if found else np.empty(0) for found in out]


def _indicator(codes: Arms, arm: int) -> Floats:
    out: Floats = (codes == arm).astype(np.float64)
    return out


def _estimates(parts: list[tuple[Floats, Floats, Floats]], whole: Floats) -> Floats:
    """Solve the normal equations of all arms, strata and earlier shares taken out; the first arm's effect.

    Each part: weight of the arm, products with the outcome and the earlier shares, weight by stratum.
    """
    count = len(parts)
    matrix = np.empty((len(parts[0][0]), count, count))
    for i, one in enumerate(parts):
        for j, two in enumerate(parts):
            shared = (one[2] * two[2] / whole).sum(axis=1) + (one[1][:, 1:] * two[1][:, 1:]).sum(axis=1)
            matrix[:, i, j] = (one[0] if i == j else 0.0) - shared
    right = np.stack([part[1][:, 0] for part in parts], axis=1)
    good = np.linalg.det(matrix) > 1e-9
    out = np.full(len(right), np.nan)
    out[good] = np.linalg.solve(matrix[good], right[good][:, :, None])[:, 0, 0]
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


def smallest_by_redraws(estimates: Floats, *, level: float = 0.05, power: float = 0.8) -> float:
    """Return the smallest effect that the exact test of the design would find, most times.

    Parameters
    ----------
    estimates : ndarray of float64, shape (d,)
        From `found_by_chance`.
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
    each redraw are used. No normal law, no degree of freedom, no independence of units is supposed.
    """
    if not len(estimates) or not np.isfinite(estimates).all():
        return inf
    sizes = np.abs(estimates)
    if len(np.unique(np.round(sizes / max(sizes.max(), 1e-300), 9))) < 1.0 / level:
        return inf
    edge = np.quantile(sizes, 1.0 - level)
    both = np.concatenate([estimates, -estimates])
    return float(max(edge - np.quantile(both, 1.0 - power), 0.0))


def found(estimates: Floats, effect: float, *, level: float = 0.05) -> float:
    """Return the share of redraws in which an effect would be found by the exact test.

    Parameters
    ----------
    estimates : ndarray of float64, shape (d,)
        From `found_by_chance`.
    effect : float
        Effect on everyone in treated units.
    level : float
        Level of the test.

    Returns
    -------
    float
        Between 0 and 1; about `level` for no effect.
    """
    known = estimates[np.isfinite(estimates)]
    if not len(known):
        return 0.0
    edge = np.quantile(np.abs(known), 1.0 - level)
    both = np.concatenate([known, -known])
    return float(np.mean(np.abs(both + effect) > edge))
