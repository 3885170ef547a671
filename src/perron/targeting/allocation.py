"""Sharing out volunteer-hours: each outing goes where it still gains most."""

from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from perron.errors import ParameterError
from perron.tables import ALLOCATION
from perron.units import ELECTORS_PER_DOOR
from perron.words import Words

Floats = NDArray[np.float64]

LATER_PASS: Final = 0.5
"""What a door knocked again yields against the pass before (assumption: those who opened are done)."""

PASSES: Final = 3
"""Times a door may be knocked at most."""


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
    frame = _joined(scores, held_out, doors)
    budget = int(np.floor(hours / (crew * outing_minutes / 60.0) + 1e-9))
    unit = crew * outing_minutes / 60.0
    known = frame.get_column("votes_per_hour").fill_null(0.0).to_numpy() * unit
    free = ~frame.get_column("held_out").to_numpy()
    stock = frame.get_column("_doors").to_numpy()
    limit = np.where(free & (known > 0), np.ceil(passes * stock / doors_per_outing - 1e-9), 0).astype(
        np.int64
    )
    groups = frame.get_column("territory").fill_null("").rank("dense").to_numpy().astype(np.int64) - 1
    people = frame.get_column("registered").to_numpy().astype(np.float64)
    yields = Yields(stock / doors_per_outing, later_pass, passes)
    given = greedy(
        known,
        yields,
        limit,
        budget,
        groups=groups,
        floors=_floors(groups, people, free, budget, minimum_share),
    )
    gained = yields.of_all(np.zeros_like(given), given)
    table = frame.select("bureau", "held_out", "stratum").with_columns(
        pl.Series("outings", given),
        pl.Series("hours", given * unit),
        pl.Series(
            "doors", np.minimum(np.round(given * doors_per_outing), np.round(passes * stock)).astype(np.int64)
        ),
        *(
            pl.Series(new, frame.get_column(old).fill_null(0.0).to_numpy() * unit * gained)
            for new, old in (
                ("votes", "votes_per_hour"),
                ("votes_low", "votes_per_hour_low"),
                ("votes_high", "votes_per_hour_high"),
            )
        ),
    )
    return ALLOCATION.check(table)


