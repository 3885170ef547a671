"""What all tests share: a throw-away PostgreSQL server, the same examples everywhere, an order."""

import gc
from collections.abc import Iterator

import pytest

import examples  # noqa: F401
from prepared import charts_in_time, django_db_modify_db_settings, in_no_language_yet  # noqa: F401  (fixtures)
from servers import throwaway_postgresql

LONG = (
    "test_access_matrix",
    "test_trust_small",
    "test_controls_hidden",
    "test_site_backup",
    "test_site_serve",
    "test_docs",
    "test_dask",
    "test_site_demo",
)
"""Modules begun first: what comes last is short, and no process waits for another at the end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: LONG.index(item.path.stem) if item.path.stem in LONG else len(LONG))


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """Leave what was loaded out of the search for garbage."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """Start a PostgreSQL server on a socket of its own; give the connection string."""
    with throwaway_postgresql() as folder:
        yield f"host={folder} user=perron dbname=postgres"
