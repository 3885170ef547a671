"""Pages of a small campaign, as its people see them: desk by night, phone by day; axe, console, sideways."""

import pytest

from browser.axe import violations
from browser.look import sideways

PLANNED = """
from django_scopes import scope
from perron.samples import load_paris
from perron_web.features.teams.models import Team
from perron_web.features.turfs.models import Turf
from perron_web.features.turfs.services import adopt_run
from perron_web.features.turfs.tests.factories import make_run, make_territory, small_plan
campaign = Campaign.objects.get(slug="pages")
alix = User.objects.get(email="alix-pages@exemple.test")
folder = small_plan()[1]
with scope(campaign=campaign, places=None):
    make_territory(campaign, folder, load_paris().addresses)
    adopt_run(run=make_run(campaign, folder), by=alix)
    team = Team.objects.create(campaign=campaign, place="11/75/75056/20/", name="Équipe Ménilmontant")
    print(alix.pk, team.pk, Turf.objects.order_by("pk").first().pk)
"""
PAGES = (
    "", "carte/", "bureaux/75056_2001/", "bureaux/75056_2003/", "secteurs/", "secteurs/bureau/75056_2001/",
    "secteurs/bureau/75056_2003/", "secteurs/{turf}/", "equipes/", "equipes/nouvelle/", "equipes/{team}/",
    "equipes/{team}/modifier/", "membres/", "membres/{person}/", "membres/invitations/", "donnees/",
    "plan/calculs/", "plan/comparer/", "reglages/", "reglages/blocs/", "reglages/modules/",
    "reglages/apparence/", "reglages/calendrier/", "journal/", "travaux/",
)  # fmt: skip
OUTSIDE = ("/", "/compte/", "/compte/protection/")
VIEWS = ((1440, 900, "dark"), (360, 740, "light"))


@pytest.fixture(scope="module")
def known(live):
    """Make the campaign; return its address and the numbers that addresses take."""
    home = live.campaign("pages")
    person, team, turf = live.python(PLANNED).split()
    return {"home": home, "person": person, "team": team, "turf": turf}


def seen(visit, url: str, who: str) -> list[str]:
    """Open a page once; look at it on a desk at night, then on a phone by day."""
    wrong = []
    page = visit(url, who=who, scheme="dark")
    page.wait_for_selector("h1", state="attached")
    for width, height, scheme in VIEWS:
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=scheme)
        found = [f"sideways: {one}" for one in sideways(page)] + violations(page)
        wrong += [f"{width} {scheme} {one}" for one in found]
    return wrong


@pytest.mark.parametrize("path", PAGES)
def test_a_directors_page(visit, known, path):
    wrong = seen(visit, known["home"] + path.format(**known), "alix-pages@exemple.test")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("path", OUTSIDE)
def test_a_page_outside_campaigns(live, visit, known, path):
    wrong = seen(visit, live.address + path, "alix-pages@exemple.test")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("path", ["/compte/connexion/", "/compte/"])
def test_a_strangers_page(live, visit, path):
    wrong = seen(visit, live.address + path, "")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("path", ["", "secteurs/", "carte/"])
def test_a_team_leaders_page(visit, known, path):
    wrong = seen(visit, known["home"] + path, "driss-pages@exemple.test")
    assert not wrong, "\n".join(wrong)
