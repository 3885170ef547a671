"""A lead teaches volunteers, noted by the code and without network; one of them trains in turn."""

import pytest
from playwright.sync_api import expect

from browser.axe import violations
from browser.look import look, sideways

LEAD, VOLUNTEER, OTHER, LATE = (f"{who}-formation@exemple.test" for who in ("chloe", "emma", "fatou", "gael"))
PEOPLE = """
campaign = Campaign.objects.get(slug="formation")
for who in ("emma", "fatou", "gael"):
    user = User.objects.create_user(f"{who}-formation@exemple.test", name=who.capitalize() + " Exemple")
    grant_role(campaign=campaign, user=user, role=Role.VOLUNTEER, place="11/75/75056/20/")
"""
HERE = "html[data-presence-ready]"
KEPT = """async () => (await (await caches.open("perron-presences")).keys())
    .some(one => one.url.includes("hors-ligne"))"""
CONTINUE = """
from allauth.mfa.models import Authenticator
user = User.objects.get(email="{email}")
Authenticator.objects.get_or_create(user=user, type="totp", defaults={{"data": {{"secret": "given"}}}})
"""


@pytest.fixture(scope="module")
def home(live):
    address = live.campaign("formation")
    live.python(PEOPLE)
    return f"{address}formation/"


def announce(page, home, minutes=5):
    """Announce a session that starts in some minutes, and return its address."""
    page.goto(f"{home}sessions/nouvelle/")
    start = page.evaluate(
        "minutes => { const t = new Date(Date.now() + minutes * 60000);"
        " return new Date(t - t.getTimezoneOffset() * 60000).toISOString().slice(0, 16); }",
        minutes,
    )
    page.get_by_label("Début").fill(start)
    page.get_by_label("Lieu de rendez-vous").fill("Maison des associations")
    page.get_by_role("button", name="Annoncer la session").click()
    page.get_by_text("La session est annoncée").wait_for()
    return page.url


def end(page):
    page.get_by_role("button", name="Terminer et délivrer les certificats").click()
    page.locator("dialog[open]").get_by_role("button", name="Terminer et délivrer").click()
    page.get_by_text("La session est terminée").wait_for()


def test_a_volunteer_is_trained_and_trains_in_turn(home, live, visit):
    lead = visit(f"{home}modules/nouveau/", who=LEAD, timezone_id="Europe/Paris")
    lead.get_by_label("Titre").fill("Frapper à une porte")
    lead.get_by_label("Support").fill("À la porte\n\nOn sourit.\n\n- son prénom\n- une question")
    lead.get_by_label("peut être autorisé·e à former").check()
    lead.get_by_role("button", name="Enregistrer le module").click()
    lead.get_by_role("heading", name="À la porte").wait_for()
    session = announce(lead, home, minutes=-1)

    phones = {}
    for who in (VOLUNTEER, OTHER, LATE):
        phone = phones[who] = visit(session, who=who, width=360, height=740)
        phone.get_by_role("button", name="Retenir ma place").click()
        phone.get_by_text("Votre place est retenue").first.wait_for()
        assert sideways(phone) == []

    lead.goto(f"{session}presence/")
    lead.wait_for_selector(HERE)
    lead.get_by_role("link", name="Projeter ou imprimer").click()
    code = lead.locator("code").inner_text()
    phone = phones[VOLUNTEER]
    phone.goto(code)
    phone.get_by_role("button", name="Je suis là").click()
    phone.get_by_role("heading", name="C’est noté").wait_for()
    assert violations(phone) == []

    lead.goto(f"{session}presence/")
    lead.wait_for_selector(HERE)
    expect(lead.locator("[data-count]")).to_have_text("1")
    lead.wait_for_function(KEPT)
    lead.context.set_offline(True)
    lead.reload()
    lead.wait_for_selector(HERE)
    expect(lead.get_by_text("Fatou Exemple")).to_have_count(0)
    lead.get_by_role("button", name="Fatou").click()
    lead.get_by_role("button", name="Gael").click()
    lead.get_by_role("button", name="Gael").click()
    lead.get_by_text("hors ligne · 3 coches à envoyer").wait_for()
    kept = lead.evaluate("JSON.stringify(localStorage)")
    assert "Fatou" in kept
    assert "Fatou Exemple" not in kept
    assert "@" not in kept
    lead.context.set_offline(False)
    lead.get_by_text("à jour", exact=True).wait_for()
    lead.reload()
    lead.get_by_text("Fatou Exemple").wait_for()
    lead.wait_for_selector(HERE)
    expect(lead.locator(".tick[aria-pressed=true]")).to_have_count(2)
    assert violations(lead) == []
    end(lead)

    phone.goto(home)
    phone.get_by_role("link", name="Frapper à une porte").last.click()
    phone.get_by_role("link", name="Imprimer le certificat").wait_for()
    lead.goto(f"{home}rappels/")
    row = lead.get_by_role("listitem").filter(has_text="Emma Exemple")
    row.get_by_role("button", name="Autoriser à former").click()
    lead.get_by_text("Emma Exemple peut maintenant tenir des sessions").wait_for()

    live.python(CONTINUE.format(email=VOLUNTEER))
    trainer = visit(home, who=VOLUNTEER, width=360, height=740, timezone_id="Europe/Paris")
    own = announce(trainer, home, minutes=-1)
    trainer.goto(f"{own}presence/")
    trainer.get_by_text("Ajouter quelqu’un à la main").click()
    trainer.get_by_label("Nom", exact=True).fill("Nour Exemple")
    trainer.get_by_label("Adresse e-mail").fill("nour-formation@exemple.test")
    trainer.get_by_role("button", name="Ajouter et noter la présence").click()
    trainer.get_by_role("button", name="Nour Exemple").wait_for()
    end(trainer)

    lead.goto(f"{home}arbre/?vue=tout")
    for name in ("Chloe", "Emma Exemple"):
        lead.locator("summary", has_text=name).click()
    lead.get_by_text("Nour Exemple").wait_for()
    figures = lead.locator(".figures dd, .figures .value").all_inner_texts()
    assert any("1" in one for one in figures)
    assert violations(lead) == []


@pytest.mark.parametrize(
    "path", ["", "modules/", "arbre/", "progression/?graphiques", "rappels/", "sessions/nouvelle/"]
)
def test_every_page_looks_right(home, visit, path):
    look(visit, home + path, who=LEAD)
