"""Did it work better somewhere: groups named before the vote, their effects and how these differ."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from perron.errors import BadValueError
from perron.experiments.estimate.distribution import Distribution
from perron.experiments.estimate.draws import Redraw
from perron.experiments.estimate.estimate import Estimate, plain, t_estimate
from perron.experiments.estimate.kernel import Floats
from perron.experiments.estimate.linear import fit
from perron.experiments.estimate.permutation import DRAWS, permutation_distribution
from perron.experiments.estimate.robust import robust
from perron.experiments.estimate.sample import Sample
from perron.words import Words

GRID: Final = 41
"""Common effects tried where the largest p-value is sought."""
BEYOND: Final = 0.001
"""Chance that the common effect lies outside those tried, added to the largest p-value."""


@dataclass(frozen=True)
class Heterogeneity:
    """Effects by group, and whether they differ.

    Parameters
    ----------
    groups : tuple of Estimate
        Effect in each group; details["group"] names it.
    contrasts : tuple of Estimate
        Effect in each group but the first, less that in the first.
    statistic : float
        Spread of the effects around their mean, in units of what chance gives (Q).
    p : float
        p-value of "the same effect on everyone", the common effect taken as estimated.
    p_largest : float
        The largest over the common effects that the data allow: never too small.
    draws : int
        Draws.
    """

    groups: tuple[Estimate, ...]
    contrasts: tuple[Estimate, ...]
    statistic: float
    p: float
    p_largest: float
    draws: int

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON values.

        Returns
        -------
        dict
            Every field.
        """
        return {
            "groups": [group.to_dict() for group in self.groups],
            "contrasts": [contrast.to_dict() for contrast in self.contrasts],
            **plain({n: getattr(self, n) for n in ("statistic", "p", "p_largest", "draws")}),
        }


def by_group(
    sample: Sample,
    groups: ArrayLike,
    names: Sequence[str] = (),
    *,
    level: float = 0.95,
    draws: int = DRAWS,
    seed: int = 0,
    redraw: Redraw | None = None,
) -> Heterogeneity:
    """Estimate the effect in each group, and test that it is the same in all.

    Parameters
    ----------
    sample : Sample
        The rows.
    groups : array_like of int, shape (n,)
        Group of each row, known before the draw: 0…G-1, two or more, each with both arms.
    names : sequence of str
        Names of the groups; numbered where not given.
    level : float
        Level of the intervals, between 0 and 1.
    draws, seed : int
        As in `permutation_test`.
    redraw : callable or None
        As in `permutation_test`.

    Returns
    -------
    Heterogeneity
        Effects, differences, and the test.

    Raises
    ------
    BadValueError
        Fewer than two groups, or one without both arms.

    Notes
    -----
    y = a_b + sum_g [g] (c_g + tau_g z) + x beta + e by (weighted) least squares, errors CR2 as `robust`; c_g
    left out where the blocks say it. Test: Q = sum_g w_g (tau_g - mean)², tau_g the difference within blocks
    among the rows of the group, w_g the inverse of its variance over the draws, the mean weighted alike;
    draws made for y - tau d, tau the common effect (Ding, Feller & Miratrix 2016, JRSS B 78(3)), estimated
    or, for `p_largest`, any in the randomisation interval of level 0.999, to whose complement 0.001 is given.
    No new draw is made for any of them: the statistics are linear in the outcome.
    """
    codes = _checked(sample, groups)
    labels = tuple(names) or tuple(str(g + 1) for g in range(int(codes.max()) + 1))
    whole = permutation_distribution(sample, draws=draws, seed=seed, redraw=redraw)
    parts = [
        permutation_distribution(sample, draws=draws, seed=seed, redraw=redraw, among=(codes == g) * 1.0)
        for g in range(len(labels))
    ]
    common = whole.estimate
    statistic, p = _spread(parts, common)
    low, high = whole.interval(1.0 - BEYOND)
    tried = np.linspace(low, high, GRID) if np.isfinite(low) and np.isfinite(high) else [common]
    largest = max([p, *(_spread(parts, float(tau))[1] for tau in tried)])
    effects, contrasts = _regressions(sample, codes, labels, level)
    return Heterogeneity(effects, contrasts, statistic, p, min(largest + BEYOND, 1.0), len(whole.drawn))


