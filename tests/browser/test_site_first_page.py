"""The first page of a campaign, as each person meets it."""


def test_a_director_is_told_what_comes_first(live, visit):
    home = live.campaign("accueil")
    page = visit(home, who="alix-accueil@exemple.test")
    assert page.locator("h1").inner_text() == "Campagne d’essai"
    assert page.locator('[aria-current="step"] .what').inner_text() == "Dater l’élection"


def test_a_lead_waits_for_the_plan(live, visit):
    home = live.campaign("attente")
    page = visit(home, who="chloe-attente@exemple.test", width=360, height=740)
    assert page.get_by_text("Le plan n’est pas encore prêt").is_visible()
