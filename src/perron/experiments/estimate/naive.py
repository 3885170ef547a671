"""What a campaign without a draw would have said, and why that is not the effect."""

from dataclasses import dataclass
from math import sqrt
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike

from perron.errors import BadValueError
from perron.experiments.estimate.estimate import Estimate, plain, t_estimate
from perron.experiments.estimate.kernel import Floats
from perron.experiments.estimate.linear import fit
from perron.experiments.estimate.robust import robust
from perron.words import Words

Kind = Literal["visited_against_not", "before_after", "difference_in_differences"]

LABELS: dict[Kind, Words] = {
    "visited_against_not": Words(
        "Naive: visited against not visited", "Naïf\u00a0: visités contre non visités"
    ),
    "before_after": Words(
        "Naive: before and after, among the visited", "Naïf\u00a0: avant-après chez les visités"
    ),
    "difference_in_differences": Words(
        "Naive: change of the visited against that of the others",
        "Naïf\u00a0: évolution des visités contre celle des autres",
    ),
}
BEFORE = Words("those visited differed before any visit", "les visités différaient déjà avant toute visite")
COMMON = Words("it changed where nobody went, too", "cela a changé aussi là où personne n’est passé")
DRIFT = Words(
    "those visited were changing otherwise anyway, or chance",
    "les visités évoluaient déjà autrement, ou le hasard",
)
UNKNOWN = Words(
    "those visited were not drawn; earlier results would say how they differed",
    "les visités n’ont pas été tirés au sort\u202f; des résultats passés diraient en quoi ils différaient",
)


