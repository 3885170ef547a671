"""Results by bureau: turnout, and votes by list or candidate."""

from dataclasses import dataclass
from typing import Final

import polars as pl

from perron.errors import InconsistentCountsError
from perron.tables.schema import BUREAU as _BUREAU
from perron.tables.schema import Column, Rule, Table
from perron.words import Words

_COUNT = {"unit": "people", "minimum": 0}

GENERAL: Final = Table(
    "general results",
    {
        "election": Column(pl.String, "election and round, e.g. 2019-europeennes or 2017-presidentielle-1"),
        "bureau": _BUREAU,
        "commune": Column(pl.String, "INSEE code of the commune, five characters"),
        "commune_name": Column(pl.String, "name of the commune", nullable=True),
        "constituency": Column(pl.String, "constituency (législatives)", nullable=True),
        "registered": Column(pl.Int32, "registered electors (inscrits)", **_COUNT),  # type: ignore[arg-type]
        "voters": Column(pl.Int32, "people who voted (votants)", **_COUNT),  # type: ignore[arg-type]
        "blank": Column(pl.Int32, "blank ballots (blancs)", nullable=True, **_COUNT),  # type: ignore[arg-type]
        "invalid": Column(pl.Int32, "invalid ballots (nuls)", nullable=True, **_COUNT),  # type: ignore[arg-type]
        "valid": Column(pl.Int32, "valid votes (exprimés)", **_COUNT),  # type: ignore[arg-type]
    },
    key=("election", "bureau"),
    rules=(
        Rule(
            pl.col("voters") <= pl.col("registered"),
            "voters",
            Words("more voters than registered electors", "plus de votants que d’inscrits"),
        ),
        Rule(
            pl.col("valid") <= pl.col("voters"),
            "valid",
            Words("more valid votes than voters", "plus de suffrages exprimés que de votants"),
        ),
    ),
)
"""Turnout: one row per election and bureau."""

VOTES: Final = Table(
    "votes",
    {
        "election": Column(pl.String, "election and round"),
        "bureau": _BUREAU,
        "choice": Column(pl.String, "list or candidate as the file names it"),
        "number": Column(pl.Int32, "list or panel number", nullable=True, minimum=0),
        "nuance": Column(pl.String, "political nuance given by the Ministry", nullable=True),
        "votes": Column(pl.Int32, "votes received", **_COUNT),  # type: ignore[arg-type]
    },
    key=("election", "bureau", "choice"),
)
"""Votes: one row per election, bureau and list or candidate."""


@dataclass(frozen=True, slots=True)
class Results:
    """Results of one or several elections.

    Parameters
    ----------
    general : polars.DataFrame
        Table `GENERAL`.
    votes : polars.DataFrame
        Table `VOTES`.
    """

    general: pl.DataFrame
    votes: pl.DataFrame

    def check(self, *, file: str = "") -> "Results":
        """Check both tables, and that no list has more votes than were cast.

        Parameters
        ----------
        file : str
            Where they came from, for messages.

        Returns
        -------
        Results
            The checked tables.

        Raises
        ------
        InconsistentCountsError
            The votes of a bureau exceed its valid votes.
        """
        general = GENERAL.check(self.general, file=file)
        votes = VOTES.check(self.votes, file=file)
        over = (
            votes.lazy()
            .group_by("election", "bureau")
            .agg(pl.col("votes").sum())
            .join(general.lazy().select("election", "bureau", "valid"), on=["election", "bureau"])
            .filter(pl.col("votes") > pl.col("valid"))
            .sort("election", "bureau")
            .collect()
        )
        if not over.is_empty():
            row = over.row(0, named=True)
            raise InconsistentCountsError(
                Words(
                    f"bureau {row['bureau']}: more votes than valid ballots",
                    f"bureau {row['bureau']}\u00a0: plus de voix que de suffrages exprimés",
                ),
                file=file,
                column="votes",
                found=f"{row['votes']} > {row['valid']}",
            )
        return Results(general, votes)
