"""The table of units, checked and put in one canonical form: its hash does not depend on how it came."""

import polars as pl

from perron.errors import BadValueError, DuplicateRowError, MissingColumnError, ParameterError
from perron.experiments.design.choices import Design
from perron.words import Words

MOST_UNITS = 2_000_000
_UNSEEN = r"[\x00-\x1f\x7f\x{200e}\x{200f}\x{202a}-\x{202e}\x{2066}-\x{2069}]"
"""Control characters, and those that turn the direction of writing: a name would show as another one."""


def canonical(design: Design, units: pl.DataFrame) -> pl.DataFrame:
    """Return the units that a design can draw, in their canonical form.

    Parameters
    ----------
    design : Design
        The design.
    units : polars.DataFrame
        Column unit, unique, the columns that the design names, and `registered` where known.

    Returns
    -------
    polars.DataFrame
        unit, the columns of labels (String) and of numbers (Float64) that the design names, registered
        (Float64) if it was there; sorted by unit. Other columns are dropped.

    Raises
    ------
    BadInputError
        A column is missing, a unit is empty or there twice, a number is missing or is not one.
    """
    _present(design, units)
    text = [pl.col(name).cast(pl.String) for name in ("unit", *design.labels)]
    numbers = [*design.numbers, *(["registered"] if "registered" in units.columns else [])]
    wanted = units.with_row_index("_line", offset=2).select(
        "_line", *text, *(pl.col(name) for name in dict.fromkeys(numbers) if name not in design.labels)
    )
    again = design.rerandomise.on if design.rerandomise else ()
    for name in dict.fromkeys(numbers):
        wanted = _number(wanted, name, needed=name in (*design.pair_on, *again))
    for name in ("unit", *design.labels):
        _filled(wanted, name)
    if design.order_by and wanted.get_column(design.order_by).is_null().all():
        raise BadValueError(
            Words("there is nothing to rank units by", "rien ne permet de classer les unités"),
            column=design.order_by,
            expected=Words("numbers", "des nombres"),
        )
    twice = wanted.filter(pl.col("unit").is_duplicated())
    if twice.height:
        row = twice.sort("unit", "_line").row(1, named=True)
        raise DuplicateRowError(
            Words("this unit stands twice", "cette unité figure deux fois"),
            line=row["_line"],
            column="unit",
            found=row["unit"],
        )
    return wanted.drop("_line").sort("unit")


def _present(design: Design, units: pl.DataFrame) -> None:
    for name in ("unit", *design.labels, *design.numbers):
        if name not in units.columns:
            raise MissingColumnError(
                Words("the units lack a column that the design names", "il manque une colonne du protocole"),
                column=name,
                found=", ".join(units.columns),
            )
    both = set(design.labels) & {*design.numbers, "unit"}
    if both - {"unit"}:
        raise ParameterError(
            Words("a column cannot be a label and a number", "une colonne est à la fois libellé et nombre"),
            column=min(both),
        )
    if not 2 <= units.height <= MOST_UNITS:
        raise BadValueError(
            Words("this number of units cannot be drawn", "ce nombre d’unités ne se tire pas au sort"),
            found=str(units.height),
            expected=Words(f"2 to {MOST_UNITS}", f"de 2 à {MOST_UNITS}"),
        )


def _number(table: pl.DataFrame, name: str, *, needed: bool) -> pl.DataFrame:
    numbers = table.with_columns(pl.col(name).cast(pl.Float64, strict=False).alias("_number"))
    missing = pl.col(name).is_null() | pl.col("_number").is_nan().fill_null(value=False)
    finite = pl.col("_number").is_finite().fill_null(value=False)
    wrong = ~finite if needed else ~finite & ~missing
    bad = numbers.filter(wrong)
    if bad.height:
        row = bad.row(0, named=True)
        raise BadValueError(
            Words("a number of the design is missing or is not one", "un nombre du protocole manque"),
            line=row["_line"],
            column=name,
            found="" if row[name] is None else str(row[name]),
            expected=Words("a number", "un nombre"),
        )
    return numbers.with_columns(pl.col("_number").fill_nan(None).alias(name)).drop("_number")


def _filled(table: pl.DataFrame, name: str) -> None:
    text = pl.col(name)
    empty = text.is_null() | (text.str.strip_chars() == "")
    bad = table.filter(empty | text.str.contains(_UNSEEN))
    if bad.height:
        raise BadValueError(
            Words("a unit has no usable value here", "une unité n’a pas de valeur utilisable ici"),
            line=bad.row(0, named=True)["_line"],
            column=name,
            found=ascii(held) if (held := str(bad.row(0, named=True)[name] or "")) else "",
            expected=Words("a text on one line", "un texte d’une ligne"),
        )
