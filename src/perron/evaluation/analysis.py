"""One outcome, one arm against the control: every estimate that applies, and the one that was called for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from perron.errors import BadInputError
from perron.evaluation.samples import Comparison
from perron.experiments.estimate.choose import called_for, estimate_all
from perron.experiments.estimate.distribution import Distribution
from perron.experiments.estimate.estimate import Estimate, plain
from perron.experiments.estimate.few import ANYONE, INTERVAL, by_draws, few_drawn, rare_treated
from perron.experiments.estimate.names import method_name
from perron.experiments.estimate.permutation import Weighting, estimate_by_draws, permutation_distribution
from perron.experiments.estimate.sample import Sample
from perron.words import Words

Floats = NDArray[np.float64]
UNITS_EACH: Final = 10
"""Units left after strata that each earlier result adjusted for takes, as where power is promised."""
WEIGHTING: Final[Weighting] = "precision"
BINS: Final = 41
ANNOUNCED: Final = {
    "difference": "difference_in_means",
    "blocked": "blocked",
    "lin": "lin",
    "clustered": "cluster_robust",
    "two_stage": "two_stage",
}
"""Names of estimators in a registration, and their methods."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How outcomes are analysed.

    Parameters
    ----------
    level : float
        Level of intervals.
    permutations : int
        Draws of the design.
    seed : int
        Seed of these draws.
    estimator : str
        Estimator announced; "" for the one the draw calls for.
    bound : float or None
        "No effect bigger than", share of the total.
    covariates : tuple of str or None
        What to adjust for: "before" stands for the earlier results, others are columns of the draw's units;
        None: the earlier results, where they are known.
    """

    level: float = 0.95
    permutations: int = 10_000
    seed: int = 1
    estimator: str = ""
    bound: float | None = None
    covariates: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Values:
    """One outcome for every unit of the draw, in its order.

    Parameters
    ----------
    share : ndarray of float64, shape (units,)
        The outcome; NaN where excluded.
    weights : ndarray of float64, shape (units,), or None
        Registered electors.
    received : ndarray of float64, shape (units,), or None
        Share of the doors that were knocked.
    before : ndarray of float64, shape (units,)
        The same share at the election before; NaN where unknown.
    earlier : ndarray of float64, shape (units, k)
        Earlier shares to adjust for, the most useful first; NaN where unknown.
    names : sequence of str
        Their names.
    columns : mapping of str to ndarray of float64, shape (units,)
        Columns of numbers of the draw's units; NaN where unknown.
    """

    share: Floats
    weights: Floats | None
    received: Floats | None
    before: Floats
    earlier: Floats
    names: Sequence[str] = ()
    columns: Mapping[str, Floats] = field(default_factory=dict)


@dataclass(frozen=True)
class Analysis:
    """What one comparison says of one outcome.

    Parameters
    ----------
    main : Estimate
        The estimate that leads.
    why : tuple of Words
        Why that one.
    estimates : tuple of Estimate
        All that apply, the main one among them.
    permutation : Estimate
        Test and interval by the design's own draws.
    chance : Distribution
        What those draws give where there is nothing.
    sample : Sample
        The rows.
    missing : tuple of Words
        Estimators that apply and could not be computed, and why.
    """

    main: Estimate
    why: tuple[Words, ...]
    estimates: tuple[Estimate, ...]
    permutation: Estimate
    chance: Distribution
    sample: Sample
    missing: tuple[Words, ...] = ()

    def named(self, method: str) -> Estimate | None:
        """Return an estimate by its method.

        Parameters
        ----------
        method : str
            Name of the estimator.

        Returns
        -------
        Estimate or None
            None where it does not apply.
        """
        return next((e for e in self.estimates if e.method == method), None)


def analyse(comparison: Comparison, values: Values, settings: Settings) -> Analysis:
    """Estimate the effect of one arm on one outcome.

    Parameters
    ----------
    comparison : Comparison
        The rows.
    values : Values
        The outcome.
    settings : Settings
        How.

    Returns
    -------
    Analysis
        Every estimate that applies.

    Raises
    ------
    BadInputError
        An arm has fewer than two clusters, the outcome is the same everywhere, or the estimator announced
        does not apply.
    """
    covariates, names = usable(comparison, values, settings.covariates)
    sample = comparison.sample(
        values.share, weights=values.weights, received=values.received, covariates=covariates, names=names
    )
    found = estimate_all(sample, level=settings.level, arm=comparison.arm, control=comparison.control)
    method, why = leading(sample, settings.estimator)
    main = next((e for e in found.estimates if e.method == method), None)
    if main is None:
        raise BadInputError(
            found.not_given.get(
                method,
                Words("the estimator announced does not apply", "l’estimateur annoncé ne s’applique pas"),
            ),
            column=method,
        )
    few = not settings.estimator and few_drawn(sample)
    weighting: Weighting = "size" if few and method == "blocked" else WEIGHTING
    permutation, chance = _chance(comparison, sample, settings, weighting)
    estimates = found.estimates
    if few and (better := by_draws(main, permutation)) is not main:
        estimates = tuple(better if one is main else one for one in estimates)
        main, why = better, (*why, INTERVAL)
    why = (*why, ANYONE) if rare_treated(sample) else why
    missing = (
        Words(f"Not given ({name.en}): {said.en}", f"Non donné ({name.fr})\u00a0: {said.fr}")
        for name, said in ((method_name(method), said) for method, said in found.not_given.items())
    )
    return Analysis(main, why, estimates, permutation, chance, sample, tuple(missing))


def usable(
    comparison: Comparison, values: Values, wanted: Sequence[str] | None = None
) -> tuple[Floats | None, tuple[str, ...]]:
    """Return what the rows are adjusted for.

    Parameters
    ----------
    comparison : Comparison
        The rows.
    values : Values
        The outcome, with earlier shares and columns of the units.
    wanted : sequence of str or None
        As `Settings.covariates`.

    Returns
    -------
    ndarray of float64, shape (units, k), or None
        Covariates, unknown ones taken for the mean; None where there are none.
    tuple of str, length k
        Their names.

    Raises
    ------
    BadInputError
        A column announced is not there.

    Notes
    -----
    One earlier result for ten clusters left after strata: the rule by which power was promised.
    """
    kept = comparison.kept
    strata = comparison.table.get_column("stratum").n_unique()
    room = max(comparison.table.get_column("cluster").n_unique() - strata, 0) // UNITS_EACH
    given: list[tuple[str, Floats]] = []
    if wanted is None or "before" in wanted:
        places = range(min(room, values.earlier.shape[1]))
        given += [(values.names[place], values.earlier[:, place]) for place in places]
    for name in wanted or ():
        if name == "before":
            continue
        if name not in values.columns:
            raise BadInputError(
                Words("this column was announced and is not there", "cette colonne, annoncée, n’est pas là"),
                column=name,
                expected=Words(*[", ".join(["before", *values.columns])] * 2),
            )
        given.append((name, values.columns[name]))
    columns, names = [], []
    for name, column in given:
        known = np.isfinite(column) & kept
        if known.sum() > kept.sum() / 2 and np.ptp(column[known]) > 0:
            columns.append(np.where(np.isfinite(column), column, column[known].mean()))
            names.append(name)
    return (np.column_stack(columns), tuple(names)) if columns else (None, ())


def leading(sample: Sample, announced: str = "") -> tuple[str, tuple[Words, ...]]:
    """Say which estimate leads, and why.

    Parameters
    ----------
    sample : Sample
        The rows.
    announced : str
        Estimator announced before the vote, as in a registration; "" where none was.

    Returns
    -------
    str
        Its method.
    tuple of Words
        The reasons.

    Notes
    -----
    The one announced; else, where earlier results are known, the comparison within strata adjusted for them,
    with which power was promised; else the one that the draw calls for (`called_for`).
    """
    method, why = called_for(sample)
    if announced:
        said = Words("announced before the vote", "annoncé avant le vote")
        return ANNOUNCED[announced], (said,)
    if sample.covariates is None:
        return method, why
    own = Words(
        "earlier results are known: each stratum is compared with itself, adjusted for what its units did "
        "before, as when power was promised",
        "résultats passés connus\u00a0: chaque strate est comparée à elle-même, compte tenu du passé "
        "de ses unités, comme quand la puissance a été promise",
    )
    return "regression", (*why[:1], own)


def _chance(
    comparison: Comparison, adjusted: Sample, settings: Settings, weighting: Weighting
) -> tuple[Estimate, Distribution]:
    """Test by the design's own draws, and keep what they give."""
    seed = settings.seed
    chance = permutation_distribution(
        adjusted, draws=settings.permutations, seed=seed, weighting=weighting, redraw=comparison.redraw
    )
    test = estimate_by_draws(chance, adjusted, level=settings.level, seed=seed, weighting=weighting)
    return test, chance


def bins_of(chance: Distribution) -> list[dict[str, float]]:
    """Count the effects that chance alone gives, for the chart.

    Parameters
    ----------
    chance : Distribution
        Draws of the design.

    Returns
    -------
    list of dict
        start, end, count.
    """
    drawn = chance.drawn[:, 0]
    counts, edges = np.histogram(drawn[np.isfinite(drawn)], bins=BINS)
    return [
        {"start": float(a), "end": float(b), "count": int(n)}
        for a, b, n in zip(edges, edges[1:], counts, strict=False)
    ]


def to_plain(estimate: Estimate | None, **more: Any) -> dict[str, Any] | None:
    """Return an estimate as JSON values, with more said of it.

    Parameters
    ----------
    estimate : Estimate or None
        An estimate.
    **more : Any
        JSON values to add.

    Returns
    -------
    dict or None
        The estimate; None where there is none.
    """
    return None if estimate is None else {**estimate.to_dict(), **{k: plain(v) for k, v in more.items()}}
