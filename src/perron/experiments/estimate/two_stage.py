"""Effect of the visit on those it reached: two-stage least squares, the draw as instrument."""

from math import sqrt
from typing import Final

import numpy as np
from scipy import special

from perron.errors import BadInputError
from perron.experiments.estimate.clustered import NAMES
from perron.experiments.estimate.estimate import Estimate, t_estimate
from perron.experiments.estimate.linear import Fit, fit
from perron.experiments.estimate.robust import Kind, robust
from perron.experiments.estimate.sample import Floats, Sample
from perron.words import Words

STRONG: Final = 104.7
"""First-stage F under which the usual interval can miss more often than said (Lee et al. 2022)."""


def two_stage(sample: Sample, *, level: float = 0.95, kind: Kind = "CR2") -> Estimate:
    """Estimate the effect of being visited on those who are visited because the draw says so.

    Parameters
    ----------
    sample : Sample
        The rows, with `received`; covariates and blocks enter both stages.
    level : float
        Level of the interval, between 0 and 1.
    kind : {"CR0", "CR1", "CR1S", "CR2"}
        Correction of the error.

    Returns
    -------
    Estimate
        The ratio of the effect on the outcome to the effect on visits; details hold the first stage (share of
        compliers, its error and F) and the effect of the assignment.

    Raises
    ------
    BadInputError
        `received` is unknown, or the draw changed nothing of who was visited.

    Notes
    -----
    tau = (effect of z on y) / (effect of z on d): the average effect on compliers, if the draw acts through
    the visits alone and nobody is visited because of being drawn as a control (Angrist, Imbens & Rubin
    1996, JASA 91(434)). V as in `robust` with the second stage's design (d replaced by its projection) and
    residuals y - tau d. First stage F = t² of z with the same robust error; under 104.7 read the
    Anderson–Rubin interval instead (Lee, McCrary, Moreira & Porter 2022, doi:10.1257/aer.20211063).
    """
    stages = reduced_forms(sample)
    at = 0 if sample.blocks is not None else 1
    received = _received(sample)
    covariates = [] if sample.covariates is None else list(sample.covariates.T)
    predicted = received - stages.residuals[:, 1]
    _check_first(stages, at)
    fitted = fit(
        sample.outcome,
        [predicted, *covariates],
        ["received", *sample.names],
        blocks=sample.blocks,
        weights=sample.weights,
        actual=received,
    )
    found = robust(fitted, sample.clusters, kind=kind, wanted=(at,))
    return t_estimate(
        "two_stage",
        Words("On the visited (2SLS)", "Sur les personnes touchées (2MC)"),
        fitted.coefficients[at, 0],
        sqrt(found.covariance()[at, at]),
        found.df[at],
        level=level,
        n=sample.n,
        clusters=found.clusters,
        details={"errors": kind if sample.clusters is not None else NAMES[kind]}
        | _first_stage(sample, stages, at, kind),
    )


def reduced_forms(sample: Sample) -> Fit:
    """Regress both the outcome and the visits on the draw, covariates and blocks.

    Parameters
    ----------
    sample : Sample
        The rows, with `received`.

    Returns
    -------
    Fit
        Two outcomes: y, then d.
    """
    covariates = [] if sample.covariates is None else list(sample.covariates.T)
    return fit(
        np.column_stack([sample.outcome, _received(sample)]),
        [sample.assigned.astype(np.float64), *covariates],
        ["assigned", *sample.names],
        blocks=sample.blocks,
        weights=sample.weights,
    )


def _received(sample: Sample) -> Floats:
    if sample.received is None:
        raise BadInputError(
            Words("who was visited is not known", "on ne sait pas qui a été visité"), column="received"
        )
    return sample.received


def _check_first(stages: Fit, at: int) -> None:
    if abs(stages.coefficients[at, 1]) < 1e-12:
        raise BadInputError(
            Words(
                "the draw changed nothing of who was visited: no effect of visits can be told from it",
                "le tirage n’a rien changé aux visites\u00a0: on ne peut rien dire de leur effet",
            ),
            column="received",
            found=f"{stages.coefficients[at, 1]:.3g}",
        )


def _first_stage(sample: Sample, stages: Fit, at: int, kind: Kind) -> dict[str, object]:
    found = robust(stages, sample.clusters, kind=kind, wanted=(at,))
    share, error = float(stages.coefficients[at, 1]), sqrt(found.covariance(1)[at, at])
    f = (share / error) ** 2 if error > 0 else float("inf")
    df = float(found.df[at])
    treated, received = sample.treated, _received(sample)
    weights = sample.weights if sample.weights is not None else np.ones(sample.n)
    return {
        "compliers": share,
        "compliers_error": error,
        "first_stage_f": f,
        "first_stage_df": df,
        "first_stage_p": float(special.fdtrc(1.0, df, f)) if np.isfinite(f) and df > 0 else 0.0,
        "strong": bool(f >= STRONG),
        "received_treated": float(np.average(received[treated], weights=weights[treated])),
        "received_control": float(np.average(received[~treated], weights=weights[~treated])),
        "effect_of_assignment": float(stages.coefficients[at, 0]),
        "effect_of_assignment_error": sqrt(found.covariance(0)[at, at]),
    }
