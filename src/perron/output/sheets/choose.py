"""Which turfs are printed: those the plan sends someone to, best bureaux first."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import polars as pl

from perron.errors import NoMatchError
from perron.words import Words

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


def turfs_named(plan: "Plan", *, bureaux: Sequence[str] = (), turfs: Sequence[str] = ()) -> list[str]:
    """Return the turfs that a person asks for, by whole code or by its end ("1905", "1905-03").

    Parameters
    ----------
    plan : Plan
        A finished plan.
    bureaux : sequence of str
        Bureaux whose turfs are wanted.
    turfs : sequence of str
        Turfs wanted.

    Returns
    -------
    list of str
        Codes of turfs, in the order asked for, each once; the planned ones when nothing is asked for.

    Raises
    ------
    NoMatchError
        A name stands for no turf, or for several bureaux.
    """
    if not bureaux and not turfs:
        return planned_turfs(plan)
    found: list[str] = []
    for column, names in (("bureau", bureaux), ("turf", turfs)):
        codes = plan.turfs.get_column(column).unique(maintain_order=True).to_list()
        for name in names:
            code = _one(name, codes, column)
            found += plan.turfs.filter(pl.col(column) == code).get_column("turf").to_list()
    return list(dict.fromkeys(found))


def _one(name: str, codes: list[str], column: str) -> str:
    """Return the only code that a name stands for."""
    match = [code for code in codes if code == name] or [code for code in codes if code.endswith(f"_{name}")]
    if len(match) == 1:
        return match[0]
    missing = Words("no turf has this code", "aucun secteur n’a ce code")
    several = Words("several codes end like this: write the whole one", "plusieurs codes finissent ainsi")
    example = codes[0] if codes else "75056_1905-03"
    raise NoMatchError(
        several if match else missing, column=column, found=name, expected=Words(example, example)
    )
