"""Backtest: forecast a past election from the earlier ones, and compare with what happened.

Of the target, the forecasts know its date, its kind and its totals over all bureaux; nothing by bureau.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.sparse import csr_array

from perron.errors import NoMatchError
from perron.stats.accuracy import coverage, mean_absolute_error, rank_correlation, top_capture
from perron.targeting.baselines import baselines
from perron.targeting.blocs import BLOCS
from perron.targeting.elections import Election, election
from perron.targeting.forecast import Forecast
from perron.targeting.panel import Panel
from perron.targeting.shares import forecast_turnout, forecast_votes
from perron.words import Words

Floats = NDArray[np.float64]

PERRON: Final = "perron"
INDEX: Final = "non_voters_x_support"
FEWEST: Final = 0.5
"""Share of the bureaux below which a comparison is left out."""


@dataclass(frozen=True, slots=True)
class _Test:
    """A panel, the target in it, and what the forecasts may use."""

    panel: Panel
    past: Panel
    target: Election
    here: int
    around: csr_array | None
    covariates: Floats | None


@dataclass(frozen=True, slots=True)
class Quantity:
    """One thing forecast: its counts, its forecast, its total.

    Parameters
    ----------
    name : str
        "turnout", or a bloc.
    successes, trials : ndarray of float64, shape (m, n)
        Counts of the earlier elections.
    outcome : ndarray of float64, shape (n,)
        What happened; NaN where unknown.
    total : float
        Share over all bureaux at the target.
    forecast : Forecast
        Ours.
    """

    name: str
    successes: Floats
    trials: Floats
    outcome: Floats
    total: float
    forecast: Forecast


def backtest(
    panel: Panel,
    target: str,
    *,
    around: csr_array | None = None,
    covariates: Floats | None = None,
) -> pl.DataFrame:
    """Forecast a past election from the earlier ones and measure the errors, ours and simpler ones'.

    Parameters
    ----------
    panel : Panel
        Results on one set of boundaries, the target among them.
    target : str
        Identifier of the election to forecast.
    around : csr_array or None
        Averages over neighbours.
    covariates : ndarray of float64, shape (c, n), or None
        Standardised profiles.

    Returns
    -------
    polars.DataFrame
        Columns quantity, method ("perron" or an earlier election), swing, role ("last", "same kind", both or
        ""), bureaux, mae (points), rank (Spearman), top_decile (share of the true top tenth found; for
        turnout, of abstention), coverage (of the 90 % interval; ours only). Best first within each quantity.

    Raises
    ------
    NoMatchError
        The target is not among the results, or nothing comes before it.
    """
    wanted = election(target)
    names = [e.name for e in panel.elections]
    past = panel.before(wanted)
    if wanted.name not in names or not past.elections:
        raise NoMatchError(
            Words("no such election to forecast from earlier ones", "pas de telle élection à prévoir"),
            found=target,
            expected=Words(", ".join(names[1:]), ", ".join(names[1:])),
        )
    test = _Test(panel, past, wanted, names.index(wanted.name), around, covariates)
    things = [_turnout(test), *_blocs(test)]
    rows = [row for thing in things for row in _rows(thing, past, wanted)]
    rows += _index_rows(things, past)
    schema = {"role": pl.String, "swing": pl.String, "coverage": pl.Float64}
    table = pl.DataFrame(rows, schema_overrides=schema)
    place = {t.name: i for i, t in enumerate(things)}
    order = pl.col("quantity").replace_strict(place, default=len(place), return_dtype=pl.Int64)
    return table.sort(order, "mae", pl.col("rank").neg(), nulls_last=True)


def _turnout(test: _Test) -> Quantity:
    voters, registered = test.panel.voters[test.here], test.panel.registered[test.here]
    total = _total(voters, registered)
    ours = forecast_turnout(
        test.past, test.target, total=total, around=test.around, covariates=test.covariates
    )
    outcome = _share(voters, registered)
    return Quantity("turnout", test.past.voters, test.past.registered, outcome, total, ours)


def _blocs(test: _Test) -> list[Quantity]:
    if not np.isfinite(test.panel.blocs[test.here]).any() or not np.isfinite(test.past.blocs).any():
        return []
    past, here = test.past, test.here
    valid = test.panel.valid[here]
    totals = {p: _total(test.panel.blocs[here][:, i], valid) for i, p in enumerate(test.panel.parts)}
    wanted = {name: (name,) for name in BLOCS} | {"support": ("ours", "ally")}
    forecasts = forecast_votes(past, test.target, wanted, totals=totals, around=test.around)
    if not {"ours", "ally"} <= set(forecasts):
        forecasts.pop("support", None)
    found = []
    for name, ours in forecasts.items():
        votes = test.panel.votes(*wanted[name])[here]
        counts = past.votes(*wanted[name])
        outcome, total = _share(votes, valid), _total(votes, valid)
        found.append(Quantity(name, counts, past.valid, outcome, total, ours))
    return found


def _rows(thing: Quantity, past: Panel, target: Election) -> list[dict[str, object]]:
    known = np.isfinite(thing.outcome)
    low, high = thing.forecast.interval()
    ours = _measures(thing.name, thing.forecast.mean(), thing.outcome, known)
    inside = coverage(low[known], high[known], thing.outcome[known])
    rows: list[dict[str, object]] = [
        {"quantity": thing.name, "method": PERRON, "swing": "", "role": "", **ours, "coverage": inside}
    ]
    for simple in baselines(thing.successes, thing.trials, past.elections, target, thing.total):
        both = known & np.isfinite(simple.share)
        if both.sum() < FEWEST * known.sum():
            continue
        roles = [n for n, is_so in (("last", simple.last), ("same kind", simple.same_kind)) if is_so]
        measures = _measures(thing.name, simple.share, thing.outcome, both)
        row = {"quantity": thing.name, "method": simple.election, "swing": simple.swing}
        rows.append({**row, "role": ", ".join(roles), **measures, "coverage": None})
    return rows


def _measures(name: str, forecast: Floats, outcome: Floats, known: NDArray[np.bool_]) -> dict[str, object]:
    sign = -1.0 if name == "turnout" else 1.0
    f, y = forecast[known], outcome[known]
    return {
        "bureaux": int(known.sum()),
        "mae": 100.0 * mean_absolute_error(f, y),
        "rank": rank_correlation(f, y),
        "top_decile": top_capture(sign * f, sign * y),
    }


def _index_rows(things: list[Quantity], past: Panel) -> list[dict[str, object]]:
    """Compare rankings by non-voters × support: ours, and the 2012 index of each earlier election."""
    named = {t.name: t for t in things}
    bloc = named.get("support") or named.get("ours")
    if bloc is None:
        return []
    turnout = named["turnout"]
    outcome = (1.0 - turnout.outcome) * bloc.outcome
    ours = (1.0 - turnout.forecast.mean()) * bloc.forecast.mean()
    told = np.flatnonzero(np.nansum(bloc.successes, axis=1) > 0)
    rankings = [(PERRON, "", ours)]
    for i in told:
        away = 1.0 - _share(past.voters[i], past.registered[i])
        role = "last" if i == told[-1] else ""
        rankings.append((past.elections[i].name, role, away * _share(bloc.successes[i], bloc.trials[i])))
    rows: list[dict[str, object]] = []
    for method, role, values in rankings:
        both = np.isfinite(outcome) & np.isfinite(values)
        measures = {**_measures(INDEX, values, outcome, both), "mae": None}
        swing = "" if method == PERRON else "index 2012"
        row = {"quantity": INDEX, "method": method, "swing": swing, "role": role}
        rows.append({**row, **measures, "coverage": None})
    return rows


def _share(successes: Floats, trials: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        out: Floats = np.where(trials > 0, successes / trials, np.nan)
    return out


def _total(successes: Floats, trials: Floats) -> float:
    known = np.isfinite(successes) & np.isfinite(trials)
    return float(successes[known].sum() / max(float(trials[known].sum()), 1.0))
