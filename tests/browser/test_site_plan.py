"""A director prepares a plan, changes the hold-out, computes, compares, takes the files away."""

import re
import zipfile

import pytest
from playwright.sync_api import Locator, expect

from browser.look import look
from browser.patience import JOB

pytestmark = pytest.mark.browser
DATA = """
from django_scopes import scope
from perron_web.features.targeting.services import request_run
from perron_web.features.targeting.tests.factories import ready
campaign = Campaign.objects.get(slug="plans")
with scope(_enabled=True, campaign=campaign, places=None):
    ready(campaign)
    alix = User.objects.get(email="alix-plans@exemple.test")
    request_run(campaign=campaign, parameters={"hours": 150.0}, by=alix)
"""


@pytest.fixture(scope="module")
def home(live) -> str:
    address = live.campaign("plans")
    live.python("from django.conf import settings\nsettings.JOBS_INLINE = True\n" + DATA)
    return address


def figure(page, words: str) -> Locator:
    return page.locator("#what-if dl.figures.lead > div", has_text=words).locator("dd").first


def test_figures_follow_then_the_plan_is_computed_compared_and_taken_away(home, visit, tmp_path):
    page = visit(home + "plan/", who="alix-plans@exemple.test")
    votes, doors = figure(page, "voix attendues"), figure(page, "portes frappées")
    before = votes.inner_text(), doors.inner_text()
    page.get_by_role("heading", name="Et avec plus, ou moins, d’heures").scroll_into_view_if_needed()
    page.locator("#what-if figure.chart svg.vega.wide").wait_for()
    page.evaluate("scrollTo(0, 0)")
    page.get_by_label("Bureaux témoins").focus()
    for _ in range(20):
        page.keyboard.press("ArrowRight")
    page.get_by_text("Choix non calculés").wait_for()
    page.wait_for_url("**temoins=40*")
    expect(figure(page, "bureaux témoins")).to_have_text("4")
    page.get_by_label("Heures de bénévoles").fill("400")
    page.wait_for_url("**heures=400*")
    assert (votes.inner_text(), doors.inner_text()) != before
    expected = [
        figure(page, words).inner_text() for words in ("portes frappées", "sorties", "bureaux visités")
    ]
    page.get_by_text("Ce qu’on croit de l’effet d’une visite").click()
    page.get_by_label("Voix gagnées, pour cent conversations avec des votants", exact=True).fill("8")
    page.wait_for_url("**p_persuasion_effect=8*")
    page.get_by_role("button", name="Revenir aux chiffres usuels").click()
    page.wait_for_url(lambda url: "p_persuasion" not in url)
    expect(doors).to_have_text(expected[0], use_inner_text=True)
    page.get_by_label("Nom du calcul").fill("Quatre témoins")
    page.get_by_role("button", name="Calculer ce plan").click()
    page.get_by_role("heading", name="Les premiers bureaux, et pourquoi").wait_for(timeout=JOB)
    for text in expected:
        expect(page.locator("dl.figures.lead")).to_contain_text(text, use_inner_text=True)

    with page.expect_download() as download:
        page.get_by_role("link", name="Tout télécharger (zip)").click()
    download.value.save_as(tmp_path / "plan.zip")
    with zipfile.ZipFile(tmp_path / "plan.zip") as archive:
        assert "plan-2/bureaux.csv" in archive.namelist()

    page.get_by_role("button", name="Refaire à l’identique").click()
    page.get_by_text("Identique au n° 2").wait_for(timeout=JOB)
    page.get_by_role("link", name="Calculs gardés").first.click()
    page.get_by_label("Comparer le n° 1").check()
    page.get_by_label("Comparer le n° 2").check()
    page.get_by_role("button", name="Comparer").click()
    expect(page.locator("tr.differs", has_text="témoins")).to_contain_text("40\u202f%")
    expect(page.locator("tr.differs").first).to_contain_text("Heures")


def test_a_run_is_deleted_and_brought_back(home, visit):
    page = visit(home + "plan/calculs/1/", who="alix-plans@exemple.test")
    page.get_by_role("button", name="Supprimer ce calcul").click()
    page.get_by_role("button", name="Le rétablir").click()
    page.get_by_text("Le calcul n° 1 est revenu").wait_for()


def test_without_scripts_choices_are_sent_by_a_button(home, visit):
    page = visit(home + "plan/", who="alix-plans@exemple.test", java_script_enabled=False)
    page.locator("#c_heures").fill("321")
    page.locator("p.no-script button").click()
    expect(page).to_have_url(re.compile("heures=321"))
    expect(page.locator("#what-if")).to_contain_text("Choix non calculés")
    page.get_by_role("link", name="Voir les voix attendues selon les heures").click()
    expect(page.locator("figure.chart svg.vega.wide")).to_have_count(1)


@pytest.mark.parametrize("path", ["plan/", "plan/calculs/", "plan/calculs/1/", "plan/comparer/?a=1&b=1"])
def test_every_page_reads_well(home, visit, path):
    look(visit, home + path, who="alix-plans@exemple.test")
