"""Outcomes by unit: a count over a total, joined to the draw, beside what the unit did before."""

from collections.abc import Iterable, Sequence
from typing import Final

import polars as pl

from perron.errors import BadValueError, InconsistentCountsError, MissingColumnError, NoMatchError
from perron.evaluation.history import History
from perron.evaluation.placebos import LAG, placebos_of
from perron.experiments.design.registration import Outcome
from perron.experiments.power.placebo import MOST_EARLIER
from perron.targeting.elections import election
from perron.words import Words, number

SCHEMA: Final = {
    "unit": pl.String,
    "outcome": pl.String,
    "count": pl.Float64,
    "total": pl.Float64,
    "before": pl.Float64,
}
"""Columns of a table of outcomes: `before` is the same share at the election before, null where unknown; then
earlier_1, earlier_2…, earlier shares to adjust for, the most useful first."""


def outcomes_of(history: History, outcomes: Iterable[Outcome], units: Sequence[str]) -> pl.DataFrame:
    """Lay outcomes out for the units of a draw.

    Parameters
    ----------
    history : History
        Results of the elections evaluated and, where there are, of those before.
    outcomes : iterable of Outcome
        What is measured, and at which election.
    units : sequence of str
        Units of the draw.

    Returns
    -------
    polars.DataFrame
        Columns of `SCHEMA` and earlier_1, earlier_2…, outcome after outcome, units in their order; units
        without results are left out.

    Raises
    ------
    NoMatchError
        No unit of the draw has results, or an election or its blocs are not there.
    """
    order = pl.DataFrame({"unit": list(units)}, schema={"unit": pl.String})
    parts = []
    for outcome in outcomes:
        counts = history.counts(outcome.election, outcome.measure, outcome.bloc)
        joined = order.join(counts, on="unit", how="inner", maintain_order="left")
        if joined.is_empty():
            raise _nothing_matches(counts.get_column("unit"), units)
        known = joined.select("unit")
        earlier = _earlier(history, outcome, known)
        own = _own_before(history, outcome)
        parts.append(
            joined.join(own, on="unit", how="left", maintain_order="left")
            .select(
                "unit",
                pl.lit(outcome.name).alias("outcome"),
                pl.col("count").cast(pl.Float64),
                pl.col("total").cast(pl.Float64),
                pl.col("before").cast(pl.Float64),
            )
            .with_columns(earlier)
        )
    return pl.concat(parts, how="diagonal") if parts else pl.DataFrame(schema=SCHEMA)


def _earlier(history: History, outcome: Outcome, units: pl.DataFrame) -> list[pl.Series]:
    """Return the earlier shares that power was promised with, as columns."""
    for placebo in placebos_of(history, units, outcome.measure, outcome.bloc):
        if placebo.election == outcome.election:
            columns = placebo.earlier.T[:MOST_EARLIER]
            return [pl.Series(f"earlier_{i}", c).fill_nan(None) for i, c in enumerate(columns, start=1)]
    return []


def _own_before(history: History, outcome: Outcome) -> pl.DataFrame:
    """Return the same share at the last election known before the visits; none where there is none."""
    told = history.covered if outcome.measure.startswith("support") else history.elections
    now = election(outcome.election).when
    past = [name for name in told if election(name).when < now - LAG + 1e-9]
    if not past or outcome.measure == "registered":
        return pl.DataFrame(schema={"unit": pl.String, "before": pl.Float64})
    counts = history.counts(past[-1], outcome.measure, outcome.bloc)
    share = pl.when(pl.col("total") > 0).then(pl.col("count") / pl.col("total"))
    return counts.select("unit", before=share)


