"""The same design with another share left alone, and what each draw compares."""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from perron.experiments.design.choices import Design, size_for
from perron.experiments.design.layout import lay_out
from perron.experiments.design.rerandomise import accepted_arms, rule_of

SHARES: Final = (0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5)
"""Shares left alone that a curve tries besides the design's own."""


def at_share(design: Design, share: float) -> Design:
    """Return the same design with another share of units left alone.

    Parameters
    ----------
    design : Design
        A design of one share.
    share : float
        Share of the control arm, between 0 and 1, both excluded.

    Returns
    -------
    Design
        Other arms keep their proportions; strata cut by rank follow the share where they did before.
    """
    control, *others = design.arms
    if abs(share - control.share) < 1e-12:
        return design
    scale = (1.0 - share) / (1.0 - control.share)
    arms = (replace(control, share=share), *(replace(arm, share=arm.share * scale) for arm in others))
    follows = design.order_by and design.stratum_size == size_for(control.share)
    return replace(design, arms=arms, stratum_size=size_for(share) if follows else design.stratum_size)


def shares_tried(design: Design, units: pl.DataFrame, shares: tuple[float, ...] | None) -> tuple[float, ...]:
    """Return the shares of a curve: those asked for and the design's own, in order.

    Parameters
    ----------
    design : Design
        The design.
    units : polars.DataFrame
        Its units.
    shares : tuple of float or None
        Shares asked for; None for the usual ones. Pairs and saturations have one share only.

    Returns
    -------
    tuple of float
        Shares; those that would leave an arm without a unit are passed over.
    """
    own = design.arms[0].share
    if design.kind in ("pairs", "saturation"):
        return (own,)
    count = (
        units.height if design.cluster not in units.columns else units.get_column(design.cluster).n_unique()
    )
    asked = SHARES if shares is None else shares
    least = (min(at_share(design, share).shares) * count for share in asked)
    return tuple(sorted({own, *(s for s, units_of in zip(asked, least, strict=True) if units_of >= 1.0)}))


def arm_compared(design: Design, name: str = "") -> int:
    """Return which arm is compared with the control.

    Parameters
    ----------
    design : Design
        The design.
    name : str
        Its name; "" for the first arm that is visited, or the second arm.

    Returns
    -------
    int
        Its place among the arms, from 1.
    """
    if name:
        return design.arms.index(design.arm(name))
    visited = [i for i, arm in enumerate(design.arms) if i and arm.visited]
    return visited[0] if visited else 1


@dataclass(frozen=True, slots=True)
class Drawn:
    """A design drawn many times over; its rows are what is drawn: clusters, or units.

    Parameters
    ----------
    stratum : ndarray of int64, shape (m,)
        Stratum of each.
    arms : ndarray of int8, shape (d, m)
        Redraws: arm of each.
    row : ndarray of int64, shape (n,)
        Row of each unit.
    treated, control : float
        Rows of the arm and of the control, on average.
    strata : float
        Strata that hold both, on average.
    known : float
        What the draws tell: Σ t c / (t + c) over strata (harmonic mean over draws).
    mixed : bool
        Whether clusters hold both groups (saturation).
    """

    stratum: NDArray[np.int64]
    arms: NDArray[np.int8]
    row: NDArray[np.int64]
    treated: float
    control: float
    strata: float
    known: float
    mixed: bool = False

    def at(self, own: Design, other: Design, treated: int) -> "Drawn":
        """Return what the same design compares with another share left alone.

        Parameters
        ----------
        own, other : Design
            The design that was drawn, and the same with another share (`at_share`).
        treated : int
            Arm compared.

        Returns
        -------
        Drawn
            The same redraws; numbers of rows in proportion to the shares.
        """
        before, after = ((one.arms[treated].share, one.arms[0].share) for one in (own, other))
        told = [t * c / (t + c) for t, c in (before, after)]
        return replace(
            self,
            treated=self.treated * after[0] / before[0],
            control=self.control * after[1] / before[1],
            known=self.known * told[1] / told[0],
        )


def drawn_of(design: Design, units: pl.DataFrame, treated: int, *, draws: int, seed: int) -> Drawn:
    """Draw a design many times over.

    Parameters
    ----------
    design : Design
        The design.
    units : polars.DataFrame
        Its units.
    treated : int
        Arm compared.
    draws : int
        Redraws, 1 or more.
    seed : int
        Seed of the draws.

    Returns
    -------
    Drawn
        Strata, redraws, and what they compare.
    """
    layout = lay_out(design, units)
    place = pl.DataFrame({"unit": layout.units.get_column("unit"), "_at": np.arange(layout.units.height)})
    names = units.select(pl.col("unit").cast(pl.String))
    at = names.join(place, on="unit", how="left", maintain_order="left").get_column("_at").to_numpy()
    arms = accepted_arms(design, layout, rule_of(design, layout), seed, draws)
    if not np.array_equal(at, np.arange(len(at))):
        arms = np.take(arms, at, axis=1)
    row, stratum = np.arange(units.height, dtype=np.int64), layout.stratum[layout.member][at]
    if design.cluster and design.kind != "saturation":
        row, stratum = layout.member[at].astype(np.int64), layout.stratum
        _, head = np.unique(row, return_index=True)
        arms = arms[:, head]
    arms = np.ascontiguousarray(arms)
    some = arms[: max(FEWEST, min(COUNTED, ENOUGH // max(len(stratum), 1)))]
    t, c = _by_stratum(stratum, [some == arm for arm in (treated, 0)])
    both = (t > 0) & (c > 0)
    known = np.where(both, t * c / np.maximum(t + c, 1.0), 0.0).sum(axis=1)
    usual = 0.0 if (known == 0).any() else float(1.0 / np.mean(1.0 / known))
    treated_mean, control_mean, strata = (float(x.sum(axis=1).mean()) for x in (t, c, both))
    return Drawn(
        stratum.astype(np.int64),
        arms,
        row,
        treated_mean,
        control_mean,
        strata,
        usual,
        bool(design.saturations),
    )


COUNTED: Final = 25
"""Redraws by which what a draw compares is averaged, at most."""
ENOUGH: Final = 50_000
"""Assignments that are enough for it."""
FEWEST: Final = 2
"""Redraws at least."""


def _by_stratum(stratum: NDArray[np.int64], groups: list[NDArray[np.bool_]]) -> list[NDArray[np.float64]]:
    """Count each group by stratum, draw by draw."""
    order = np.argsort(stratum, kind="stable")
    first = np.flatnonzero(np.diff(stratum[order], prepend=-1))
    return [np.add.reduceat(group[:, order].astype(np.float64), first, axis=1) for group in groups]
