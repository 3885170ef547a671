"""From the columns of any table to comparisons: one for each arm against the control."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from perron.errors import BadInputError, BadValueError, MissingColumnError, ParameterError
from perron.experiments.estimate import columns as reading
from perron.experiments.estimate.choose import Comparison, estimate_all
from perron.experiments.estimate.estimate import Estimate, plain
from perron.experiments.estimate.joint import joint_regression
from perron.experiments.estimate.sample import Floats, Sample
from perron.words import Words

LARGEST = 1e100
"""Numbers beyond: their squares would overflow, and no experiment counts so far."""


@dataclass(frozen=True)
class Asked:
    """Which columns of a table mean what.

    Parameters
    ----------
    outcome, assigned : str
        Columns of the outcome and of the arm.
    received, blocks, clusters, weights : str
        Other columns; empty where there is none.
    covariates : tuple of str
        Columns known before the draw.
    control : str
        Name of the control among the arms; empty: 0, no, or an arm that says so.
    between : tuple of (float or str), or None
        Least and most that the outcome can be; a column's name for the most (e.g. registered).
    drop_missing : bool
        Whether rows with an empty cell are left out (and counted) instead of refused.
    """

    outcome: str
    assigned: str
    received: str = ""
    blocks: str = ""
    clusters: str = ""
    weights: str = ""
    covariates: tuple[str, ...] = ()
    control: str = ""
    between: tuple[float | str, float | str] | None = None
    drop_missing: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of every column used, in order, once each."""
        bounds = [end for end in self.between or () if isinstance(end, str)]
        given = (self.outcome, self.assigned, self.received, self.blocks, self.clusters, self.weights)
        return tuple(dict.fromkeys(name for name in (*given, *self.covariates, *bounds) if name))


