"""What the design's own redraws find in past elections, where nobody was visited."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from math import inf
from typing import Final

import numpy as np
from numpy.typing import NDArray

from perron.experiments.power.placebo import Adjusted, Floats
from perron.experiments.power.products import products

Arms = NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Chance:
    """What redraws find in a past election, where there is nothing to find.

    Parameters
    ----------
    estimates : ndarray of float64, shape (d,)
        Estimates, in the unit of the outcome; NaN where a redraw compares nothing.
    kept : ndarray of float64, shape (d,)
        Share of the arm's variance within strata that earlier shares do not explain, from 0 to 1.
    size : float
        Units of equal weight that the comparison rests on, less one for each stratum.
    others : ndarray of float64, shape (d, e), or None
        Where units are few: what the test compares when the outcome is the arm of another redraw.
    """

    estimates: Floats
    kept: Floats
    size: float = inf
    others: Floats | None = None

    @property
    def judged(self) -> Floats:
        """What the exact test compares: means within strata of what earlier shares leave of the outcome."""
        return self.estimates * self.kept

    @property
    def error(self) -> float:
        """The standard error that the design really has; infinite when nothing can be compared."""
        return spread_by_redraws(self.estimates)


def found_by_chance(adjusted: Sequence[Adjusted], arms: Arms, treated: int = 1) -> list[Chance]:
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
    list of Chance
        Estimates of each outcome.

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
    out: dict[int, Chance] = {}
    for places in alike.values():
        found = _together([adjusted[i] for i in places], arms, treated)
        for place, (estimates, kept) in zip(places, found, strict=True):
            rid = adjusted[place]
            out[place] = Chance(estimates, kept, rid.strata.size, _others(rid, arms, treated))
    return [out[place] for place in range(len(adjusted))]


def _together(adjusted: list[Adjusted], arms: Arms, treated: int) -> list[tuple[Floats, Floats]]:
    """Estimate several outcomes of the same units, and say what earlier shares leave of the arm."""
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
        ((e[:, at[treated]] if treated in at else nothing) - (e[:, at[0]] if 0 in at else nothing), kept)
        for e, kept in effects
    ]


def _others(adjusted: Adjusted, arms: Arms, treated: int) -> Floats | None:
    """Return what each redraw finds in the arms of the next ones; None where units or arms are many."""
    strata, w = adjusted.strata, adjusted.strata.weights
    if len(w) > FEW or int(arms.max(initial=0)) > 1:
        return None
    z = (arms[:, adjusted.kept] == treated).astype(np.float64)
    within = z - (strata.sums(z * w) / strata.sums(w))[:, strata.codes]
    rid = within - ((within * w) @ adjusted.basis) @ adjusted.basis.T
    own = np.maximum(within**2 @ w, 1e-12)
    out: Floats = np.column_stack([(np.roll(rid, step, axis=0) * within) @ w / own for step in STEPS])
    return out


FEW: Final = 100
"""Units up to which what redraws make of an effect is counted, and not only its spread."""
STEPS: Final = (1, 2, 3, 4)
"""Redraws, after each, whose arms it is shown."""


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


def _effects(weight: Floats, along: Floats, shared: Floats) -> tuple[Floats, Floats]:
    """Solve the normal equations of all arms but one, strata and earlier shares taken out.

    `weight` of each arm, its products `along` the outcome and the earlier shares, and by stratum (`shared`).
    With two arms, also the share of the arm's variance that is left by earlier shares; 1 with more.
    """
    place = np.arange(weight.shape[1])
    within = -shared
    within[:, place, place] += weight
    matrix = within - along[:, :, 1:] @ along[:, :, 1:].transpose(0, 2, 1)
    good = np.linalg.det(matrix) > 1e-9
    out = np.full(weight.shape, np.nan)
    out[good] = np.linalg.solve(matrix[good], along[good][:, :, :1])[:, :, 0]
    kept = np.ones(len(weight))
    if weight.shape[1] == 1:
        kept[good] = matrix[good, 0, 0] / within[good, 0, 0]
    return out, kept


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
