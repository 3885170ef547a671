"""Turnout and blocs together: forecasts from a panel, made to agree with one another."""

from collections.abc import Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from perron.stats.scales import HALFWAY, share, shift_to_total
from perron.targeting.elections import Election
from perron.targeting.forecast import Forecast, forecast
from perron.targeting.panel import Panel

Floats = NDArray[np.float64]

TURNOUT_NOISE: Final = 0.6
VOTES_NOISE: Final = 1.0
"""Variance of the forecast's error against what the other elections leave unexplained: round figures that
give about nine outcomes in ten inside the intervals (docs/methods/backtest.md); lists change, so votes vary
more than turnout."""

LEAST_KEPT: Final = 0.02
"""Share of a part's own variance that adding up to one never takes away."""

SWING_NOISE: Final = 0.05
"""Variance per square of a bloc's swing over all bureaux: what falls or rises far does so unevenly."""


def forecast_turnout(
    panel: Panel,
    target: Election,
    *,
    total: float | None = None,
    around: csr_array | None = None,
    covariates: Floats | None = None,
) -> Forecast:
    """Forecast turnout, as a share of the registered.

    Parameters
    ----------
    panel : Panel
        Earlier elections.
    target : Election
        The coming election.
    total : float or None
        Turnout over all bureaux where known.
    around : csr_array or None
        Averages over neighbours.
    covariates : ndarray of float64, shape (c, n), or None
        Standardised figures of who lives there (`covariates_of`).

    Returns
    -------
    Forecast
        Turnout by bureau.
    """
    return forecast(
        panel.voters,
        panel.registered,
        panel.elections,
        target,
        noise=TURNOUT_NOISE,
        weights=last_known(panel.registered),
        total=total,
        around=around,
        covariates=covariates,
    )


def forecast_votes(
    panel: Panel,
    target: Election,
    blocs: Mapping[str, tuple[str, ...]],
    *,
    totals: Mapping[str, float] | None = None,
    around: csr_array | None = None,
) -> dict[str, Forecast]:
    """Forecast the shares of valid votes of some blocs, each added up from its parts.

    Parameters
    ----------
    panel : Panel
        Earlier elections, one at least with blocs.
    target : Election
        The coming election.
    blocs : mapping of str to tuple of str
        Blocs wanted, by name: each a tuple of `BLOCS`.
    totals : mapping of str to float or None
        Share of each part of the panel over all bureaux where known, between 0 and 1.
    around : csr_array or None
        Averages over neighbours.

    Returns
    -------
    dict of str to Forecast
        Forecast of each bloc; one that never had a vote is left out.
    """
    found = forecast_parts(panel, target, totals=totals, around=around)
    out = {}
    for name, wanted in blocs.items():
        members = [f for part, f in found.items() if part.partition("/")[0] in wanted]
        if members:
            out[name] = add_up(members, list(found.values()))
    return out


def add_up(parts: list[Forecast], whole: list[Forecast]) -> Forecast:
    """Add up forecasts of some parts of a whole.

    Parameters
    ----------
    parts : list of Forecast
        Parts that do not overlap, one at least.
    whole : list of Forecast
        All the parts, made to agree (`reconcile`).

    Returns
    -------
    Forecast
        Their sum. What some parts win, the others lose: with V the variance of the parts forecast alone
        and R that of the rest, the sum's is V R / (V + R), the covariance of the same projection.
    """
    p = np.clip(np.sum([f.mean() for f in parts], axis=0), 1e-4, 1 - 1e-4)
    alone, everything = (
        np.sum([(f.sd * f.mean() * (1 - f.mean())) ** 2 for f in some], axis=0) for some in (parts, whole)
    )
    kept = np.maximum(1.0 - alone / everything, LEAST_KEPT) if len(parts) < len(whole) else 1.0
    weak = np.logical_or.reduce([f.weak for f in parts])
    return Forecast(np.log(p / (1 - p)), np.sqrt(alone * kept) / (p * (1 - p)), weak)