@dataclass(frozen=True)
class Naive:
    """One naive comparison, beside the effect that the draw measured.

    Parameters
    ----------
    kind : {"visited_against_not", "before_after", "difference_in_differences"}
        Which comparison.
    estimate : Estimate
        What it gives, with an error that takes the comparison at its word.
    gap : float
        What it gives less the effect measured; NaN where none was given.
    parts : tuple of (Words, float)
        What the gap is made of; they add up to it.
    """

    kind: Kind
    estimate: Estimate
    gap: float
    parts: tuple[tuple[Words, float], ...]

    @property
    def words(self) -> Words:
        """Why the gap, in one sentence."""
        if not self.parts:
            return Words(
                "not drawn at random: this is not an effect",
                "sans tirage au sort\u00a0: ce n’est pas un effet",
            )
        label, _ = max(self.parts, key=lambda part: abs(part[1]))
        return Words(
            f"most of the gap: {label.en}",
            f"l’écart, pour l’essentiel\u00a0: {label.fr}",
        )

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON values.

        Returns
        -------
        dict
            Every field and the words.
        """
        parts = [{"label": label._asdict(), "value": value} for label, value in self.parts]
        return {
            "kind": self.kind,
            "estimate": self.estimate.to_dict(),
            "gap": plain(self.gap),
            "parts": parts,
            "words": self.words._asdict(),
        }


def naive(
    outcome: ArrayLike,
    visited: ArrayLike,
    *,
    before: ArrayLike | None = None,
    weights: ArrayLike | None = None,
    clusters: ArrayLike | None = None,
    effect: Estimate | None = None,
    level: float = 0.95,
) -> tuple[Naive, ...]:
    """Make the comparisons that the press makes, and take apart what separates them from the effect.

    Parameters
    ----------
    outcome : array_like, shape (n,)
        Outcome after the visits.
    visited : array_like of bool, shape (n,)
        Whether the unit was visited, drawn to be or not.
    before : array_like or None, shape (n,)
        The same outcome at the election before; without it only the first comparison is made.
    weights, clusters : array_like or None, shape (n,)
        As in `Sample`; clusters are codes 0…G-1.
    effect : Estimate or None
        What the draw measured, on the visited where it can be (two-stage), else of being drawn.
    level : float
        Level of the intervals, between 0 and 1.

    Returns
    -------
    tuple of Naive
        Visited against not; before and after; difference in differences. None if all or none were.

    Raises
    ------
    BadValueError
        Lengths differ, or a value is missing.

    Notes
    -----
    With m means (weighted), V visited, N not, 1 after, 0 before, and e the effect measured:
    V1 - N1 = (V0 - N0) + [(V1 - V0) - (N1 - N0)]; V1 - V0 = (N1 - N0) + [(V1 - V0) - (N1 - N0)]. The bracket
    is e and what would have changed otherwise among the visited. Errors HC2 or CR2, as `robust`.
    """
    y, went = np.asarray(outcome, dtype=np.float64), np.asarray(visited).astype(bool)
    rows = _Rows(
        y, went, _or_none(before), _or_none(weights), None if clusters is None else np.asarray(clusters)
    )
    rows.check()
    if went.sum() < 2 or (~went).sum() < 2:
        return ()
    measured = float("nan") if effect is None else effect.estimate
    plain_gap = rows.compared("visited_against_not", y, level)
    if rows.before is None:
        gap = plain_gap.estimate - measured
        return (Naive("visited_against_not", plain_gap, gap, ((UNKNOWN, gap),) if effect else ()),)
    change = y - rows.before
    apart = rows.compared("visited_against_not", rows.before, level).estimate
    across = rows.compared("difference_in_differences", change, level)
    after = rows.changed(change, level)
    elsewhere = after.estimate - across.estimate
    drift = across.estimate - measured
    found: list[tuple[Kind, Estimate, list[tuple[Words, float]]]] = [
        ("visited_against_not", plain_gap, [(BEFORE, apart), (DRIFT, drift)]),
        ("before_after", after, [(COMMON, elsewhere), (DRIFT, drift)]),
        ("difference_in_differences", across, [(DRIFT, drift)]),
    ]
    return tuple(
        Naive(kind, estimate, estimate.estimate - measured, tuple(parts) if effect else ())
        for kind, estimate, parts in found
    )


@dataclass(frozen=True)
class _Rows:
    outcome: Floats
    visited: np.ndarray[Any, np.dtype[np.bool_]]
    before: Floats | None
    weights: Floats | None
    clusters: np.ndarray[Any, np.dtype[np.int64]] | None

    def check(self) -> None:
        n = len(self.outcome)
        for name in ("outcome", "visited", "before", "weights", "clusters"):
            values = getattr(self, name)
            if values is not None and (len(values) != n or not np.all(np.isfinite(values))):
                raise BadValueError(
                    Words("nothing can be compared", "rien ne peut être comparé"),
                    column=name,
                    found=str(len(values)),
                    expected=Words(f"{n} finite values", f"{n} valeurs finies"),
                )

    def compared(self, kind: Kind, values: Floats, level: float) -> Estimate:
        columns = [self.visited.astype(np.float64)]
        fitted = fit(values, columns, ["visited"], weights=self.weights)
        found = robust(fitted, self.clusters, wanted=(1,))
        return t_estimate(
            kind,
            LABELS[kind],
            fitted.coefficients[1, 0],
            sqrt(found.covariance()[1, 1]),
            found.df[1],
            level=level,
            n=len(values),
            clusters=found.clusters,
        )

    def changed(self, change: Floats, level: float) -> Estimate:
        kept = self.visited
        weights = None if self.weights is None else self.weights[kept]
        clusters = (
            None if self.clusters is None else np.unique(self.clusters[kept], return_inverse=True)[1].ravel()
        )
        fitted = fit(change[kept], [], [], weights=weights)
        found = robust(fitted, clusters, wanted=(0,))
        return t_estimate(
            "before_after",
            LABELS["before_after"],
            fitted.coefficients[0, 0],
            sqrt(found.covariance()[0, 0]),
            found.df[0],
            level=level,
            n=int(kept.sum()),
            clusters=found.clusters,
        )


def _or_none(values: ArrayLike | None) -> Floats | None:
    return None if values is None else np.asarray(values, dtype=np.float64)
