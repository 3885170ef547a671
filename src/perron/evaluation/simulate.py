"""A simulated campaign: visits as they go in the field, and results in which the true effect is known."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.special import betaincinv

from perron.errors import NoMatchError, ParameterError
from perron.evaluation.history import History
from perron.experiments.power.reach import Reach
from perron.tables import GENERAL, VOTES, Results
from perron.targeting import Blocs
from perron.targeting.blocs import BLOCS
from perron.words import Words

Floats = NDArray[np.float64]

_TIGHT: Final = 6.0
"""How close the coverage of units keeps to its mean (sum of the parameters of the beta law)."""

LISTS: Final = {
    "ours": "Notre liste",
    "ally": "Liste alliée",
    "opponent": "Liste adverse",
    "other": "Autres listes",
}
"""Lists of the simulated election, one per bloc: nobody's real list."""


@dataclass(frozen=True, slots=True)
class Field:
    """How visits go: partly done, sometimes astray.

    Parameters
    ----------
    coverage : float
        Share of the doors knocked in a unit that is reached, on average, above 0 and up to 1.
    missed : float
        Share of the units drawn to be visited where nobody ever goes, from 0 to 1.
    astray : float
        Share of the control units where a team goes by mistake, from 0 to 1.
    astray_coverage : float
        Share of the doors knocked there, from 0 to 1.
    opening, talking : float
        Doors that open (of those knocked), talks (of those that open), from 0 to 1.
    welcome : float
        How much teams go where things go well for us, from 0 (not at all) to 1: what makes naive comparisons
        flatter than the truth.
    doors_per_hour : float
        Doors knocked by a pair in one hour, above 0.
    """

    coverage: float = 0.7
    missed: float = 0.1
    astray: float = 0.05
    astray_coverage: float = 0.3
    opening: float = 0.4
    talking: float = 0.65
    welcome: float = 0.6
    doors_per_hour: float = 25.0

    @property
    def reach(self) -> Reach:
        """The same as power supposes it: mean coverage, how uneven, visits to controls, talks."""
        mean = (1.0 - self.missed) * self.coverage
        square = mean * (self.coverage + (1.0 - self.coverage) / (_TIGHT + 1.0))
        return Reach(
            mean,
            self.astray * self.astray_coverage,
            self.opening * self.talking,
            float(np.sqrt(max(square / mean**2 - 1.0, 0.0))),
            self.welcome,
        )


@dataclass(frozen=True, slots=True)
class Truth:
    """What the visits really change, where every door of a unit is knocked; less where fewer are.

    Parameters
    ----------
    mobilised : float
        Share of the registered who vote (for us) and would not have.
    persuaded : float
        Share of the registered who vote for us and would have voted otherwise.
    """

    mobilised: float = 0.0
    persuaded: float = 0.0


@dataclass(frozen=True, slots=True)
class Campaign:
    """What the simulated campaign leaves behind.

    Parameters
    ----------
    visits : polars.DataFrame
        unit, doors, knocked, opened, talked, minutes: one row per unit that was knocked at.
    results : Results
        The simulated election, lists of `LISTS`.
    truth : dict
        persuaded and mobilised as given; coverage by arm; `support` and `turnout`: true mean difference that
        being drawn made (weighted by registered electors), to compare estimates with.
    """

    visits: pl.DataFrame
    results: Results
    truth: dict[str, Any]


def blocs_with(blocs: Blocs | None, election: str) -> Blocs:
    """Return a mapping of blocs that also covers the simulated election.

    Parameters
    ----------
    blocs : Blocs or None
        The campaign's mapping.
    election : str
        Name of the simulated election.

    Returns
    -------
    Blocs
        The mapping, with `LISTS`.
    """
    simulated = {bloc: (name,) for bloc, name in LISTS.items()}
    if blocs is None:
        return Blocs({election: simulated})
    return Blocs({**blocs.elections, election: simulated}, blocs.default, blocs.file)


