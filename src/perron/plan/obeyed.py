"""A sealed draw in a plan: bureaux left alone by it, addresses that nobody walks to."""

import polars as pl

from perron.experiments import hold_out
from perron.plan.choices import Choices


def drawn_for(scores: pl.DataFrame, choices: Choices, drawn: pl.DataFrame | None) -> pl.DataFrame:
    """Return who is left alone: by the sealed draw where there is one, else by the seed of the plan.

    Parameters
    ----------
    scores : polars.DataFrame
        Columns bureau and votes_per_hour.
    choices : Choices
        Decisions; hold-out and seed count where no draw is given.
    drawn : polars.DataFrame or None
        A sealed draw: columns bureau, held_out, stratum.

    Returns
    -------
    polars.DataFrame
        Columns bureau, held_out, stratum, in the order of `scores`. A bureau that the draw does not know is
        visited, in a stratum of its own kind: the one after the last.
    """
    if drawn is None:
        return hold_out(scores, choices.holdout, choices.seed)
    last = drawn.get_column("stratum").max() if drawn.height else None
    beyond = int(last) + 1 if isinstance(last, int) else 0
    known = drawn.select("bureau", "held_out", pl.col("stratum").cast(pl.Int32))
    return (
        scores.select("bureau")
        .join(known, on="bureau", how="left", maintain_order="left")
        .with_columns(pl.col("held_out").fill_null(value=False), pl.col("stratum").fill_null(beyond))
    )


def walked_stops(stops: pl.DataFrame, spared: pl.DataFrame | None) -> pl.DataFrame:
    """Take off the stops of addresses left alone; the doors of the others stay what they were.

    Parameters
    ----------
    stops : polars.DataFrame
        Table `STOPS`, doors estimated over every address.
    spared : polars.DataFrame or None
        Columns bureau and address: who is left alone by a draw below bureaux.

    Returns
    -------
    polars.DataFrame
        Table `STOPS`, of the addresses that are walked to.
    """
    if spared is None or spared.is_empty():
        return stops
    return stops.join(
        spared.select("bureau", "address"), on=["bureau", "address"], how="anti", maintain_order="left"
    )
