"""From files too big for memory to checked Parquet: the Base Adresse Nationale of all France.

One streaming pass reads, checks and writes. The checks ride along as expressions on each batch; only when one of
them fails is the file read again, to name the line.
"""

from pathlib import Path

import polars as pl

from perron.errors import BadValueError
from perron.sources import ban
from perron.sources.names import street_key
from perron.sources.opening import open_source
from perron.sources.text import MISSING, Dialect, dialect_of
from perron.tables import ADDRESSES
from perron.words import Words

ROW_GROUP = 250_000
"""Rows per group of the Parquet file: what a later reader can skip, and what stays in memory while writing."""


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
    target = Path(out)
    part = target.with_name(target.name + ".part")
    try:
        _table(_scan(opened.path, dialect, typed=True)).sink_parquet(
            part, compression="zstd", row_group_size=ROW_GROUP, mkdir=True
        )
        rows = _check_written(part)
        if rows < 0:
            raise _first_fault(opened.path, dialect, opened.file)
    except pl.exceptions.ComputeError as error:
        raise _first_fault(opened.path, dialect, opened.file) from error
    finally:
        if part.exists() and "rows" not in locals():
            part.unlink()
    part.replace(target)
    return rows


def _scan(path: Path, dialect: Dialect, *, typed: bool) -> pl.LazyFrame:
    types: dict[str, type[pl.DataType]] = dict.fromkeys(dialect.header, pl.String)
    if typed:
        types |= {"numero": pl.Int32, "lon": pl.Float64, "lat": pl.Float64}
    return pl.scan_csv(
        path,
        separator=dialect.separator,
        schema=pl.Schema(types),
        null_values=MISSING,
    ).select(ban.COLUMNS)


def _table(rows: pl.LazyFrame) -> pl.LazyFrame:
    return rows.select(
        pl.col("id").alias("address"),
        pl.lit(None, dtype=pl.String).alias("bureau"),
        pl.col("code_insee").alias("commune"),
        pl.col("numero").alias("number"),
        pl.col("rep").str.to_lowercase().alias("suffix"),
        pl.col("nom_voie").alias("street"),
        pl.col("nom_voie").map_batches(_keys, return_dtype=pl.String, is_elementwise=True).alias("street_key"),
        "lon",
        "lat",
        pl.lit(None, dtype=pl.Int32).alias("electors"),
        pl.lit(None, dtype=pl.Int32).alias("doors"),
    )


def _keys(streets: pl.Series) -> pl.Series:
    # the addresses of one street follow one another: fold each run once
    runs = streets.rle().struct.unnest()
    folded = runs.select(street_key(pl.col("value")).alias("key"), "len")
    return folded.select(pl.col("key").repeat_by("len").explode(empty_as_null=False)).to_series()
    repeated: pl.Series = folded.select(pl.col("key").repeat_by("len").explode()).to_series()
    return repeated
