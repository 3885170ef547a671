"""A Saturday from the first invitation to the map that moves: what the field is for, in one journey.

A director invites a lead, the lead a team leader; a volunteer comes in by the team's poster, is trained and
checked in, takes a turf, loses the network, reports forty doors in two buildings, closes the tab, comes back
and sends; the leader enters a sheet of paper; the director's map moves. A control bureau never shows.
"""

import re
import time

import pytest
from playwright.sync_api import Page, expect

from browser.phone import KEPT, SENT, building, calm, floors, opened, register, take, unsent
from browser.test_site_accounts import code_in_mail
from browser.test_site_journey import prove
from perron_web.features.turfs.tests.factories import HELD

SLUG = "samedi"
PHONE = {"width": 360, "height": 740, "has_touch": True, "is_mobile": True}
PLAN = """
from django_scopes import scope
from perron.samples import load_paris
from perron_web.features.turfs.services import adopt_run
from perron_web.features.turfs.tests.factories import make_run, make_territory, small_plan
folder = small_plan()[1]
campaign = Campaign.objects.get(slug="samedi")
with scope(campaign=campaign, places=None):
    make_territory(campaign, folder, load_paris().addresses)
    adopt_run(run=make_run(campaign, folder))
"""
HAND = """
from django_scopes import scope
from perron_web.features.turfs.models import Turf
from perron_web.features.turfs.services.holding import hand_turf
campaign = Campaign.objects.get(slug="samedi")
leader = User.objects.get(email="samir-samedi@exemple.test")
with scope(campaign=campaign, places=None):
    turf = Turf.objects.standing().filter(state="free", place__startswith="11/75/75056/20/").last()
    print(hand_turf(turf=turf.pk, holder=leader, by=leader, on_paper=True).code)
"""
SHOWN = "() => document.querySelector('[data-live=\"today.knocked\"]').innerText.replace(/\\D/g, '')"


@pytest.fixture(scope="module")
def home(live) -> str:
    address = live.campaign(SLUG)
    live.python(PLAN)
    return address


def email(who: str) -> str:
    return f"{who}-{SLUG}@exemple.test"


def test_a_saturday(live, visit, home):
    director = visit(home, who=email("alix"))
    lead = enter(live, visit(invited(director, home, "référent·e de territoire", "Paris 20e")), "lucie")
    leader = enter(live, visit(invited(lead, home, "responsable d’équipe", "Paris 20e")), "samir")
    poster = start_a_team(leader, lead, home)
    emma = come_by_the_poster(live, visit, poster, leader)
    be_trained(lead, emma, home)
    director.goto(f"{home}direct/")
    director.wait_for_selector("#pulse[data-mood=live]")
    assert director.evaluate(SHOWN) in {"0", ""}

    phone = walk_without_a_network(emma, live.address)
    sent = time.monotonic()
    director.wait_for_function(f"() => Number(({SHOWN})()) >= 40", timeout=10_000)
    print(f"saturday: the director saw it {time.monotonic() - sent:.1f} s after the phone was told")
    before = int(director.evaluate(SHOWN))
    enter_a_sheet(leader, home, live.python(HAND).strip())
    director.wait_for_function(f"n => Number(({SHOWN})()) >= n + 20", arg=before, timeout=10_000)
    no_control_bureau(phone, emma, leader, home)


def invited(page: Page, home: str, role: str, place: str) -> str:
    """Make a link that gives a role on a place; it is shown as a QR code too."""
    page.goto(f"{home}membres/invitations/")
    page.get_by_label(role).check()
    page.get_by_label("Chercher un lieu").fill(place)
    page.locator("#places").get_by_label(place).check()
    page.get_by_role("button", name="Faire le lien").click()
    page.locator("svg.qr path, .qr svg path").first.wait_for(state="attached")
    return page.locator("#link").inner_text()


def enter(live, page: Page, who: str) -> Page:
    """Open the link, prove one's address, protect the account."""
    page.get_by_label("nom").fill(f"{who.capitalize()} Exemple")
    page.get_by_label("e-mail").fill(email(who))
    asked = time.time() - 1
    page.get_by_role("button", name="Recevoir un code par e-mail").click()
    page.get_by_label("code").fill(code_in_mail(live, email(who), asked))
    page.get_by_role("button", name="Entrer").click()
    page.get_by_role("button", name="Rejoindre la campagne").click()
    page.get_by_role("link", name="Relier une application").click()
    page.get_by_text("Ou recopiez le secret").click()
    prove(page)
    return page


def start_a_team(leader: Page, lead: Page, home: str) -> str:
    """Start a team where one meets; the lead says yes; return the link of its poster."""
    leader.goto(f"{home}equipes/nouvelle/")
    leader.get_by_label("Nom de l’équipe").fill("Équipe du samedi")
    leader.get_by_label("Point de rendez-vous").fill("devant la mairie")
    leader.get_by_label("Où est-ce").fill("75020")
    leader.get_by_role("button", name="Placer cette adresse").click()
    leader.wait_for_function("() => document.querySelector('#id_meeting_lon').value")
    leader.get_by_role("button", name="Proposer l’équipe").click()
    lead.goto(f"{home}equipes/?etat=proposed")
    lead.get_by_role("link", name="Équipe du samedi", exact=True).click()
    lead.get_by_role("button", name="Approuver l’équipe").click()
    lead.get_by_text("est active").wait_for()
    leader.reload()
    leader.get_by_role("link", name="Inviter").click()
    leader.get_by_role("link", name="L’affiche à imprimer").click()
    return leader.locator(".poster-link").inner_text()


