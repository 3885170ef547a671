"""Bureaux as units of an experiment, from past results alone."""

from collections.abc import Sequence

import polars as pl

from perron.evaluation.history import History


def units_of(past: History) -> pl.DataFrame:
    """Return the units that past results know, ranked as in 2012.

    Parameters
    ----------
    past : History
        Past results.

    Returns
    -------
    polars.DataFrame
        unit, registered (last known), commune, territory, index_2012; units never counted are left out.
    """
    known = past.places.join(past.registered(), on="unit", maintain_order="left")
    index = index_2012(past, past.elections)
    return (
        known.join(index, on="unit", maintain_order="left")
        .filter(pl.col("registered") > 0)
        .select("unit", "registered", "commune", "territory", "index_2012")
    )


def index_2012(past: History, elections: Sequence[str]) -> pl.DataFrame:
    """Return the index by which the campaign of 2012 ranked bureaux.

    Parameters
    ----------
    past : History
        Past results.
    elections : sequence of str
        Elections that may be used: the last of them that each unit has.

    Returns
    -------
    polars.DataFrame
        unit and index_2012, in the order of `past.places`: non-voters over registered × votes of ours and
        allies over voters, 0 to 1; without the second factor where no bloc is known; null where never
        counted.

    Notes
    -----
    Pons 2018, American Economic Review 108(6): bureaux ranked by it, then drawn within strata of five.
    """
    told = [name for name in elections if name in past.covered]
    share = (pl.col("ours") + pl.col("ally")) / pl.col("voters") if told else pl.lit(1.0)
    last = (
        past.table.filter(pl.col("election").is_in(told or list(elections)))
        .filter((pl.col("registered") > 0) & (pl.col("voters") > 0))
        .with_columns(index_2012=(1.0 - pl.col("voters") / pl.col("registered")) * share)
        .drop_nulls("index_2012")
        .group_by("unit", maintain_order=True)
        .agg(pl.col("index_2012").last())
    )
    return past.places.select("unit").join(last, on="unit", how="left", maintain_order="left")
