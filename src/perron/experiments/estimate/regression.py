"""Regression with covariates or block levels: what a table of coefficients would show."""

from perron.experiments.estimate.clustered import of_regression
from perron.experiments.estimate.estimate import Estimate
from perron.experiments.estimate.robust import Kind
from perron.experiments.estimate.sample import Sample
from perron.words import Words


def regression(sample: Sample, *, level: float = 0.95, kind: Kind = "CR2") -> Estimate:
    """Regress the outcome on the arm and the covariates, blocks as free levels where there are any.

    Parameters
    ----------
    sample : Sample
        The rows.
    level : float
        Level of the interval, between 0 and 1.
    kind : {"CR0", "CR1", "CR1S", "CR2"}
        Correction of the error (HC0, HC0, HC1, HC2 without clusters).

    Returns
    -------
    Estimate
        The coefficient of the arm.

    Notes
    -----
    y = a_b + tau z + x beta + e by (weighted) least squares. With different shares treated and effects that
    vary with x it need not be better than the plain difference (Freedman 2008, Advances in Applied
    Mathematics 40); `lin` cures that.
    """
    label = Words("Regression with covariates", "Régression avec covariables")
    return of_regression(
        sample,
        "regression",
        label,
        level=level,
        kind=kind,
        with_covariates=True,
        with_blocks=sample.blocks is not None,
    )


def fixed_effects(sample: Sample, *, level: float = 0.95, kind: Kind = "CR2") -> Estimate:
    """Regress the outcome on the arm with one free level for each block.

    Parameters
    ----------
    sample : Sample
        The rows, with blocks.
    level : float
        Level of the interval, between 0 and 1.
    kind : {"CR0", "CR1", "CR1S", "CR2"}
        Correction of the error.

    Returns
    -------
    Estimate
        The coefficient of the arm; details["estimand"] says what it averages.

    Notes
    -----
    tau = sum_b h_b tau_b / sum_b h_b, h_b = n_b p_b (1 - p_b), p_b the share treated of block b: blocks drawn
    half and half count most (Angrist 1998, Econometrica 66(2)). The same as `blocked` where the share is the
    same in all blocks; needs no variance within blocks, so that one control in a stratum is enough.
    """
    label = Words("Within strata (fixed effects)", "Dans les strates (effets fixes)")
    found = of_regression(sample, "fixed_effects", label, level=level, kind=kind, with_blocks=True)
    found.details["estimand"] = Words(
        "effect averaged over blocks, those drawn half and half counting most: n p (1 - p)",
        "effet moyen sur les strates, celles tirées moitié-moitié comptant le plus\u00a0: n p (1 - p)",
    )
    return found
