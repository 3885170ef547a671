"""From files too big for memory to checked Parquet: the Base Adresse Nationale of all France.

One streaming pass reads, types and writes; what was written is then checked, and takes its name only if it is
right. Only when it is not is the text read again, to name the line.
"""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import polars as pl

from perron.errors import BadInputError, BadValueError
from perron.geo.names import street_key
from perron.sources import ban
from perron.sources.codes import whole_commune
from perron.sources.dialect import Dialect, dialect_of
from perron.sources.opening import Opened, open_source
from perron.sources.results_finish import Asked
from perron.tables import ADDRESSES
from perron.words import Words

STORED: Final = ("address", "commune", "number", "suffix", "street", "lon", "lat")
"""Columns written; the folded street name is worked out when a commune is read back."""
ROW_GROUP = 250_000
"""Rows per group of the Parquet file: what a reader can skip, and what stays in memory while writing."""


def convert_addresses(path: Path | str, out: Path | str) -> int:
    """Turn a BAN file of any size into checked Parquet, in bounded memory.

    Parameters
    ----------
    path : Path or str
        CSV, plain or gzip.
    out : Path or str
        Parquet file to write; it appears only when complete and checked.

    Returns
    -------
    int
        Rows written.

    Raises
    ------
    BadValueError
        A value is missing, not a number, or outside its range; nothing is left behind.
    MissingColumnError
        It is not a BAN file.
    """
    opened = open_source(path)
    dialect = dialect_of(opened)
    if not ban.recognises(dialect):
        raise ban.not_ban(opened, dialect)
    if opened.packing == "zip":
        raise BadInputError(
            Words("unzip it first, or give the .csv.gz", "décompressez-le d’abord, ou donnez le .csv.gz"),
            file=opened.file,
        )
    opened.measure()
    target = Path(out)
    target.parent.mkdir(parents=True, exist_ok=True)
    # a folder of its own: Polars may still be creating the file when it reports an error
    with TemporaryDirectory(prefix=".perron-", dir=target.parent, ignore_cleanup_errors=True) as folder:
        part = Path(folder) / target.name
        try:
            _table(_scan(opened.path, dialect, typed=True)).sink_parquet(part, row_group_size=ROW_GROUP)
            rows, clean = _written(part)
        except pl.exceptions.PolarsError as error:
            raise _first_fault(opened, dialect, str(error)) from error
        if not clean:
            raise _first_fault(opened, dialect, "")
        part.replace(target)
    return rows


def _written(part: Path) -> tuple[int, bool]:
    # the groups' statistics answer for most rows: only groups that may hold a fault are read
    lazy = pl.scan_parquet(part)
    wrong = [pl.col(name).is_null() for name in ("address", "commune", "street", "lon", "lat")]
    for name in ("number", "lon", "lat"):
        column = ADDRESSES.columns[name]
        if column.minimum is not None:
            wrong.append(pl.col(name) < column.minimum)
        if column.maximum is not None:
            wrong.append(pl.col(name) > column.maximum)
    faults = [lazy.filter(fault).select(pl.len()) for fault in wrong]
    rows, *counts = pl.collect_all([lazy.select(pl.len()), *faults])
    return int(rows.item()), not any(frame.item() for frame in counts)


def _first_fault(opened: Opened, dialect: Dialect, reason: str) -> BadInputError:
    # read again as text, keeping only what is wrong, to name the first line
    lazy = _scan(opened.path, dialect, typed=False).with_row_index("line", offset=2)
    number = pl.col("numero").cast(pl.Int32, strict=False)
    lon, lat = (pl.col(name).cast(pl.Float64, strict=False) for name in ("lon", "lat"))
    wrong = {
        "id": pl.col("id").is_null(),
        "code_insee": pl.col("code_insee").is_null(),
        "nom_voie": pl.col("nom_voie").is_null(),
        "numero": (number.is_null() & pl.col("numero").is_not_null()) | (number < 0),
        "lon": lon.is_null() | ~lon.is_between(-180, 180),
        "lat": lat.is_null() | ~lat.is_between(-90, 90),
    }
    try:
        row = lazy.filter(pl.any_horizontal(wrong.values())).head(1).collect(engine="streaming")
        flags = row.select(expr.fill_null(value=False).alias(name) for name, expr in wrong.items())
    except pl.exceptions.PolarsError as error:
        reason, row = str(error), pl.DataFrame()
    if row.is_empty():
        return BadValueError(
            Words("the text cannot be split into columns", "le texte ne se découpe pas en colonnes"),
            file=opened.file,
            found=reason.splitlines()[0] if reason else "",
        )
    column = next(name for name in wrong if flags.get_column(name)[0])
    return BadValueError(
        Words(
            "a value is missing, not a number or out of range", "valeur absente, non numérique ou hors bornes"
        ),
        file=opened.file,
        line=row.item(0, "line"),
        column=column,
        found=repr(row.item(0, column)),
    )


def _scan(path: Path, dialect: Dialect, *, typed: bool) -> pl.LazyFrame:
    types: dict[str, type[pl.DataType]] = dict.fromkeys(dialect.header, pl.String)
    if typed:
        types |= {"numero": pl.Int32, "lon": pl.Float64, "lat": pl.Float64}
    return pl.scan_csv(
        path,
        separator=dialect.separator,
        schema=pl.Schema(types),
    ).select(ban.COLUMNS)


def _table(rows: pl.LazyFrame) -> pl.LazyFrame:
    return rows.select(
        pl.col("id").alias("address"),
        pl.col("code_insee").alias("commune"),
        pl.col("numero").alias("number"),
        pl.col("rep").alias("suffix"),
        pl.col("nom_voie").alias("street"),
        "lon",
        "lat",
    )


def recognises(header: list[str]) -> bool:
    """Say whether the columns are those of a file that `convert_addresses` wrote.

    Parameters
    ----------
    header : list of str
        Column names.

    Returns
    -------
    bool
        Whether `read_converted` is the right reader.
    """
    return set(header).issuperset(STORED)


def read_converted(opened: Opened, asked: Asked) -> tuple[pl.DataFrame, tuple[Words, ...]]:
    """Read back the addresses of some communes.

    Parameters
    ----------
    opened : Opened
        A Parquet file of `convert_addresses`.
    asked : Asked
        Communes wanted; all by default.

    Returns
    -------
    polars.DataFrame
        Table `ADDRESSES`.
    tuple of Words
        Notes: none.
    """
    lazy = pl.scan_parquet(opened.path).select(STORED)
    if asked.communes is not None:
        lazy = lazy.filter(whole_commune(pl.col("commune")).is_in(list(asked.communes)))
    frame = lazy.with_columns(
        pl.col("suffix").str.to_lowercase().replace("", None),
        street_key(pl.col("street")).alias("street_key"),
    ).collect()
    return ADDRESSES.check(frame, file=opened.file), ()
