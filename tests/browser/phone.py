"""A volunteer's phone: a campaign with turfs, a browser that may lose its network, the gestures of a walk."""

from playwright.sync_api import Page

PLAN = """
from allauth.mfa.models import Authenticator
from django_scopes import scope
from perron.samples import load_paris
from perron_web.features.canvassing.rules.consent import FIRST_TEXT
from perron_web.features.canvassing.services.asking import save_field_settings, write_consent_text
from perron_web.features.turfs.services import adopt_run
from perron_web.features.turfs.tests.factories import make_run, make_territory, small_plan
folder = small_plan()[1]
campaign = Campaign.objects.get(slug="{slug}")
emma = User.objects.create(email="emma-{slug}@exemple.test", name="Emma Roux")
grant_role(campaign=campaign, user=emma, role=Role.VOLUNTEER, place="11/75/75056/20/")
with scope(campaign=campaign, places=None):
    make_territory(campaign, folder, load_paris().addresses)
    adopt_run(run=make_run(campaign, folder))
    save_field_settings(campaign=campaign, by=emma, ask_contact=True)
    text = FIRST_TEXT.format(campaign=campaign.name).replace("[adresse]", "vie.privee@exemple.test")
    write_consent_text(campaign=campaign, text_fr=text, text_en=text, by=emma)
"""
STORED = """
import json
from perron_web.features.canvassing.models import Report, Talk
from django_scopes import scopes_disabled
with scopes_disabled():
    rows = Report.objects.filter(campaign__slug="{slug}").order_by("seq")
    told = [[r.kind, r.outcome, r.access, r.talked, r.floor, r.door] for r in rows]
    talks = []
    for t in Talk.objects.filter(campaign__slug="{slug}").select_related("consent__text"):
        agreed = [t.consent.opinion, t.consent.email, t.consent.text.version]
        talks.append([t.support, t.registration, t.needs, t.email, *agreed])
print(json.dumps([told, talks]))
"""
READY = "html[data-ready]"
KEPT = "() => navigator.serviceWorker.ready.then(() => true)"
SAID = "said => document.getElementById('state').textContent === said"
SENT = "() => /^Tout est envoyé/.test(document.getElementById('state').textContent)"


def opened(page: Page, address: str) -> Page:
    """Open the app and wait for its first screen."""
    page.goto(f"{address}/terrain/")
    page.wait_for_selector(READY, state="attached")
    return page


def register(page: Page, address: str) -> None:
    """Make this browser a phone of the campaign."""
    opened(page, address).get_by_role("button", name="Préparer ce téléphone").tap()
    page.wait_for_selector("[data-screen=home]", state="attached")


def take(page: Page) -> None:
    """Take the first turf of the short list."""
    page.get_by_role("button", name="Chercher un secteur").tap()
    page.locator("[data-do=take]").first.tap()
    page.wait_for_selector(".stop")


def unsent(page: Page) -> str:
    return page.inner_text("#state")


def building(page: Page, order: int) -> None:
    """Open a building of the list."""
    page.locator(".stop").nth(order - 1).tap()
    page.wait_for_selector(".six")


def calm(page: Page) -> None:
    """Wait until a press is taken again: a bouncing finger is not two."""
    page.wait_for_selector("html:not([data-busy])", state="attached")
    page.wait_for_timeout(260)


def press(page: Page, outcome: str) -> None:
    """Press one of the six for the door in hand; wait until it is kept."""
    calm(page)
    before = page.locator("#badge").text_content()
    page.locator(f".outcome[data-outcome={outcome}]").tap()
    page.wait_for_function("old => document.getElementById('badge').textContent !== old", arg=before)
    calm(page)


def floors(page: Page, first: str, last: str, doors: int) -> None:
    """Say the floors of a building that the list knows by its doors alone."""
    page.get_by_role("button", name="Dire les étages").first.tap()
    page.locator("select[name=from]").select_option(first)
    page.locator("select[name=to]").select_option(last)
    while (shown := int(page.inner_text(".stepper output"))) != doors:
        page.locator("[data-do=more]" if shown < doors else "[data-do=less]").tap()
        calm(page)
    page.get_by_role("button", name="Ajouter à l’immeuble").tap()
    page.wait_for_selector(".six")


def carry(page: Page) -> str:
    """Put a turf on the phone, taken now or held already; give its address in the app."""
    if page.locator("[data-do=fetch]").count():
        page.locator("[data-do=fetch]").first.tap()
        page.wait_for_selector(".stop")
    else:
        take(page)
    return page.evaluate("location.hash")


def show(page: Page, address: str, ready: str) -> None:
    """Go to a screen of the app."""
    page.evaluate("address => { location.hash = address; }", address)
    page.wait_for_selector(ready)
    page.wait_for_timeout(60)


TOO_SMALL = """() => [...document.querySelectorAll('a, button, input, select, summary')].filter((e) => {
    const box = (e.closest('label') ?? e).getBoundingClientRect();
    return box.width && !e.closest('svg') && (box.width < 55.5 || box.height < 55.5);
}).map((e) => e.outerHTML.slice(0, 120))"""


def small(page: Page) -> list[str]:
    """Return what a thumb in a glove would miss."""
    return page.evaluate(TOO_SMALL)
