"""Spill-over: what having treated neighbours changes in the outcome of a unit."""

from dataclasses import dataclass
from math import nan, sqrt
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from perron.experiments.estimate.draws import Redraw
from perron.experiments.estimate.estimate import Estimate, t_estimate
from perron.experiments.estimate.exposure import CONDITIONS, Exposures, exposures
from perron.experiments.estimate.focal import FocalTest, focal_test
from perron.experiments.estimate.focal_interval import spillover_by_draws
from perron.experiments.estimate.joint_exposure import pair_terms
from perron.experiments.estimate.kernel import Floats
from perron.experiments.estimate.permutation import DRAWS
from perron.experiments.estimate.sample import Sample
from perron.words import Words

CONTRASTS: Final[dict[str, tuple[int, int, Words]]] = {
    "spillover_on_control": (
        1,
        0,
        Words("Many treated neighbours, for control units", "Beaucoup de voisins traités, pour les témoins"),
    ),
    "spillover_on_treated": (
        3,
        2,
        Words("Many treated neighbours, for treated units", "Beaucoup de voisins traités, pour les traités"),
    ),
    "direct_low": (
        2,
        0,
        Words("Being treated, few neighbours are", "Être traité, peu de voisins le sont"),
    ),
    "direct_high": (
        3,
        1,
        Words("Being treated, many neighbours are", "Être traité, beaucoup de voisins le sont"),
    ),
}
"""Conditions compared: places in `CONDITIONS`, and words."""
BETWEEN: Final = {
    arm: (name, CONTRASTS[name][2])
    for arm, name in enumerate(("spillover_on_control", "spillover_on_treated"))
}
"""Contrasts between units of the same arm, by arm: their intervals are those of the exact test."""
MOST_JOINT: Final = 5_000
"""Units beyond which joint probabilities are not counted: there are as many as their square."""


