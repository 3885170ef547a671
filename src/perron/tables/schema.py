"""What a table is: columns, key, rules, and the check that raises a named error.

A `Table` declares columns (type, unit, range, meaning), the key and the rules between columns.
`Table.check` returns the frame in the declared order and types, or raises a named error that says
file, line, column, what was found and what was expected. Columns beyond the declared ones are dropped.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import polars as pl

from perron.errors import (
    BadInputError,
    BadValueError,
    DuplicateRowError,
    InconsistentCountsError,
    MissingColumnError,
)
from perron.words import Words

LineOf = Callable[[int], int]


def after_header(row: int) -> int:
    """Return the line of a row in a text file with one header line.

    Parameters
    ----------
    row : int
        Row in the table, from 0.

    Returns
    -------
    int
        Line in the file, from 1.
    """
    return row + 2


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    Parameters
    ----------
    dtype : polars.DataType
        Type of the values.
    doc : str
        Meaning, in one line.
    unit : str
        Unit of the values, empty where there is none.
    nullable : bool
        Whether a value may be missing.
    minimum, maximum : float or None
        Smallest and largest value allowed.
    """

    dtype: type[pl.DataType] | pl.DataType
    doc: str
    unit: str = ""
    nullable: bool = False
    minimum: float | None = None
    maximum: float | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A condition between columns that must hold on every row.

    Parameters
    ----------
    holds : polars.Expr
        True where the row is right; null counts as right.
    column : str
        Column to name in the error.
    words : Words
        What is wrong when it does not hold.
    """

    holds: pl.Expr
    column: str
    words: Words


@dataclass(frozen=True, slots=True)
class Table:
    """A declared table.

    Parameters
    ----------
    name : str
        Name used in messages.
    columns : mapping of str to Column
        Columns, in order.
    key : tuple of str
        Columns that identify a row; empty when nothing does.
    rules : tuple of Rule
        Conditions between columns.
    """

    name: str
    columns: Mapping[str, Column]
    key: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = field(default=())

    def schema(self) -> dict[str, type[pl.DataType] | pl.DataType]:
        """Return the Polars schema, column by column.

        Returns
        -------
        dict
            Column name to type.
        """
        return {name: column.dtype for name, column in self.columns.items()}

    def check(
        self,
        frame: pl.DataFrame,
        *,
        file: str = "",
        line_of: LineOf = after_header,
        distinct: bool = False,
    ) -> pl.DataFrame:
        """Return the frame in the declared types and order, or raise a named error.

        Parameters
        ----------
        frame : polars.DataFrame
            Any frame that holds the declared columns; nullable ones may be absent.
        file : str
            Where it came from, for messages.
        line_of : callable
            Turns a row number into a line of that file.
        distinct : bool
            Whether the reader has already shown that no key comes twice.

        Returns
        -------
        polars.DataFrame
            The checked table; other columns are dropped.

        Raises
        ------
        MissingColumnError
            A needed column is absent.
        BadValueError
            A value is missing, of the wrong type or outside its range.
        InconsistentCountsError
            A rule between columns does not hold.
        DuplicateRowError
            Two rows have the same key.
        """
        typed = self._typed(frame, file, line_of)
        self._check_values(typed, file, line_of)
        if not distinct:
            self._check_key(typed, file, line_of)
        return typed

    def _typed(self, frame: pl.DataFrame, file: str, line_of: LineOf) -> pl.DataFrame:
        columns: list[pl.Expr | pl.Series] = []
        for name, column in self.columns.items():
            if name not in frame.columns:
                if not column.nullable:
                    raise MissingColumnError(
                        Words(
                            f"the table “{self.name}” lacks a column",
                            f"une colonne manque à la table «\u00a0{self.name}\u00a0»",
                        ),
                        file=file,
                        column=name,
                        found=", ".join(frame.columns[:12]),
                        expected=Words(column.doc, column.doc),
                    )
                columns.append(pl.lit(None, dtype=column.dtype).alias(name))
                continue
            series = frame.get_column(name)
            if series.dtype == column.dtype:
                columns.append(series)
                continue
            cast = series.cast(column.dtype, strict=False)
            lost = cast.is_null() & series.is_not_null()
            if lost.any():
                row = lost.arg_max() or 0
                raise BadValueError(
                    Words("this value has the wrong type", "cette valeur n’est pas du bon type"),
                    file=file,
                    line=line_of(row),
                    column=name,
                    found=repr(series[row]),
                    expected=Words(f"{column.dtype} ({column.doc})", f"{column.dtype} ({column.doc})"),
                )
            columns.append(cast)
        return frame.select(columns)

    def _check_values(self, frame: pl.DataFrame, file: str, line_of: LineOf) -> None:
        broken: dict[str, pl.Expr] = {}
        for name, column in self.columns.items():
            if not column.nullable and frame.get_column(name).null_count():
                broken[f"null {name}"] = pl.col(name).is_null()
            if column.minimum is not None:
                broken[f"min {name}"] = pl.col(name) < column.minimum
            if column.maximum is not None:
                broken[f"max {name}"] = pl.col(name) > column.maximum
        for index, rule in enumerate(self.rules):
            broken[f"rule {index}"] = ~rule.holds
        if not broken or frame.is_empty():
            return
        found = (
            frame.lazy()
            .select([expr.fill_null(value=False).any().alias(n) for n, expr in broken.items()])
            .collect()
        )
        for name, expr in broken.items():
            if found.get_column(name)[0]:
                row = int(frame.select(expr.fill_null(value=False).arg_max()).item())
                raise self._value_error(name, frame, row, file, line_of(row))

    def _value_error(self, name: str, frame: pl.DataFrame, row: int, file: str, line: int) -> BadInputError:
        kind, what = name.split(" ", 1)
        if kind == "rule":
            rule = self.rules[int(what)]
            involved = [n for n in rule.holds.meta.root_names() if n in frame.columns]
            found = ", ".join(f"{n} = {frame.get_column(n)[row]}" for n in involved)
            return InconsistentCountsError(rule.words, file=file, line=line, column=rule.column, found=found)
        column = self.columns[what]
        words = {
            "null": Words("a value is missing", "une valeur manque"),
            "min": Words("this value is too small", "cette valeur est trop petite"),
            "max": Words("this value is too large", "cette valeur est trop grande"),
        }[kind]
        expected = {
            "null": Words(column.doc, column.doc),
            "min": Words(
                f"at least {column.minimum} {column.unit}".rstrip(),
                f"au moins {column.minimum} {column.unit}".rstrip(),
            ),
            "max": Words(
                f"at most {column.maximum} {column.unit}".rstrip(),
                f"au plus {column.maximum} {column.unit}".rstrip(),
            ),
        }[kind]
        value = frame.get_column(what)[row]
        shown = "" if value is None else str(value)
        return BadValueError(words, file=file, line=line, column=what, found=shown, expected=expected)

    def _check_key(self, frame: pl.DataFrame, file: str, line_of: LineOf) -> None:
        if not self.key or frame.is_empty():
            return
        if frame.select(self.key).hash_rows().n_unique() == frame.height:
            return
        twice = (
            frame.select(pl.struct(self.key).is_duplicated()).to_series()
            if len(self.key) > 1
            else frame.get_column(self.key[0]).is_duplicated()
        )
        if not twice.any():
            return
        first = int(twice.arg_max() or 0)
        same = pl.lit(value=True)
        for name in self.key:
            same = same & pl.col(name).eq_missing(pl.lit(frame.get_column(name)[first]))
        rows = frame.with_row_index("_row").filter(same).get_column("_row").to_list()
        raise DuplicateRowError(
            Words(
                f"the same row stands twice in “{self.name}” (also line {line_of(rows[0])})",
                f"la même ligne figure deux fois dans «\u00a0{self.name}\u00a0» "
                f"(aussi ligne {line_of(rows[0])})",
            ),
            file=file,
            line=line_of(rows[-1]),
            column=", ".join(self.key),
            found=", ".join(str(frame.get_column(name)[first]) for name in self.key),
        )


BUREAU = Column(pl.String, "bureau: INSEE commune code, “_”, bureau number, e.g. 75056_0101")
"""The key that every table by bureau shares."""
