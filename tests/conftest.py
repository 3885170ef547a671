"""What all tests share: a throw-away PostgreSQL server, and the same examples everywhere."""

from collections.abc import Iterator

import pytest
from hypothesis import settings

from prepared import charts_in_time, django_db_modify_db_settings  # noqa: F401  (fixtures)
from servers import throwaway_postgresql

# Machines differ and kernels compile once: no deadline; the same examples everywhere: a failure is no chance.
settings.register_profile("perron", deadline=None, derandomize=True)
settings.load_profile("perron")


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """Start a PostgreSQL server on a socket of its own; give the connection string."""
    with throwaway_postgresql() as folder:
        yield f"host={folder} user=perron dbname=postgres"
