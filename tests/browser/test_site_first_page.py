"""The first page of a campaign, as each person meets it."""

from playwright.sync_api import expect


def test_a_director_is_told_what_comes_first(live, visit):
    home = live.campaign("accueil")
    page = visit(home, who="alix-accueil@exemple.test")
    expect(page.locator("h1")).to_have_text("Campagne d’essai")
    expect(page.locator('[aria-current="step"] .what')).to_have_text("Dater l’élection")


def test_a_lead_waits_for_the_plan(live, visit):
    home = live.campaign("attente")
    page = visit(home, who="chloe-attente@exemple.test", width=360, height=740)
    expect(page.get_by_text("Le plan n’est pas encore prêt")).to_be_visible()