def simulate_campaign(
    assignment: pl.DataFrame,
    history: History,
    *,
    visited_arms: tuple[str, ...],
    election: str,
    doors: pl.DataFrame | None = None,
    truth: Truth | None = None,
    field: Field | None = None,
    base: str = "",
    shock: float | None = 0.1,
    seed: int = 0,
) -> Campaign:
    """Invent a campaign on a sealed draw: who was visited, and how the electors voted.

    Parameters
    ----------
    assignment : polars.DataFrame
        Columns unit and arm.
    history : History
        Past results of these units, votes by bloc.
    visited_arms : tuple of str
        Arms drawn to be visited.
    election : str
        Name of the simulated election, e.g. 2026-municipales-1.
    doors : polars.DataFrame, optional
        Columns unit and doors; by default registered / 1.4, as in 2012.
    truth : Truth, optional
        What visits really change; nothing by default.
    field : Field, optional
        How visits go.
    base : str
        Past election the new one resembles; by default the last whose votes are known by bloc.
    shock : float or None
        Standard deviation, logit scale, of what changes in a unit from the past election to the new one, 0 or
        more; None takes the past election as it was: its real counts, and what the visits move.
    seed : int
        Seed; the same seed gives the same campaign.

    Returns
    -------
    Campaign
        Visits, results, truth.

    Raises
    ------
    NoMatchError
        A unit has no past result.
    ParameterError
        A parameter is outside its range.

    Notes
    -----
    Turnout and votes by bloc of each unit are drawn by binomial and multinomial laws around the past
    election, its logits moved by a normal shock; then visits move electors in proportion to the share of the
    doors that were knocked: of the absent to our list (mobilised), of the lists
    that are neither ours nor allied to ours (persuaded).
    """
    truth, field = truth or Truth(), field or Field()
    _check(truth, field, shock)
    rng = np.random.default_rng(seed)
    past = _past(history, base or (history.covered[-1] if history.covered else ""), assignment)
    drawn = assignment.get_column("arm").is_in(list(visited_arms)).to_numpy()
    there = _doors(past, doors)
    untouched = _as_it_was(past) if shock is None else _vote(past, shock, rng)
    knocked = _knocked(drawn, there, untouched[1][:, 0] / past["registered"], field, rng)
    dose = knocked / there
    counts, added = _moved(past["registered"], untouched, truth, dose, rng)
    registered = past["registered"]
    gained = {name: _difference(added[name] / registered, drawn, registered) for name in added}
    return Campaign(
        visits=_visits(assignment.get_column("unit"), there, knocked, field, rng),
        results=_results(assignment.get_column("unit"), registered, counts, election),
        truth={
            "mobilised": truth.mobilised,
            "persuaded": truth.persuaded,
            "coverage_drawn": _mean(dose, drawn, registered),
            "coverage_control": _mean(dose, ~drawn, registered),
            **gained,
        },
    )


def _check(truth: Truth, field: Field, shock: float | None) -> None:
    shares = (
        field.missed,
        field.astray,
        field.astray_coverage,
        field.opening,
        field.talking,
        field.welcome,
    )
    good = (
        all(0.0 <= share <= 1.0 for share in shares)
        and 0.0 < field.coverage <= 1.0
        and field.doors_per_hour > 0
        and abs(truth.mobilised) <= 0.5
        and abs(truth.persuaded) <= 0.5
        and (shock is None or shock >= 0)
    )
    if not good:
        raise ParameterError(
            Words("a parameter is outside its range", "un paramètre est hors de ses bornes"),
            found=f"{field}, {truth}, shock = {shock}",
        )


def _past(history: History, base: str, assignment: pl.DataFrame) -> dict[str, Floats]:
    rows = history.table.filter(pl.col("election") == base)
    joined = assignment.select("unit").join(rows, on="unit", how="left", maintain_order="left")
    lost = joined.filter(pl.col("registered").is_null() | pl.col("ours").is_null()).get_column("unit")
    if lost.len():
        raise NoMatchError(
            Words(
                "units of the draw have no past result", "des unités du tirage n’ont pas de résultat passé"
            ),
            column=base,
            found=", ".join(lost.head(5)),
        )
    names = ("registered", "voters", "valid", *BLOCS)
    return {name: joined.get_column(name).to_numpy().astype(np.float64) for name in names}


def _doors(past: dict[str, Floats], doors: pl.DataFrame | None) -> Floats:
    return (
        np.maximum(np.round(past["registered"] / 1.4), 1.0)
        if doors is None
        else doors.get_column("doors").to_numpy().astype(np.float64)
    )


def _knocked(
    drawn: NDArray[np.bool_], doors: Floats, support: Floats, field: Field, rng: np.random.Generator
) -> Floats:
    """Draw doors knocked: none where nobody goes, else a beta law around the mean coverage.

    Who is passed over and how far others are covered go by rank in a mark that is partly our support there.
    """
    ours = (support - support.mean()) / max(float(support.std()), 1e-12)
    mark = field.welcome * ours + np.sqrt(1.0 - field.welcome**2) * rng.normal(size=len(doors))
    share = np.zeros(len(doors))
    for group, never, mean in (
        (drawn, field.missed, field.coverage),
        (~drawn, 1.0 - field.astray, field.astray_coverage),
    ):
        count = int(group.sum())
        place = (np.argsort(np.argsort(mark[group])) + rng.random(count)) / max(count, 1)
        within = np.clip((place - never) / max(1.0 - never, 1e-12), 0.0, 1.0)
        reached = betaincinv(_TIGHT * mean + 1e-9, _TIGHT * (1.0 - mean) + 1e-9, within)
        share[group] = np.where(place < never, 0.0, reached)
    return np.asarray(np.minimum(np.ceil(share * doors), doors))


