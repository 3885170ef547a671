"""A machine that dies in the middle of an import: nothing is half there, and the import can be run again."""

import pytest
from site_process import Site

from perron_web.features.territory.tests.factories import files_of_second

PREPARE = """
from pathlib import Path
from django_scopes import scope
from perron_web.features.accounts.models import User
from perron_web.features.campaigns.services import create_campaign
from perron_web.features.territory.services import inspecting, uploads
director = User.objects.create_user("alix@exemple.test", name="Alix")
campaign = create_campaign(name="Essai", slug="essai", director=director)
with scope(campaign=campaign, places=None, _enabled=True):
    imported = uploads.start_import(campaign=campaign, by=director)
    for path in {paths}:
        uploads.add_path(imported=imported, path=Path(path))
    inspecting.inspect_import(imported=imported)
"""
APPLY = """
import os, signal
from django_scopes import scope
from perron_web.features.campaigns.models import Campaign
from perron_web.features.territory.models import Import
from perron_web.features.territory.services import addressing, applying
if {kill}:
    inner = addressing.insert_rows
    def die(model, columns, rows):
        def some():
            for number, row in enumerate(rows):
                if number == 500:
                    os.kill(os.getpid(), signal.SIGKILL)
                yield row
        return inner(model, columns, some())
    addressing.insert_rows = die
campaign = Campaign.objects.get()
with scope(campaign=campaign, places=None, _enabled=True):
    applying.apply_import(imported=Import.objects.get())
"""
COUNT = """
from perron_web.features.territory.models import *
managers = [Territory.tree, BoundarySet.objects, Bureau.objects, Dataset.objects]
managers += [ElectionResult.every, Address.every]
print(Import.objects.get().state, *[manager.count() for manager in managers])
"""


@pytest.fixture(scope="module")
def paths(tmp_path_factory):
    files = files_of_second(tmp_path_factory.mktemp("second"))
    return [str(files[name]) for name in ("bureaux-2017.geojson", "2019-europeennes.csv", "adresses.csv")]


def test_a_machine_that_dies_in_the_middle_of_an_import_leaves_nothing_half_there(tmp_path, paths):
    site = Site(tmp_path / "site")
    site.migrate()
    site.python(PREPARE.format(paths=paths))
    with pytest.raises(AssertionError):
        site.python(APPLY.format(kill=True))
    assert site.python(COUNT) == "ready 0 0 0 0 0 0"
    site.python(APPLY.format(kill=False))
    assert site.python(COUNT).startswith("applied 4 1 10 3 10 ")