def check_outcomes(
    outcomes: pl.DataFrame, units: Sequence[str], *, free: Iterable[str] = (), file: str = ""
) -> pl.DataFrame:
    """Check a table of outcomes against the draw, and return it in the draw's order.

    Parameters
    ----------
    outcomes : polars.DataFrame
        Columns unit, outcome, count, total; `before` may be absent.
    units : sequence of str
        Units of the draw.
    free : iterable of str
        Outcomes whose count may exceed its total (registered electors against those of before).
    file : str
        Where they came from, for messages.

    Returns
    -------
    polars.DataFrame
        Columns of `SCHEMA`, and those named earlier_…

    Raises
    ------
    MissingColumnError
        A column is missing.
    NoMatchError
        A unit of the draw has no result for some outcome, or a unit is not of the draw.
    BadValueError
        A value is missing, or a unit stands twice.
    InconsistentCountsError
        A count is not between 0 and its total.
    """
    for name in ("unit", "outcome", "count", "total"):
        if name not in outcomes.columns:
            raise MissingColumnError(
                Words("a column is missing", "une colonne manque"),
                file=file,
                column=name,
                found=", ".join(outcomes.columns),
                expected=Words("unit, outcome, count, total", "unit, outcome, count, total"),
            )
    table = outcomes if "before" in outcomes.columns else outcomes.with_columns(before=pl.lit(None))
    earlier = [name for name in table.columns if name.startswith("earlier_")]
    table = table.select(
        *(pl.col(name).cast(dtype) for name, dtype in SCHEMA.items()), pl.col(earlier).cast(pl.Float64)
    )
    _check_values(table, set(free), file)
    order = pl.DataFrame({"unit": list(units)}, schema={"unit": pl.String}).with_row_index("_order")
    strangers = table.join(order, on="unit", how="anti")
    if strangers.height == table.height:
        raise _nothing_matches(table.get_column("unit"), units, file)
    parts = []
    for (name,), rows in table.group_by("outcome", maintain_order=True):
        _check_complete(rows, str(name), order, file)
        joined = rows.join(order, on="unit", how="inner", maintain_order="left")
        parts.append(joined.sort("_order").drop("_order"))
    return pl.concat(parts)


def _check_values(table: pl.DataFrame, free: set[str], file: str) -> None:
    rows = table.with_row_index("_row")
    lost = rows.filter(pl.any_horizontal(pl.col("unit", "outcome", "count", "total").is_null()))
    if lost.height:
        row = lost.row(0, named=True)
        column = next(name for name in ("unit", "outcome", "count", "total") if row[name] is None)
        raise BadValueError(
            Words("a value is missing", "une valeur manque"), file=file, line=row["_row"] + 2, column=column
        )
    over = (pl.col("count") > pl.col("total")) & ~pl.col("outcome").is_in(sorted(free))
    wrong = rows.filter(
        (pl.col("count") < 0)
        | (pl.col("total") <= 0)
        | over
        | pl.col("count").is_nan()
        | pl.col("total").is_nan()
    )
    if wrong.height:
        row = wrong.row(0, named=True)
        raise InconsistentCountsError(
            Words(
                f"{row['unit']}: an outcome outside its range",
                f"{row['unit']}\u00a0: un résultat hors de ses bornes",
            ),
            file=file,
            line=row["_row"] + 2,
            column=row["outcome"],
            found=f"{row['count']:g} / {row['total']:g}",
            expected=Words("0 ≤ count ≤ total, total > 0", "0 ≤ nombre ≤ total, total > 0"),
        )
    twice = rows.filter(pl.struct("outcome", "unit").is_duplicated())
    if twice.height:
        row = twice.row(-1, named=True)
        raise BadValueError(
            Words("a unit stands twice for one outcome", "une unité figure deux fois pour un résultat"),
            file=file,
            line=row["_row"] + 2,
            column=row["outcome"],
            found=row["unit"],
        )


def _check_complete(rows: pl.DataFrame, name: str, order: pl.DataFrame, file: str) -> None:
    lost = order.join(rows, on="unit", how="anti").get_column("unit")
    if lost.len():
        some = ", ".join(lost.head(5)) + ("…" if lost.len() > 5 else "")
        raise NoMatchError(
            Words(
                f"{number(lost.len(), 0, 'en')} units of the draw have no result (of "
                f"{number(order.height, 0, 'en')}); a unit lost after the draw is excluded by name",
                f"{number(lost.len())} unités du tirage n’ont pas de résultat (sur {number(order.height)})"
                "\u202f; une unité perdue après le tirage s’exclut par son nom",
            ),
            file=file,
            column=name,
            found=some,
            expected=Words("every unit of the draw", "toutes les unités du tirage"),
        )


def _nothing_matches(found: pl.Series, units: Sequence[str], file: str = "") -> NoMatchError:
    wanted = ", ".join(units[:3]) + ("…" if len(units) > 3 else "")
    return NoMatchError(
        Words(
            "no unit of the draw is in these results",
            "aucune unité du tirage n’est dans ces résultats",
        ),
        file=file,
        column="unit",
        found=", ".join(found.unique(maintain_order=True).head(3)),
        expected=Words(wanted, wanted),
    )
