"""Sites for the phones: one on SQLite, one on a PostgreSQL that keeps its word."""

import pytest

from trust.cluster import durable_postgresql
from trust.sizes import FULL, SIZES


@pytest.fixture(scope="session")
def cluster():
    with durable_postgresql() as made:
        yield made


@pytest.fixture
def sizes():
    return SIZES


def pytest_collection_modifyitems(items):
    """Published sizes run with `make trust` only."""
    for item in items:
        if item.get_closest_marker("trust") and not FULL:
            item.add_marker(pytest.mark.skip(reason="make trust"))
