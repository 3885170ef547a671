"""What joins and what does not: results, areas and addresses, by number of bureaux and by electors."""

from dataclasses import dataclass
from typing import Final

import polars as pl

from perron.tables import Results
from perron.words import Words, number

DRIFT: Final = 0.15
"""Relative gap between electors at the addresses and registered electors that no ordinary year explains."""


@dataclass(frozen=True, slots=True)
class Side:
    """One table joined to the results of one election.

    Parameters
    ----------
    election : str
        Election of the results.
    table : str
        "bureaux" or "addresses".
    bureaux : int
        Bureaux of the results.
    matched : int
        Those that the table knows.
    registered : int
        Their registered electors.
    registered_matched : int
        Registered electors of the matched.
    drifted : tuple of str
        Matched bureaux whose electors at the addresses differ from the registered by more than `DRIFT`:
        same code, other boundaries. Empty where addresses do not count electors.
    without_results : tuple of str
        Bureaux of the table (in the same communes) that the results do not know.
    without_table : tuple of str
        Bureaux of the results that the table does not know.
    source : str
        File of the table, where there are several.
    """

    election: str
    table: str
    bureaux: int
    matched: int
    registered: int
    registered_matched: int
    drifted: tuple[str, ...]
    without_results: tuple[str, ...]
    without_table: tuple[str, ...]
    source: str = ""

    @property
    def share(self) -> float:
        """Share of the registered electors that join, from 0 to 1."""
        return self.registered_matched / self.registered if self.registered else 0.0


@dataclass(frozen=True, slots=True)
class JoinReport:
    """All joins, one per election and table.

    Parameters
    ----------
    sides : tuple of Side
        In the order of the elections.
    electors : int or None
        Electors at the addresses, where the addresses count them.
    electors_matched : int or None
        Those in a bureau of the first election.
    notes : tuple of Words
        Warnings.
    """

    sides: tuple[Side, ...]
    electors: int | None
    electors_matched: int | None
    notes: tuple[Words, ...]


def join_report(
    results: Results, bureaux: pl.DataFrame | None, addresses: pl.DataFrame | None = None
) -> JoinReport:
    """Join results with areas and addresses, and say what is left over.

    Only the communes that the other tables hold are looked at: national results against one city's areas is
    the usual case.

    Parameters
    ----------
    results : Results
        Results of one or several elections.
    bureaux : polars.DataFrame or None
        Table `BUREAUX`.
    addresses : polars.DataFrame or None
        Table `ADDRESSES`; those without a bureau are ignored.

    Returns
    -------
    JoinReport
        Matched by number and by electors, and the unmatched.
    """
    general = results.general.select("election", "bureau", "commune", "registered")
    sides = []
    for election in general.get_column("election").unique(maintain_order=True):
        of_election = general.filter(pl.col("election") == election)
        if bureaux is not None:
            codes = bureaux.get_column("bureau").unique()
            sides.append(_side(election, "bureaux", of_election, codes, ()))
        if addresses is not None and addresses.get_column("bureau").count():
            codes = addresses.get_column("bureau").drop_nulls().unique()
            sides.append(_side(election, "addresses", of_election, codes, _drifted(of_election, addresses)))
    electors, matched = _electors(general, addresses)
    return JoinReport(tuple(sides), electors, matched, (*_doubts(sides),))


def _doubts(sides: list[Side]) -> list[Words]:
    return [_unmatched(side) for side in sides if side.share < 0.95] + [
        Words(
            f"{side.election}: in {len(side.drifted)} bureaux the electors at the addresses are far from the "
            "registered: same code, other boundaries; carry the results over before joining",
            f"{side.election}\u00a0: dans {len(side.drifted)} bureaux, les électeurs aux adresses sont loin "
            "des inscrits\u00a0: même code, autre périmètre\u202f; reportez les résultats avant de joindre",
        )
        for side in sides
        if len(side.drifted) > 0.02 * max(side.matched, 1)
    ]


def _unmatched(side: Side) -> Words:
    english, french = number(100 * side.share, 1, "en"), number(100 * side.share, 1)
    return Words(
        f"{side.election}: only {english}% of the electors join; boundaries of another year?",
        f"{side.election}\u00a0: {french}\u202f% seulement des inscrits se joignent\u202f; "
        "découpage d’un autre an\u202f?",
    )


def _drifted(general: pl.DataFrame, addresses: pl.DataFrame) -> tuple[str, ...]:
    counted = (
        addresses.select("bureau", "electors")
        .drop_nulls()
        .group_by("bureau")
        .agg(pl.col("electors").sum())
        .join(general, on="bureau")
        .filter(pl.col("registered") > 0)
        .filter((pl.col("electors") / pl.col("registered") - 1).abs() > DRIFT)
    )
    return tuple(counted.get_column("bureau").sort().to_list())


def _side(
    election: str, table: str, general: pl.DataFrame, codes: pl.Series, drifted: tuple[str, ...]
) -> Side:
    communes = codes.str.split("_").list.first().unique()
    mine = general.filter(pl.col("commune").is_in(communes.to_list()))
    known = mine.filter(pl.col("bureau").is_in(codes.to_list()))
    unknown = mine.join(known, on="bureau", how="anti").get_column("bureau").sort()
    missing = pl.DataFrame({"bureau": codes}).join(mine, on="bureau", how="anti").get_column("bureau").sort()
    return Side(
        election,
        table,
        mine.height,
        known.height,
        int(mine.get_column("registered").sum()),
        int(known.get_column("registered").sum()),
        drifted,
        tuple(missing.to_list()),
        tuple(unknown.to_list()),
    )


def _electors(general: pl.DataFrame, addresses: pl.DataFrame | None) -> tuple[int | None, int | None]:
    if addresses is None or not addresses.get_column("electors").count() or general.is_empty():
        return None, None
    first = general.filter(pl.col("election") == general.get_column("election")[0])
    counted = addresses.select("bureau", "electors").drop_nulls()
    known = counted.join(first, on="bureau", how="semi")
    return int(counted.get_column("electors").sum()), int(known.get_column("electors").sum())
