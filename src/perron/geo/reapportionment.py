"""Carry results and figures from one boundary set to another."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from perron.errors import NoMatchError
from perron.geo.carry_report import CarryReport, report_on
from perron.geo.carrying import coded, general_of, origins_of, parts_of, shared_parts, votes_of
from perron.geo.weights import overlap_weights
from perron.tables import GENERAL, VOTES, Results
from perron.words import Words

__all__ = ["Carried", "CarryReport", "carry_counts", "carry_means", "carry_results", "overlap_weights"]


@dataclass(frozen=True, slots=True)
class Carried:
    """Results in the new bureaux, and how far they can be trusted.

    Parameters
    ----------
    results : Results
        Checked results by new bureau.
    report : CarryReport
        What was moved whole, estimated, not carried.
    """

    results: Results
    report: CarryReport


def carry_results(results: Results, weights: pl.DataFrame) -> Carried:
    """Carry results from old bureaux to new ones, in whole numbers, totals kept exactly.

    Each old bureau's registered electors are cut into disjoint parts: the votes of each choice, valid votes
    of no listed choice, blank, invalid and other ballots, abstainers. Each part is shared out over the new
    bureaux by largest remainder, and the parts are added up again; hence votes ≤ valid ≤ voters ≤ registered
    in every new bureau, and every total is that of the bureaux carried.

    Parameters
    ----------
    results : Results
        Checked results by old bureau, any number of elections.
    weights : polars.DataFrame
        Columns source, target, weight, basis, from `overlap_weights`.

    Returns
    -------
    Carried
        Results and report; bureaux without weights are in `report.not_carried`.

    Raises
    ------
    NoMatchError
        No bureau of the results has weights.
    InconsistentCountsError
        Counts of a bureau contradict each other.
    """
    common = results.general["bureau"].is_in(weights["source"].unique().implode())
    if len(common) and not common.any():
        raise NoMatchError(
            Words(
                "no bureau of the results is in the old boundary set",
                "aucun bureau des résultats n’est dans l’ancien découpage",
            ),
            found=", ".join(results.general["bureau"].head(3)),
            expected=Words(*[", ".join(weights["source"].unique().sort().head(3))] * 2),
        )
    results, weights = coded(results, weights)
    parts = parts_of(results).filter(pl.col("bureau").is_in(weights["source"].unique().implode()))
    shared = shared_parts(parts, weights)
    general = GENERAL.check(general_of(shared, results.general))
    votes = VOTES.check(votes_of(shared, results.votes))
    return Carried(Results(general, votes), report_on(results.general, weights, origins_of(shared)))


def carry_counts(frame: pl.DataFrame, weights: pl.DataFrame, columns: Sequence[str]) -> pl.DataFrame:
    """Carry counts, such as inhabitants or dwellings, to other areas.

    Parameters
    ----------
    frame : polars.DataFrame
        One row per source area, named in its column "area" or "bureau".
    weights : polars.DataFrame
        Columns source, target, weight.
    columns : sequence of str
        Counts to carry.

    Returns
    -------
    polars.DataFrame
        Columns bureau (the target) and those asked for, Float64, not rounded: the sum of the known counts
        times their weights; null where no source is known.
    """
    joined = _joined(frame, weights)
    shared = joined.select("target", *((pl.col(c) * pl.col("weight")).alias(c) for c in columns))
    return _added_up(shared)


def carry_means(
    frame: pl.DataFrame, weights: pl.DataFrame, columns: Sequence[str], population: str
) -> pl.DataFrame:
    """Carry means, such as income, to other areas: means weighted by the people each source sends.

    Parameters
    ----------
    frame : polars.DataFrame
        One row per source area, named in its column "area" or "bureau".
    weights : polars.DataFrame
        Columns source, target, weight.
    columns : sequence of str
        Means to carry. Carrying medians or quantiles this way is an approximation.
    population : str
        Column of the people (or dwellings) the means are over, 0 or more.

    Returns
    -------
    polars.DataFrame
        Columns bureau (the target) and the columns, Float64; null where no source with people is known.
    """
    joined = _joined(frame, weights)
    people = pl.col(population).fill_null(0) * pl.col("weight")
    over = [pl.when(pl.col(c).is_not_null()).then(people).alias(f"over {c}") for c in columns]
    shared = joined.select("target", *((pl.col(c) * people).alias(c) for c in columns), *over)
    whole = [pl.when(pl.col(f"over {c}") > 0).then(pl.col(f"over {c}")) for c in columns]
    return _added_up(shared).select(
        "bureau", *((pl.col(c) / of).alias(c) for c, of in zip(columns, whole, strict=True))
    )


def _added_up(shared: pl.DataFrame) -> pl.DataFrame:
    """Add columns up by target, row after row: the same sums to the last bit on any number of threads."""
    targets = shared.get_column("target").unique().sort()
    place = shared.get_column("target").replace_strict(targets, np.arange(len(targets))).to_numpy()
    columns = {"bureau": targets}
    for name in shared.columns[1:]:
        values = shared.get_column(name).cast(pl.Float64)
        known = np.bincount(place, weights=values.is_not_null().to_numpy(), minlength=len(targets))
        sums = np.bincount(place, weights=values.fill_null(0.0).to_numpy(), minlength=len(targets))
        columns[name] = pl.Series(name, np.where(known > 0, sums, np.nan)).fill_nan(None)
    return pl.DataFrame(columns)


def _joined(frame: pl.DataFrame, weights: pl.DataFrame) -> pl.DataFrame:
    key = "area" if "area" in frame.columns else "bureau"
    joined = weights.join(frame, left_on="source", right_on=key, how="inner")
    if joined.is_empty() and not frame.is_empty():
        raise NoMatchError(
            Words(
                "the figures and the areas have nothing in common",
                "les données et les zones n’ont rien en commun",
            ),
            found=", ".join(frame.get_column(key).head(3)),
        )
    return joined.sort("source", "target")
