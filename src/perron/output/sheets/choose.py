"""Which turfs are printed: those the plan sends someone to, best bureaux first."""

from typing import TYPE_CHECKING, Final

import polars as pl

if TYPE_CHECKING:
    from perron.plan import Plan


DEFAULT_SHEETS: Final = 400
"""Most turfs printed with a plan unless told otherwise: about 1,200 pages."""


def planned_turfs(plan: "Plan") -> list[str]:
    """Return the turfs that the allocation gives an outing to, best bureaux first.

    Without an allocation (or one that gives nothing), every turf is returned.

    Parameters
    ----------
    plan : Plan
        A finished plan.

    Returns
    -------
    list of str
        Codes of turfs.
    """
    if plan.turfs.is_empty():
        return []
    ranked = plan.turfs.join(plan.scores.select("bureau", "rank"), on="bureau", how="left")
    ranked = ranked.sort("rank", "turf", nulls_last=True)
    given = ranked.filter(_given(ranked, plan.allocation))
    return (ranked if given.is_empty() else given).get_column("turf").to_list()


def _given(turfs: pl.DataFrame, allocation: pl.DataFrame) -> pl.Series:
    """Tell which turfs get an outing: as the turfs say, or the first of each bureau as its outings allow."""
    if "outings" in turfs.columns and turfs.get_column("outings").null_count() < len(turfs):
        return turfs.get_column("outings").fill_null(0) > 0
    if allocation.is_empty():
        return pl.Series([True] * len(turfs))
    outings = turfs.select("bureau").join(
        allocation.select("bureau", pl.col("outings").alias("given")),
        on="bureau",
        how="left",
        maintain_order="left",
    )
    place = turfs.select(pl.int_range(pl.len()).over("bureau")).to_series()
    return place < outings.get_column("given").fill_null(0)
