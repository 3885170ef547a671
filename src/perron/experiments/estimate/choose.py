"""Every estimate that applies to a comparison, and which one the design called for."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final

import numpy as np

from perron.errors import BadInputError, PerronError
from perron.experiments.estimate.anderson_rubin import anderson_rubin
from perron.experiments.estimate.blocked import KNOWN, blocked, precision_weighted, usable, within_blocks
from perron.experiments.estimate.cells import cells
from perron.experiments.estimate.clustered import cluster_robust
from perron.experiments.estimate.difference import difference_in_means, means
from perron.experiments.estimate.estimate import Estimate, plain
from perron.experiments.estimate.few import ANYONE, INTERVAL, by_draws, few_drawn, rare_treated
from perron.experiments.estimate.lin import lin
from perron.experiments.estimate.permutation import Weighting, permutation_test
from perron.experiments.estimate.regression import fixed_effects, regression
from perron.experiments.estimate.sample import Sample
from perron.experiments.estimate.two_stage import STRONG, two_stage
from perron.words import Words, number

Estimator = Callable[..., Estimate]

ESTIMATORS: Final[tuple[tuple[str, tuple[str, ...], Estimator], ...]] = (
    ("difference_in_means", (), difference_in_means),
    ("cluster_robust", ("clusters",), cluster_robust),
    ("blocked", ("blocks",), blocked),
    ("precision_weighted", ("blocks",), precision_weighted),
    ("fixed_effects", ("blocks",), fixed_effects),
    ("regression", ("covariates",), regression),
    ("lin", ("covariates",), lin),
    ("two_stage", ("received",), two_stage),
    ("anderson_rubin", ("received",), anderson_rubin),
)
"""Name, what the sample must have, and the function, in the order they are shown."""


REGISTERED: Final = Words(
    "the estimator registered before the results were known",
    "l’estimateur préenregistré, avant que les résultats soient connus",
)
FEW: Final = Words(
    "fewer than ten clusters in an arm: trust the permutations first",
    "moins de dix grappes dans un groupe\u00a0: croire d’abord les permutations",
)


UNEQUAL: Final = Words(
    "few clusters of unequal sizes in a stratum would bias the mean within it: one level for each stratum",
    "peu de grappes inégales dans une strate biaisent sa moyenne\u00a0: un niveau par strate",
)


@dataclass(frozen=True)
class Comparison:
    """All that is said of one arm against the control.

    Parameters
    ----------
    arm, control : str
        Names.
    called_for : str
        Method that the design called for.
    why : tuple of Words
        Why, in sentences.
    estimates : tuple of Estimate
        Every estimate that applies.
    not_given : dict of str to Words
        Methods that apply but could not be computed, and why.
    means : dict of str to float
        Mean of each arm, its rows and its clusters, as in `means`.
    """

    arm: str
    control: str
    called_for: str
    why: tuple[Words, ...]
    estimates: tuple[Estimate, ...]
    not_given: dict[str, Words]
    means: dict[str, float]

    def __getitem__(self, method: str) -> Estimate:
        return next(e for e in self.estimates if e.method == method)

    @property
    def main(self) -> Estimate:
        """The estimate that the design called for."""
        return self[self.called_for]

    def to_dict(self) -> dict[str, Any]:
        """Return the comparison as JSON values.

        Returns
        -------
        dict
            Every field.
        """
        return {
            "arm": self.arm,
            "control": self.control,
            "called_for": self.called_for,
            "why": [plain(words) for words in self.why],
            "estimates": [estimate.to_dict() for estimate in self.estimates],
            "not_given": plain(self.not_given),
            "means": plain(self.means),
        }


def estimate_all(
    sample: Sample,
    *,
    level: float = 0.95,
    permutations: int = 0,
    seed: int = 0,
    estimator: str = "",
    arm: str = "1",
    control: str = "0",
) -> Comparison:
    """Give every estimate that applies to a sample, and say which the design called for.

    Parameters
    ----------
    sample : Sample
        One arm against the control.
    level : float
        Level of the intervals, between 0 and 1.
    permutations : int
        Draws of randomisation inference; 0: none.
    seed : int
        Seed of these draws.
    estimator : str
        Method registered before the results ("difference", "blocked", "lin", "clustered", "two_stage", or a
        name of `ESTIMATORS`); empty: the one that the draw calls for.
    arm, control : str
        Names shown.

    Returns
    -------
    Comparison
        Estimates, the one called for, and why.

    Raises
    ------
    BadInputError
        The estimate that the design called for cannot be computed, or covariates cannot enter.
    """
    method, why = called_for(sample)
    if estimator:
        method, why = _registered(estimator, sample), (REGISTERED,)
    found: list[Estimate] = []
    missing: dict[str, Words] = {}
    for name, needs, function in ESTIMATORS:
        if any(getattr(sample, need) is None for need in needs):
            continue
        if name == "difference_in_means" and sample.clusters is not None:
            continue  # the same comparison comes next, with errors by cluster
        if name == "blocked" != method and _few_unequal(sample):
            missing[name] = UNEQUAL
            continue
        try:
            found.append(function(sample, level=level))
        except PerronError as error:
            if name in {method, "regression"}:  # covariates that cannot enter are the reader's to mend
                raise
            missing[name] = Words(error.text("en"), error.text("fr"))
    if permutations:
        try:
            weighting: Weighting = "precision" if method == "fixed_effects" else "size"
            again = partial(permutation_test, level=level, draws=permutations, seed=seed, weighting=weighting)
            found.append(again(sample))
            if few_drawn(sample) and not estimator:
                same = found[-1] if sample.covariates is None else again(replace(sample, covariates=None))
                before, found = found, [by_draws(e, same) if e.method == method else e for e in found]
                why = (*why, INTERVAL) if before != found else why
            why = (*why, ANYONE) if rare_treated(sample) else why
        except PerronError as error:
            missing["permutation"] = Words(error.text("en"), error.text("fr"))
    if method not in {estimate.method for estimate in found}:
        raise _not_applicable(method)
    arms = means(cells(sample, sample.assigned.astype(np.int64), 2))
    return Comparison(arm, control, method, (*why, *_of_visits(found)), tuple(found), missing, arms)


def _registered(estimator: str, sample: Sample) -> str:
    name = {"difference": "difference_in_means", "clustered": "cluster_robust"}.get(estimator, estimator)
    if name in {"difference_in_means", "cluster_robust"}:
        return "difference_in_means" if sample.clusters is None else "cluster_robust"
    return name


def _not_applicable(method: str) -> BadInputError:
    names = ", ".join(name for name, _, _ in ESTIMATORS)
    return BadInputError(
        Words(
            "the estimator that was registered does not apply to these data",
            "l’estimateur préenregistré ne s’applique pas à ces données",
        ),
        column="estimator",
        found=method,
        expected=Words(names, names),
    )


def called_for(sample: Sample) -> tuple[str, tuple[Words, ...]]:
    """Say which estimator the design called for, and why.

    Parameters
    ----------
    sample : Sample
        The rows.

    Returns
    -------
    method : str
        Name of the estimator.
    why : tuple of Words
        The reasons.

    Notes
    -----
    Analyse as drawn (Fisher 1935): strata that restricted the draw enter the estimate, clusters drawn whole
    enter the error. Covariates are no part of the draw: they sharpen, beside.
    """
    if sample.blocks is not None:
        return _for_blocks(sample)
    if sample.clusters is not None:
        return "cluster_robust", (_clusters(sample), FEW)[: 2 if _few(sample) else 1]
    return "difference_in_means", (
        Words(
            "no strata and no clusters: rows were drawn one by one, the arms' means are compared",
            "ni strates ni grappes\u00a0: lignes tirées une à une, on compare les moyennes des groupes",
        ),
    )


def _for_blocks(sample: Sample) -> tuple[str, tuple[Words, ...]]:
    found, alone = within_blocks(sample), False
    try:
        found = usable(found)
    except BadInputError:
        alone = True
    why = [
        Words(
            f"drawn within {len(found.effect)} strata: the arms are compared inside each",
            f"tirage dans {len(found.effect)} strates\u00a0: les groupes sont comparés dans chacune",
        )
    ]
    if sample.clusters is not None:
        why.append(_clusters(sample))
    if found.left_out:
        why.append(
            Words(
                f"{found.left_out} strata have too few units to compare and are left out"
                f" ({found.rows_left_out} rows)",
                f"{found.left_out} strates ont trop peu d’unités pour comparer et sont laissées de côté"
                f" ({found.rows_left_out} lignes)",
            )
        )
    if _few_unequal(sample):
        why.append(UNEQUAL)
        return "fixed_effects", tuple(why)
    if alone or (sample.clusters is not None and np.isnan(found.variance).any()):
        why.append(
            Words(
                "strata with a single unit in an arm give no error of their own: one level for each stratum",
                "des strates à une seule unité par groupe ne donnent pas leur erreur\u00a0: "
                "un niveau par strate",
            )
        )
        return "fixed_effects", tuple(why)
    why.append(
        Words("each stratum counts for its size", "chaque strate compte pour sa taille"),
    )
    return "blocked", tuple(why)


def _few_unequal(sample: Sample) -> bool:
    """Whether clusters of unequal sizes are few in an arm of a stratum: a ratio of few is biased."""
    if sample.clusters is None:
        return False
    sizes = np.bincount(sample.clusters, weights=sample.weights)
    return bool(np.ptp(sizes) > 0 and within_blocks(sample).arm_units.min() < KNOWN)


def _clusters(sample: Sample) -> Words:
    count = sample.cluster_count
    if sample.drawn_whole:
        return Words(
            f"{count} clusters were drawn whole: errors by cluster (CR2, Bell–McCaffrey degrees of freedom)",
            f"{count} grappes tirées entières\u00a0: erreurs par grappe "
            "(CR2, degrés de liberté de Bell–McCaffrey)",
        )
    return Words(
        f"{count} clusters are given, though the draw went through them: errors by cluster, to be cautious",
        f"{count} grappes sont données, bien que le tirage les traverse\u00a0: "
        "erreurs par grappe, par prudence",
    )


def _few(sample: Sample) -> bool:
    clusters = sample.clusters
    assert clusters is not None
    treated = len(np.unique(clusters[sample.treated]))
    return min(treated, len(np.unique(clusters[~sample.treated]))) < 10


def _of_visits(found: list[Estimate]) -> tuple[Words, ...]:
    first = next((e for e in found if e.method == "two_stage"), None)
    if first is None:
        return ()
    f = first.details["first_stage_f"]
    said = Words(
        "visits are known: the effect of being drawn comes first, that on the visited beside it "
        f"(F = {f:,.1f})",
        "visites connues\u00a0: l’effet d’être tiré vient d’abord, celui sur les personnes touchées à côté "
        f"(F = {number(f, 1)})",
    )
    if f >= STRONG:
        return (said,)
    return (
        said,
        Words(
            "F is under 104.7: read the Anderson–Rubin set rather than the 2SLS interval",
            "F est sous 104,7\u00a0: lire l’ensemble d’Anderson–Rubin plutôt que l’intervalle des 2MC",
        ),
    )
