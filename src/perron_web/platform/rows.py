"""Many rows of plain values inserted at once."""

from collections.abc import Sequence
from typing import Any

from django.db import connection, models


def insert_rows(model: type[models.Model], columns: Sequence[str], rows: list[tuple[Any, ...]]) -> None:
    """Insert rows of plain values, several times faster than through objects.

    Parameters
    ----------
    model : type of Model
        The table.
    columns : sequence of str
        Columns of the table, foreign keys by their column ("run_id").
    rows : list of tuple
        Values in the order of the columns; JSON as text.
    """
    quote = connection.ops.quote_name
    names = ", ".join(quote(name) for name in columns)
    places = ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({places})",  # noqa: S608 - our names
            rows,
        )
