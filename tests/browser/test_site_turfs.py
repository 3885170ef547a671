"""A director edits turfs with mouse and keyboard, hands them out, prints them; a team leader reads."""

import pytest
from playwright.sync_api import expect

from browser.axe import violations
from browser.look import sideways

PLAN = """
from django_scopes import scope
from perron.samples import load_paris
from perron_web.features.teams.models import Team
from perron_web.features.turfs.services import adopt_run
from perron_web.features.turfs.tests.factories import make_run, make_territory, small_plan
folder = small_plan()[1]
campaign = Campaign.objects.get(slug="{slug}")
with scope(campaign=campaign, places=None):
    make_territory(campaign, folder, load_paris().addresses)
    run = make_run(campaign, folder)
    adopt_run(run=run)
    Team.objects.create(campaign=campaign, place="11/75/75056/20/", name="Équipe Ménilmontant")
"""
WHO = "alix-secteurs@exemple.test"
READY = "html[data-editor=ready]"


@pytest.fixture(scope="module")
def home(live):
    address = live.campaign("secteurs")
    live.python(PLAN.format(slug="secteurs"))
    return address


def said(page, gesture):
    """Do a gesture and return what the page says of it."""
    before = page.inner_text("#dit")
    gesture()
    page.wait_for_function(
        "old => { const now = document.getElementById('dit').innerText;"
        " return now && now !== old && !document.documentElement.hasAttribute('aria-busy'); }",
        arg=before,
    )
    return page.inner_text("#dit")


def test_a_director_edits_a_bureau(home, visit):
    page = visit(f"{home}secteurs/", who=WHO)
    page.get_by_role("link", name="Bureau 2001").click()
    page.wait_for_selector(READY)
    figures = page.locator(".turf-figures").all_inner_texts()

    page.locator("#secteur-1 .turf-pick input").focus()
    page.keyboard.press("Space")
    page.locator("#secteur-2 .turf-pick input").focus()
    page.keyboard.press("Space")
    merged = said(page, lambda: page.get_by_role("button", name="Fusionner").press("Enter"))
    assert "Secteur 02 retiré" in merged
    assert "min, +" in merged
    expect(page.locator("#secteur-2")).to_have_count(0)
    expect(page.locator("#secteur-1")).to_contain_text("plus long qu’une sortie")

    halves = said(page, lambda: page.get_by_role("button", name="Diviser").click())
    assert "Nouveau secteur" in halves
    said(page, lambda: page.keyboard.press("Control+z"))
    said(page, lambda: page.keyboard.press("Control+z"))
    expect(page.locator(".turf-figures")).to_have_text(figures, use_inner_text=True)
    expect(page.get_by_role("button", name="Annuler")).to_be_disabled()
    assert "Secteur 02 retiré" in said(page, lambda: page.keyboard.press("Control+y"))
    said(page, lambda: page.keyboard.press("Control+z"))

    page.locator("#secteur-3 details").evaluate("row => row.open = true")
    page.locator("#secteur-3 .stops input").first.check()
    page.get_by_label("Vers quel secteur").select_option("vers un nouveau secteur")
    assert "Nouveau secteur" in said(page, lambda: page.get_by_role("button", name="Déplacer").click())
    said(page, lambda: page.keyboard.press("Control+z"))
    assert violations(page) == []


def test_a_director_draws_a_lasso_on_the_map(home, visit):
    page = visit(f"{home}secteurs/bureau/75056_2001/", who=WHO)
    page.wait_for_selector(READY)
    page.get_by_role("button", name="Lasso").click()
    box = page.locator("#carte").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def draw():
        page.mouse.move(x - 120, y - 120)
        page.mouse.down()
        for dx, dy in ((120, -120), (120, 120), (-120, 120), (-120, -110)):
            page.mouse.move(x + dx, y + dy, steps=6)
        page.mouse.up()

    assert "Nouveau secteur" in said(page, draw)
    said(page, lambda: page.get_by_role("button", name="Annuler").click())
    page.locator("#secteurs .chosen").nth(1).wait_for()


def test_turfs_are_handed_out_and_printed(home, visit):
    page = visit(f"{home}secteurs/bureau/75056_2002/", who=WHO)
    page.wait_for_selector(READY)
    page.locator("#secteur-1 .turf-pick input").check()
    assert "Ménilmontant" in said(page, lambda: page.get_by_role("button", name="Confier").click())
    expect(page.locator("#secteur-1")).to_contain_text("pris")
    printed = page.request.get(f"{home}secteurs/bureau/75056_2002/feuilles.pdf")
    assert printed.ok
    assert printed.body().startswith(b"%PDF")
    page.goto(f"{home}equipes/")
    page.get_by_role("link", name="Équipe Ménilmontant", exact=True).click()
    page.get_by_role("link", name="2002-01").wait_for()


def test_without_scripts_the_forms_do_the_same(home, live, browser):
    context = browser.new_context(java_script_enabled=False, locale="fr-FR")
    context.add_cookies(live.cookies(WHO))
    page = context.new_page()
    page.goto(f"{home}secteurs/bureau/75056_0201/")
    page.locator("#secteur-1 .turf-pick input").check()
    page.locator("#secteur-2 .turf-pick input").check()
    page.get_by_role("button", name="Fusionner").click()
    expect(page.get_by_text("Secteur 02 retiré")).to_be_visible()
    page.get_by_role("button", name="Annuler").click()
    expect(page.get_by_text("Secteur 02 de retour")).to_be_visible()
    context.close()


def test_a_team_leader_reads_their_place(home, visit):
    page = visit(
        f"{home}secteurs/bureau/75056_2001/", who="driss-secteurs@exemple.test", width=360, height=740
    )
    page.wait_for_selector(READY)
    assert page.get_by_role("button", name="Fusionner").count() == 0
    expect(page.get_by_role("link", name="Imprimer les feuilles du bureau")).to_be_visible()
    assert sideways(page) == []
