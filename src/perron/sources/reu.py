"""Insee's open extract of the electoral register: addresses and their bureau (table-adresses-reu)."""

import polars as pl

from perron.sources.codes import bureau_code
from perron.sources.names import street_key
from perron.sources.opening import Opened
from perron.sources.text import Dialect, as_decimals, read_text
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
    header = set(dialect.header)
    return header.issuperset(NEEDED) and bool(header.intersection(_BUREAU))


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
    bureau = next(name for name in _BUREAU if name in dialect.header)
    extra = [name for name in ("geo_adresse", "geo_type") if name in dialect.header]
    frame = read_text(opened, dialect, [bureau, *NEEDED, *extra])
    frame = as_decimals(frame, ["longitude", "latitude"], opened.file)
    rough = frame.height
    if "geo_type" in extra:
        frame = frame.filter(~pl.col("geo_type").is_in(_STREET_ONLY) | pl.col("geo_type").is_null())
    rough -= frame.height
    parts = pl.col(bureau).str.split_exact("_", 1)
    street = pl.col("geo_adresse").fill_null("") if "geo_adresse" in extra else pl.lit("")
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
            f"no electors per address; {rough} rows placed at their street only were left out",
            f"pas d'électeurs par adresse ; {rough} lignes placées à la rue seulement laissées de côté",
        ),
    )
    return ADDRESSES.check(table, file=opened.file), notes
