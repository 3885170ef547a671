"""A past election taken for the coming one: nobody was visited, so any difference found is chance."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from perron.errors import BadValueError
from perron.words import Words

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Placebo:
    """One past outcome, with what was known before it.

    Parameters
    ----------
    election : str
        Which election.
    outcome : ndarray of float64, shape (n,)
        Share of each unit (turnout, votes per registered); NaN where unknown.
    earlier : ndarray of float64, shape (n, k)
        Earlier shares to adjust for, the most useful first; NaN where unknown. k may be 0.
    weights : ndarray of float64, shape (n,)
        Electors of each unit, 0 or more.
    rank : ndarray of float64, shape (n,), or None
        What ranked units before that election, for designs that cut strata by rank: the score of today has
        seen the outcome. NaN where unknown.

    Raises
    ------
    BadValueError
        Lengths that differ, infinite values, negative weights.
    """

    election: str
    outcome: Floats
    earlier: Floats
    weights: Floats
    rank: Floats | None = None

    def __post_init__(self) -> None:
        n = len(self.outcome)
        right = self.earlier.ndim == 2 and len(self.earlier) == n == len(self.weights)
        if not right or np.isinf(self.outcome).any() or np.isinf(self.earlier).any():
            self._refuse("shapes", f"{self.outcome.shape}, {self.earlier.shape}, {self.weights.shape}")
        if self.rank is not None and len(self.rank) != n:
            self._refuse("rank", str(len(self.rank)))
        if not (self.weights >= 0).all():
            self._refuse("weights", str(np.nanmin(self.weights)))

    def _refuse(self, column: str, found: str) -> None:
        raise BadValueError(
            Words("a past outcome cannot be used", "un résultat passé est inutilisable"),
            file=self.election,
            column=column,
            found=found,
            expected=Words(
                "finite shares, one row a unit, weights of 0 or more",
                "des parts finies, une ligne par unité, des poids positifs",
            ),
        )

    def gathered(self, row: NDArray[np.int64]) -> "Placebo":
        """Return the same election by cluster.

        Parameters
        ----------
        row : ndarray of int64, shape (n,)
            Cluster of each unit, from 0.

        Returns
        -------
        Placebo
            Means weighted by electors, unknown where no unit of the cluster is known.
        """
        count = int(row.max(initial=-1)) + 1

        def mean(values: Floats) -> Floats:
            known = np.isfinite(values)
            there = np.bincount(row, weights=self.weights * known, minlength=count)
            sums = np.bincount(row, weights=np.where(known, values, 0.0) * self.weights, minlength=count)
            out: Floats = np.divide(sums, there, out=np.full(count, np.nan), where=there > 0)
            return out

        k = self.earlier.shape[1]
        earlier = np.array([mean(self.earlier[:, j]) for j in range(k)]).reshape(k, count).T
        weights: Floats = np.bincount(row, weights=self.weights, minlength=count).astype(np.float64)
        return Placebo(self.election, mean(self.outcome), earlier, weights)

    def known(self) -> NDArray[np.bool_]:
        """Return which units have the outcome and electors.

        Returns
        -------
        ndarray of bool, shape (n,)
            Whether they do.
        """
        return np.isfinite(self.outcome) & (self.weights > 0)


MOST_EARLIER: Final = 12
"""Earlier shares adjusted for at most."""
UNITS_EACH: Final = 10
"""Units left after strata that each earlier share takes: with fewer units, fewer shares are used."""


@dataclass(frozen=True, slots=True)
class Strata:
    """Units by stratum, with their weights.

    Parameters
    ----------
    codes : ndarray of int64, shape (m,)
        Stratum of each unit, from 0.
    order : ndarray of int, shape (m,)
        What sorts units by stratum.
    first : ndarray of int, shape (s,)
        Where each stratum begins once they are sorted.
    weights : ndarray of float64, shape (m,)
        Electors, their mean 1.
    """

    codes: NDArray[np.int64]
    order: NDArray[np.intp]
    first: NDArray[np.intp]
    weights: Floats

    @property
    def count(self) -> int:
        """Strata that hold a unit."""
        return len(self.first)

    @property
    def size(self) -> float:
        """Units of equal weight that these stand for, less one each: (n − s) / mean(w²)."""
        return float(max(len(self.weights) - self.count, 1) / np.mean(self.weights**2))

    def sums(self, values: Floats) -> Floats:
        """Add values up by stratum.

        Parameters
        ----------
        values : ndarray of float64, shape (…, m)
            Values, the last axis being units.

        Returns
        -------
        ndarray of float64, shape (…, s)
            Sums.
        """
        out: Floats = np.add.reduceat(values[..., self.order], self.first, axis=-1)
        return out

    def around(self, values: Floats) -> Floats:
        """Return values less the weighted mean of their stratum.

        Parameters
        ----------
        values : ndarray of float64, shape (m,)
            Values.

        Returns
        -------
        ndarray of float64, shape (m,)
            What remains.
        """
        means = self.sums(values * self.weights) / self.sums(self.weights)
        out: Floats = values - means[self.codes]
        return out


@dataclass(frozen=True, slots=True)
class Adjusted:
    """A placebo rid of its strata and of what earlier elections told.

    Parameters
    ----------
    kept : ndarray of int, shape (m,)
        Units used: those whose outcome is known.
    strata : Strata
        Their strata and weights.
    total : ndarray of float64, shape (m,)
        Outcome around the weighted mean of all.
    within : ndarray of float64, shape (m,)
        Outcome around the weighted mean of its stratum.
    basis : ndarray of float64, shape (m, k)
        Earlier shares around the means of strata, made orthonormal for the weights.
    residual : ndarray of float64, shape (m,)
        Outcome that neither strata nor earlier shares explain.
    """

    kept: NDArray[np.intp]
    strata: Strata
    total: Floats
    within: Floats
    basis: Floats
    residual: Floats

    @property
    def df(self) -> int:
        """Units less strata and earlier shares used."""
        return int(len(self.kept) - self.strata.count - self.basis.shape[1])


def adjust(
    placebo: Placebo, strata: NDArray[np.int64], *, sorted_once: dict[bytes, Strata] | None = None
) -> Adjusted:
    """Rid a past outcome of its strata and of what earlier elections told.

    Parameters
    ----------
    placebo : Placebo
        The past outcome.
    strata : ndarray of int64, shape (n,)
        Stratum of each unit.
    sorted_once : dict, optional
        Where strata are kept from one past outcome of the same draw to the next, for speed.

    Returns
    -------
    Adjusted
        What remains, and what it was rid of.

    Raises
    ------
    BadValueError
        Fewer than two units have the outcome.

    Notes
    -----
    Weighted least squares with one constant per stratum (Frisch & Waugh 1933, Econometrica 1(4)). An earlier
    share unknown somewhere is taken for the mean of its stratum there. One earlier share for ten units
    left after strata, at most 12, so that a small campaign is not adjusted for more than it can bear.
    """
    kept = np.flatnonzero(placebo.known())
    if len(kept) < 2:
        raise BadValueError(
            Words("fewer than two units have this result", "moins de deux unités ont ce résultat"),
            file=placebo.election,
            found=str(len(kept)),
        )
    there = {} if sorted_once is None else sorted_once
    key = kept.tobytes() + placebo.weights.tobytes()
    if key not in there:
        there[key] = _strata(strata[kept], placebo.weights[kept])
    groups = there[key]
    weights, outcome = groups.weights, placebo.outcome[kept]
    room = max(len(kept) - groups.count, 0) // UNITS_EACH
    used = min(MOST_EARLIER, room, placebo.earlier.shape[1])
    columns = [_filled(groups, placebo.earlier[kept, j]) for j in range(used)]
    basis = _orthonormal(np.array(columns).reshape(used, len(kept)).T, weights)
    within = groups.around(outcome)
    residual = within - basis @ (basis.T @ (weights * within))
    total = outcome - np.average(outcome, weights=weights)
    return Adjusted(kept, groups, total, within, basis, residual)


def _strata(labels: NDArray[np.int64], weights: Floats) -> Strata:
    _, codes = np.unique(labels, return_inverse=True)
    order = np.argsort(codes, kind="stable")
    first = np.flatnonzero(np.diff(codes[order], prepend=-1))
    return Strata(codes, order, first, weights / weights.mean())


def _filled(strata: Strata, values: Floats) -> Floats:
    """Take an unknown earlier share for the mean of its stratum, or of all where the stratum has none."""
    known = np.isfinite(values)
    if not known.any():
        return np.zeros(len(values))
    everywhere = np.average(values[known], weights=strata.weights[known])
    there = strata.sums(strata.weights * known)
    sums = strata.sums(strata.weights * np.where(known, values, 0.0))
    means = np.divide(sums, there, out=np.full(len(there), everywhere), where=there > 0)
    return strata.around(np.where(known, values, means[strata.codes]))


def _orthonormal(columns: Floats, weights: Floats) -> Floats:
    """Return columns orthonormal for the weights, those that say nothing more left out."""
    root = np.sqrt(weights)[:, None]
    scale = np.sqrt((weights[:, None] * columns**2).sum(axis=0))
    columns = columns[:, scale > 1e-12] / scale[scale > 1e-12]
    left, sizes, _ = np.linalg.svd(root * columns, full_matrices=False)
    out: Floats = left[:, sizes > 1e-6] / root
    return out
