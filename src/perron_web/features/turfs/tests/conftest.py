"""A campaign whose plan is adopted: four bureaux, one of them left alone."""

import pytest
from django_scopes import scope

from perron_web.features.teams.models import Team
from perron_web.features.territory.models import Bureau
from perron_web.features.turfs.models import Turf
from perron_web.features.turfs.services import adopt_run
from perron_web.features.turfs.tests.factories import make_run, make_territory, small_plan


@pytest.fixture
def plan_folder():
    return small_plan()[1]


@pytest.fixture
def planned(campaign, director, plan_folder):
    """The campaign with the turfs of its plan; the scope is left."""
    from perron.samples import load_paris

    with scope(campaign=campaign, places=None):
        make_territory(campaign, plan_folder, load_paris().addresses)
        run = make_run(campaign, plan_folder)
        adopt_run(run=run, by=director)
        Team.objects.create(campaign=campaign, place="11/75/75056/20/", name="Équipe Ménilmontant")
    return run


@pytest.fixture
def bureau(planned, inside):
    """Bureau 2001, inside the whole campaign."""
    return Bureau.objects.get(code="75056_2001")


@pytest.fixture
def versions(bureau, planned):
    """Read the versions of the turfs as a page would hold them."""

    def read():
        rows = Turf.objects.filter(run=planned, bureau=bureau, retired=False)
        return dict(rows.values_list("number", "version"))

    return read
