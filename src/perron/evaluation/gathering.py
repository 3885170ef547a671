"""From results and counts to outcomes: which election is evaluated, which outcomes, on the draw's units."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from perron.errors import NoMatchError, ParameterError
from perron.evaluation.counts import Counts, as_results
from perron.evaluation.history import history
from perron.evaluation.outcomes import outcomes_of
from perron.experiments.design.registration import Outcome, Registration
from perron.experiments.design.seal import SealedDraw
from perron.geo.adjacency import neighbours as find_neighbours
from perron.tables import Results
from perron.targeting import Blocs
from perron.targeting.elections import election as read_election
from perron.words import Words


@dataclass(frozen=True)
class Ground:
    """Boundaries, and what carries results between them.

    Parameters
    ----------
    areas : polars.DataFrame or None
        Table `BUREAUX`: boundaries on which the draw was made.
    former : mapping of str to polars.DataFrame
        Election to the boundaries it was counted on, where they differ.
    addresses : polars.DataFrame or None
        Table `ADDRESSES`: what the carrying is weighed by.
    """

    areas: pl.DataFrame | None = None
    former: Mapping[str, pl.DataFrame] = field(default_factory=dict)
    addresses: pl.DataFrame | None = None


@dataclass(frozen=True, slots=True)
class Gathered:
    """What an evaluation is made from.

    Parameters
    ----------
    outcomes : polars.DataFrame
        As `outcomes_of` returns.
    labels : tuple of Outcome
        What they are.
    neighbours : polars.DataFrame or None
        unit, neighbour.
    notes : tuple of Words
        What rests on an estimate.
    """

    outcomes: pl.DataFrame
    labels: tuple[Outcome, ...]
    neighbours: pl.DataFrame | None
    notes: tuple[Words, ...]


def gather_outcomes(
    draw: SealedDraw,
    results: Results | None,
    *,
    counts: Mapping[str, Counts] | None = None,
    blocs: Blocs | None = None,
    ground: Ground | None = None,
    registration: dict[str, Any] | None = None,
    election: str = "",
) -> Gathered:
    """Gather the outcomes of an experiment.

    Parameters
    ----------
    draw : SealedDraw
        The draw.
    results : Results or None
        The Ministry's results: the election evaluated, unless counts are given, and those before.
    counts : mapping of str to Counts, optional
        The commune's own counts by election.
    blocs : Blocs, optional
        Who is who; without it, turnout only.
    ground : Ground, optional
        Boundaries.
    registration : dict, optional
        What was announced: its outcomes are those evaluated.
    election : str
        Election evaluated where nothing was announced; by default the last one.

    Returns
    -------
    Gathered
        Outcomes and what goes with them.

    Raises
    ------
    NoMatchError
        No results, none for the units of the draw, or none for the election.
    ParameterError
        Buildings or streets were drawn, and only bureaux are counted.
    """
    own = counts or {}
    ground = ground or Ground()
    both = _together(draw, results, own)
    units = draw.assignment.get_column("unit").to_list()
    by_bureau = draw.design.unit == "bureau"
    past = history(
        both,
        ground.areas if by_bureau else None,
        blocs=blocs,
        former=ground.former if by_bureau else None,
        addresses=ground.addresses,
    )
    named = Registration.from_dict(registration).outcomes if registration else ()
    labels = tuple(named) or _usual(past.elections, past.covered, election)
    table = outcomes_of(past, labels, units)
    lacking = _without_valid(own, labels)
    notes = (*past.notes, *lacking)
    return Gathered(table, labels, _neighbours(draw, ground.areas), notes)


def _together(draw: SealedDraw, results: Results | None, counts: Mapping[str, Counts]) -> Results:
    parts = [as_results(own, name) for name, own in counts.items()]
    if results is not None:
        taken = list(counts)
        keep = ~pl.col("election").is_in(taken)
        parts.append(Results(results.general.filter(keep), results.votes.filter(keep)))
    if not parts:
        raise NoMatchError(
            Words("there is no result", "il n’y a aucun résultat"),
            expected=Words("--results or --counts", "--results ou --counts"),
        )
    if draw.design.unit != "bureau" and not counts:
        raise ParameterError(
            Words(
                "the Ministry counts by bureau, and the draw is of smaller units: give your own counts",
                "le ministère compte par bureau, le tirage porte sur plus petit\u00a0: donnez vos comptes",
            ),
            column="unit",
            found=draw.design.unit,
            expected=Words("--counts FILE", "--counts FICHIER"),
        )
    return Results(
        pl.concat([part.general for part in parts]), pl.concat([part.votes for part in parts], how="diagonal")
    )


def _usual(elections: Sequence[str], covered: Sequence[str], election: str) -> tuple[Outcome, ...]:
    """Return turnout, and our votes where the blocs tell them, at the election evaluated."""
    name = election or max(elections, key=lambda one: read_election(one).when)
    if name not in elections:
        raise NoMatchError(
            Words("no results for this election", "pas de résultats pour cette élection"),
            found=name,
            expected=Words(*[", ".join(elections)] * 2),
        )
    turnout = Outcome("turnout", name, "turnout")
    return (Outcome("support", name, "support"), turnout) if name in covered else (turnout,)


def _without_valid(counts: Mapping[str, Counts], labels: Sequence[Outcome]) -> tuple[Words, ...]:
    notes = []
    for name, own in counts.items():
        used = any(o.election == name and o.measure in {"support_valid", "valid"} for o in labels)
        if used and own.general.get_column("valid").null_count():
            notes.append(
                Words(
                    f"{own.file}: valid votes are not given, voters stand in their place",
                    f"{own.file}\u00a0: les exprimés ne sont pas donnés, les votants en tiennent lieu",
                )
            )
    return tuple(notes)


def _neighbours(draw: SealedDraw, areas: pl.DataFrame | None) -> pl.DataFrame | None:
    if areas is None or draw.design.unit != "bureau" or "geometry" not in areas.columns:
        return None
    units = draw.assignment.get_column("unit").implode()
    own = areas.filter(pl.col("bureau").is_in(units))
    if own.height < 2:
        return None
    return find_neighbours(own).select(unit="bureau", neighbour="neighbour")
