"""Rows of results: each election in the bureaux of its own day, and carried over to the current ones."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import orjson
import polars as pl

from perron.errors import PerronError
from perron.geo.reapportionment import carry_results, overlap_weights
from perron.tables import Results
from perron.words import Words
from perron_web.features.territory.models import BoundarySet, Bureau, Dataset, ElectionResult, Import
from perron_web.platform.rows import insert_rows

COLUMNS: Final = (
    "campaign_id", "place", "made_by_id", "dataset_id", "bureau_id", "election", "registered", "voters",
    "blank", "invalid", "valid", "votes", "estimated",
)  # fmt: skip
KEY: Final = ["election", "bureau"]
Where = Mapping[str, tuple[int, str]]
"""Code of a bureau to its row's key and place."""


def bureaux_in(boundary_set: BoundarySet) -> Where:
    """Return the rows of a boundary set's bureaux by code.

    Parameters
    ----------
    boundary_set : BoundarySet
        The boundaries.

    Returns
    -------
    mapping of str to tuple
        Code to primary key and place.
    """
    rows = Bureau.objects.filter(boundary_set=boundary_set).values_list("code", "pk", "place")
    return {code: (pk, place) for code, pk, place in rows}


def add_results(
    *,
    imported: Import,
    dataset: Dataset,
    results: Results,
    where: Where,
    estimated: Mapping[str, float] | None = None,
) -> int:
    """Insert the results of one election.

    Parameters
    ----------
    imported : Import
        The import that makes the rows.
    dataset : Dataset
        Where they come from.
    results : Results
        Tables of one election.
    where : mapping
        Bureaux that the rows go to; others are left out.
    estimated : mapping of str to float, optional
        Code to the share of the registered that was carried over.

    Returns
    -------
    int
        Rows inserted.
    """
    general = results.general.filter(pl.col("bureau").is_in(list(where)))
    rows = general.join(votes_as_json(results.votes), on=KEY, how="left", maintain_order="left")
    counts = rows.select("bureau", "registered", "voters", "blank", "invalid", "valid", "cast").iter_rows()
    shares = estimated or {}

    def values() -> Iterator[tuple[Any, ...]]:
        for bureau, registered, voters, blank, invalid, valid, cast in counts:
            pk, place = where[bureau]
            share = shares.get(bureau, 0.0)
            yield (
                imported.campaign_id, place, imported.pk, dataset.pk, pk, dataset.election, registered,
                voters, blank, invalid, valid, cast or "{}", share,
            )  # fmt: skip

    return insert_rows(ElectionResult, COLUMNS, values())


def votes_as_json(votes: pl.DataFrame) -> pl.DataFrame:
    """Write the votes of each bureau as one JSON text; choices without a vote are left out.

    Parameters
    ----------
    votes : polars.DataFrame
        Table `VOTES`.

    Returns
    -------
    polars.DataFrame
        Columns election, bureau, cast.
    """
    cast = votes.filter(pl.col("votes") > 0)
    names = cast.get_column("choice").unique().to_list()
    keys = pl.DataFrame({"choice": names, "key": [orjson.dumps(name).decode() + ":" for name in names]})
    if cast.is_empty():
        return cast.select(*KEY, cast=pl.lit("{}"))
    pairs = cast.join(keys, on="choice", how="left").with_columns(
        pair=pl.col("key") + pl.col("votes").cast(pl.String)
    )
    return pairs.group_by(KEY).agg(cast="{" + pl.col("pair").str.join(",") + "}")


class Carrier:
    """Carries elections from the boundaries they were counted on to others, weights worked out once.

    Parameters
    ----------
    boundaries : mapping of int to polars.DataFrame
        First year of use to table `BUREAUX`.
    addresses : polars.DataFrame or None
        What the carrying is weighed by.
    """

    def __init__(self, boundaries: Mapping[int, pl.DataFrame], addresses: pl.DataFrame | None) -> None:
        self.boundaries, self.addresses = boundaries, addresses
        self.weights: dict[tuple[int, int], pl.DataFrame] = {}

    def carry(
        self, results: Results, there: int, here: int
    ) -> tuple[Results, dict[str, float], tuple[Words, ...]]:
        """Carry one election over.

        Parameters
        ----------
        results : Results
            Tables of one election.
        there, here : int
            Years of the boundaries it was counted on, and of the others.

        Returns
        -------
        Results
            On the other boundaries; empty when they have nothing in common.
        dict of str to float
            Code to the share of the registered that rests on an estimate.
        tuple of Words
            What to say of it.
        """
        try:
            if (there, here) not in self.weights:
                areas = self.boundaries[there], self.boundaries[here]
                self.weights[there, here] = overlap_weights(*areas, self.addresses)
            carried = carry_results(results, self.weights[there, here])
        except PerronError as error:
            return Results(results.general.clear(), results.votes.clear()), {}, (error.words,)
        shares = dict(carried.report.targets.select("bureau", "estimated").iter_rows())
        return carried.results, shares, carried.report.notes()
