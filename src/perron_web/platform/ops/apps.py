"""The application of the commands that run the site."""

from typing import Any

from django.apps import AppConfig
from django.db.backends.signals import connection_created


class OpsConfig(AppConfig):
    """Commands, headers and the health page."""

    name = "perron_web.platform.ops"
    label = "ops"

    def ready(self) -> None:
        """Prepare each new connection to the database."""
        connection_created.connect(no_compiling, dispatch_uid="perron.no_compiling")


def no_compiling(connection: Any, **_more: Any) -> None:
    """Tell PostgreSQL not to compile statements: it takes longer than to answer questions of milliseconds.

    Parameters
    ----------
    connection : DatabaseWrapper
        A connection just made.
    **_more : Any
        What else Django tells.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET jit = off")
