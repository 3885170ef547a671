"""Scores of bureaux: from results to a ranked table with intervals and reasons."""

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.sparse import csr_array

from perron.errors import NoMatchError, ParameterError
from perron.stats.intervals import interval, top_probability
from perron.tables import REASONS, SCORES, Results
from perron.targeting.aligning import around_bureaux, touching
from perron.targeting.blocs import Blocs
from perron.targeting.elections import Election, election
from perron.targeting.factors import (
    Known,
    doors_per_hour,
    drawn_factors,
    middle_factors,
    unregistered_share,
)
from perron.targeting.forecast import Forecast
from perron.targeting.formulas import FACTORS, WEIGHTS, Factors
from perron.targeting.panel import Panel, make_panel
from perron.targeting.priors import Priors
from perron.targeting.profiles import covariates_of
from perron.targeting.reasons import explain
from perron.targeting.shares import forecast_turnout, forecast_votes, last_known
from perron.words import Words

Floats = NDArray[np.float64]
Objective = Literal["mobilisation", "persuasion", "both"]

OURS_AND_ALLIES: Final = ("ours", "ally")
"""Blocs counted as support."""


MOST_CELLS: Final = 40_000_000
FEWEST_DRAWS: Final = 300
"""Draws × bureaux held in memory at most (about 3 GB in all), and the draws kept whatever the bureaux."""


@dataclass(frozen=True, slots=True)
class Scores:
    """Scores of bureaux.

    Parameters
    ----------
    scores : polars.DataFrame
        Table `SCORES`, best first.
    reasons : polars.DataFrame
        Table `REASONS`.
    draws : ndarray of float32, shape (draws, n)
        Joint draws of `votes_per_hour`, in the order of `scores`.
    notes : tuple of Words
        What could not be computed, and why.
    """

    scores: pl.DataFrame
    reasons: pl.DataFrame
    draws: NDArray[np.float32]
    notes: tuple[Words, ...] = ()


