"""Connections to the database: kept between requests; PostgreSQL compiles nothing."""

from unittest.mock import MagicMock

import pytest
from django.db import connection
from django.db.backends.signals import connection_created

from perron_web.config.database import database


@pytest.mark.parametrize("address", ["", "postgresql://perron@localhost/perron"])
def test_connections_are_kept(tmp_path, address):
    assert database(address, tmp_path)["CONN_MAX_AGE"] > 60


def test_postgresql_compiles_nothing(db):
    connection.ensure_connection()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SHOW jit")
            assert cursor.fetchone() == ("off",)
    told = MagicMock(vendor="postgresql")
    connection_created.send(type(connection), connection=told)
    told.cursor().__enter__().execute.assert_called_once_with("SET jit = off")
