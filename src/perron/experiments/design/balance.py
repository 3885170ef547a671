"""Are the arms alike? Standardised differences, and one test by the design's own redraws."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from perron.errors import BadValueError, MissingColumnError, ParameterError
from perron.experiments.design.choices import Design
from perron.experiments.design.layout import lay_out
from perron.experiments.design.rerandomise import accepted_arms, gap_of, rule_of
from perron.words import Words

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Balance:
    """What the arms of a draw look like before anything is done.

    Parameters
    ----------
    table : polars.DataFrame
        column, arm, units, mean, difference (with the control), standardised (difference over the standard
        deviation of all units; null for the control), low, high (where that standardised difference lies in
        95 % of draws by the same design).
    distance : float
        Gap between the arms over all columns, see `rerandomise.Gap`.
    p : float
        Share of draws by the same design with a gap as large or larger.
    draws : int
        Draws it was computed from.
    """

    table: pl.DataFrame
    distance: float
    p: float
    draws: int

    def to_dict(self) -> dict[str, Any]:
        """Return the balance as plain values.

        Returns
        -------
        dict
            rows, distance, p, draws.
        """
        return {"rows": self.table.to_dicts(), "distance": self.distance, "p": self.p, "draws": self.draws}


def balance(
    design: Design,
    units: pl.DataFrame,
    drawn: pl.DataFrame,
    on: Sequence[str],
    *,
    draws: int = 2000,
    seed: int = 1,
) -> Balance:
    """Compare the arms of a draw on what was known before.

    Parameters
    ----------
    design : Design
        The design.
    units : polars.DataFrame
        The units, as in `draw`, with the columns compared.
    drawn : polars.DataFrame
        What `draw` returned: unit, arm, probability.
    on : sequence of str
        Columns of numbers; where a number is missing the mean of the column stands in.
    draws : int
        Draws by the same design, 100 or more.
    seed : int
        Seed of those.

    Returns
    -------
    Balance
        The table and the test.

    Raises
    ------
    BadInputError
        A column is missing or holds no number, or the draw is of other units.

    Notes
    -----
    Means are weighted by the inverse of each unit's chance of its arm (Hájek). A standardised difference
    under 0.1 is usually called small (Austin 2009, Statistics in Medicine 28(25)), but what chance gives
    depends on the number of units: so the range of 95 % of redraws stands beside. The test is exact, whatever
    strata, clusters or acceptance: p = (1 + number of redraws with as large a gap) / (1 + redraws).
    """
    if draws < 100 or not on:
        raise ParameterError(
            Words("balance needs columns and 100 draws", "il faut des colonnes et 100 tirages"),
            found=f"{', '.join(on)}; {draws}",
        )
    layout = lay_out(design, units)
    columns = _columns(units, on)
    order = layout.units.select("unit")
    values = order.join(columns, on="unit", how="left", maintain_order="left").drop("unit")
    held = order.join(
        drawn.select(pl.col("unit").cast(pl.String), "arm", "probability"), on="unit", how="left"
    ).sort("unit")
    if held.get_column("arm").null_count() or drawn.height != order.height:
        raise BadValueError(
            Words("this draw is not of these units", "ce tirage n’est pas celui de ces unités"), column="unit"
        )
    codes = {arm.name: at for at, arm in enumerate(design.arms)}
    arms = held.get_column("arm").replace_strict(codes, return_dtype=pl.Int8).to_numpy()
    redrawn = accepted_arms(design, layout, rule_of(design, layout), seed, draws)
    gap = gap_of(design, layout, values, redrawn)
    distance = float(gap.of(arms[None, :])[0])
    p = (1 + int((gap.of(redrawn) >= distance).sum())) / (1 + draws)
    table = _table(design, values, arms, 1.0 / held.get_column("probability").to_numpy(), redrawn)
    return Balance(table, distance, p, draws)


def _columns(units: pl.DataFrame, on: Sequence[str]) -> pl.DataFrame:
    for name in on:
        if name not in units.columns:
            raise MissingColumnError(
                Words("the units lack this column", "les unités n’ont pas cette colonne"), column=name
            )
    numbers = units.select(
        pl.col("unit").cast(pl.String), *(pl.col(n).cast(pl.Float64, strict=False).fill_nan(None) for n in on)
    )
    for name in on:
        if numbers.get_column(name).is_null().all():
            raise BadValueError(
                Words("this column holds no number", "cette colonne ne contient aucun nombre"), column=name
            )
    return numbers.with_columns(pl.col(n).fill_null(pl.col(n).mean()) for n in on)


def _table(
    design: Design, values: pl.DataFrame, arms: NDArray[np.int8], weights: Floats, redrawn: NDArray[np.int8]
) -> pl.DataFrame:
    x = values.to_numpy().astype(float)
    spread = x.std(axis=0, ddof=1)
    scale = np.where(spread > 0, spread, 1.0)
    means = [_mean(x, (arms == k) * weights) for k in range(len(design.arms))]
    control = _redrawn_means(x, redrawn, 0)
    rows: list[dict[str, Any]] = []
    for k, arm in enumerate(design.arms):
        gaps = (_redrawn_means(x, redrawn, k) - control) / scale if k else None
        ends = np.nanquantile(gaps, (0.025, 0.975), axis=0) if gaps is not None else None
        for at, name in enumerate(values.columns):
            gap = float(means[k][at] - means[0][at])
            rows.append(
                {
                    "column": name,
                    "arm": arm.name,
                    "units": int((arms == k).sum()),
                    "mean": float(means[k][at]),
                    "difference": gap if k else None,
                    "standardised": gap / float(scale[at]) if k else None,
                    "low": float(ends[0, at]) if ends is not None else None,
                    "high": float(ends[1, at]) if ends is not None else None,
                }
            )
    kinds = {"column": pl.String, "arm": pl.String, "units": pl.Int64}
    numbers = ("mean", "difference", "standardised", "low", "high")
    return pl.DataFrame(rows, schema={**kinds, **dict.fromkeys(numbers, pl.Float64)}).sort(
        pl.col("column").replace_strict({n: i for i, n in enumerate(values.columns)}), maintain_order=True
    )


def _mean(x: Floats, weights: Floats) -> Floats:
    total = float(weights.sum())
    return np.asarray(weights @ x / total if total else np.full(x.shape[1], np.nan))


def _redrawn_means(x: Floats, redrawn: NDArray[np.int8], k: int) -> Floats:
    inside = (redrawn == k).astype(float)
    size = inside.sum(axis=1, keepdims=True)
    return np.asarray(
        np.divide(inside @ x, size, out=np.full((len(redrawn), x.shape[1]), np.nan), where=size > 0)
    )
