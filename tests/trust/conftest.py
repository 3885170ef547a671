"""What the tests of trust share: a PostgreSQL that keeps its word."""

import pytest

from trust.cluster import durable_postgresql


@pytest.fixture
def cluster():
    with durable_postgresql() as made:
        yield made
