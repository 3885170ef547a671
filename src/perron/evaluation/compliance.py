"""Who was drawn to be visited and who was: coverage by arm, visits to controls, visits outside the draw."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from perron.errors import (
    BadInputError,
    BadValueError,
    DuplicateRowError,
    InconsistentCountsError,
    MissingColumnError,
    NoMatchError,
)
from perron.words import Words

COUNTS: Final = ("doors", "knocked", "opened", "talked", "minutes")
"""Columns of a table of visits, after `unit`: `doors` there are, the others done."""
MOST: Final = 1e9
"""Doors, or minutes, of one unit at most."""


@dataclass(frozen=True, slots=True)
class Compliance:
    """What was done against what was drawn.

    Parameters
    ----------
    arms : polars.DataFrame
        One row per arm: arm, left_alone, units, visited (units knocked at), doors, knocked, opened, talked,
        minutes, coverage (share of doors knocked, mean of its units; a unit without a row counts 0).
    controls : polars.DataFrame
        Units left alone that were knocked at all the same: unit, arm, doors, knocked, opened, talked.
    outside : dict
        knocked, opened, talked, minutes in units that are not of the draw, and how many units.
    coverage : ndarray of float64, shape (n,)
        Share of the doors of each unit that were knocked, 0 to 1, in the order of the draw.
    bins : list of dict
        arm, start, end, units: how many units had such a coverage.
    """

    arms: pl.DataFrame
    controls: pl.DataFrame
    outside: dict[str, float]
    coverage: NDArray[np.float64]
    bins: list[dict[str, Any]]

    @property
    def visited(self) -> NDArray[np.float64]:
        """Whether each unit was knocked at, 0 or 1."""
        return (self.coverage > 0).astype(np.float64)

    def shares(self) -> dict[str, float]:
        """Return where the knocks went, as shares of all knocks.

        Returns
        -------
        dict
            `planned` (arms drawn to be visited), `control` (left alone), `outside` (not of the draw);
            in 2012: 72.5, 13.3 and 14.1 % (Pons 2018). All 0 without any knock.
        """
        alone = pl.col("left_alone")
        planned = float(self.arms.filter(~alone).get_column("knocked").sum())
        control = float(self.arms.filter(alone).get_column("knocked").sum())
        outside = self.outside["knocked"]
        whole = max(planned + control + outside, 1.0)
        return {"planned": planned / whole, "control": control / whole, "outside": outside / whole}

    def to_dict(self) -> dict[str, Any]:
        """Return the tables as JSON values.

        Returns
        -------
        dict
            arms, controls, outside, shares, coverage (bins).
        """
        return {
            "arms": self.arms.to_dicts(),
            "controls": self.controls.to_dicts(),
            "outside": self.outside,
            "shares": self.shares(),
            "coverage": self.bins,
        }


def compliance_of(
    assignment: pl.DataFrame,
    visits: pl.DataFrame,
    left_alone: dict[str, bool],
    *,
    electors: NDArray[np.float64] | None = None,
    file: str = "",
) -> Compliance:
    """Set visits against the draw.

    Parameters
    ----------
    assignment : polars.DataFrame
        Columns unit and arm: the draw.
    visits : polars.DataFrame
        Columns unit, doors, knocked, opened, talked and, where known, minutes: one row per unit; units
        without a row were not visited; units not of the draw count as outside.
    left_alone : dict
        Arm to whether its units were to be left alone.
    electors : ndarray of float64, shape (n,), optional
        Registered electors of each unit of the draw, by which the coverage of an arm is weighted.
    file : str
        Where the visits came from, for messages.

    Returns
    -------
    Compliance
        Tables, and the coverage of each unit.

    Raises
    ------
    BadInputError
        A column is missing, a unit stands twice, a count is negative or larger than what holds it, or no
        unit of the draw is there.
    """
    known = check_visits(visits, file=file)
    drawn = assignment.select("unit", "arm")
    if known.height and known.join(drawn, on="unit", how="semi").is_empty():
        some = ", ".join(drawn.get_column("unit").head(3).to_list())
        raise NoMatchError(
            Words("no unit of the draw is in these visits", "aucune unité du tirage n’est dans ces visites"),
            file=file,
            column="unit",
            found=", ".join(known.get_column("unit").head(3).to_list()),
            expected=Words(f"{some}…", f"{some}…"),
        )
    rows = drawn.join(known, on="unit", how="left", maintain_order="left")
    share = (
        pl.when(pl.col("knocked") > 0)
        .then(pl.when(pl.col("doors") > 0).then(pl.col("knocked") / pl.col("doors")).otherwise(1.0))
        .otherwise(0.0)
        .clip(0.0, 1.0)
    )
    rows = rows.with_columns(
        share.alias("coverage").fill_null(0.0),
        pl.Series("_weight", np.ones(rows.height) if electors is None else electors),
    )
    outside = known.join(drawn, on="unit", how="anti").filter(pl.col("knocked") > 0)
    alone = [name for name, left in left_alone.items() if left]
    return Compliance(
        arms=_by_arm(rows, left_alone),
        controls=rows.filter(pl.col("arm").is_in(alone) & (pl.col("knocked") > 0)).select(
            "unit", "arm", "doors", "knocked", "opened", "talked"
        ),
        outside={
            "units": float(outside.height),
            **{name: float(outside.get_column(name).sum() or 0.0) for name in COUNTS[1:]},
        },
        coverage=rows.get_column("coverage").to_numpy(),
        bins=[row for arm in left_alone for row in _bins(rows, arm)],
    )


def _bins(rows: pl.DataFrame, arm: str) -> list[dict[str, Any]]:
    share = rows.filter(pl.col("arm") == arm).get_column("coverage").to_numpy()
    counts, edges = np.histogram(share, bins=10, range=(0.0, 1.0))
    return [
        {"arm": arm, "start": round(float(a), 3), "end": round(float(b), 3), "units": int(n)}
        for a, b, n in zip(edges, edges[1:], counts, strict=False)
    ]


def _by_arm(rows: pl.DataFrame, left_alone: dict[str, bool]) -> pl.DataFrame:
    table = rows.group_by("arm").agg(
        units=pl.len(),
        visited=(pl.col("knocked").fill_null(0) > 0).sum(),
        **{name: pl.col(name).sum() for name in COUNTS},
        coverage=(pl.col("coverage") * pl.col("_weight")).sum() / pl.col("_weight").sum(),
    )
    order = pl.DataFrame({"arm": list(left_alone), "left_alone": list(left_alone.values())})
    return order.join(table, on="arm", how="left", maintain_order="left").with_columns(
        pl.col("units", "visited", *COUNTS).fill_null(0)
    )


def check_visits(visits: pl.DataFrame, *, file: str = "") -> pl.DataFrame:
    """Check a table of visits.

    Parameters
    ----------
    visits : polars.DataFrame
        Columns unit, doors, knocked, opened, talked; minutes may be absent.
    file : str
        Where it came from, for messages.

    Returns
    -------
    polars.DataFrame
        unit (String) and `COUNTS` (Float64, minutes null where unknown).

    Raises
    ------
    MissingColumnError
        A column is missing.
    BadValueError
        A value is not a number from 0.
    DuplicateRowError
        A unit stands twice.
    InconsistentCountsError
        More doors opened than knocked, or more talks than doors opened.
    """
    for name in ("unit", *COUNTS[:-1]):
        if name not in visits.columns:
            raise MissingColumnError(
                Words("a column is missing", "une colonne manque"),
                file=file,
                line=1,
                column=name,
                found=", ".join(visits.columns),
                expected=Words(*["unit, " + ", ".join(COUNTS)] * 2),
            )
    table = visits if "minutes" in visits.columns else visits.with_columns(minutes=pl.lit(None))
    table = table.select(
        pl.col("unit").cast(pl.String), *(pl.col(name).cast(pl.Float64, strict=False) for name in COUNTS)
    ).with_row_index("_row")
    lost = Words("a value is missing, or is no number", "une valeur manque, ou n’est pas un nombre")
    for name in ("unit", "knocked", "opened", "talked"):
        _refuse(table, pl.col(name).is_null(), BadValueError(lost, file=file, column=name))
    below, beyond = (
        Words("a count below zero", "un nombre négatif"),
        Words("no count", "ce n’est pas un compte"),
    )
    for name in COUNTS:
        _refuse(table, pl.col(name) < 0, BadValueError(below, file=file, column=name))
        _refuse(table, ~(pl.col(name) <= MOST), BadValueError(beyond, file=file, column=name))
    more = Words(
        "more talks than doors opened, or more doors opened than knocked",
        "plus d’échanges que de portes ouvertes, ou plus de portes ouvertes que frappées",
    )
    over = (pl.col("opened") > pl.col("knocked")) | (pl.col("talked") > pl.col("opened"))
    _refuse(table, over, InconsistentCountsError(more, file=file, column="opened"))
    twice = Words("a unit stands twice", "une unité figure deux fois")
    _refuse(table, ~pl.col("unit").is_first_distinct(), DuplicateRowError(twice, file=file, column="unit"))
    return table.drop("_row")


def _refuse(table: pl.DataFrame, wrong: pl.Expr, error: BadInputError) -> None:
    """Raise the error, with line and values, when a row is wrong."""
    rows = table.filter(wrong)
    if rows.is_empty():
        return
    row = rows.row(0, named=True)
    found = ", ".join(f"{name} = {row[name]:g}" for name in COUNTS if row[name] is not None)
    error.line, error.found = row["_row"] + 2, f"{row['unit']}: {found}"
    raise error
