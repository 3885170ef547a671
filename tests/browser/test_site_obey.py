"""A trial reaches the phone, then a draw is sealed: the turf leaves it with a word, and nothing shows it."""

import pytest
from playwright.sync_api import expect

from browser.phone import PLAN, building, opened, register, take

SLUG = "scelle"
TRIAL = """
from django_scopes import scope
from perron_web.features.experiments.services.trials import create_trial, start_trial
campaign = Campaign.objects.get(slug="{slug}")
words = "Posez un accroche-porte aux portes fermées."
arms = [dict(name=name, share=0.5, channels=["visit"], instruction=words) for name in ("a", "b")]
design = dict(arms=arms, planned=4, by_place=False, outcome="opened")
with scope(campaign=campaign, places=None):
    made = dict(campaign=campaign, topic="hanger", unit="turf", design=design, by=None)
    start_trial(experiment=create_trial(name="Accroche-porte", **made), by=None)
"""
SEAL = """
from django_scopes import scope
from perron_web.features.experiments.tests.sealed_factory import seal_bureaux
from perron_web.features.turfs.models import Holding
campaign = Campaign.objects.get(slug="{slug}")
with scope(campaign=campaign, places=None):
    held = Holding.every.filter(ended_at=None).select_related("turf__bureau").first()
    print(held.turf.name_short, held.turf.bureau.name)
    seal_bureaux(campaign, [held.turf.bureau.code], number=7)
"""


@pytest.fixture(scope="module")
def field(live):
    live.campaign(SLUG)
    live.python(PLAN.format(slug=SLUG))
    live.python(TRIAL.format(slug=SLUG))
    return live


def test_what_a_trial_asks_then_a_turf_taken_back(browser, field):
    context = browser.new_context(
        viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True, locale="fr-FR",
        reduced_motion="reduce",
    )  # fmt: skip
    context.add_cookies(field.cookies(f"emma-{SLUG}@exemple.test"))
    wrong: list[str] = []
    context.on("weberror", lambda error: wrong.append(str(error.error)))
    page = context.new_page()
    register(page, field.address)
    take(page)
    expect(page.locator(".notice.asked")).to_contain_text("Posez un accroche-porte aux portes fermées.")
    building(page, 1)
    expect(page.locator(".notice.asked")).to_be_visible()
    name, _space, bureau = field.python(SEAL.format(slug=SLUG)).strip().partition(" ")
    opened(page, field.address)
    page.wait_for_selector(f"text=Le secteur {name} a été repris")
    expect(page.locator("article.turf")).to_have_count(0)
    page.goto(f"{field.address}/c/{SLUG}/secteurs/pres-de-moi/")
    expect(page.locator("main")).to_contain_text(f"Le secteur {name} ne se visite plus")
    expect(page.locator("main")).not_to_contain_text(bureau)
    context.close()
    assert wrong == []
