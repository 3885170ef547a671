"""Results of several elections as arrays: one row per election, one column per bureau."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from perron.errors import NoMatchError
from perron.tables import Results
from perron.targeting.blocs import BLOCS, Blocs
from perron.targeting.elections import Election, election
from perron.words import Words

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Panel:
    """Counts by election and bureau; NaN where a bureau has no result.

    Parameters
    ----------
    bureaux : tuple of str, length n
        Codes, in order.
    elections : tuple of Election, length m
        Elections, oldest first.
    registered, voters, valid : ndarray of float64, shape (m, n)
        Counts.
    blocs : ndarray of float64, shape (m, n, p)
        Votes by part; NaN for an election that the mapping does not cover.
    parts : tuple of str, length p
        Parts: blocs, or families within a bloc ("opponent/right").
    """

    bureaux: tuple[str, ...]
    elections: tuple[Election, ...]
    registered: Floats
    voters: Floats
    valid: Floats
    blocs: Floats
    parts: tuple[str, ...] = BLOCS

    def votes(self, *blocs: str) -> Floats:
        """Return the votes of some blocs together.

        Parameters
        ----------
        *blocs : str
            Blocs (`BLOCS`).

        Returns
        -------
        ndarray of float64, shape (m, n)
            Votes; NaN for an election that the mapping does not cover.
        """
        places = [i for i, part in enumerate(self.parts) if part.partition("/")[0] in blocs]
        out: Floats = self.blocs[:, :, places].sum(axis=2)
        return out

    def before(self, target: Election) -> "Panel":
        """Return the elections held before one, and nothing else.

        Parameters
        ----------
        target : Election
            The election that follows them.

        Returns
        -------
        Panel
            The earlier elections.
        """
        keep = [i for i, e in enumerate(self.elections) if e.when < target.when]
        return Panel(
            self.bureaux,
            tuple(self.elections[i] for i in keep),
            self.registered[keep],
            self.voters[keep],
            self.valid[keep],
            self.blocs[keep],
            self.parts,
        )


def make_panel(results: Results, blocs: Blocs | None, bureaux: Sequence[str] | None = None) -> Panel:
    """Lay results out as arrays.

    Parameters
    ----------
    results : Results
        Results on one set of boundaries.
    blocs : Blocs or None
        Mapping of choices to blocs; elections it does not cover count for turnout only.
    bureaux : sequence of str or None
        Bureaux wanted, in order; by default those of the last election.

    Returns
    -------
    Panel
        The arrays.

    Raises
    ------
    NoMatchError
        No result concerns these bureaux, or a choice has no bloc.
    """
    general = results.general
    elections = sorted(election(name) for name in general.get_column("election").unique().to_list())
    if not elections:
        raise NoMatchError(Words("there is no result", "il n’y a aucun résultat"))
    if bureaux is None:
        last = general.filter(pl.col("election") == elections[-1].name)
        bureaux = last.get_column("bureau").sort().to_list()
    order = pl.DataFrame({"bureau": list(bureaux)}, schema={"bureau": pl.String}).with_row_index("_i")
    rows = pl.DataFrame({"election": [e.name for e in elections]}).with_row_index("_e")
    cells = general.join(order, on="bureau").join(rows, on="election")
    if cells.is_empty():
        raise NoMatchError(
            Words("no result concerns these bureaux", "aucun résultat ne concerne ces bureaux"),
            found=str(general.get_column("bureau")[0]),
            expected=Words(str(bureaux[0]), str(bureaux[0])) if bureaux else None,
        )
    shape = (len(elections), order.height)
    where = (cells.get_column("_e").to_numpy(), cells.get_column("_i").to_numpy())
    counts = []
    for name in ("registered", "voters", "valid"):
        table = np.full(shape, np.nan)
        table[where] = cells.get_column(name).to_numpy()
        counts.append(table)
    votes = _by_bloc(results.votes, blocs, order, rows, shape)
    parts = BLOCS if blocs is None else blocs.parts()
    return Panel(tuple(bureaux), tuple(elections), counts[0], counts[1], counts[2], votes, parts)


def _by_bloc(
    votes: pl.DataFrame, blocs: Blocs | None, order: pl.DataFrame, rows: pl.DataFrame, shape: tuple[int, int]
) -> Floats:
    parts = BLOCS if blocs is None else blocs.parts()
    table = np.full((*shape, len(parts)), np.nan)
    if blocs is None:
        return table
    choices = votes.select("election", "choice", "nuance").unique()
    named = [
        (e, c, n, parts.index(blocs.part_of(e, c, n)))
        for e, c, n in choices.sort(pl.all()).rows()
        if blocs.covers(e)
    ]
    schema = {"election": pl.String, "choice": pl.String, "nuance": pl.String, "_b": pl.Int64}
    mapping = pl.DataFrame(named, schema=schema, orient="row")
    counts = (
        votes.lazy()
        .join(mapping.lazy(), on=["election", "choice", "nuance"], nulls_equal=True)
        .join(order.lazy(), on="bureau")
        .join(rows.lazy(), on="election")
        .group_by("_e", "_i", "_b")
        .agg(pl.col("votes").sum())
        .collect()
    )
    e, i, b = (counts.get_column(name).to_numpy() for name in ("_e", "_i", "_b"))
    table[e, i] = 0.0
    table[e, i, b] = counts.get_column("votes").to_numpy()
    return table
