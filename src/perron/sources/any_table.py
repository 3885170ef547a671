"""Any table of an experiment: delimited text, Parquet, Stata or R, told apart by its bytes."""

import io
import struct
import warnings
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import polars as pl

from perron.errors import BadInputError, UnknownFormatError
from perron.sources.dialect import dialect_of, with_quotes
from perron.sources.encoding import utf8
from perron.sources.opening import Opened, open_source
from perron.words import Words

if TYPE_CHECKING:
    import pandas as pd

R_FILES: Final = (".rda", ".rdata", ".rds")
_R_MAGIC: Final = (b"RDX", b"RDA", b"X\n", b"A\n", b"BZh", b"\xfd7zXZ")


def read_any_table(path: Path | str, *, name: str = "") -> pl.DataFrame:
    """Read a table whatever program wrote it.

    Parameters
    ----------
    path : Path or str
        CSV or other delimited text (also .gz or .zip), Parquet, Stata .dta, R .rda or .rds.
    name : str
        Name of the table in an R file that holds several.

    Returns
    -------
    polars.DataFrame
        The table: numbers as numbers, labelled values and factors as text.

    Raises
    ------
    UnknownFormatError
        The file is none of these.
    BadInputError
        The file is damaged, holds no table, or several.
    """
    path = Path(path)
    opened = open_source(path)
    head = opened.head
    if head.startswith(b"PAR1"):
        return _parquet(opened)
    if head.startswith(b"<stata_dta>") or (path.suffix.lower() == ".dta" and head[0] in range(0x66, 0x7F)):
        return _stata(opened)
    if path.suffix.lower() in R_FILES and head.startswith(_R_MAGIC):
        return _r(opened, name)
    return _text(opened)


def _text(opened: Opened) -> pl.DataFrame:
    if b"\0" in opened.head:
        raise UnknownFormatError(
            Words("this file is not a table that is known", "ce fichier n’est pas un tableau connu"),
            file=opened.file,
            expected=Words(
                "CSV, Parquet, Stata .dta, R .rda or .rds", "CSV, Parquet, Stata .dta, R .rda ou .rds"
            ),
        )
    data = utf8(opened)
    dialect = with_quotes(dialect_of(opened), data)
    twice = sorted({column for column in dialect.header if dialect.header.count(column) > 1})
    if twice:
        raise BadInputError(
            Words("two columns have the same name", "deux colonnes ont le même nom"),
            file=opened.file,
            line=1,
            column=twice[0],
        )
    try:
        return pl.read_csv(
            data,
            separator=dialect.separator,
            quote_char='"' if dialect.quoted else None,
            null_values=["", "NA", "NaN", "."],
            infer_schema_length=None,
            new_columns=list(dialect.header),
        )
    except pl.exceptions.PolarsError as error:
        raise _damaged(opened, error) from error


def _parquet(opened: Opened) -> pl.DataFrame:
    try:
        return pl.read_parquet(opened.path)
    except (pl.exceptions.PolarsError, OSError) as error:
        raise _damaged(opened, error) from error


def _stata(opened: Opened) -> pl.DataFrame:
    import pandas as pd  # noqa: PLC0415

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # texts of an old encoding are read all the same
            return _from_pandas(pd.read_stata(io.BytesIO(opened.data())))
    except (ValueError, KeyError, EOFError, OverflowError, struct.error) as error:
        raise _damaged(opened, error) from error


def _r(opened: Opened, name: str) -> pl.DataFrame:
    import pyreadr  # noqa: PLC0415

    try:
        found = pyreadr.read_r(str(opened.path))
    except (pyreadr.PyreadrError, pyreadr.LibrdataError, ValueError, OSError, zlib.error) as error:
        raise _damaged(opened, error) from error
    tables = {str(key or ""): value for key, value in found.items()}
    if name and name not in tables:
        raise _which(opened, tables, name)
    if not name and len(tables) != 1:
        raise _which(opened, tables, "")
    return _from_pandas(tables[name] if name else next(iter(tables.values())))


def _which(opened: Opened, tables: dict[str, Any], name: str) -> BadInputError:
    shown = ", ".join(tables) or "—"
    return BadInputError(
        Words("the file does not say which table to read", "le fichier ne dit pas quel tableau lire"),
        file=opened.file,
        found=f"{name}: {shown}" if name else shown,
        expected=Words("one table, or its name (--table)", "un seul tableau, ou son nom (--table)"),
    )


def _from_pandas(frame: "pd.DataFrame") -> pl.DataFrame:
    """Columns one by one: no Arrow needed, labels as text."""
    return pl.DataFrame([_column(str(name), frame[name]) for name in frame.columns])


def _column(name: str, column: "pd.Series[Any]") -> pl.Series:
    kind = getattr(column.dtype, "kind", "O")
    if kind in "iufb":
        return pl.Series(name, np.asarray(column))
    empty = column.isna()
    values = [None if gone else value for value, gone in zip(column.astype(object), empty, strict=True)]
    known = [value for value in values if value is not None]
    if known and all(isinstance(value, (bool, np.bool_)) for value in known):
        return pl.Series(name, [None if value is None else bool(value) for value in values])
    if known and all(isinstance(value, (int, float, np.number)) for value in known):
        return pl.Series(name, [None if value is None else float(value) for value in values])
    return pl.Series(name, [None if value is None else str(value) for value in values], dtype=pl.String)


def _damaged(opened: Opened, error: Exception) -> BadInputError:
    return BadInputError(
        Words("the table cannot be read", "le tableau ne peut pas être lu"),
        file=opened.file,
        found=str(error),
    )
