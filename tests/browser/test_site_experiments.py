"""A director leaves 15 % alone, sees what could be seen, seals; the record verifies, here and in a shell."""

import re
import subprocess
import sys

import pytest
from playwright.sync_api import expect

from browser.look import look
from browser.patience import JOB

pytestmark = pytest.mark.browser
DATA = """
from datetime import timedelta
from django.conf import settings
from django.utils import timezone
from django_scopes import scope
from perron_web.features.campaigns.models import Election
from perron_web.features.targeting.services import adopt_run, request_run
from perron_web.features.targeting.tests.factories import SECOND, TWENTIETH, ready
settings.JOBS_INLINE = True
campaign = Campaign.objects.get(slug="mesure")
with scope(_enabled=True, campaign=campaign, places=None):
    ready(campaign, SECOND, TWENTIETH)
    alix = User.objects.get(email="alix-mesure@exemple.test")
    run = request_run(campaign=campaign, parameters={"hours": 2000.0, "holdout": 0.0}, by=alix)
    run.refresh_from_db()
    adopt_run(run=run, by=alix)
    day = timezone.localdate() + timedelta(days=60)
    Election.objects.create(campaign=campaign, name="Municipales", first_round=day)
"""
WHO = "alix-mesure@exemple.test"


@pytest.fixture(scope="module")
def home(live) -> str:
    address = live.campaign("mesure")
    live.python(DATA)
    return address


def test_a_director_sets_15_percent_sees_the_curve_seals_and_the_record_verifies(home, visit, tmp_path):
    page = visit(home + "experiences/", who=WHO)
    page.get_by_text("Pourquoi laisser quelqu’un de côté").wait_for()
    page.get_by_role("link", name="Préparer une expérience").click()
    share = page.get_by_label("Laissés de côté")
    share.focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    page.wait_for_url("**temoins=20*")
    for _ in range(5):
        page.keyboard.press("ArrowLeft")
    page.wait_for_url(lambda url: "temoins" not in url)
    expect(share).to_have_value("15")
    left = int(page.locator("#foreseen dd").first.inner_text())
    page.locator("#power figure svg.vega.wide").wait_for(timeout=JOB)
    expect(page.locator("#power .notice")).to_contain_text("le plus petit effet")
    page.get_by_role("heading", name="Un tirage d’essai").scroll_into_view_if_needed()
    page.get_by_text("Ce que donne le hasard").first.wait_for(timeout=JOB)
    page.get_by_role("button", name="Tirer un autre essai").click()
    page.get_by_label("Nom de l’expérience").fill("Municipales")
    page.get_by_role("button", name="Garder ce protocole").click()
    page.get_by_role("heading", name="Expérience n° 1 · Municipales").wait_for()
    page.get_by_role("link", name="Sceller le tirage").click()
    page.get_by_text("Ce qui ne se défait pas").wait_for()
    page.get_by_role("button", name="Tirer au sort et sceller").click()
    page.get_by_role("heading", name="Procès-verbal").wait_for(timeout=JOB)
    expect(page.get_by_text("tirage scellé").first).to_be_visible()
    listed = page.locator("section", has=page.locator("#h-alone"))
    assert abs(int(listed.locator(".section-head .soft").inner_text()) - left) <= 1
    page.get_by_role("link", name="Vérifier", exact=True).click()
    page.locator("#verdict").get_by_text("C’est bien le tirage scellé").first.wait_for(timeout=JOB)
    with page.expect_download() as download:
        page.get_by_role("link", name="tirage.zip").click()
    packed = tmp_path / "tirage.zip"
    download.value.save_as(packed)
    command = [sys.executable, "-m", "perron", "verify-draw", str(packed)]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0
    page.get_by_role("link", name="Mesurer l’effet").first.click()
    page.get_by_role("link", name="Vérifier un tirage").click()
    page.get_by_label("Archive du tirage (.zip)").set_input_files(packed)
    page.get_by_role("button", name="Vérifier ce tirage").click()
    page.get_by_text("C’est bien le tirage scellé").first.wait_for()


def test_b_what_is_announced_is_frozen(home, visit):
    page = visit(home + "experiences/1/", who=WHO)
    page.get_by_role("link", name="Annoncer ce que l’on comptera").click()
    page.get_by_label("Qui sera exclu de l’analyse").fill("bureaux redécoupés depuis le tirage")
    page.get_by_role("button", name="Écrire").click()
    page.get_by_role("button", name="Figer").click()
    page.locator("dialog").get_by_role("button", name="Figer").click()
    page.get_by_text("Le préenregistrement est figé.").wait_for()
    with page.expect_download() as download:
        page.get_by_role("link", name="JSON").click()
    assert download.value.suggested_filename == "preenregistrement-mesure-1.json"


def test_c_without_scripts_choices_are_sent_by_a_button(home, visit):
    page = visit(home + "experiences/nouvelle/", who=WHO, java_script_enabled=False)
    page.locator("#x_temoins").fill("30")
    page.locator("p.no-script button").click()
    expect(page).to_have_url(re.compile("temoins=30"))
    page.get_by_role("link", name="Voir la courbe").click()
    expect(page.locator("figure.chart svg.vega.wide")).to_have_count(1)


PAGES = (
    "experiences/",
    "experiences/nouvelle/",
    "experiences/nouvelle/?choix=1&bras=visit&tirage=pairs&retirer=on&sur=registered",
    "experiences/1/",
    "experiences/1/preenregistrement/",
    "experiences/1/finir/",
    "experiences/verifier/",
)


@pytest.mark.parametrize("path", PAGES)
def test_d_every_page_reads_well(home, visit, path):
    look(visit, home + path, who=WHO)
