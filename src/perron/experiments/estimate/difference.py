"""Difference in means: the estimate of a draw without strata, row by row."""

from math import sqrt

import numpy as np

from perron.experiments.estimate.cells import Cells, cells
from perron.experiments.estimate.clustered import cluster_robust
from perron.experiments.estimate.estimate import Estimate, t_estimate
from perron.experiments.estimate.sample import Sample
from perron.words import Words

LABEL = Words("Difference in means", "Différence des moyennes")


def difference_in_means(sample: Sample, *, level: float = 0.95) -> Estimate:
    """Compare the mean of those drawn to be treated with the mean of the control.

    Parameters
    ----------
    sample : Sample
        The rows; blocks are not looked at, and with clusters the error is CR2 (`cluster_robust`).
    level : float
        Level of the interval, between 0 and 1.

    Returns
    -------
    Estimate
        The difference, Neyman's error, Welch's degrees of freedom.

    Notes
    -----
    tau = m1 - m0, V = s1²/n1 + s0²/n0 (Neyman 1923, Statistical Science 5(4), 1990: never too small on
    average, and right when the effect is the same for all), df = V² / (V1²/(n1 - 1) + V0²/(n0 - 1)) (Welch
    1947, Biometrika 34). With weights, weighted means and HC2 variances, each arm's n - 1 replaced by the
    degrees of freedom of a weighted mean (`cells`).
    """
    if sample.clusters is not None:
        found = cluster_robust(sample, level=level)
        details = found.details | {"means": means(cells(sample, sample.assigned.astype(np.int64), 2))}
        return Estimate(
            **{**vars(found), "method": "difference_in_means", "label": LABEL, "details": details}
        )
    arms = cells(sample, sample.assigned.astype(np.int64), 2)
    total = float(arms.variance.sum())
    df = total**2 / float(np.sum(arms.variance**2 / arms.freedom)) if total > 0 else np.nan
    return t_estimate(
        "difference_in_means",
        LABEL,
        arms.mean[1] - arms.mean[0],
        sqrt(total),
        df,
        level=level,
        n=sample.n,
        clusters=sample.cluster_count,
        details={"means": means(arms), "estimand": estimand(sample)},
    )


def means(arms: Cells) -> dict[str, float]:
    """Return both arms' means and sizes, as details show them.

    Parameters
    ----------
    arms : Cells
        Control, then treated.

    Returns
    -------
    dict
        control, treated, n_control, n_treated, clusters_control, clusters_treated.
    """
    return {
        "control": float(arms.mean[0]),
        "treated": float(arms.mean[1]),
        "n_control": int(arms.rows[0]),
        "n_treated": int(arms.rows[1]),
        "clusters_control": int(arms.units[0]),
        "clusters_treated": int(arms.units[1]),
    }


def estimand(sample: Sample) -> Words:
    """Return what a plain comparison of the arms estimates.

    Parameters
    ----------
    sample : Sample
        The rows.

    Returns
    -------
    Words
        In words.
    """
    if sample.weights is None:
        return Words("average effect over rows", "effet moyen sur les lignes")
    return Words("average effect over rows, weighted", "effet moyen sur les lignes, pondéré")
