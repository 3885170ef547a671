"""Cluster-robust comparison: CR0 to CR2, with Bell–McCaffrey degrees of freedom."""

from math import sqrt

from perron.experiments.estimate.estimate import Estimate, t_estimate
from perron.experiments.estimate.linear import fit
from perron.experiments.estimate.robust import Kind, robust
from perron.experiments.estimate.sample import Sample
from perron.words import Words

NAMES: dict[str, str] = {"CR0": "HC0", "CR1": "HC0", "CR1S": "HC1", "CR2": "HC2"}
"""What each correction is called where every row stands alone."""


def cluster_robust(sample: Sample, *, level: float = 0.95, kind: Kind = "CR2") -> Estimate:
    """Compare the arms, with errors that let rows of one cluster go together.

    Parameters
    ----------
    sample : Sample
        The rows; blocks are not looked at (see `fixed_effects`).
    level : float
        Level of the interval, between 0 and 1.
    kind : {"CR0", "CR1", "CR1S", "CR2"}
        CR0 is Liang & Zeger's, too small with few clusters; CR1 multiplies by G/(G - 1), CR1S (Stata) also by
        (n - 1)/(n - p); CR2 is unbiased under its working model. Without clusters: HC0, HC1, HC2.

    Returns
    -------
    Estimate
        The difference in means, its robust error, Satterthwaite degrees of freedom.

    Notes
    -----
    See `robust` for the formula; Bell & McCaffrey 2002 (Survey Methodology 28(2)), Imbens & Kolesár 2016
    (doi:10.1162/REST_a_00552), Pustejovsky & Tipton 2018 (doi:10.1080/07350015.2016.1247004). Liang & Zeger
    1986 (Biometrika 73) for CR0.
    """
    return of_regression(
        sample,
        "cluster_robust",
        Words("Difference, errors by cluster", "Différence, erreurs par grappe"),
        level=level,
        kind=kind,
    )


def of_regression(
    sample: Sample,
    method: str,
    label: Words,
    *,
    level: float,
    kind: Kind = "CR2",
    with_covariates: bool = False,
    with_blocks: bool = False,
) -> Estimate:
    """Regress the outcome on the arm, covariates and blocks, and return the arm's coefficient.

    Parameters
    ----------
    sample : Sample
        The rows.
    method : str
        As in `Estimate`.
    label : Words
        As in `Estimate`.
    level : float
        Level of the interval, between 0 and 1.
    kind : {"CR0", "CR1", "CR1S", "CR2"}
        Correction.
    with_covariates, with_blocks : bool
        Whether they enter.

    Returns
    -------
    Estimate
        The coefficient of the arm.
    """
    columns, names = [sample.assigned.astype(float)], ["assigned"]
    if with_covariates and sample.covariates is not None:
        columns += list(sample.covariates.T)
        names += sample.names
    blocks = sample.blocks if with_blocks else None
    fitted = fit(sample.outcome, columns, names, blocks=blocks, weights=sample.weights)
    at = 0 if blocks is not None else 1
    found = robust(fitted, sample.clusters, kind=kind, wanted=(at,))
    details = {
        "errors": kind if sample.clusters is not None else NAMES[kind],
        "coefficients": dict(zip(fitted.names, fitted.coefficients[:, 0].tolist(), strict=True)),
    }
    return t_estimate(
        method,
        label,
        fitted.coefficients[at, 0],
        sqrt(found.covariance()[at, at]),
        found.df[at],
        level=level,
        n=sample.n,
        clusters=found.clusters,
        details=details,
    )
