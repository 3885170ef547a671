"""Why a bureau stands where it stands: its gap to the average bureau, factor by factor."""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from perron.tables import REASONS
from perron.targeting.formulas import FACTORS, Factors

Floats = NDArray[np.float64]


def explain(bureaux: tuple[str, ...], factors: Factors, people: Floats) -> pl.DataFrame:
    """Split each score's gap to the average bureau into the effects of its factors.

    Parameters
    ----------
    bureaux : tuple of str, length n
        Codes.
    factors : Factors
        Factors by bureau, arrays of shape (n,).
    people : ndarray of float64, shape (n,)
        Registered electors, for the averages.

    Returns
    -------
    polars.DataFrame
        Columns of `REASONS`: effects add up exactly to score - score of the average bureau. A score that is
        not known has no reasons. The balance of a bureau is shown by our support there, which people can
        read; its effect is that of the factor.
    """
    parts = []
    for score, names in FACTORS.items():
        values = np.array([np.broadcast_to(getattr(factors, n), people.shape) for n in names])
        known = np.isfinite(values).all(axis=0)
        if not known.any():
            continue
        weights = np.where(people[known] > 0, people[known], 1e-9)
        average = np.average(values[:, known], axis=1, weights=weights)
        effects = log_mean_effects(values[:, known], average)
        kept = [b for b, k in zip(bureaux, known, strict=True) if k]
        for row, name in enumerate(names):
            if np.ptp(values[row, known]) == 0.0:
                continue
            shown = np.asarray(factors.support if name == "balance" else values[row])
            parts.append(
                pl.DataFrame(
                    {
                        "bureau": kept,
                        "score": [score] * len(kept),
                        "factor": [name] * len(kept),
                        "value": shown[known],
                        "average": np.full(len(kept), np.average(shown[known], weights=weights)),
                        "effect": effects[row],
                    }
                )
            )
    return pl.concat([pl.DataFrame(schema=REASONS.schema()), *parts])


def log_mean_effects(values: Floats, average: Floats) -> Floats:
    """Split the gap between two products into one effect per factor, without remainder.

    Parameters
    ----------
    values : ndarray of float64, shape (f, n)
        Factors by bureau, 0 or more.
    average : ndarray of float64, shape (f,)
        Factors of the average bureau, above 0.

    Returns
    -------
    ndarray of float64, shape (f, n)
        Effects; their sum over factors is prod(values) - prod(average).

    Notes
    -----
    Logarithmic mean Divisia decomposition (LMDI-I; Ang 2004, Energy Policy 32): effect of x = L(y, y0)
    ln(x / x0) with L(y, y0) = (y - y0) / ln(y / y0), L(y, y) = y. A zero factor is replaced by 1e-12 of
    the average, the limit Ang & Liu (2007) prove convergent.
    """
    base = average[:, None]
    sign = np.where(base == 0.0, 1.0, base)
    ratio = np.maximum(values / sign, 1e-12)
    logs = np.log(ratio)
    whole = logs.sum(axis=0)
    start = float(np.prod(average))
    gap = np.prod(values, axis=0) - start
    same = np.abs(whole) < 1e-9
    mean = np.where(same, start, gap / np.where(same, 1.0, whole))
    out: Floats = mean * logs
    return out
