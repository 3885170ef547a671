"""A leader reviews a walk that went too fast and takes it back; a director sees what hours remain."""

import pytest

from browser.axe import violations
from browser.look import look

LEAD, BOSS = "chloe-revue@exemple.test", "alix-revue@exemple.test"
FIELD = """
from datetime import timedelta
from django.utils import timezone
from django_scopes import scope
from perron_web.features.canvassing.models import Phone
from perron_web.features.canvassing.services.tallying import tally_waiting
from perron_web.features.canvassing.tests.tally_town import send, visit
from perron_web.features.targeting.models import Run
from perron_web.features.targeting.services import adopt_run, compute_run, request_run
from perron_web.features.targeting.tests.factories import ready
from perron_web.features.turfs.models import Stop, Turf
campaign = Campaign.objects.get(slug="revue")
boss = User.objects.get(email="alix-revue@exemple.test")
user = User.objects.create_user("emma-revue@exemple.test", name="Emma Exemple")
with scope(campaign=campaign, places=None):
    ready(campaign, "75056_2001", "75056_2002", "75056_2003")
    compute_run(run=request_run(campaign=campaign, parameters={"hours": 60.0, "holdout": 0.0}, by=boss))
    adopt_run(run=Run.objects.get(campaign=campaign), by=boss)
    Phone.objects.create(pk=user.pk, campaign=campaign, user=user, token_hash="r" * 64)
    turf = Turf.objects.filter(run__campaign=campaign, outings__gt=0).first()
    key = Stop.every.filter(turf=turf).first().key
    start = timezone.now() - timedelta(hours=4)
    send(*(visit(turf, user, address=key, door=str(n), at=start + timedelta(seconds=n)) for n in range(100)))
    tally_waiting()
    print(turf.pk)
"""


@pytest.fixture(scope="module")
def home(live):
    return live.campaign("revue")


@pytest.fixture(scope="module")
def turf(home, live):
    return live.python(FIELD).split()[-1]


def test_a_walk_is_set_aside_and_taken_back(home, turf, visit):
    page = visit(f"{home}revue/", who=LEAD, width=360, height=740)
    page.get_by_text("100 portes en deux minutes").wait_for()
    page.get_by_role("link", name="Emma Exemple").click()
    page.get_by_label("Pourquoi").fill("Saisie d’un seul coup au café")
    page.get_by_role("button", name="Mettre ces relevés de côté").click()
    page.get_by_text("100 relevés mis de côté").wait_for()
    assert violations(page) == []
    page.goto(f"{home}revue/")
    page.get_by_text("Rien à regarder").wait_for()
    page.get_by_role("button", name="Remettre en compte").click()
    page.get_by_text("100 relevés comptent de nouveau").wait_for()
    page.get_by_text("100 portes en deux minutes").wait_for()


def test_the_remaining_hours_are_shared_out_again(home, turf, visit):
    page = visit(f"{home}replan/", who=BOSS)
    page.get_by_label("Heures à répartir").fill("24")
    page.get_by_role("button", name="Recalculer").click()
    page.get_by_role("button", name="Adopter cette répartition").click()
    page.locator("dialog[open]").get_by_role("button", name="Adopter la répartition").click()
    page.get_by_text("Répartition adoptée").wait_for()


@pytest.mark.parametrize("path", ["revue/", "revue/releves/?secteur={turf}", "replan/?heures=30"])
def test_every_page_looks_right(home, turf, visit, path):
    look(visit, home + path.format(turf=turf), who=BOSS)