class Yields:
    """What a series of outings yields, in full first-pass outings.

    Parameters
    ----------
    outings_per_pass : ndarray of float64, shape (n,)
        Outings that knock every door once.
    later_pass : float
        Yield of a pass against the one before.
    passes : int
        Passes at most.
    """

    def __init__(self, outings_per_pass: Floats, later_pass: float, passes: int) -> None:
        self.sizes = outings_per_pass
        self.later = later_pass
        self.passes = passes

    def __call__(self, place: int, start: int, stop: int) -> float:
        """Return what outings number start + 1 to stop yield in one bureau.

        Parameters
        ----------
        place : int
            Bureau.
        start, stop : int
            Outings before, and after.

        Returns
        -------
        float
            Yield; an outing on doors never knocked yields 1.
        """
        size = float(self.sizes[place])
        whole = 0.0
        for number in range(self.passes):
            inside = min(stop, (number + 1) * size) - max(start, number * size)
            if inside > 0.0:
                whole += inside * self.later**number
        return whole

    def run_starts(self, given: NDArray[np.int64], limit: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return where runs of outings of equal yield begin in each bureau.

        Parameters
        ----------
        given, limit : ndarray of int64, shape (n,)
            Outings given already, and outings at most.

        Returns
        -------
        ndarray of int64, shape (n, 2 passes + 1)
            Outings before each run, in order, between `given` and `limit`; a run may be empty.
        """
        ends = np.floor(np.arange(1, self.passes + 1) * self.sizes[:, None]).astype(np.int64)
        starts = np.concatenate([given[:, None], ends, ends + 1], axis=1)
        starts.sort(axis=1)
        inside: NDArray[np.int64] = np.clip(starts, given[:, None], limit[:, None])
        return inside

    def at(self, place: NDArray[np.int64], start: NDArray[np.int64]) -> Floats:
        """Return what the next outing yields.

        Parameters
        ----------
        place : ndarray of int64, shape (m,)
            Bureaux.
        start : ndarray of int64, shape (m,)
            Outings before it.

        Returns
        -------
        ndarray of float64, shape (m,)
            Yields.
        """
        return Yields(self.sizes[place], self.later, self.passes).of_all(start, start + 1)

    def of_all(self, start: NDArray[np.int64], stop: NDArray[np.int64]) -> Floats:
        """Return the same in every bureau.

        Parameters
        ----------
        start, stop : ndarray of int64, shape (n,)
            Outings before, and after.

        Returns
        -------
        ndarray of float64, shape (n,)
            Yields.
        """
        whole = np.zeros(len(self.sizes))
        for number in range(self.passes):
            inside = np.minimum(stop, (number + 1) * self.sizes) - np.maximum(start, number * self.sizes)
            whole += np.maximum(inside, 0.0) * self.later**number
        return whole


def greedy(
    gain: Floats,
    yields: Yields,
    limit: NDArray[np.int64],
    budget: int,
    *,
    groups: NDArray[np.int64],
    floors: NDArray[np.int64],
) -> NDArray[np.int64]:
    """Give outings one by one where the next gains most: optimal, since gains never rise.

    Parameters
    ----------
    gain : ndarray of float64, shape (n,)
        Votes of a full first-pass outing.
    yields : Yields
        Yield of further outings.
    limit : ndarray of int64, shape (n,)
        Outings at most.
    budget : int
        Outings in all.
    groups : ndarray of int64, shape (n,)
        Territory of each bureau, from 0.
    floors : ndarray of int64, shape (territories,)
        Outings each territory gets at least, where its limits allow.

    Returns
    -------
    ndarray of int64, shape (n,)
        Outings given.

    Notes
    -----
    Separable concave maximisation under a total and floors by disjoint groups: the greedy choice is optimal
    (Ibaraki & Katoh 1988, Resource Allocation Problems, MIT Press, chapters 4 and 8).
    """
    given = np.zeros(len(gain), dtype=np.int64)
    if floors.any():
        given = _spend(gain, yields, limit, budget, given=given, groups=groups, floors=floors)
    left = budget - int(given.sum())
    nobody = np.zeros(0, dtype=np.int64)
    return _spend(gain, yields, limit, left, given=given, groups=np.zeros_like(groups), floors=nobody)


def _spend(
    gain: Floats,
    yields: Yields,
    limit: NDArray[np.int64],
    budget: int,
    *,
    given: NDArray[np.int64],
    groups: NDArray[np.int64],
    floors: NDArray[np.int64],
) -> NDArray[np.int64]:
    """Give the outings that gain most, each group up to its floor; without floors, up to the budget.

    A bureau's outings gain alike but where a pass ends, so they are sorted by runs of equal gain: the same
    choice as one by one from a heap, equal gains to the first bureau, without the loop.
    """
    starts = yields.run_starts(np.minimum(given, limit), limit)
    counts = np.diff(starts, axis=1, append=limit[:, None])
    place, run = np.nonzero(counts)
    first = starts[place, run]
    loss = -gain[place] * yields.at(place, first)
    if not len(floors) and budget < len(loss):
        near = loss <= np.partition(loss, budget)[budget]
        place, run, loss = place[near], run[near], loss[near]
    some, group = counts[place, run], groups[place]
    most = _floors_within(budget, floors, np.bincount(group, some, minlength=len(floors)))
    order = np.lexsort((loss, group)) if len(floors) else np.argsort(loss, kind="stable")
    some, group = some[order], group[order]
    before = np.cumsum(some) - some
    before -= before[np.searchsorted(group, group)]
    taken = np.clip(most[group] - before, 0, some)
    more: NDArray[np.int64] = given + np.bincount(place[order], weights=taken, minlength=len(gain)).astype(
        np.int64
    )
    return more


def _floors_within(budget: int, floors: NDArray[np.int64], room: NDArray[Any]) -> NDArray[np.int64]:
    """Return the outings each group is to spend: its floor where there is room, the first groups first."""
    if not len(floors):
        return np.array([budget], dtype=np.int64)
    wanted = np.minimum(floors, room.astype(np.int64)[: len(floors)])
    least: NDArray[np.int64] = np.clip(budget - (np.cumsum(wanted) - wanted), 0, wanted)
    return least


def _floors(
    groups: NDArray[np.int64], people: Floats, free: NDArray[np.bool_], budget: int, share: float
) -> NDArray[np.int64]:
    count = int(groups.max()) + 1 if len(groups) else 0
    electors = np.bincount(groups, weights=people * free, minlength=count)
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
