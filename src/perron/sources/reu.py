"""Insee's open extract of the electoral register: addresses and their bureau (table-adresses-reu)."""

from collections.abc import Sequence

import polars as pl

from perron.geo.names import street_key
from perron.sources.codes import bureau_code, whole_commune
from perron.sources.dialect import Dialect
from perron.sources.figures import as_decimals
from perron.sources.opening import Opened
from perron.sources.results_finish import Asked
from perron.sources.text import read_text
from perron.tables import ADDRESSES
from perron.words import Words

NEEDED = ("code_commune_ref", "longitude", "latitude")
_BUREAU = ("id_brut_bv_reu", "id_brut_bv")
_STREET_ONLY = ("street", "locality", "municipality", "town", "village")


def recognises(dialect: Dialect) -> bool:
    """Say whether the header is that of the register's address table.

    Parameters
    ----------
    dialect : Dialect
        How the text is written.

    Returns
    -------
    bool
        Whether this reader is the right one.
    """
    return recognises_columns(dialect.header)


def read(opened: Opened, dialect: Dialect) -> tuple[pl.DataFrame, tuple[Words, ...]]:
    """Read address → bureau; several rows of one bureau at one point are one address.

    The table counts addresses of the register, not electors: it gives no electors. Streets are not named, so
    that `street` is empty unless the file has `geo_adresse`.

    Parameters
    ----------
    opened : Opened
        The file.
    dialect : Dialect
        How it is written.

    Returns
    -------
    polars.DataFrame
        Table `ADDRESSES`.
    tuple of Words
        Notes.
    """
    frame = read_text(opened, dialect, _columns(dialect.header))
    return _finish(as_decimals(frame, ["longitude", "latitude"], opened.file), opened.file)


def recognises_columns(header: Sequence[str]) -> bool:
    """Say whether the columns are those of the register's address table.

    Parameters
    ----------
    header : sequence of str
        Column names.

    Returns
    -------
    bool
        Whether this reader is the right one.
    """
    names = set(header)
    return names.issuperset(NEEDED) and bool(names.intersection(_BUREAU))


def read_parquet(opened: Opened, asked: Asked) -> tuple[pl.DataFrame, tuple[Words, ...]]:
    """Read the published Parquet, all of France, keeping the communes asked for.

    Parameters
    ----------
    opened : Opened
        The file.
    asked : Asked
        Communes wanted.

    Returns
    -------
    polars.DataFrame
        Table `ADDRESSES`.
    tuple of Words
        Notes.
    """
    lazy = pl.scan_parquet(opened.path)
    if asked.communes is not None:
        lazy = lazy.filter(whole_commune(pl.col("code_commune_ref")).is_in(list(asked.communes)))
    columns = _columns(lazy.collect_schema().names())
    frame = lazy.select(columns).with_columns(pl.col("longitude", "latitude").cast(pl.Float64)).collect()
    return _finish(frame, opened.file)


def _columns(header: Sequence[str]) -> list[str]:
    bureau = next(name for name in _BUREAU if name in header)
    return [bureau, *NEEDED, *(name for name in ("geo_adresse", "geo_type") if name in header)]


def _finish(frame: pl.DataFrame, file: str) -> tuple[pl.DataFrame, tuple[Words, ...]]:
    bureau = next(name for name in _BUREAU if name in frame.columns)
    rough = frame.height
    if "geo_type" in frame.columns:
        frame = frame.filter(~pl.col("geo_type").is_in(_STREET_ONLY) | pl.col("geo_type").is_null())
    rough -= frame.height
    parts = pl.col(bureau).str.split_exact("_", 1)
    street = pl.col("geo_adresse").fill_null("") if "geo_adresse" in frame.columns else pl.lit("")
    table = frame.select(
        bureau_code(parts.struct.field("field_0"), parts.struct.field("field_1")).alias("bureau"),
        pl.col("code_commune_ref").alias("commune"),
        street.str.extract(r"^(\d+)").cast(pl.Int32).alias("number"),
        street.str.replace(r"^\d+\s*", "").str.replace(r"\s+\d{5}\s.*$", "").alias("street"),
        pl.col("longitude").alias("lon"),
        pl.col("latitude").alias("lat"),
    ).with_columns(street_key(pl.col("street")).alias("street_key"))
    table = table.unique(["bureau", "lon", "lat"], keep="first", maintain_order=True)
    table = table.with_columns(
        pl.format("{}@{},{}", "bureau", pl.col("lon").round(6), pl.col("lat").round(6)).alias("address")
    )
    notes = (
        Words(
            f"no electors per address; rows placed at their street only, left out: {rough}",
            "pas d’électeurs par adresse\u202f; lignes placées à la rue seulement, laissées de côté\u00a0: "
            f"{rough}",
        ),
    )
    return ADDRESSES.check(table, file=file), notes