@dataclass(frozen=True)
class Findings:
    """What a table says.

    Parameters
    ----------
    rows : int
        Rows used.
    left_out : dict of str to int
        Rows left out for an empty cell, by arm.
    comparisons : tuple of Comparison
        Each arm against the control.
    joint : tuple of Estimate
        All arms in one regression; empty with two arms.
    """

    rows: int
    left_out: dict[str, int]
    comparisons: tuple[Comparison, ...]
    joint: tuple[Estimate, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the findings as JSON values.

        Returns
        -------
        dict
            Every field.
        """
        return {
            "rows": self.rows,
            "left_out": plain(self.left_out),
            "comparisons": [comparison.to_dict() for comparison in self.comparisons],
            "joint": [estimate.to_dict() for estimate in self.joint],
        }


def compare(
    table: pl.DataFrame, asked: Asked, *, level: float = 0.95, permutations: int = 0, seed: int = 0
) -> Findings:
    """Estimate everything that applies to the arms of a table.

    Parameters
    ----------
    table : polars.DataFrame
        One row for each unit.
    asked : Asked
        Which columns mean what.
    level : float
        Level of the intervals, between 0 and 1.
    permutations : int
        Draws of randomisation inference; 0: none.
    seed : int
        Seed of these draws.

    Returns
    -------
    Findings
        One comparison for each arm but the control.

    Raises
    ------
    MissingColumnError
        A column is not in the table.
    BadValueError
        A cell is empty, not a number, or outside its bounds; an arm is missing.
    BadInputError
        The design cannot be estimated.
    """
    chosen = _chosen(table, asked)
    _check_bounds(chosen, asked)
    used, left_out = _complete(chosen, asked)
    arms = reading.arms(used[asked.assigned], asked.control)
    whole = _parts(used, asked)
    comparisons = []
    for code, name in enumerate(arms.names[1:], start=1):
        keep = (arms.codes == code) | (arms.codes == 0)
        with _named(asked):
            sample = _sample(whole, arms.codes == code, keep)
            found = estimate_all(sample, level=level, permutations=permutations, seed=seed)
        comparisons.append(replace(found, arm=name, control=arms.names[0]))
    joint = _joint(whole, arms, level) if len(arms.names) > 2 else ()
    return Findings(used.height, left_out, tuple(comparisons), joint)


def _joint(whole: dict[str, Any], arms: reading.Arms, level: float) -> tuple[Estimate, ...]:
    parts = {name: value for name, value in whole.items() if name not in {"outcome", "received", "names"}}
    names = (*arms.names[1:], *whole["names"])
    return joint_regression(whole["outcome"], arms.codes, level=level, names=names, **parts)


@contextmanager
def _named(asked: Asked) -> Iterator[None]:
    """Give errors the table's own names of columns."""
    try:
        yield
    except BadInputError as error:
        own = getattr(asked, error.column, "") if error.column in _ROLES else ""
        error.column = own or error.column
        raise


_ROLES = ("outcome", "assigned", "received", "blocks", "clusters", "weights")


def _chosen(table: pl.DataFrame, asked: Asked) -> pl.DataFrame:
    for name in asked.columns:
        if name not in table.columns:
            raise MissingColumnError(
                Words("the table has no such column", "le tableau n’a pas cette colonne"),
                column=name,
                found=", ".join(table.columns[:20]),
            )
    if asked.outcome in {asked.assigned, asked.received, *asked.covariates}:
        raise ParameterError(
            Words("the outcome cannot be another column too", "le résultat ne peut pas tenir un autre rôle"),
            column=asked.outcome,
            expected=Words(
                "columns known before the draw, others than the outcome",
                "des colonnes connues avant le tirage, autres que le résultat",
            ),
        )
    used = table.select(asked.columns)
    if not used.height:
        raise BadValueError(Words("the table has no row", "le tableau n’a aucune ligne"))
    return used.with_columns(pl.selectors.float().fill_nan(None), pl.selectors.string().replace("", None))


def _complete(used: pl.DataFrame, asked: Asked) -> tuple[pl.DataFrame, dict[str, int]]:
    if not asked.drop_missing:
        return used, {}
    whole = used.drop_nulls()
    gone = used.filter(pl.any_horizontal(pl.all().is_null()))
    counts = gone.group_by(pl.col(asked.assigned).cast(pl.String)).len().rows()
    return whole, {str(name).strip(): count for name, count in counts}


def _parts(used: pl.DataFrame, asked: Asked) -> dict[str, Any]:
    for name in asked.covariates:
        if used[name].dtype.is_numeric():
            _numbers(used, name)
    found, names = reading.covariates([_filled(used, name) for name in asked.covariates])
    return {
        "outcome": _numbers(used, asked.outcome),
        "received": _numbers(used, asked.received) if asked.received else None,
        "weights": _numbers(used, asked.weights) if asked.weights else None,
        "blocks": reading.codes(used[asked.blocks]) if asked.blocks else None,
        "clusters": reading.codes(used[asked.clusters]) if asked.clusters else None,
        "covariates": found,
        "names": names,
    }


def _filled(used: pl.DataFrame, name: str) -> pl.Series:
    column = used[name]
    if column.null_count():
        at = int(column.is_null().arg_max() or 0)
        raise BadValueError(
            _empty(column.null_count()),
            line=at + 2,
            column=name,
            expected=Words(
                "a value in every row (or --drop-missing)", "une valeur à chaque ligne (ou --drop-missing)"
            ),
        )
    return column


def _empty(count: int) -> Words:
    if count == 1:
        return Words("a cell is empty", "une case est vide")
    return Words(f"{count} cells are empty", f"{count} cases sont vides")


def _numbers(used: pl.DataFrame, name: str) -> Floats:
    values = reading.numbers(_filled(used, name))
    wrong = ~(np.abs(values) <= LARGEST)
    if wrong.any():
        at = int(np.argmax(wrong))
        raise BadValueError(
            Words("nothing can be computed with this number", "ce nombre ne permet aucun calcul"),
            line=at + 2,
            column=name,
            found=str(used[name][at]),
            expected=Words(f"a number between ± {LARGEST:.0e}", f"un nombre entre ± {LARGEST:.0e}"),
        )
    return values


def _sample(whole: dict[str, Any], treated: NDArray[np.bool_], keep: NDArray[np.bool_]) -> Sample:
    parts = {
        name: value if name == "names" or value is None else value[keep] for name, value in whole.items()
    }
    return Sample(assigned=treated[keep].astype(np.int8), **parts)


def _check_bounds(used: pl.DataFrame, asked: Asked) -> None:
    if asked.between is None:
        return
    outcome = reading.numbers(used[asked.outcome])
    low, high = (reading.numbers(used[end]) if isinstance(end, str) else float(end) for end in asked.between)
    wrong = (outcome < low) | (outcome > high)
    if wrong.any():
        at = int(np.argmax(wrong))
        ends = [str(end[at] if isinstance(end, np.ndarray) else end) for end in (low, high)]
        raise BadValueError(
            Words(
                f"{int(wrong.sum())} outcomes are out of their bounds",
                f"{int(wrong.sum())} résultats sont hors de leurs bornes",
            ),
            line=at + 2,
            column=asked.outcome,
            found=str(outcome[at]),
            expected=Words(f"between {ends[0]} and {ends[1]}", f"entre {ends[0]} et {ends[1]}"),
        )
