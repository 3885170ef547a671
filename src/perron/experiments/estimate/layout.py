"""The units that were drawn, put in the order the permutation kernels read."""

from dataclasses import dataclass
from math import comb

import numpy as np

from perron.errors import BadValueError
from perron.experiments.estimate.kernel import Arms, Counts, Floats
from perron.experiments.estimate.sample import Sample
from perron.words import Words


@dataclass(frozen=True)
class Layout:
    """Units drawn (clusters, or rows without clusters), sorted by block.

    Parameters
    ----------
    place : ndarray of int64, shape (n,)
        Place of each row's unit; -1 for rows of blocks that hold one arm only.
    first : ndarray of int64, shape (units,)
        First row of each unit.
    arms : ndarray of int8, shape (units,)
        Observed arm, 0 or 1.
    blocks : ndarray of int64, shape (blocks, 4)
        First unit, units, units drawn (those of the rarer arm), and which arm that is.
    """

    place: Counts
    first: Counts
    arms: Arms
    blocks: Counts

    def assignments(self, most: int) -> int:
        """Count the assignments possible with the same number of treated units in each block.

        Parameters
        ----------
        most : int
            Number from which the count stops.

        Returns
        -------
        int
            How many; some number above `most` where there are more than that.
        """
        count = 1
        for _, size, drawn, _ in self.blocks:
            count *= comb(int(size), int(drawn)) if size <= most else int(size)
            if count > most:
                break
        return count

    def cells(self, outcome: Floats, observed: Floats, weights: Floats, *, squares: bool) -> Floats:
        """Return the sums by unit that the kernels read.

        Parameters
        ----------
        outcome, observed : ndarray of float64, shape (n,)
            Outcome and observed arm of each row, as they are or less what covariates say of them.
        weights : ndarray of float64, shape (n,)
            What each row counts for, 0 or more.
        squares : bool
            Whether the statistic is studentised.

        Returns
        -------
        ndarray of float64, shape (units, 3 or 9)
            Columns of `kernel`.

        Notes
        -----
        The mean of each block is first taken away from both: no difference changes, sums keep their digits,
        and what the arm not drawn sums to is the opposite of what the other does.
        """
        m = self._sums(weights)
        block = np.repeat(np.arange(len(self.blocks)), self.blocks[:, 1])
        heaps = np.bincount(block, weights=m)

        def apart(values: Floats) -> Floats:
            sums = self._sums(weights * values)
            whole = np.bincount(block, weights=sums)
            return sums - np.divide(whole, heaps, out=np.zeros(len(heaps)), where=heaps > 0)[block] * m

        y, d = apart(outcome), apart(observed)
        columns = [y, m, d, y * y, y * m, y * d, m * m, m * d, d * d] if squares else [y, m, d]
        return np.ascontiguousarray(np.column_stack(columns))

    def _sums(self, values: Floats) -> Floats:
        kept = self.place >= 0
        return np.bincount(self.place[kept], weights=values[kept], minlength=len(self.arms)).astype(
            np.float64
        )


def lay_out(sample: Sample, *, whole: bool = False) -> Layout:
    """Return the units drawn of a sample.

    Parameters
    ----------
    sample : Sample
        Rows, arms, blocks and clusters. Where a cluster holds both arms, rows are the units drawn.
    whole : bool
        Keep the blocks that hold one arm only (draws given from outside may put both there).

    Returns
    -------
    Layout
        Units sorted by block.

    Raises
    ------
    BadValueError
        A cluster lies in two blocks, or no block holds both arms.
    """
    clustered = sample.clusters is not None and sample.drawn_whole
    unit = sample.clusters if clustered and sample.clusters is not None else np.arange(sample.n)
    first = np.unique(unit, return_index=True)[1]
    block = np.zeros(sample.n, dtype=np.int64) if sample.blocks is None else sample.blocks
    if clustered and np.any(block != block[first][unit]):
        raise _wrong(Words("every cluster in one block", "chaque grappe dans une seule strate"), "clusters")
    arms = sample.assigned[first]
    size = np.bincount(block[first])
    treated = np.bincount(block[first], weights=arms).astype(np.int64)
    kept = size > 0 if whole else (treated > 0) & (treated < size)
    if not kept.any():
        raise _wrong(Words("a block with both arms", "une strate qui contient les deux groupes"), "blocks")
    order = np.flatnonzero(kept[block[first]])
    order = order[np.argsort(block[first][order], kind="stable")]
    place = np.full(len(first), -1, dtype=np.int64)
    place[order] = np.arange(len(order))
    rarer = (2 * treated <= size).astype(np.int64)
    drawn = np.where(rarer == 1, treated, size - treated)
    starts = np.cumsum(size[kept]) - size[kept]
    table = np.column_stack([starts, size[kept], drawn[kept], rarer[kept]]).astype(np.int64)
    return Layout(place[unit], first[order], arms[order], np.ascontiguousarray(table))


def _wrong(expected: Words, column: str) -> BadValueError:
    return BadValueError(
        Words("the arms cannot be drawn again", "le tirage ne peut pas être refait"),
        column=column,
        expected=expected,
    )
