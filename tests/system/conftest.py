"""The invented world of the matrices, made once for each of their modules."""

import logging
from collections.abc import Iterator

import pytest
from access.world import World, make_world
from django.db import transaction


@pytest.fixture(scope="module")
def quiet() -> Iterator[None]:
    """Refusals by the thousand are not news."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture(scope="module")
def world(quiet, django_db_setup, django_db_blocker) -> Iterator[World]:
    """Make the world in a transaction that is never committed."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_world()
        transaction.set_rollback(True)
