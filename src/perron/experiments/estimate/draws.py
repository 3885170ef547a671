"""Draw the arms again and keep the figures of each draw: enumerated, shuffled within blocks, or given."""

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import combinations
from math import comb, prod

import numpy as np
from numpy.typing import NDArray

from perron.errors import BadValueError
from perron.experiments.estimate.kernel import Arms, Counts, Floats, read_draws
from perron.experiments.estimate.layout import Layout
from perron.experiments.estimate.shuffle import CHUNK, deal_rows, shuffle
from perron.words import Words

Redraw = Callable[[int, int], NDArray[np.int8]]
"""redraw(seed, draws) -> arms, shape (draws, n): 1 treated, 0 control, below 0 not compared."""

BYTES = 32_000_000
"""Bytes of arms held at a time."""
SMALL = 500_000
"""Arms drawn under which threads cost more than they save."""


def shuffled(
    cells: Floats,
    blocks: Counts,
    *,
    draws: int,
    seed: int,
    precision: bool,
    figures: int,
    threads: int | None,
) -> Floats:
    """Return the figures of draws shuffled within blocks.

    Parameters
    ----------
    cells, blocks : ndarray
        As the kernels read them.
    draws, seed : int
        Draws, 1 or more; seed, 0 or more.
    precision : bool
        Weigh blocks by what they tell rather than by their size.
    figures : int
        2, or 5 for the studentised statistic.
    threads : int or None
        Threads; as many as the processor gives, up to 8, where None. The figures do not depend on it.

    Returns
    -------
    ndarray of float64, shape (draws, figures)
        Figures of each draw; the first draws are the same however many follow.
    """
    out = np.empty((draws, figures))
    streams = streams_of(seed, draws)

    def fill(chunk: int) -> None:
        rows = out[chunk * CHUNK : (chunk + 1) * CHUNK]
        shuffle(cells, blocks, precision, streams[chunk : chunk + 1], rows)

    count = len(streams)
    workers = 1 if draws * len(cells) < SMALL else min(workers_of(threads), count)
    if workers <= 1:
        for chunk in range(count):
            fill(chunk)
        return out
    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(fill, range(count)))
    return out


def streams_of(seed: int, draws: int) -> NDArray[np.uint64]:
    """Return where the stream of each chunk of draws begins.

    Parameters
    ----------
    seed, draws : int
        Seed and draws.

    Returns
    -------
    ndarray of uint64
        One start for each chunk.
    """
    return np.random.SeedSequence(seed).generate_state(-(-draws // CHUNK), np.uint64).astype(np.uint64)


def dealt_arms(layout: Layout, *, draws: int, seed: int) -> Iterator[Arms]:
    """Yield the very arms that `shuffled` draws, a chunk at a time.

    Parameters
    ----------
    layout : Layout
        Units drawn.
    draws, seed : int
        As in `shuffled`.

    Yields
    ------
    ndarray of int8, shape (up to 64, units)
        Arms, in the order of the layout.
    """
    for chunk, start in enumerate(streams_of(seed, draws)):
        arms = np.empty((min(CHUNK, draws - chunk * CHUNK), len(layout.arms)), dtype=np.int8)
        deal_rows(layout.blocks, np.array([start]), arms)
        yield arms


def every_arm(layout: Layout) -> Iterator[Arms]:
    """Yield every assignment with the same number of treated units in each block, some at a time.

    Parameters
    ----------
    layout : Layout
        Units drawn.

    Yields
    ------
    ndarray of int8, shape (some, units)
        Arms, in the order of the layout.
    """
    subsets = [_subsets(int(size), int(drawn), int(arm)) for _, size, drawn, arm in layout.blocks]
    counts = [len(s) for s in subsets]
    step = max(1, BYTES // max(len(layout.arms), 1))
    whole = prod(counts)
    for start in range(0, whole, step):
        numbers = np.arange(start, min(start + step, whole))
        picked = np.unravel_index(numbers, counts)
        yield np.hstack([s[p] for s, p in zip(subsets, picked, strict=True)])


def _subsets(size: int, drawn: int, arm: int) -> Arms:
    rows = np.full((comb(size, drawn), size), 1 - arm, dtype=np.int8)
    for row, chosen in enumerate(combinations(range(size), drawn)):
        rows[row, list(chosen)] = arm
    return rows


def given_arms(redraw: Redraw, n: int, *, draws: int, seed: int) -> Iterator[Arms]:
    """Yield arms drawn by the design itself, some at a time.

    Parameters
    ----------
    redraw : callable
        redraw(seed, draws) -> arms of the rows, shape (draws, n).
    n : int
        Rows of the sample.
    draws, seed : int
        Draws, 1 or more; seed, 0 or more.

    Yields
    ------
    ndarray of int8, shape (some, n)
        Arms, in the order of the rows.

    Raises
    ------
    BadValueError
        The draws do not have one arm for each row.
    """
    step = max(1, min(draws, BYTES // max(n, 1)))
    seeds = np.random.SeedSequence(seed).generate_state(-(-draws // step), np.uint32)
    for chunk, own in enumerate(seeds):
        count = min(step, draws - chunk * step)
        arms = np.asarray(redraw(int(own), count), dtype=np.int8)
        if arms.shape != (count, n):
            raise BadValueError(
                Words("the draws do not match the rows", "les tirages ne correspondent pas aux lignes"),
                found=str(arms.shape),
                expected=Words(str((count, n)), str((count, n))),
            )
        yield arms


def figures_of(
    arms: Iterable[Arms],
    cells: Floats,
    blocks: Counts,
    *,
    precision: bool,
    figures: int,
    order: Counts | None = None,
    threads: int | None = None,
) -> Floats:
    """Return the figures of draws given as arms.

    Parameters
    ----------
    arms : iterable of ndarray of int8, shape (some, n)
        Draws.
    cells, blocks : ndarray
        As the kernels read them.
    precision : bool
        Weigh blocks by what they tell rather than by their size.
    figures : int
        2, or 5 for the studentised statistic.
    order : ndarray of int64, shape (units,) or None
        Column of `arms` where each unit stands; None: in their order.
    threads : int or None
        Threads, as in `shuffled`.

    Returns
    -------
    ndarray of float64, shape (draws, figures)
        Figures of each draw.
    """
    places = np.arange(len(cells)) if order is None else order
    workers = workers_of(threads)
    parts = []
    with ThreadPoolExecutor(workers) as pool:
        for rows in arms:
            out = np.empty((len(rows), figures))
            step = len(rows) if rows.size < SMALL else -(-len(rows) // workers)

            def read(start: int, rows: Arms = rows, out: Floats = out, step: int = step) -> None:
                span = slice(start, start + step)
                read_draws(rows[span], places, cells, blocks, precision, out[span])

            if step == len(rows):
                read(0)
            else:
                list(pool.map(read, range(0, len(rows), step)))
            parts.append(out)
    return np.concatenate(parts)


def workers_of(threads: int | None) -> int:
    """Return how many threads to use.

    Parameters
    ----------
    threads : int or None
        Asked; None: as many as the processor gives, up to 8.

    Returns
    -------
    int
        1 or more.
    """
    return max(threads or min(len(os.sched_getaffinity(0)), 8), 1)
