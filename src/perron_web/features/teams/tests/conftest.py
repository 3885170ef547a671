"""A small ground under the campaign of the tests."""

import pytest

from perron_web.features.teams.tests.factories import lay_ground


@pytest.fixture
def ground(campaign):
    lay_ground(campaign)


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """Run what waits for the end of a transaction, such as jobs, at the end of a block."""
    return django_capture_on_commit_callbacks
