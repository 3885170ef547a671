"""Imports of the 2nd arrondissement."""

import pytest

from perron_web.features.territory.services.applying import apply_import
from perron_web.features.territory.services.inspecting import inspect_import
from perron_web.features.territory.services.uploads import add_path, start_import
from perron_web.features.territory.tests.factories import files_of_second


@pytest.fixture(autouse=True)
def own_data(settings, tmp_path):
    """Give each test its own folder of data: uploads and tables."""
    settings.DATA = tmp_path / "data"
    settings.FILES = settings.DATA / "files"


@pytest.fixture(scope="session")
def files(tmp_path_factory):
    return files_of_second(tmp_path_factory.mktemp("second"))


@pytest.fixture
def bring(director):
    """Take files into an import, read them, and apply it unless told not to."""

    def bring(campaign, *paths, apply=True, **said):
        imported = start_import(campaign=campaign, by=director)
        for path in paths:
            add_path(imported=imported, path=path, **said)
        inspect_import(imported=imported, by=director)
        return apply_import(imported=imported, by=director) if apply else imported

    return bring


@pytest.fixture
def desk(campaign, director, signed):
    """The director's browser."""
    return signed(director)
