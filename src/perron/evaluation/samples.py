"""One comparison, an arm against the control, as the estimators want it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray

from perron.errors import BadValueError
from perron.evaluation.sentences import arm_label
from perron.experiments.design.redraws import redraws
from perron.experiments.design.seal import SealedDraw
from perron.experiments.estimate.sample import Sample
from perron.words import Words, number

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
Drawn = dict[tuple[int, int], NDArray[np.int8]]


@dataclass(frozen=True)
class Comparison:
    """An arm against the control.

    Parameters
    ----------
    draw : SealedDraw
        The draw.
    arm, control : str
        Names of the two arms.
    kept : ndarray of bool, shape (units,)
        Units of the draw that are compared: of either arm, with results, in a stratum that holds both arms.
    drawn : dict
        Draws of the whole design made so far, by seed and number.
    notes : tuple of Words
        What was left out.
    """

    draw: SealedDraw
    arm: str
    control: str
    kept: Mask
    drawn: Drawn
    notes: tuple[Words, ...] = ()

    @cached_property
    def table(self) -> pl.DataFrame:
        """Rows of the draw that are compared."""
        return self.draw.assignment.filter(pl.Series(self.kept))

    @cached_property
    def assigned(self) -> NDArray[np.int8]:
        """1 for the arm, 0 for the control, shape (n,)."""
        return (self.table.get_column("arm") == self.arm).cast(pl.Int8).to_numpy()

    def sample(
        self,
        outcome: Floats,
        *,
        weights: Floats | None = None,
        received: Floats | None = None,
        covariates: Floats | None = None,
        names: Sequence[str] = (),
    ) -> Sample:
        """Return the rows as the estimators want them.

        Parameters
        ----------
        outcome, weights, received, covariates : ndarray, shape (units, …)
            Values for every unit of the draw, in its order.
        names : sequence of str
            Names of the covariates.

        Returns
        -------
        Sample
            The rows compared, with the design's blocks and clusters.
        """
        strata = self.table.get_column("stratum").to_numpy()
        cluster = self.table.get_column("cluster")
        whole = cluster.n_unique() == cluster.len()

        def of(values: Floats | None) -> Floats | None:
            return None if values is None else values[self.kept]

        return Sample(
            outcome=outcome[self.kept],
            assigned=self.assigned,
            received=of(received),
            blocks=strata if len(np.unique(strata)) > 1 else None,
            clusters=None if whole else cluster.rank("dense").to_numpy().astype(np.int64),
            weights=of(weights),
            covariates=of(covariates),
            names=tuple(names),
        )

    def redraw(self, seed: int, draws: int) -> NDArray[np.int8]:
        """Draw the design again, many times, for these rows; draws made once serve every outcome.

        Parameters
        ----------
        seed : int
            Seed.
        draws : int
            How many.

        Returns
        -------
        ndarray of int8, shape (draws, n)
            1 for the arm, 0 for the control, -1 where a unit went to another arm.
        """
        if (seed, draws) not in self.drawn:
            self.drawn[seed, draws] = redraws(
                self.draw.design,
                self.draw.assignment.select("unit").join(self.draw.units, on="unit", maintain_order="left"),
                seed,
                draws,
            )
        names = [arm.name for arm in self.draw.design.arms]
        codes = np.full(len(names), -1, np.int8)
        codes[names.index(self.arm)], codes[names.index(self.control)] = 1, 0
        return np.ascontiguousarray(codes[self.drawn[seed, draws][:, self.kept]])


def compare(draw: SealedDraw, arm: str, control: str, there: Mask, drawn: Drawn | None = None) -> Comparison:
    """Choose the rows of a comparison.

    Parameters
    ----------
    draw : SealedDraw
        The draw.
    arm, control : str
        Names of the arms.
    there : ndarray of bool, shape (units,)
        Units with results that are not excluded, in the draw's order.
    drawn : dict, optional
        Draws made for other outcomes of the same draw, to be shared.

    Returns
    -------
    Comparison
        Rows in strata that hold both arms.

    Raises
    ------
    BadValueError
        No stratum holds both arms, or the draw names no stratum.
    """
    table = draw.assignment.select("arm", "stratum").with_columns(pl.Series("_there", there))
    if draw.design.kind in {"strata", "pairs"} and table.get_column("stratum").null_count():
        raise BadValueError(
            Words("strata are missing from the draw", "des strates manquent au tirage"),
            column="stratum",
            expected=Words("a stratum for every unit", "une strate pour chaque unité"),
        )
    both = table.filter(pl.col("_there") & pl.col("arm").is_in([arm, control]))
    held = both.group_by("stratum").agg(pl.col("arm").n_unique() == 2).filter("arm").get_column("stratum")
    if held.is_empty():
        raise BadValueError(
            Words(
                "no stratum holds both arms: nothing can be compared",
                "aucune strate ne contient les deux bras\u00a0: rien ne peut être comparé",
            ),
            column="arm",
            found=f"{arm}, {control}",
        )
    rows = pl.col("_there") & pl.col("arm").is_in([arm, control]) & pl.col("stratum").is_in(held.implode())
    mask = table.select(rows.fill_null(value=False)).to_series().to_numpy()
    lost = both.filter(~pl.col("stratum").is_in(held.implode()))
    notes = () if lost.is_empty() else (_left_out(lost, arm),)
    return Comparison(draw, arm, control, mask, {} if drawn is None else drawn, notes)


def _left_out(lost: pl.DataFrame, arm: str) -> Words:
    strata, units = lost.get_column("stratum").n_unique(), lost.height
    name = arm_label(arm)
    one = strata == 1
    return Words(
        f"“{name.en}”: {number(strata, 0, 'en')} {'stratum holds' if one else 'strata hold'} one group only; "
        f"{number(units, 0, 'en')} {'unit is' if units == 1 else 'units are'} compared with nothing.",
        f"«\u00a0{name.fr}\u00a0»\u00a0: {number(strata)} "
        f"{'strate n’a' if one else 'strates n’ont'} qu’un des deux groupes\u202f; "
        f"{number(units)} {'unité n’est comparée' if units == 1 else 'unités ne sont comparées'} à rien.",
    )
