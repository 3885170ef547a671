"""The three files of a sealed draw, as text that has one form only, and back."""

from hashlib import sha256
from typing import Any

import orjson
import polars as pl

from perron.errors import BadInputError
from perron.words import Words

RECORD, UNITS, ASSIGNMENT = "draw.json", "units.csv", "assignment.csv"
CHECK = "check"
"""Last column of assignment.csv: 12 hexadecimal digits of SHA-256 of the unit's line in units.csv."""


def digest(data: bytes) -> str:
    """Return SHA-256 in hexadecimal.

    Parameters
    ----------
    data : bytes
        Anything.

    Returns
    -------
    str
        64 digits.
    """
    return sha256(data).hexdigest()


def record_hash(record: dict[str, Any]) -> str:
    """Return the hash that stands for a whole record.

    Parameters
    ----------
    record : dict
        A record; its key "record" is left out.

    Returns
    -------
    str
        SHA-256 of its JSON, keys sorted, without spaces, in UTF-8.
    """
    kept = {key: value for key, value in record.items() if key != "record"}
    return digest(orjson.dumps(kept, option=orjson.OPT_SORT_KEYS))


def csv_of(table: pl.DataFrame) -> bytes:
    """Write a table as UTF-8 text: commas, a header, quotes where needed, numbers in their shortest form.

    Parameters
    ----------
    table : polars.DataFrame
        Texts and numbers.

    Returns
    -------
    bytes
        The file.
    """
    return (
        table.select(
            pl.col(name).map_elements(_shortest, return_dtype=pl.String) if dtype.is_float() else name
            for name, dtype in table.schema.items()
        )
        .write_csv()
        .encode()
    )


def _shortest(value: float) -> str:
    return str(int(value)) if value.is_integer() and abs(value) < 2**53 else repr(value)


def checks_of(units_csv: bytes) -> list[str]:
    """Return a short hash of each line of units.csv, header left out.

    Parameters
    ----------
    units_csv : bytes
        The file.

    Returns
    -------
    list of str
        Twelve hexadecimal digits a line.
    """
    return [digest(line)[:12] for line in units_csv.split(b"\n")[1:] if line]


def table_of(data: bytes, file: str) -> pl.DataFrame:
    """Read a table that `csv_of` wrote, every column as text.

    Parameters
    ----------
    data : bytes
        The file.
    file : str
        Its name, for messages.

    Returns
    -------
    polars.DataFrame
        Columns of text; an empty cell is null.

    Raises
    ------
    BadInputError
        It is not such a file.
    """
    try:
        return pl.read_csv(data, infer_schema=False)
    except (pl.exceptions.PolarsError, UnicodeDecodeError) as error:
        raise BadInputError(
            Words("this file of the draw cannot be read", "ce fichier du tirage est illisible"),
            file=file,
            found=str(error).splitlines()[0],
        ) from error