def come_by_the_poster(live, visit, link: str, leader: Page) -> Page:
    """Come in without an account; see nobody until the leader says yes."""
    page = visit(link, **PHONE)
    page.get_by_label("Votre nom").fill("Emma Exemple")
    page.get_by_label("Votre adresse e-mail").fill(email("emma"))
    asked = time.time() - 1
    page.get_by_role("button", name="Recevoir un code par e-mail").click()
    page.get_by_label("Code reçu par e-mail").fill(code_in_mail(live, email("emma"), asked))
    page.get_by_role("button", name="Entrer", exact=True).click()
    page.get_by_role("button", name="Demander à rejoindre l’équipe").click()
    page.get_by_text("Vous ne verrez rien de la campagne avant").wait_for()
    assert page.request.get(f"{live.address}/c/{SLUG}/moi/").status == 404
    leader.goto(f"{live.address}/c/{SLUG}/equipes/")
    leader.get_by_role("link", name="Équipe du samedi", exact=True).first.click()
    leader.goto(f"{leader.url}membres/")
    leader.get_by_role("button", name="Accueillir").click()
    leader.get_by_text("bienvenue").wait_for()
    return page


def be_trained(lead: Page, emma: Page, home: str) -> None:
    """The lead announces a session; the volunteer comes, opens the code, has the certificate."""
    lead.goto(f"{home}formation/modules/nouveau/")
    lead.get_by_label("Titre").fill("Frapper à une porte")
    lead.get_by_role("button", name="Enregistrer le module").click()
    lead.goto(f"{home}formation/sessions/nouvelle/")
    start = lead.evaluate(
        "() => { const t = new Date(Date.now() - 60000);"
        " return new Date(t - t.getTimezoneOffset() * 60000).toISOString().slice(0, 16); }"
    )
    lead.get_by_label("Début").fill(start)
    lead.get_by_label("Lieu de rendez-vous").fill("Maison des associations")
    lead.get_by_role("button", name="Annoncer la session").click()
    lead.get_by_text("La session est annoncée").wait_for()
    session = lead.url
    emma.goto(session)
    emma.get_by_role("button", name="Retenir ma place").tap()
    emma.get_by_text("Votre place est retenue").first.wait_for()
    lead.goto(f"{session}presence/affiche/")
    emma.goto(lead.locator("code").inner_text())
    emma.get_by_role("button", name="Je suis là").tap()
    emma.get_by_role("heading", name="C’est noté").wait_for()
    lead.goto(f"{session}presence/")
    lead.get_by_role("button", name="Terminer et délivrer les certificats").click()
    lead.locator("dialog[open]").get_by_role("button", name="Terminer et délivrer").click()
    lead.get_by_text("La session est terminée").wait_for()
    emma.goto(f"{home}moi/")
    emma.get_by_text("Frapper à une porte").first.wait_for()


def walk_without_a_network(emma: Page, address: str) -> Page:
    """Take a turf, lose the network, report forty doors in two buildings, close the tab, come back, send."""
    context = emma.context
    register(emma, address)
    take(emma)
    emma.wait_for_function(KEPT)
    context.set_offline(True)
    for order in (1, 3):
        building(emma, order)
        if emma.get_by_role("button", name="Dire les étages").count():
            floors(emma, "0", "9", 4)  # the list knew fewer doors than there are
        calm(emma)
        before = emma.locator("#badge").text_content()
        emma.locator("[data-do=allAbsent]").tap()
        emma.wait_for_function("old => document.getElementById('badge').textContent !== old", arg=before)
        emma.locator("a.back").tap()
        emma.wait_for_selector(".stop")
    calm(emma)
    waiting = int(re.search(r"(\d+) passages à envoyer", unsent(emma).replace("\xa0", " "))[1])
    assert waiting >= 40, unsent(emma)
    said = unsent(emma)
    emma.close()
    page = opened(context.new_page(), address)
    expect(page.locator("#state")).to_have_text(said, use_inner_text=True)
    context.set_offline(False)
    page.locator("#sending").tap()
    page.wait_for_function(SENT)
    return page


def enter_a_sheet(leader: Page, home: str, code: str) -> None:
    """Open a list by its code and enter twenty doors, by keyboard alone."""
    leader.goto(f"{home}papier/")
    leader.keyboard.type(code)
    leader.keyboard.press("Enter")
    leader.wait_for_selector("html[data-paper=ready]")
    for key in ("a", "a", "o", "a", "r") * 4:
        leader.keyboard.press(key)
    leader.wait_for_selector("#garde[data-state=saved]")


def no_control_bureau(phone: Page, emma: Page, leader: Page, home: str) -> None:
    """The bureau kept for measurement is in no list, pack or page of those who walk."""
    for page in (phone, leader):
        for path in ("secteurs/pres-de-moi/", "secteurs/", "secteurs/telecharger/csv/", "moi/"):
            told = page.request.get(home + path)
            assert told.status in {200, 403}, (path, told.status)
            assert HELD not in told.text(), path
    assert phone.request.get(f"{home}secteurs/bureau/{HELD}/").status in {403, 404}
