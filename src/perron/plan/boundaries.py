"""Bring everything to the boundaries of the plan: addresses, former elections, Insee's areas."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from perron.errors import NoMatchError
from perron.geo.reapportionment import carry_results, overlap_weights
from perron.tables import Results
from perron.targeting import build_profiles, quartiers_populaires
from perron.words import Words, number


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
    elections = results.general.get_column("election").unique().sort()
    _check_elections(elections.to_list(), former, areas)
    weights: dict[int, pl.DataFrame] = {}
    parts: list[Results] = []
    notes: list[Words] = []
    for election in elections:
        here = pl.col("election") == election
        part = Results(results.general.filter(here), results.votes.filter(here))
        if election in former:
            there = former[election]
            if id(there) not in weights:
                weights[id(there)] = overlap_weights(there, areas, addresses)
            moved = carry_results(part, weights[id(there)])
            part = moved.results
            notes += moved.report.notes()
        parts.append(part)
    general = pl.concat([part.general for part in parts])
    votes = pl.concat([part.votes for part in parts])
    return Results(general, votes), (*notes, *_without_area(general, areas))


def _check_elections(elections: list[str], former: Mapping[str, pl.DataFrame], areas: pl.DataFrame) -> None:
    if not elections:
        some = ", ".join(areas.get_column("bureau").head(3)) + "…"
        raise NoMatchError(
            Words("no result concerns these bureaux", "aucun résultat ne concerne ces bureaux"),
            expected=Words(f"results of {some}", f"les résultats de {some}"),
        )
    unknown = sorted(set(former) - set(elections))
    if unknown:
        raise NoMatchError(
            Words(
                "former boundaries of an election without results",
                "d’anciens contours pour une élection sans résultats",
            ),
            found=", ".join(unknown),
            expected=Words(", ".join(elections), ", ".join(elections)),
        )


def _without_area(general: pl.DataFrame, areas: pl.DataFrame) -> tuple[Words, ...]:
    """Say which bureaux of the results no area stands for."""
    lost = general.filter(~pl.col("bureau").is_in(areas.get_column("bureau").implode()))
    notes = []
    for (election,), rows in lost.group_by("election", maintain_order=True):
        some = ", ".join(rows.get_column("bureau").sort().head(5)) + ("…" if rows.height > 5 else "")
        left = "laissés" if rows.height > 1 else "laissé"
        people = int(rows.get_column("registered").sum())
        notes.append(
            Words(
                f"{election}: no area for {some}, left out ({number(people, 0, 'en')} registered)",
                f"{election}\u00a0: pas de contour pour {some}, {left} de côté ({number(people)} inscrits)",
            )
        )
    return tuple(notes)


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
    if insee is None:
        return areas.select("bureau")
    profiles = build_profiles(areas, insee.areas, insee.statistics, addresses, insee.housing)
    popular = quartiers_populaires(profiles).cast(pl.Float64)
    return profiles.with_columns(popular) if popular.count() else profiles
