"""Many rows at once: COPY on PostgreSQL, one prepared statement elsewhere; no objects are made."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models

from perron_web.platform.prepared import array_text, run_prepared


def insert_rows(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Insert rows without making objects of them.

    Parameters
    ----------
    model : type of Model
        Whose table.
    columns : sequence of str
        Columns of the table, e.g. "bureau_id".
    rows : iterable of sequences
        Values, in the order of the columns; JSON as text.

    Returns
    -------
    int
        Rows inserted.
    """
    count = 0

    def counted() -> Iterable[Sequence[Any]]:
        nonlocal count
        for row in rows:
            count += 1
            yield row

    quote = connection.ops.quote_name
    into = f"{quote(model._meta.db_table)} ({', '.join(quote(column) for column in columns)})"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {into} FROM STDIN") as copy:  # type: ignore[attr-defined, unused-ignore]
                for row in counted():
                    copy.write_row(row)
        else:
            places = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {into} VALUES ({places})", counted())  # type: ignore[arg-type]  # noqa: S608
    return count


def update_rows(model: type[models.Model], columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Update rows by their primary key.

    Parameters
    ----------
    model : type of Model
        Whose table.
    columns : sequence of str
        Columns to set.
    rows : sequence of sequences
        Values in the order of the columns, then the primary key.
    """
    if not rows:
        return
    quote = connection.ops.quote_name
    changes = ", ".join(f"{quote(column)} = %s" for column in columns)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {quote(model._meta.db_table)} SET {changes} WHERE id = %s",  # noqa: S608
            rows,  # type: ignore[arg-type]
        )


def upsert_rows(
    model: type[models.Model], columns: Sequence[str], rows: Sequence[Sequence[Any]], *, unique: Sequence[str]
) -> None:
    """Insert rows, or bring those that are there to the values given; no objects are made.

    Parameters
    ----------
    model : type of Model
        Whose table.
    columns : sequence of str
        Columns of the table, those of `unique` among them.
    rows : sequence of sequences
        Values, in the order of the columns.
    unique : sequence of str
        Columns that tell rows apart.
    """
    if not rows:
        return
    quote, meta = connection.ops.quote_name, model._meta
    names = ", ".join(quote(column) for column in columns)
    changes = ", ".join(f"{quote(name)} = excluded.{quote(name)}" for name in columns if name not in unique)
    into = f"INSERT INTO {quote(meta.db_table)} ({names})"
    then = f"ON CONFLICT ({', '.join(quote(name) for name in unique)}) DO UPDATE SET {changes}"
    fields = {field.column: field for field in meta.concrete_fields}
    if connection.vendor == "postgresql":
        kinds = [fields[column].db_type(connection) for column in columns]
        arrays = ", ".join(f"${rank}::{kind}[]" for rank, kind in enumerate(kinds, 1))
        values = [array_text(one) for one in zip(*rows, strict=True)]
        run_prepared(f"{into} SELECT * FROM unnest({arrays}) {then}", values)  # noqa: S608
        return
    ready = [
        [fields[c].get_db_prep_value(v, connection) for c, v in zip(columns, row, strict=True)]
        for row in rows
    ]
    with connection.cursor() as cursor:
        cursor.executemany(f"{into} VALUES ({', '.join(['%s'] * len(columns))}) {then}", ready)
