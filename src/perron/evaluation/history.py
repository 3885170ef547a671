"""Past results by unit: registered, voters and the votes of each bloc, on the plan's boundaries."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, get_args

import numpy as np
import polars as pl
from numpy.typing import NDArray

from perron.errors import NoMatchError, ParameterError
from perron.plan.boundaries import carried
from perron.tables import Results
from perron.targeting import Blocs
from perron.targeting.blocs import BLOCS
from perron.targeting.panel import Panel, make_panel
from perron.words import Words

Floats = NDArray[np.float64]
Measure = Literal["turnout", "support", "support_valid", "valid", "registered"]

MEASURES: Final[tuple[str, ...]] = get_args(Measure)
"""What can be counted by unit; each is a count over a total (`History.counts`)."""

_TOTALS: Final = {
    "turnout": "registered",
    "support": "registered",
    "support_valid": "valid",
    "valid": "registered",
    "registered": "registered",
}


@dataclass(frozen=True, slots=True)
class History:
    """Counts by unit and election, on one set of boundaries.

    Parameters
    ----------
    table : polars.DataFrame
        unit, election, registered, voters, valid, then ours, ally, opponent, other (Float64, votes; null for
        an election that the blocs do not cover): one row per unit that has the election, oldest first.
    elections : tuple of str
        Elections, oldest first.
    covered : tuple of str
        Those whose votes are known by bloc.
    places : polars.DataFrame
        unit, commune, territory: what each unit belongs to (territory null where boundaries say none).
    notes : tuple of Words
        What rests on an estimate: bureaux carried from former boundaries, bureaux without an area.
    """

    table: pl.DataFrame
    elections: tuple[str, ...]
    covered: tuple[str, ...]
    places: pl.DataFrame
    notes: tuple[Words, ...] = ()

    def counts(self, election: str, measure: str, bloc: str = "") -> pl.DataFrame:
        """Return one outcome by unit, as a count over a total.

        Parameters
        ----------
        election : str
            One of `elections`.
        measure : {"turnout", "support", "support_valid", "valid", "registered"}
            Voters over registered, votes over registered, votes over valid votes, valid votes over
            registered, or registered over registered of the first election.
        bloc : str
            Bloc whose votes are counted (`BLOCS`); "" for ours and its allies together.

        Returns
        -------
        polars.DataFrame
            Columns unit, count, total (Float64), units without the election left out.

        Raises
        ------
        NoMatchError
            There is no such election, or its votes are not known by bloc.
        ParameterError
            No such measure or bloc.
        """
        self._check(election, measure, bloc)
        rows = self.table.filter(pl.col("election") == election)
        total = pl.col(_TOTALS[measure])
        if measure == "registered":
            first = self.table.filter(pl.col("election") == self.elections[0])
            before = first.select("unit", total=pl.col("registered"))
            return rows.select("unit", count="registered").join(before, on="unit", maintain_order="left")
        return rows.select("unit", count=_count(measure, bloc), total=total)

    def shares(self, measure: str, bloc: str = "") -> tuple[tuple[str, ...], tuple[str, ...], Floats]:
        """Return one measure as an array, for the elections that have it.

        Parameters
        ----------
        measure, bloc : str
            As in `counts`.

        Returns
        -------
        tuple of str, length n
            Units, in the order of `places`.
        tuple of str, length m
            Elections, oldest first.
        ndarray of float64, shape (m, n)
            Shares between 0 and 1 (a growth ratio for "registered"); NaN where unknown.
        """
        told = self.covered if measure.startswith("support") else self.elections
        units = self.places.select("unit")
        rows = []
        for name in told:
            part = self.counts(name, measure, bloc)
            share = part.select(
                "unit", share=pl.when(pl.col("total") > 0).then(pl.col("count") / pl.col("total"))
            )
            joined = units.join(share, on="unit", how="left", maintain_order="left")
            rows.append(joined.get_column("share").fill_null(np.nan).to_numpy())
        empty = np.empty((0, units.height))
        return tuple(units.get_column("unit")), told, np.array(rows) if rows else empty

    def registered(self) -> pl.DataFrame:
        """Return the registered of each unit at the last election that has it.

        Returns
        -------
        polars.DataFrame
            Columns unit and registered (Float64), in the order of `places`.
        """
        last = self.table.group_by("unit", maintain_order=True).agg(pl.col("registered").last())
        return self.places.select("unit").join(last, on="unit", how="left", maintain_order="left")

    def _check(self, name: str, measure: str, bloc: str) -> None:
        if measure not in MEASURES or bloc not in ("", *BLOCS):
            known = ", ".join(MEASURES if measure not in MEASURES else BLOCS)
            raise ParameterError(
                Words("no such measure", "pas de mesure de ce nom"),
                found=measure if measure not in MEASURES else bloc,
                expected=Words(known, known),
            )
        told = self.covered if measure.startswith("support") else self.elections
        if name not in told:
            raise NoMatchError(
                Words(
                    "no results, or no blocs, for this election", "ni résultats ni blocs pour cette élection"
                )
                if name not in self.elections
                else Words(
                    "the blocs do not cover this election", "les blocs ne disent rien de cette élection"
                ),
                found=name,
                expected=Words(", ".join(told), ", ".join(told)),
            )


def _count(measure: str, bloc: str) -> pl.Expr:
    if measure == "turnout":
        return pl.col("voters")
    if measure == "valid":
        return pl.col("valid")
    return pl.col(bloc) if bloc else pl.col("ours") + pl.col("ally")


def history(
    results: Results,
    areas: pl.DataFrame | None = None,
    *,
    blocs: Blocs | None = None,
    former: Mapping[str, pl.DataFrame] | None = None,
    addresses: pl.DataFrame | None = None,
) -> History:
    """Lay past results out by unit and election, on the boundaries of the plan.

    Parameters
    ----------
    results : Results
        Results of past elections, each in the bureaux of its own day.
    areas : polars.DataFrame or None
        Table `BUREAUX`: the boundaries of the plan; None takes the bureaux of the last election by code.
    blocs : Blocs, optional
        Who is who; without it, turnout only.
    former : mapping of str to polars.DataFrame, optional
        Elections counted on other boundaries, and those boundaries.
    addresses : polars.DataFrame, optional
        Table `ADDRESSES`: what the carrying is weighed by.

    Returns
    -------
    History
        Counts by unit and election.

    Raises
    ------
    NoMatchError
        No result concerns these bureaux, a choice has no bloc, or former boundaries are of no election.
    ParameterError
        Former boundaries without the plan's, or an election whose identifier says no date.
    """
    notes: tuple[Words, ...] = ()
    if areas is not None:
        results, notes = carried(results, areas, former or {}, addresses)
    elif former:
        raise ParameterError(
            Words("former boundaries need the plan's", "d’anciens contours demandent ceux du plan"),
            found=", ".join(former),
        )
    units = None if areas is None else areas.get_column("bureau").to_list()
    panel = make_panel(results, blocs, units)
    names = tuple(e.name for e in panel.elections)
    table = pl.concat(_of_election(panel, place) for place in range(len(names)))
    told = tuple(name for name in names if blocs is not None and blocs.covers(name))
    return History(table, names, told, _places(panel.bureaux, results, areas), notes)


def _of_election(panel: Panel, place: int) -> pl.DataFrame:
    votes = {bloc: panel.votes(bloc)[place] for bloc in BLOCS}
    columns = {
        "unit": pl.Series(panel.bureaux, dtype=pl.String),
        "election": pl.Series([panel.elections[place].name] * len(panel.bureaux), dtype=pl.String),
        **{name: getattr(panel, name)[place] for name in ("registered", "voters", "valid")},
        **votes,
    }
    return pl.DataFrame(columns).fill_nan(None).filter(pl.col("registered").is_not_null())


def _places(units: tuple[str, ...], results: Results, areas: pl.DataFrame | None) -> pl.DataFrame:
    order = pl.DataFrame({"unit": list(units)}, schema={"unit": pl.String})
    if areas is not None:
        known = areas.select(unit="bureau", commune="commune", territory="territory")
    else:
        last = results.general.group_by("bureau", maintain_order=True).agg(pl.col("commune").last())
        known = last.select(unit="bureau", commune="commune", territory=pl.lit(None, dtype=pl.String))
    return order.join(known, on="unit", how="left", maintain_order="left")
