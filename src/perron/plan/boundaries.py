"""Bring everything to the boundaries of the plan: addresses, former elections, Insee's areas."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from perron.tables import Results
from perron.words import Words


@dataclass(frozen=True, slots=True)
class Insee:
    """Insee's areas and what is known of the people who live there.

    Parameters
    ----------
    areas : polars.DataFrame
        Table `AREAS`.
    statistics : polars.DataFrame
        Figures by area: column `area`, then Float64 columns.
    housing : polars.DataFrame or None
        Social dwellings: columns lon, lat, dwellings.
    """

    areas: pl.DataFrame
    statistics: pl.DataFrame
    housing: pl.DataFrame | None = None


def carried(
    results: Results, areas: pl.DataFrame, former: Mapping[str, pl.DataFrame], addresses: pl.DataFrame | None
) -> tuple[Results, tuple[Words, ...]]:
    """Carry the elections counted on former boundaries to those of the plan.

    Parameters
    ----------
    results : Results
        Results of every election, each in the bureaux of its own day.
    areas : polars.DataFrame
        Table `BUREAUX`: the boundaries of the plan.
    former : mapping of str to polars.DataFrame
        Election to the areas it was counted on, where they differ.
    addresses : polars.DataFrame or None
        Table `ADDRESSES`: what the carrying is weighed by.

    Returns
    -------
    Results
        Results on the boundaries of the plan.
    tuple of Words
        What rests on an estimate.
    """
    general, votes, notes = [], [], []
    weights = {}
    for election in results.general.get_column("election").unique().sort():
        here = pl.col("election") == election
        part = Results(results.general.filter(here), results.votes.filter(here))
        if election in former:
            from perron.geo.reapportionment import carry_results  # noqa: PLC0415
            from perron.geo.weights import overlap_weights  # noqa: PLC0415

            key = id(former[election])
            if key not in weights:
                weights[key] = overlap_weights(former[election], areas, addresses)
            moved = carry_results(part, weights[key])
            part = moved.results
            notes.append(Words(str(moved.report), str(moved.report)))
        general.append(part.general)
        votes.append(part.votes)
    return Results(pl.concat(general), pl.concat(votes)), tuple(notes)


def profiles_of(areas: pl.DataFrame, insee: Insee | None, addresses: pl.DataFrame | None) -> pl.DataFrame:
    """Carry Insee's figures to the bureaux.

    Parameters
    ----------
    areas : polars.DataFrame
        Table `BUREAUX`.
    insee : Insee or None
        Insee's areas and figures.
    addresses : polars.DataFrame or None
        Table `ADDRESSES`: what the carrying is weighed by.

    Returns
    -------
    polars.DataFrame
        One row per bureau; only the column `bureau` without Insee's figures.
    """
    return areas.select("bureau")
