"""Sharing out volunteer-hours: each outing goes where it still gains most."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from perron.errors import ParameterError
from perron.tables import ALLOCATION
from perron.targeting.greedy import Yields, greedy, totals_by_budget
from perron.units import ELECTORS_PER_DOOR
from perron.words import Words

Floats = NDArray[np.float64]

LATER_PASS: Final = 0.5
"""What a door knocked again yields against the pass before (assumption: those who opened are done)."""

PASSES: Final = 3
"""Times a door may be knocked at most."""

_VOTES: Final = ("votes", "votes_low", "votes_high")
_PER_HOUR: Final = ("votes_per_hour", "votes_per_hour_low", "votes_per_hour_high")


def allocate(
    scores: pl.DataFrame,
    *,
    hours: float,
    outing_minutes: float = 120.0,
    crew: int = 2,
    doors_per_outing: float = 50.0,
    held_out: pl.DataFrame | None = None,
    minimum_share: float = 0.0,
    doors: pl.DataFrame | None = None,
    later_pass: float = LATER_PASS,
    passes: int = PASSES,
) -> pl.DataFrame:
    """Share out volunteer-hours over bureaux, in whole outings.

    Parameters
    ----------
    scores : polars.DataFrame
        Table `SCORES`.
    hours : float
        Volunteer-hours available, 0 or more.
    outing_minutes : float
        Length of an outing, minutes, above 0.
    crew : int
        Volunteers in an outing, 1 or more.
    doors_per_outing : float
        Doors that one outing knocks, above 0.
    held_out : polars.DataFrame or None
        Columns bureau, held_out, stratum: bureaux drawn to be left alone.
    minimum_share : float
        Between 0 and 1: each territory gets at least this share of the outings
        that its electors would give it.
    doors : polars.DataFrame or None
        Columns bureau and doors; by default registered electors / 1.4.
    later_pass : float
        What a door knocked again yields against the pass before, between 0 and 1.
    passes : int
        Times a door may be knocked at most, 1 or more.

    Returns
    -------
    polars.DataFrame
        Table `ALLOCATION`, in the order of `scores`. Votes counts mean, low and high ends scaled alike.

    Raises
    ------
    ParameterError
        A parameter is outside its range.
    """
    _check(
        hours,
        outing_minutes,
        crew,
        doors_per_outing,
        share=minimum_share,
        later_pass=later_pass,
        passes=passes,
    )
    field = ground(
        scores,
        outing_minutes=outing_minutes,
        crew=crew,
        doors_per_outing=doors_per_outing,
        held_out=held_out,
        doors=doors,
        later_pass=later_pass,
        passes=passes,
    )
    given = field.give(field.budget(hours), minimum_share)
    knocked = np.minimum(
        np.round(given * doors_per_outing), np.round(passes * field.yields.sizes * doors_per_outing)
    )
    gained = field.yields.of_all(np.zeros_like(given), given)
    table = field.frame.select("bureau", "held_out", "stratum").with_columns(
        pl.Series("outings", given),
        pl.Series("hours", given * field.unit),
        pl.Series("doors", knocked.astype(np.int64)),
        *(pl.Series(name, worth * gained) for name, worth in zip(_VOTES, field.worth, strict=True)),
    )
    return ALLOCATION.check(table)


@dataclass(frozen=True, slots=True)
class Ground:
    """What outings would gain in each bureau, before any is given.

    Parameters
    ----------
    frame : polars.DataFrame
        The scores, with held_out and stratum.
    unit : float
        Volunteer-hours in an outing.
    worth : ndarray of float64, shape (3, n)
        Votes of a full first-pass outing: middle, low end, high end.
    yields : Yields
        What further outings yield.
    limit : ndarray of int64, shape (n,)
        Outings at most; 0 where the bureau is left alone or gains nothing.
    groups : ndarray of int64, shape (n,)
        Territory of each bureau, from 0.
    people : ndarray of float64, shape (n,)
        Electors; 0 where the bureau is left alone.
    """

    frame: pl.DataFrame
    unit: float
    worth: Floats
    yields: Yields
    limit: NDArray[np.int64]
    groups: NDArray[np.int64]
    people: Floats

    def budget(self, hours: float) -> int:
        """Return the whole outings that hours make.

        Parameters
        ----------
        hours : float
            Volunteer-hours, 0 or more.

        Returns
        -------
        int
            Outings.
        """
        return int(np.floor(hours / self.unit + 1e-9))

    def give(self, budget: int, minimum_share: float = 0.0) -> NDArray[np.int64]:
        """Give outings where they gain most.

        Parameters
        ----------
        budget : int
            Outings in all.
        minimum_share : float
            Share of its due that each territory gets at least.

        Returns
        -------
        ndarray of int64, shape (n,)
            Outings given.
        """
        floors = _floors(self.groups, self.people, budget, minimum_share)
        return greedy(self.worth[0], self.yields, self.limit, budget, groups=self.groups, floors=floors)

    def votes(
        self, budgets: Sequence[int], minimum_share: float, among: NDArray[np.bool_] | None = None
    ) -> Floats:
        """Return the votes that several budgets would gain.

        Parameters
        ----------
        budgets : sequence of int
            Outings in all.
        minimum_share : float
            Share of its due that each territory gets at least.
        among : ndarray of bool, shape (n,), optional
            Bureaux whose votes are counted.

        Returns
        -------
        ndarray of float64, shape (budgets, 3)
            Votes: middle, low end, high end.
        """
        worth = self.worth if among is None else self.worth * among
        if minimum_share == 0:
            return totals_by_budget(self.worth[0], self.yields, self.limit, budgets, worth=worth)
        nothing = np.zeros_like(self.limit)
        given = (self.give(budget, minimum_share) for budget in budgets)
        return np.array([worth @ self.yields.of_all(nothing, there) for there in given])


def ground(
    scores: pl.DataFrame,
    *,
    outing_minutes: float,
    crew: int,
    doors_per_outing: float,
    held_out: pl.DataFrame | None = None,
    doors: pl.DataFrame | None = None,
    later_pass: float = LATER_PASS,
    passes: int = PASSES,
) -> Ground:
    """Work out what outings would gain in each bureau.

    Parameters
    ----------
    scores : polars.DataFrame
        Table `SCORES`.
    outing_minutes : float
        Length of an outing, minutes, above 0.
    crew : int
        Volunteers in an outing, 1 or more.
    doors_per_outing : float
        Doors that one outing knocks, above 0.
    held_out : polars.DataFrame or None
        Columns bureau, held_out, stratum.
    doors : polars.DataFrame or None
        Columns bureau and doors; by default registered electors / 1.4.
    later_pass : float
        What a door knocked again yields against the pass before, between 0 and 1.
    passes : int
        Times a door may be knocked at most, 1 or more.

    Returns
    -------
    Ground
        Before any outing is given.
    """
    frame = _joined(scores, held_out, doors)
    unit = crew * outing_minutes / 60.0
    worth = [frame.get_column(name).fill_null(0.0).to_numpy() * unit for name in _PER_HOUR]
    free = ~frame.get_column("held_out").to_numpy()
    sizes = frame.get_column("_doors").to_numpy() / doors_per_outing
    most = np.where(free & (worth[0] > 0), np.ceil(passes * sizes - 1e-9), 0)
    groups = frame.get_column("territory").fill_null("").rank("dense").to_numpy().astype(np.int64) - 1
    people = frame.get_column("registered").to_numpy().astype(np.float64) * free
    yields = Yields(sizes, later_pass, passes)
    return Ground(frame, unit, np.array(worth), yields, most.astype(np.int64), groups, people)


def _floors(groups: NDArray[np.int64], people: Floats, budget: int, share: float) -> NDArray[np.int64]:
    count = int(groups.max()) + 1 if len(groups) else 0
    electors = np.bincount(groups, weights=people, minlength=count)
    whole = max(float(electors.sum()), 1e-9)
    out: NDArray[np.int64] = np.floor(share * budget * electors / whole + 1e-9).astype(np.int64)
    return out


def shares_due(table: pl.DataFrame, budget: int) -> pl.DataFrame:
    """Return the outings that its electors would give each territory.

    Parameters
    ----------
    table : polars.DataFrame
        Columns territory, registered and held_out; electors of bureaux left alone do not count.
    budget : int
        Outings in all.

    Returns
    -------
    polars.DataFrame
        Columns territory and due (Float64).
    """
    people = pl.when("held_out").then(0).otherwise(pl.col("registered"))
    whole = max(float(table.select(people.sum()).item() or 0), 1e-9)
    return table.group_by("territory").agg((people.sum() * budget / whole).alias("due"))


def _joined(scores: pl.DataFrame, held_out: pl.DataFrame | None, doors: pl.DataFrame | None) -> pl.DataFrame:
    frame = scores
    if held_out is not None:
        frame = frame.join(
            held_out.select("bureau", "held_out", "stratum"), on="bureau", how="left", maintain_order="left"
        )
    else:
        frame = frame.with_columns(held_out=pl.lit(value=False), stratum=pl.lit(0))
    if doors is not None:
        frame = frame.join(
            doors.select("bureau", _known=pl.col("doors")), on="bureau", how="left", maintain_order="left"
        )
    else:
        frame = frame.with_columns(_known=pl.lit(None, dtype=pl.Float64))
    return frame.with_columns(
        pl.col("held_out").fill_null(value=False),
        pl.col("stratum").fill_null(0),
        _doors=pl.coalesce(pl.col("_known").cast(pl.Float64), pl.col("registered") / ELECTORS_PER_DOOR),
    )


def _check(
    hours: float, minutes: float, crew: int, doors: float, *, share: float, later_pass: float, passes: int
) -> None:
    ranges = {
        "hours": (hours >= 0, hours),
        "outing_minutes": (minutes > 0, minutes),
        "crew": (crew >= 1, crew),
        "doors_per_outing": (doors > 0, doors),
        "minimum_share": (0 <= share <= 1, share),
        "later_pass": (0 <= later_pass <= 1, later_pass),
        "passes": (passes >= 1, passes),
    }
    for name, (good, value) in ranges.items():
        if not good:
            raise ParameterError(
                Words("a parameter is outside its range", "un paramètre est hors de ses bornes"),
                column=name,
                found=str(value),
            )