def _spread(parts: Sequence[Distribution], common: float) -> tuple[float, float]:
    ours = np.array([part.observed[0] - common * part.observed[1] for part in parts])
    theirs = np.column_stack([part.drawn[:, 0] - common * part.drawn[:, 1] for part in parts])
    weights = 1.0 / np.maximum(np.nanvar(theirs, axis=0), 1e-300)
    ours_q, theirs_q = _q(ours[None, :], weights)[0], _q(theirs, weights)
    far = int(np.count_nonzero(~(theirs_q < ours_q * (1.0 - 1e-9))))
    extra = 0 if parts[0].exact else 1
    return float(ours_q), (far + extra) / (len(theirs) + extra)


def _q(effects: Floats, weights: Floats) -> Floats:
    mean = effects @ weights / weights.sum()
    spread: Floats = (effects - mean[:, None]) ** 2 @ weights
    return spread


def _regressions(
    sample: Sample, codes: NDArray[np.int64], names: tuple[str, ...], level: float
) -> tuple[tuple[Estimate, ...], tuple[Estimate, ...]]:
    z = sample.assigned.astype(np.float64)
    inside = [(codes == g).astype(np.float64) for g in range(len(names))]
    others = [column for column, _ in _free(sample, inside)]
    each = _fitted(sample, [z * i for i in inside], others, names, level=level, first=0)
    apart = _fitted(sample, [z, *(z * i for i in inside[1:])], others, names, level=level, first=1)
    return each, apart


def _fitted(
    sample: Sample,
    effects: list[Floats],
    others: list[Floats],
    names: tuple[str, ...],
    *,
    level: float,
    first: int,
) -> tuple[Estimate, ...]:
    labels = [*names, *(f"_{j}" for j in range(len(others)))]
    fitted = fit(sample.outcome, [*effects, *others], labels, blocks=sample.blocks, weights=sample.weights)
    shift = 0 if sample.blocks is not None else 1
    wanted = tuple(range(first + shift, len(names) + shift))
    found = robust(fitted, sample.clusters, wanted=wanted)
    covariance = found.covariance()
    return tuple(
        t_estimate(
            "difference_of_effects" if first else "effect_in_group",
            Words(f"{names[i - shift]} less {names[0]}", f"{names[i - shift]} moins {names[0]}")
            if first
            else Words(names[i - shift], names[i - shift]),
            fitted.coefficients[i, 0],
            sqrt(covariance[i, i]),
            found.df[i],
            level=level,
            n=sample.n,
            clusters=found.clusters,
            details={"group": names[i - shift]} | ({"against": names[0]} if first else {}),
        )
        for i in wanted
    )


def _free(sample: Sample, inside: list[Floats]) -> list[tuple[Floats, float]]:
    """Return the columns of groups and covariates that neither the blocks nor those before them say."""
    candidates = [*inside[1:], *([] if sample.covariates is None else sample.covariates.T)]
    block = np.zeros(sample.n, dtype=np.int64) if sample.blocks is None else sample.blocks
    weights = np.ones(sample.n) if sample.weights is None else sample.weights
    heaps = np.bincount(block, weights=weights)
    basis: list[Floats] = []
    kept = []
    for column in candidates:
        rest = column - (np.bincount(block, weights=weights * column) / heaps)[block]
        rest = rest * np.sqrt(weights)
        size = float(np.linalg.norm(rest))
        for vector in basis:
            rest = rest - (vector @ rest) * vector
        left = float(np.linalg.norm(rest))
        if left > 1e-7 * max(size, float(np.linalg.norm(column)) * 1e-3):
            basis.append(rest / left)
            kept.append((column, left))
    return kept


def _checked(sample: Sample, groups: ArrayLike) -> NDArray[np.int64]:
    codes = np.asarray(groups).astype(np.int64).ravel()
    if len(codes) != sample.n or codes.min() < 0:
        raise _wrong(str(codes.shape), Words(f"{sample.n} codes from 0", f"{sample.n} codes à partir de 0"))
    count = int(codes.max()) + 1
    arms = np.bincount(codes * 2 + sample.assigned, minlength=2 * count).reshape(count, 2)
    if count < 2 or arms.min() == 0:
        found = "; ".join(f"{g + 1}: {control} / {treated}" for g, (control, treated) in enumerate(arms))
        raise _wrong(
            found, Words("two groups or more, each with both arms", "deux groupes ou plus, aux deux bras")
        )
    return codes


def _wrong(found: str, expected: Words) -> BadValueError:
    return BadValueError(
        Words("effects by group cannot be compared", "les effets par groupe ne peuvent pas être comparés"),
        column="groups",
        found=found,
        expected=expected,
    )