def forecast_parts(
    panel: Panel,
    target: Election,
    *,
    totals: Mapping[str, float] | None = None,
    around: csr_array | None = None,
) -> dict[str, Forecast]:
    """Forecast the share of valid votes of each part of the panel; together they make up the whole.

    Parameters
    ----------
    panel : Panel
        Earlier elections, one at least with blocs.
    target : Election
        The coming election.
    totals : mapping of str to float or None
        Share of each part over all bureaux where known, between 0 and 1.
    around : csr_array or None
        Averages over neighbours.

    Returns
    -------
    dict of str to Forecast
        Forecast of each part; a part that never had a vote is left out.
    """
    people = last_known(panel.valid)
    found: dict[str, Forecast] = {}
    sums: dict[str, float] = {}
    for place, name in enumerate(panel.parts):
        votes = panel.blocs[:, :, place]
        told = np.nan_to_num(votes).sum(axis=1) > 0
        total = None if totals is None else totals.get(name, 0.0)
        if not told.any() or total == 0.0:
            continue
        elections = tuple(e for e, t in zip(panel.elections, told, strict=True) if t)
        found[name] = forecast(
            votes[told],
            panel.valid[told],
            elections,
            target,
            noise=VOTES_NOISE,
            weights=people,
            total=total,
            around=around,
            scale=HALFWAY,
            swing_noise=SWING_NOISE,
        )
        mean = found[name].mean()
        sums[name] = float(mean @ people / max(people.sum(), 1.0)) if total is None else total
    whole = sum(sums.values())
    return reconcile(found, {n: s / whole for n, s in sums.items()}, people)


def reconcile(
    parts: dict[str, Forecast], totals: dict[str, float], people: Floats, *, rounds: int = 40
) -> dict[str, Forecast]:
    """Make forecasts of parts add up to one in each bureau, and to their totals over all bureaux.

    Parameters
    ----------
    parts : dict of str to Forecast
        Forecasts made one by one.
    totals : dict of str to float
        Share of each part over all bureaux; they add up to 1.
    people : ndarray of float64, shape (n,)
        Valid votes by bureau.
    rounds : int
        Times the two conditions are imposed in turn, at most; they stop once shares add up within 1e-4.

    Returns
    -------
    dict of str to Forecast
        Forecasts that agree; the least sure gives way most.

    Notes
    -----
    The misfit of a bureau is shared out in proportion to the variances, which is the minimum-variance
    projection (Wickramasuriya, Athanasopoulos & Hyndman 2019) for independent errors. The
    standard deviations returned are those of the parts alone; `add_up` draws the consequences.
    """
    if len(parts) < 2:
        return parts
    names = list(parts)
    p = np.array([parts[n].mean() for n in names])
    variance = np.array([(parts[n].sd * m * (1 - m)) ** 2 for n, m in zip(names, p, strict=True)])
    give = variance / variance.sum(axis=0)
    weights = people if people.sum() > 0 else np.ones(len(people))
    odds = np.zeros_like(p)
    for _ in range(rounds):
        misfit = p.sum(axis=0) - 1.0
        p = np.clip(p - give * misfit, 1e-4, 1 - 1e-4)
        for i, name in enumerate(names):
            odds[i] = np.log(p[i] / (1 - p[i]))
            odds[i] += shift_to_total(odds[i], weights, totals[name])
        p = share(odds)
        if np.abs(p.sum(axis=0) - 1.0).max() < 1e-4:
            break
    return {n: Forecast(odds[i], parts[n].sd, parts[n].weak) for i, n in enumerate(names)}


def last_known(table: Floats) -> Floats:
    """Return the last known value of each column.

    Parameters
    ----------
    table : ndarray of float64, shape (m, n)
        Values by election and bureau, NaN where unknown.

    Returns
    -------
    ndarray of float64, shape (n,)
        Last known values, 0 where none is.
    """
    out = np.zeros(table.shape[1])
    for row in table:
        out = np.where(np.isfinite(row), row, out)
    return out