def _vote(past: dict[str, Floats], shock: float, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Draw voters, and votes by bloc (the last column: no vote for a list), as they would be unvisited."""
    registered = past["registered"].astype(np.int64)
    turnout = _shaken((past["voters"] + 0.5) / (past["registered"] + 1.0), shock, rng)
    voters = rng.binomial(registered, turnout)
    votes = np.column_stack([past[bloc] for bloc in BLOCS]) + 0.25
    none = np.maximum(past["voters"] - votes.sum(axis=1), 0.5)
    shares = np.column_stack([votes, none]) / (votes.sum(axis=1) + none)[:, None]
    ours = _shaken(shares[:, 0], shock, rng)
    rest = shares[:, 1:] * ((1.0 - ours) / (1.0 - shares[:, 0]))[:, None]
    cast = rng.multinomial(voters, np.column_stack([ours, rest]))
    return voters.astype(np.float64), cast.astype(np.float64)


def _as_it_was(past: dict[str, Floats]) -> tuple[Floats, Floats]:
    votes = np.column_stack([past[bloc] for bloc in BLOCS])
    return past["voters"], np.column_stack([votes, past["voters"] - votes.sum(axis=1)])


def _shaken(share: Floats, shock: float, rng: np.random.Generator) -> Floats:
    moved = np.log(share / (1.0 - share)) + rng.normal(0.0, shock, len(share))
    return np.asarray(1.0 / (1.0 + np.exp(-moved)))


def _moved(
    registered: Floats, untouched: tuple[Floats, Floats], truth: Truth, dose: Floats, rng: np.random.Generator
) -> tuple[dict[str, Floats], dict[str, Floats]]:
    """Move electors to our list (or away from it), and say how many moved."""
    voters, cast = untouched
    others = cast[:, 2:4].sum(axis=1)
    came = _some(registered - voters, cast[:, 0] / 2, truth.mobilised * dose * registered, rng)
    turned = _some(others, cast[:, 0] / 2, truth.persuaded * dose * registered, rng)
    votes = cast.copy()
    share = np.divide(cast[:, 2], others, out=np.zeros_like(others), where=others > 0)
    votes[:, 2] = np.round(share * (others - turned))  # the others keep their proportions, votes stay whole
    votes[:, 3] = others - turned - votes[:, 2]
    votes[:, 0] = cast[:, 0] + turned + came
    counts = {"voters": voters + came, "valid": votes[:, :4].sum(axis=1)}
    counts |= {bloc: votes[:, i] for i, bloc in enumerate(BLOCS)}
    return counts, {"turnout": came, "support": came + turned}


def _some(pool: Floats, ours: Floats, wanted: Floats, rng: np.random.Generator) -> Floats:
    """Draw how many of a pool move, `wanted` on average; where that is below zero, out of our own voters."""
    pool = np.floor(np.where(wanted < 0, ours, pool))
    chance = np.divide(np.abs(wanted), pool, out=np.zeros_like(pool), where=pool > 0)
    moved = rng.binomial(pool.astype(np.int64), np.clip(chance, 0.0, 1.0)).astype(np.float64)
    return np.asarray(np.sign(wanted) * moved)


def _mean(values: Floats, kept: NDArray[np.bool_], weights: Floats) -> float:
    return float(np.average(values[kept], weights=weights[kept])) if kept.any() else float("nan")


def _difference(values: Floats, drawn: NDArray[np.bool_], weights: Floats) -> float:
    return _mean(values, drawn, weights) - _mean(values, ~drawn, weights)


def _visits(
    units: pl.Series, doors: Floats, knocked: Floats, field: Field, rng: np.random.Generator
) -> pl.DataFrame:
    opened = rng.binomial(knocked.astype(np.int64), field.opening)
    talked = rng.binomial(opened, field.talking)
    return pl.DataFrame(
        {
            "unit": units,
            "doors": doors.astype(np.int64),
            "knocked": knocked.astype(np.int64),
            "opened": opened,
            "talked": talked,
            "minutes": np.round(knocked / field.doors_per_hour * 60.0, 1),
        }
    ).filter(pl.col("knocked") > 0)


def _results(units: pl.Series, registered: Floats, counts: dict[str, Floats], election: str) -> Results:
    def whole(values: Floats) -> pl.Series:
        return pl.Series(values.astype(np.int64), dtype=pl.Int32)

    general = pl.DataFrame(
        {
            "election": [election] * len(units),
            "bureau": units,
            "commune": units.str.split("_").list.first(),
            "registered": whole(registered),
            "voters": whole(counts["voters"]),
            "valid": whole(counts["valid"]),
        }
    )
    votes = pl.concat(
        pl.DataFrame(
            {
                "election": [election] * len(units),
                "bureau": units,
                "choice": [name] * len(units),
                "votes": whole(counts[bloc]),
            }
        )
        for bloc, name in LISTS.items()
    )
    return Results(GENERAL.check(general), VOTES.check(votes))