def score_bureaux(
    results: Results,
    bureaux: pl.DataFrame | None,
    *,
    blocs: Blocs,
    profiles: pl.DataFrame | None = None,
    doors: pl.DataFrame | None = None,
    priors: Priors | None = None,
    objective: Objective = "both",
    weights: tuple[float, float] | None = None,
    coming: str | None = None,
    neighbours: pl.DataFrame | None = None,
    crew: int = 2,
    top: int = 50,
    draws: int = 2000,
    seed: int = 1,
) -> Scores:
    """Score bureaux in expected votes gained per volunteer-hour.

    Parameters
    ----------
    results : Results
        Results of past elections, all carried to the boundaries of `bureaux`.
    bureaux : polars.DataFrame or None
        Table `BUREAUX` (geometry may be absent); None takes the bureaux of the last election.
    blocs : Blocs
        Who is who.
    profiles : polars.DataFrame or None
        One row per bureau; the column `adults` (people of voting age) gives the registration score.
    doors : polars.DataFrame or None
        Columns bureau and minutes_per_door (walk included) where known; otherwise `priors.doors_per_hour`.
    priors : Priors or None
        Figures of the field; by default the published ones.
    objective : {"mobilisation", "persuasion", "both"}
        What `votes_per_hour` counts.
    weights : tuple of float or None
        Weights of mobilisation and persuasion, instead of those of the objective, 0 or more.
    coming : str or None
        Identifier of the coming election; by default one like the last, two years later.
    neighbours : polars.DataFrame or None
        Columns bureau and neighbour, each pair in both directions; by default found from the shapes, if any.
    crew : int
        Volunteers who knock together, 1 or more.
    top : int
        k of the probability of being among the first k.
    draws : int
        Draws, 100 or more; above 20,000 bureaux fewer are made (`MOST_CELLS`), 300 at least.
    seed : int
        Seed of the draws.

    Returns
    -------
    Scores
        The scores.

    Raises
    ------
    NoMatchError
        No result concerns these bureaux, or a choice has no bloc.
    ParameterError
        A parameter is outside its range.
    """
    _check(objective, draws, crew, weights)
    priors = priors or Priors()
    codes = None if bureaux is None else bureaux.get_column("bureau").to_list()
    panel = make_panel(results, blocs, codes)
    target = election(coming) if coming else like_last(panel)
    past = panel.before(target)
    around = around_bureaux(panel.bureaux, touching(bureaux) if neighbours is None else neighbours)
    covariates = covariates_of(profiles, panel.bureaux)
    turnout = forecast_turnout(past, target, around=around, covariates=covariates)
    support = _support(past, target, blocs, around)
    unregistered, notes = unregistered_share(panel, profiles)
    speed = doors_per_hour(panel, doors, priors.doors_per_hour.mean) / crew
    known = Known(past, turnout, support, unregistered, speed)
    middle = middle_factors(known, priors)
    count = min(draws, max(FEWEST_DRAWS, MOST_CELLS // max(len(panel.bureaux), 1)))
    drawn = drawn_factors(known, priors, count, np.random.default_rng(seed))
    mob, pers = weights or WEIGHTS[objective]
    gains = {name: drawn.product(name).astype(np.float32) for name in FACTORS}
    votes = np.float32(mob) * gains["mobilisation"] + np.float32(pers) * gains["persuasion"]
    gains["votes_per_hour"] = votes
    table = _table(panel, middle, drawn, gains=gains, weights=(mob, pers), top=top)
    table = table.with_columns(pl.Series("weak", turnout.weak | support.weak), _index_2012(past))
    table, order = _ranked(table, bureaux)
    reasons = explain(panel.bureaux, middle, last_known(panel.registered))
    notes = (*_unused(blocs, results), *notes)
    return Scores(SCORES.check(table), REASONS.check(reasons), votes[:, order], notes)


def _unused(blocs: Blocs, results: Results) -> tuple[Words, ...]:
    """Say which names of the blocs stand in no result."""
    lost = blocs.unused(results.votes.select("election", "choice", "nuance").unique().rows())
    if not lost:
        return ()
    some = "; ".join(f"{election} “{name}”" for election, name in lost)
    french = "\u202f; ".join(f"{election} «\u00a0{name}\u00a0»" for election, name in lost)
    return (
        Words(
            f"these names of the blocs stand in no result, are they misspelt? {some}",
            f"ces noms des blocs ne sont dans aucun résultat, une faute de frappe\u202f? {french}",
        ),
    )


def like_last(panel: Panel) -> Election:
    """Return an election of the same kind as the last one, two years later.

    Parameters
    ----------
    panel : Panel
        Past elections.

    Returns
    -------
    Election
        The election supposed to come.
    """
    last = panel.elections[-1]
    return Election(last.when + 2.0, f"{int(last.when) + 2}-{last.kind}", last.kind, last.round)


def _check(objective: str, draws: int, crew: int, weights: tuple[float, float] | None) -> None:
    bad = ""
    if objective not in WEIGHTS:
        bad = f"objective = {objective}"
    elif draws < 100:
        bad = f"draws = {draws}"
    elif crew < 1:
        bad = f"crew = {crew}"
    elif weights is not None and (min(weights) < 0 or max(weights) <= 0):
        bad = f"weights = {weights}"
    if bad:
        raise ParameterError(
            Words("a parameter is outside its range", "un paramètre est hors de ses bornes"), found=bad
        )


def _support(past: Panel, target: Election, blocs: Blocs, around: csr_array | None) -> Forecast:
    if not np.isfinite(past.blocs).any():
        names = ", ".join(e.name for e in past.elections)
        raise NoMatchError(
            Words("the blocs cover none of these elections", "les blocs ne couvrent aucune de ces élections"),
            file=blocs.file,
            found=names,
            expected=Words(
                ", ".join(blocs.elections) or "what `perron score --example-blocs` writes",
                ", ".join(blocs.elections) or "ce qu’écrit «\u00a0perron score --example-blocs\u00a0»",
            ),
        )
    found = forecast_votes(past, target, {"support": OURS_AND_ALLIES}, around=around)
    if "support" not in found:
        raise NoMatchError(
            Words("our bloc has no vote in these elections", "notre bloc n’a aucune voix à ces élections"),
            file=blocs.file,
        )
    return found["support"]


def _table(
    panel: Panel,
    middle: Factors,
    drawn: Factors,
    *,
    gains: dict[str, NDArray[np.float32]],
    weights: tuple[float, float],
    top: int,
) -> pl.DataFrame:
    columns: dict[str, Floats] = {}
    for name in ("turnout", "support", "intermittent"):
        _put(columns, name, getattr(middle, name), getattr(drawn, name))
    for name in ("mobilisation", "persuasion", "registration"):
        _put(columns, name, middle.product(name), gains[name])
    combined = weights[0] * middle.product("mobilisation") + weights[1] * middle.product("persuasion")
    _put(columns, "votes_per_hour", combined, gains["votes_per_hour"])
    columns["top"] = top_probability(gains["votes_per_hour"], top)
    people = last_known(panel.registered)
    keys = {"bureau": list(panel.bureaux), "registered": people.round().astype(np.int64)}
    return pl.DataFrame({**keys, **columns}).with_columns(pl.col(pl.Float64).fill_nan(None))


def _put(columns: dict[str, Floats], name: str, middle: Floats, drawn: NDArray[np.floating]) -> None:
    columns[name] = middle
    if np.isfinite(middle).any():
        columns[f"{name}_low"], columns[f"{name}_high"] = interval(drawn)
    else:
        columns[f"{name}_low"] = columns[f"{name}_high"] = middle


def _index_2012(past: Panel) -> pl.Series:
    """Return non-voters × bloc share, both at the last election that the blocs cover."""
    covered = np.flatnonzero(np.isfinite(past.blocs[:, :, 0]).any(axis=1))
    last = covered[-1]
    votes = past.votes(*OURS_AND_ALLIES)[last]
    with np.errstate(divide="ignore", invalid="ignore"):
        index = (1.0 - past.voters[last] / past.registered[last]) * votes / past.valid[last]
    return pl.Series("index_2012", index).fill_nan(None)


def _ranked(table: pl.DataFrame, bureaux: pl.DataFrame | None) -> tuple[pl.DataFrame, NDArray[np.int64]]:
    for name in ("name", "territory"):
        if bureaux is not None and name in bureaux.columns:
            table = table.join(bureaux.select("bureau", name), on="bureau", how="left", maintain_order="left")
        else:
            table = table.with_columns(pl.lit(None, dtype=pl.String).alias(name))
    table = table.with_row_index("_row").sort(
        ["votes_per_hour", "bureau"], descending=[True, False], nulls_last=True
    )
    n = table.height
    ranks = np.arange(n)
    classes = np.minimum(5 * ranks // max(n, 1), 4) + 1
    order = table.get_column("_row").cast(pl.Int64).to_numpy()
    return table.with_columns(pl.Series("rank", ranks + 1), pl.Series("priority", classes)), order
