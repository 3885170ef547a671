"""Giving outings where the next gains most, and what a series of outings yields."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]


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


def totals_by_budget(
    gain: Floats, yields: Yields, limit: Counts, budgets: Sequence[int], *, worth: Floats
) -> Floats:
    """Return what several budgets gain in all, without floors, from one sorting.

    Parameters
    ----------
    gain : ndarray of float64, shape (n,)
        Votes of a full first-pass outing: what the choice is made by.
    yields : Yields
        Yield of further outings.
    limit : ndarray of int64, shape (n,)
        Outings at most.
    budgets : sequence of int
        Outings in all.
    worth : ndarray of float64, shape (m, n)
        What a full first-pass outing counts for in each of m totals.

    Returns
    -------
    ndarray of float64, shape (budgets, m)
        Totals, the same as those of `greedy` with each budget.
    """
    starts = yields.run_starts(np.zeros_like(limit), limit)
    counts = np.diff(starts, axis=1, append=limit[:, None])
    place, run = np.nonzero(counts)
    each = yields.at(place, starts[place, run])
    order = np.argsort(-gain[place] * each, kind="stable")
    place, some, each = place[order], counts[place, run][order], each[order]
    reached = np.concatenate([[0], np.cumsum(some)])
    values = worth[:, place] * each
    whole = np.concatenate([np.zeros((len(worth), 1)), np.cumsum(values * some, axis=1)], axis=1)
    out = np.empty((len(budgets), len(worth)))
    for row, budget in enumerate(budgets):
        at = int(np.searchsorted(reached, budget, side="right")) - 1
        rest = values[:, at] * (budget - reached[at]) if at < len(some) else 0.0
        out[row] = whole[:, at] + rest
    return out