@dataclass(frozen=True)
class Spillover:
    """What neighbours' treatment changes.

    Parameters
    ----------
    estimates : tuple of Estimate
        Contrasts of `CONTRASTS` that can be made; details: units left out, conditions' sizes.
    test : FocalTest
        Test of "neighbours' treatment changes nothing".
    threshold : float
        Share of treated neighbours from which exposure is high.
    """

    estimates: tuple[Estimate, ...]
    test: FocalTest
    threshold: float

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON values.

        Returns
        -------
        dict
            Every field.
        """
        return {
            "estimates": [estimate.to_dict() for estimate in self.estimates],
            "threshold": self.threshold,
            **self.test.to_dict(),
        }


def spillover(
    sample: Sample,
    pairs: NDArray[np.int64],
    *,
    threshold: float | None = None,
    level: float = 0.95,
    draws: int = DRAWS,
    seed: int = 0,
    redraw: Redraw | None = None,
    conditional: bool | None = None,
) -> Spillover:
    """Estimate the effects of neighbours' treatment, and test that there is none.

    Parameters
    ----------
    sample : Sample
        One row per unit.
    pairs : ndarray of int64, shape (p, 2)
        Neighbours, as rows of the sample, each pair in both directions.
    threshold : float or None
        Share of treated neighbours from which exposure is high; None: their median.
    level : float
        Level of the intervals, between 0 and 1.
    draws, seed : int
        As in `permutation_test`; probabilities of exposure are counted over 2,000 draws at most.
    redraw : callable or None
        As in `permutation_test`.

    conditional : bool or None
        Whether, given some arms, the others can be drawn again within blocks: true of every design but the
        re-randomised and those by saturation. None: where `redraw` is not given.

    Returns
    -------
    Spillover
        Estimates and test.

    Raises
    ------
    BadValueError
        A neighbour outside the sample, or no neighbour at all.

    Notes
    -----
    Many treated neighbours against few, for units of the same arm: `spillover_by_draws`, exact like the test,
    `focal_test` (Athey, Eckles & Imbens 2018), which it inverts. Own arm, for units whose neighbours are
    alike: Hájek means over exposure conditions, `hajek` (Aronow & Samii 2017).
    """
    known = exposures(sample, pairs, threshold=threshold, draws=min(draws, 2_000), seed=seed, redraw=redraw)
    within = redraw is None if conditional is None else conditional
    again = None if within else redraw
    between = spillover_by_draws(
        sample, pairs, BETWEEN, threshold=known.threshold, level=level, draws=draws, seed=seed, redraw=again
    )
    direct = [hajek(sample, known, name, level=level) for name in ("direct_low", "direct_high")]
    estimates = (*between, *(estimate for estimate in direct if estimate is not None))
    test = focal_test(sample, pairs, draws=draws, seed=seed, redraw=again)
    return Spillover(estimates, test, known.threshold)


def hajek(sample: Sample, known: Exposures, name: str, *, level: float = 0.95) -> Estimate | None:
    """Compare two conditions of exposure, each unit weighed by the inverse of its probability.

    Parameters
    ----------
    sample : Sample
        One row per unit; weights multiply the inverse probabilities.
    known : Exposures
        Conditions and their probabilities.
    name : str
        Name of the contrast, in `CONTRASTS`.
    level : float
        Level of the interval, between 0 and 1.

    Returns
    -------
    Estimate or None
        The contrast among the units that could be in either condition; None with fewer than two in one. The
        error is NaN beyond 5,000 units, or where too few are seen for its variance to come out positive.

    Notes
    -----
    Aronow & Samii 2017, sections 5 and 6: ratio means sum(w y / π) / sum(w / π); variance of Horvitz &
    Thompson on residuals, pairs that can never be seen together bounded as they do: not too small on
    average. Student's law, degrees of freedom of Welch 1947 for the units seen in each condition.
    """
    first, second, label = CONTRASTS[name]
    usable = (known.probability[first] > 0) & (known.probability[second] > 0)
    weights = np.ones(sample.n) if sample.weights is None else sample.weights
    parts = []
    for d in (first, second):
        seen = usable & (known.observed == d)
        if seen.sum() < 2:
            return None
        pull = np.where(seen, weights / np.where(usable, known.probability[d], 1.0), 0.0)
        mean = float(pull @ sample.outcome / pull.sum())
        whole = pull.sum()
        parts.append((d, mean, np.where(seen, weights * (sample.outcome - mean) / whole, 0.0), seen))
    error = nan
    if sample.n <= MOST_JOINT:
        variance = _variance(known, usable, parts[0], parts[0]) + _variance(known, usable, parts[1], parts[1])
        variance -= 2.0 * _variance(known, usable, parts[0], parts[1])
        error = sqrt(variance) if variance > 0 else nan
    details: dict[str, Any] = {
        "conditions": [CONDITIONS[first], CONDITIONS[second]],
        "units": [int(parts[0][3].sum()), int(parts[1][3].sum())],
        "left_out": int(sample.n - usable.sum()),
        "draws": known.draws,
        "exact_probabilities": known.exact,
    }
    return t_estimate(
        name,
        label,
        parts[0][1] - parts[1][1],
        error,
        _freedom(*details["units"]),
        level=level,
        n=int(usable.sum()),
        clusters=int(usable.sum()),
        details=details,
    )


def _freedom(first: int, second: int) -> float:
    a, b = 1.0 / first, 1.0 / second
    return (a + b) ** 2 / (a * a / (first - 1) + b * b / (second - 1))


_Part = tuple[int, float, Floats, NDArray[np.bool_]]


def _variance(known: Exposures, usable: NDArray[np.bool_], first: _Part, second: _Part) -> float:
    """Return the (co)variance of two totals of values over probabilities."""
    whole, bound = 0.0, 0.0
    for (d, _, x, seen), (e, _, y, _) in ((first, second), (second, first)):
        px, py = known.probability[d][seen], known.probability[e][usable]
        total, never = pair_terms(
            known.bits[d][seen], known.bits[e][usable], (x[seen] / px, y[usable] / py), (px, py), known.draws
        )
        whole += total / 2.0
        bound += float(never @ (x[seen] ** 2 / (2.0 * px)))
        if d == e:
            return 2.0 * whole + 2.0 * bound
    return whole - bound
