"""What stands beside the effect: equivalence, groups declared before, neighbours, naive comparisons."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from perron.errors import BadInputError
from perron.evaluation.analysis import Analysis, Settings, Values
from perron.evaluation.content import said
from perron.evaluation.samples import Comparison
from perron.experiments.estimate.equivalence import equivalence
from perron.experiments.estimate.estimate import plain
from perron.experiments.estimate.heterogeneity import by_group
from perron.experiments.estimate.naive import naive
from perron.experiments.estimate.spillover import spillover
from perron.words import Words, number

MOST_GROUPS: Final = 6
SPILLOVER_DRAWS: Final = 2_000
"""Draws of the test of spill-over: it makes many statistics of each."""


def equivalence_of(found: Analysis, settings: Settings) -> dict[str, Any] | None:
    """Say which effects are excluded, and whether the bound announced is.

    Parameters
    ----------
    found : Analysis
        The analysis.
    settings : Settings
        With the bound, where one was announced.

    Returns
    -------
    dict or None
        As `Equivalence.to_dict`, and `announced`; None where the error is unknown.
    """
    bound = 0.01 if settings.bound is None else settings.bound
    try:
        test = equivalence(found.main, bound, level=settings.level)
    except BadInputError:
        return None
    return {**test.to_dict(), "announced": settings.bound is not None}


def naive_of(comparison: Comparison, values: Values, found: Analysis, level: float) -> list[dict[str, Any]]:
    """Make the comparisons that the press makes, on the same rows.

    Parameters
    ----------
    comparison : Comparison
        The rows.
    values : Values
        The outcome.
    found : Analysis
        What the draw measured.
    level : float
        Level of intervals.

    Returns
    -------
    list of dict
        As `Naive.to_dict`; empty where visits are unknown, or all or none were visited.
    """
    if values.received is None:
        return []
    kept = comparison.kept
    before = values.before[kept]
    weights = None if values.weights is None else values.weights[kept]
    made = naive(
        values.share[kept],
        values.received[kept] > 0,
        before=before if np.isfinite(before).all() else None,
        weights=weights,
        clusters=found.sample.clusters,
        effect=found.named("two_stage") or found.main,
        level=level,
    )
    return [one.to_dict() for one in made]


def groups_of(
    comparison: Comparison, values: Values, found: Analysis, columns: Sequence[str], settings: Settings
) -> list[dict[str, Any]]:
    """Estimate the effect by groups announced before the vote.

    Parameters
    ----------
    comparison : Comparison
        The rows.
    values : Values
        The outcome.
    found : Analysis
        The analysis.
    columns : sequence of str
        Columns of the draw's units announced, or "before" for the outcome at the election before; numbers
        are cut at their median.
    settings : Settings
        Level, draws, seed.

    Returns
    -------
    list of dict
        column, names, groups, contrasts, p…, or column and `missing` where it cannot be done.
    """
    out: list[dict[str, Any]] = []
    for column in columns:
        try:
            codes, names = _groups(comparison, values, column)
            test = by_group(
                found.sample,
                codes,
                [name.fr for name in names],
                level=settings.level,
                draws=settings.permutations,
                seed=settings.seed,
                redraw=comparison.redraw,
            )
        except BadInputError as error:
            out.append({"column": column, "missing": said(error.words)})
            continue
        out.append({"column": column, "names": [said(name) for name in names], **test.to_dict()})
    return out


def _groups(comparison: Comparison, values: Values, column: str) -> tuple[NDArray[np.int64], list[Words]]:
    units = comparison.draw.units
    if column == "before" and np.isfinite(values.before[comparison.kept]).any():
        before = pl.Series("before", values.before).fill_nan(None)
        units = comparison.draw.assignment.select("unit").with_columns(before)
    if column not in units.columns:
        raise BadInputError(
            Words("the draw does not hold this column", "le tirage n’a pas cette colonne"), column=column
        )
    rows = comparison.table.select("unit").join(
        units.select("unit", column), on="unit", how="left", maintain_order="left"
    )
    found = rows.get_column(column)
    if found.dtype.is_numeric():
        middle = float(found.median())  # type: ignore[arg-type]
        digits = 0 if abs(middle) >= 100 else 3 if abs(middle) < 1 else 2
        cut = Words(number(middle, digits, "en"), number(middle, digits))
        high = (found > middle).fill_null(value=False).cast(pl.Int64).to_numpy()
        return high, [
            Words(f"up to {cut.en}", f"jusqu’à {cut.fr}"),
            Words(f"above {cut.en}", f"au-dessus de {cut.fr}"),
        ]
    texts = found.cast(pl.String).fill_null("?")
    kinds = texts.unique().sort().to_list()
    if len(kinds) > MOST_GROUPS:
        raise BadInputError(
            Words("too many groups", "trop de groupes"),
            column=column,
            found=str(len(kinds)),
            expected=Words(f"at most {MOST_GROUPS}", f"au plus {MOST_GROUPS}"),
        )
    codes = texts.replace_strict(kinds, list(range(len(kinds))), return_dtype=pl.Int64)
    return codes.to_numpy(), [Words(kind, kind) for kind in kinds]


def spillover_of(
    comparison: Comparison, found: Analysis, neighbours: pl.DataFrame | None, settings: Settings
) -> dict[str, Any] | None:
    """Say whether the treatment of neighbours changes something.

    Parameters
    ----------
    comparison : Comparison
        The rows.
    found : Analysis
        The analysis.
    neighbours : polars.DataFrame or None
        unit, neighbour.
    settings : Settings
        Level, seed.

    Returns
    -------
    dict or None
        As `Spillover.to_dict`; None without neighbours, or where nothing can be compared.
    """
    if neighbours is None:
        return None
    order = comparison.table.select("unit").with_row_index("_i")
    pairs = neighbours.select("unit", "neighbour").join(order, on="unit")
    pairs = pairs.join(order.select(neighbour="unit", _j="_i"), on="neighbour")
    both = np.concatenate([pairs.select("_i", "_j").to_numpy(), pairs.select("_j", "_i").to_numpy()])
    if not len(both):
        return None
    try:
        made = spillover(
            found.sample,
            np.unique(both.astype(np.int64), axis=0),
            level=settings.level,
            draws=min(settings.permutations, SPILLOVER_DRAWS),
            seed=settings.seed,
            redraw=comparison.redraw,
            conditional=comparison.draw.design.rerandomise is None
            and comparison.draw.design.kind != "saturation",
        )
    except BadInputError:
        return None
    out: dict[str, Any] = plain(made.to_dict())
    return out
