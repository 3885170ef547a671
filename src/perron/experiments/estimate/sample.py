"""What an estimator is given: outcomes, who was assigned, and how the draw was made."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from perron.errors import BadValueError
from perron.words import Words

Floats = NDArray[np.float64]
Codes = NDArray[np.int64]
Arms = NDArray[np.int8]

LEAST_CLUSTERS: Final = 2
"""Clusters (or rows, where there are none) that each arm needs for an error to be estimated."""


@dataclass(frozen=True)
class Sample:
    """Rows of one comparison: an arm against the control, one outcome.

    Parameters
    ----------
    outcome : array_like, shape (n,)
        What is compared (a share, a count, 0/1…), finite, not the same everywhere.
    assigned : array_like of 0/1 or bool, shape (n,)
        1: drawn to be treated (visited, written to…); 0: control.
    received : array_like or None, shape (n,)
        What was really done, 0/1 or a share between 0 and 1 (doors that opened); None where unknown.
    blocks : array_like of int or None, shape (n,)
        Stratum within which the draw was made; any codes, kept as 0…B-1 in their order.
    clusters : array_like of int or None, shape (n,)
        Group drawn as a whole (household, building, bureau); any codes, kept as 0…G-1 in their order.
    weights : array_like or None, shape (n,)
        Above 0: what a row counts for (registered electors of a bureau).
    covariates : array_like or None, shape (n,) or (n, k)
        Known before the draw, finite; kept as (n, k).
    names : tuple of str, length k
        Names of the covariates; x1, x2… where not given.

    Raises
    ------
    BadValueError
        A length or a value is wrong, an arm is empty or has fewer than two clusters, or the outcome is
        the same everywhere.

    Notes
    -----
    Arrays are copied to float64 (outcome, received, weights, covariates), int8 (assigned) and int64 (codes).
    """

    outcome: Floats
    assigned: Arms
    received: Floats | None = None
    blocks: Codes | None = None
    clusters: Codes | None = None
    weights: Floats | None = None
    covariates: Floats | None = None
    names: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        outcome = _floats(self.outcome, "outcome", None)
        n = len(outcome)
        _set(self, "outcome", outcome)
        _set(self, "assigned", _arms(self.assigned, n))
        for name in ("received", "weights"):
            if getattr(self, name) is not None:
                _set(self, name, _floats(getattr(self, name), name, n))
        for name in ("blocks", "clusters"):
            if getattr(self, name) is not None:
                _set(self, name, _codes(getattr(self, name), name, n))
        if self.covariates is not None:
            _set_covariates(self, n)
        _check_values(self)
        _check_arms(self)

    @property
    def n(self) -> int:
        """Rows."""
        return len(self.outcome)

    @property
    def treated(self) -> NDArray[np.bool_]:
        """Rows drawn to be treated, shape (n,)."""
        return np.asarray(self.assigned == 1)

    @cached_property
    def cluster_count(self) -> int:
        """Clusters; rows where there are none."""
        return self.n if self.clusters is None else int(self.clusters.max()) + 1

    @cached_property
    def block_count(self) -> int:
        """Blocks; 1 where there are none."""
        return 1 if self.blocks is None else int(self.blocks.max()) + 1

    @cached_property
    def drawn_whole(self) -> bool:
        """Whether every cluster has one arm only (true without clusters)."""
        if self.clusters is None:
            return True
        size = np.bincount(self.clusters)
        treated = np.bincount(self.clusters, weights=self.assigned)
        return bool(np.all((treated == 0) | (treated == size)))

    def rows(self, keep: NDArray[np.bool_]) -> "Sample":
        """Return the sample of some rows only.

        Parameters
        ----------
        keep : ndarray of bool, shape (n,)
            Rows kept.

        Returns
        -------
        Sample
            The rows kept, checked anew.
        """
        parts = {
            name: None if (values := getattr(self, name)) is None else values[keep]
            for name in ("received", "blocks", "clusters", "weights", "covariates")
        }
        return Sample(self.outcome[keep], self.assigned[keep], names=self.names, **parts)

    def with_outcome(self, outcome: ArrayLike) -> "Sample":
        """Return the same sample with another outcome.

        Parameters
        ----------
        outcome : array_like, shape (n,)
            The other outcome.

        Returns
        -------
        Sample
            The sample, checked anew.
        """
        return replace(self, outcome=np.asarray(outcome, dtype=np.float64))


def _set(sample: Sample, name: str, value: object) -> None:
    object.__setattr__(sample, name, value)


def _set_covariates(sample: Sample, n: int) -> None:
    raw = np.asarray(sample.covariates)
    table = raw[:, None] if raw.ndim == 1 else raw
    if table.ndim != 2 or table.shape[0] != n:
        raise _wrong("covariates", f"{table.shape}", Words(f"({n}, k) values", f"({n}, k) valeurs"))
    names = sample.names or tuple(f"x{j + 1}" for j in range(table.shape[1]))
    if len(names) != table.shape[1]:
        k = table.shape[1]
        raise _wrong("names", str(len(names)), Words(f"{k} names", f"{k} noms"))
    columns = [_floats(table[:, j], name, n) for j, name in enumerate(names)]
    _set(sample, "covariates", np.column_stack(columns) if columns else None)
    _set(sample, "names", tuple(names))


def _floats(values: ArrayLike, name: str, n: int | None) -> Floats:
    try:
        array = np.array(values, dtype=np.float64)
    except (TypeError, ValueError):
        raise _wrong(name, str(np.asarray(values).dtype), Words("numbers", "des nombres")) from None
    _check_length(array, name, n)
    bad = ~np.isfinite(array)
    if bad.any():
        at = int(np.argmax(bad))
        raise BadValueError(
            Words(
                f"{int(bad.sum())} values are missing or not finite, the first at row {at + 1}",
                f"{int(bad.sum())} valeurs manquent ou ne sont pas finies, la première au rang {at + 1}",
            ),
            column=name,
            found=str(array[at]),
            expected=Words("a finite number in every row", "un nombre fini à chaque ligne"),
        )
    return array


def _arms(values: ArrayLike, n: int) -> Arms:
    array = _floats(values, "assigned", n)
    wrong = (array != 0) & (array != 1)
    if wrong.any():
        found = str(array[int(np.argmax(wrong))])
        raise _wrong("assigned", found, Words("0 (control) or 1", "0 (témoin) ou 1"))
    return array.astype(np.int8)


def _codes(values: ArrayLike, name: str, n: int) -> Codes:
    array = np.asarray(values)
    if array.dtype.kind not in "iub":
        array = _floats(values, name, n)
        if np.any(array != np.floor(array)):
            raise _wrong(name, "…", Words("integer codes", "des codes entiers"))
    array = array.astype(np.int64)
    _check_length(array, name, n)
    return dense(array)


def dense(array: Codes) -> Codes:
    """Return codes made 0…count-1, in their order.

    Parameters
    ----------
    array : ndarray of int64, shape (n,)
        Any codes.

    Returns
    -------
    ndarray of int64, shape (n,)
        The same groups, without gaps.
    """
    n = len(array)
    least, most = int(array.min()), int(array.max())
    if most - least < 8 * n + 1024:
        present = np.zeros(most - least + 1, dtype=np.int64)
        present[array - least] = 1
        if present.all():
            return array - least
        return np.asarray((np.cumsum(present) - 1)[array - least])
    return np.asarray(np.unique(array, return_inverse=True)[1].ravel())


def _check_length(array: NDArray[np.generic], name: str, n: int | None) -> None:
    if array.ndim != 1 or array.size == 0 or (n is not None and array.size != n):
        lines = f"{n} values" if n is not None else "at least one value"
        lignes = f"{n} valeurs" if n is not None else "au moins une valeur"
        raise _wrong(name, f"{array.shape}", Words(lines, lignes))


def _check_values(sample: Sample) -> None:
    if sample.outcome.min() == sample.outcome.max():
        raise BadValueError(
            Words(
                "the outcome is the same in every row: there is nothing to compare",
                "le résultat est le même à chaque ligne\u00a0: il n’y a rien à comparer",
            ),
            column="outcome",
            found=str(sample.outcome[0]),
            expected=Words("values that vary", "des valeurs qui varient"),
        )
    weights, received = sample.weights, sample.received
    if weights is not None and weights.min() <= 0:
        raise _wrong("weights", str(weights.min()), Words("weights above 0", "des poids au-dessus de 0"))
    if received is not None and (received.min() < 0 or received.max() > 1):
        found = f"{received.min()} – {received.max()}"
        raise _wrong("received", found, Words("values from 0 to 1", "des valeurs de 0 à 1"))


def _check_arms(sample: Sample) -> None:
    for arm, en, fr in ((1, "treated arm", "groupe traité"), (0, "control arm", "groupe témoin")):
        rows = sample.assigned == arm
        count = int(rows.sum())
        if sample.clusters is not None and count:
            count = int(np.count_nonzero(np.bincount(sample.clusters[rows])))
        what = Words("row(s)", "ligne(s)") if sample.clusters is None else Words("cluster(s)", "grappe(s)")
        if count < LEAST_CLUSTERS:
            raise BadValueError(
                Words(
                    f"the {en} is too small for its error to be estimated",
                    f"le {fr} est trop petit pour que son erreur soit estimée",
                ),
                column="assigned" if sample.clusters is None else "clusters",
                found=str(count),
                expected=Words(f"{LEAST_CLUSTERS} {what.en} or more", f"au moins {LEAST_CLUSTERS} {what.fr}"),
            )


def _wrong(name: str, found: str, expected: Words) -> BadValueError:
    words = Words("this cannot be estimated from", "rien ne peut être estimé à partir de cela")
    return BadValueError(words, column=name, found=found, expected=expected)
