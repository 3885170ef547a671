"""Bureaux as units of an experiment, from past results alone."""

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
        unit, registered (last known), commune, territory, index_2012: non-voters × votes of ours and allies
        over voters at the last election that says both, 0 to 1; non-voters alone where no bloc is known.
        Units that were never counted are left out.

    Notes
    -----
    The index by which the campaign of 2012 ranked bureaux before drawing within strata (Pons 2018, American
    Economic Review 108(6)).
    """
    units = past.places.join(past.registered(), on="unit", maintain_order="left")
    told = past.covered or past.elections
    rows = past.table.filter(pl.col("election").is_in(told))
    share = (pl.col("ours") + pl.col("ally")) / pl.col("voters") if past.covered else pl.lit(1.0)
    index = (1.0 - pl.col("voters") / pl.col("registered")) * share
    last = (
        rows.filter((pl.col("registered") > 0) & (pl.col("voters") > 0))
        .with_columns(index_2012=index)
        .drop_nulls("index_2012")
        .group_by("unit", maintain_order=True)
        .agg(pl.col("index_2012").last())
    )
    known = units.filter(pl.col("registered") > 0)
    return known.join(last, on="unit", how="left", maintain_order="left").select(
        "unit", "registered", "commune", "territory", "index_2012"
    )
