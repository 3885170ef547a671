"""The hottest statements: prepared once a connection on PostgreSQL, one round trip, no cursor of Django's."""

from collections.abc import Sequence
from typing import Any, Final

from django.db import connection

NEVER_BY_ITSELF: Final = 1_000_000_000
"""Executions after which psycopg would prepare a statement unasked."""


def run_prepared(sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Run one statement and return its rows.

    Parameters
    ----------
    sql : str
        The statement, its values written $1, $2…; the same text every time.
    values : sequence
        Values; text on PostgreSQL is cast by the statement, dates are adapted to the database.

    Returns
    -------
    list of tuple
        Rows; empty for a statement that returns none.
    """
    connection.ensure_connection()
    with connection.wrap_database_errors:
        if connection.vendor == "postgresql":
            return _postgresql(connection.connection, sql, values)
        found = connection.connection.execute(sql.replace("$", "?"), tuple(values))
        return list(found.fetchall())


def _postgresql(raw: Any, sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    from psycopg import RawCursor

    if raw.prepare_threshold is None:  # Django asks for none; only these statements are ever prepared
        raw.prepare_threshold = NEVER_BY_ITSELF
    with RawCursor(raw) as cursor:
        cursor.execute(sql, values, prepare=True)
        return cursor.fetchall() if cursor.description else []


def array_text(values: Sequence[Any]) -> str:
    """Write values as an array of PostgreSQL: JSON writes it the same way, but for the brackets.

    Parameters
    ----------
    values : sequence
        Numbers, booleans, None, dates, and texts without control characters.

    Returns
    -------
    str
        Such as `{1,null,"a"}`, to be cast by the statement.
    """
    import orjson

    return "{" + orjson.dumps(values)[1:-1].decode() + "}"
