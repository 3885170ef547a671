"""Pages of a small campaign as its people see them: phone and desk, day and night; axe, console, sideways."""

import pytest

from browser.look import look

PLANNED = """
from datetime import date
from django_scopes import scope
from perron.samples import load_paris
from perron_web.features.campaigns.services.election import save_election
from perron_web.features.teams.models import Team
from perron_web.features.turfs.models import Turf
from perron_web.features.turfs.services import adopt_run
from perron_web.features.turfs.services.giving import assign_team
from perron_web.features.turfs.tests.factories import make_run, make_territory, small_plan
campaign = Campaign.objects.get(slug="pages")
alix = User.objects.get(email="alix-pages@exemple.test")
folder = small_plan()[1]
with scope(campaign=campaign, places=None):
    make_territory(campaign, folder, load_paris().addresses)
    adopt_run(run=make_run(campaign, folder), by=alix)
    team = Team.objects.create(campaign=campaign, place="11/75/75056/20/", name="Équipe Ménilmontant")
    turf = Turf.objects.filter(place__startswith=team.place).order_by("pk").first()
    assign_team(turfs=[turf], team=team, by=alix)
    save_election(campaign=campaign, kind="municipales", name="M", first_round=date(2032, 3, 14),
        second_round=date(2032, 3, 21), time_zone="Europe/Paris", votes_on_saturday=False, by=None)
    print(alix.pk, team.pk, turf.pk)
"""
PAGES = (
    "", "carte/", "bureaux/75056_2001/", "bureaux/75056_2003/", "secteurs/", "secteurs/bureau/75056_2001/",
    "secteurs/bureau/75056_2003/", "secteurs/{turf}/", "equipes/", "equipes/nouvelle/", "equipes/{team}/",
    "equipes/{team}/modifier/", "membres/", "membres/{person}/", "membres/invitations/", "donnees/",
    "plan/calculs/", "plan/comparer/", "reglages/", "reglages/blocs/", "reglages/modules/",
    "reglages/apparence/", "reglages/calendrier/", "journal/", "travaux/",
)  # fmt: skip
OUTSIDE = ("/", "/compte/", "/compte/protection/", "/compte/protection/application/")


@pytest.fixture(scope="module")
def known(live):
    """Make the campaign; return its address and the numbers that addresses take."""
    home = live.campaign("pages")
    person, team, turf = live.python(PLANNED).split()
    return {"home": home, "person": person, "team": team, "turf": turf}


@pytest.mark.parametrize("path", PAGES)
def test_a_directors_page(visit, known, path):
    look(visit, known["home"] + path.format(**known), who="alix-pages@exemple.test")


@pytest.mark.parametrize("path", OUTSIDE)
def test_a_page_outside_campaigns(live, visit, known, path):
    look(visit, live.address + path, who="alix-pages@exemple.test")


@pytest.mark.parametrize("path", ["/compte/connexion/", "/compte/"])
def test_a_strangers_page(live, visit, path):
    look(visit, live.address + path)


@pytest.mark.parametrize("path", ["", "secteurs/", "carte/"])
def test_a_team_leaders_page(visit, known, path):
    look(visit, known["home"] + path, who="driss-pages@exemple.test")
