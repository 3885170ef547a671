"""A volunteer starts a team; a neighbour joins it by the poster; they go out, each with somebody."""

import re
import time

import pytest
from playwright.sync_api import expect

from browser.look import look, sideways
from browser.test_site_accounts import code_in_mail

SLUG = "equipes"
PHONE = {"width": 360, "height": 740}
FACTOR = """
from allauth.mfa.models import Authenticator
Authenticator.objects.create(user=User.objects.get(email="{email}"), type="totp", data={{"secret": "given"}})
"""


@pytest.fixture(scope="module")
def home(live) -> str:
    """A campaign with a ground: four places, a street in each; Emma is a volunteer of the 20e."""
    address = live.campaign(SLUG)
    live.python(f"""
from perron_web.features.teams.tests.factories import lay_ground
from perron_web.features.accounts.services.profile import open_account
campaign = Campaign.objects.get(slug="{SLUG}")
lay_ground(campaign)
for who in ("Emma Secret", "Farid Secret"):
    user = open_account(email=who.split()[0].lower() + "-{SLUG}@exemple.test", name=who)
    grant_role(campaign=campaign, user=user, role=Role.VOLUNTEER, place="11/75/75056/20/")
""")
    return address


def who(name: str) -> str:
    return f"{name}-{SLUG}@exemple.test"


def test_from_a_meeting_point_to_pairs(live, visit, home):
    emma = visit(home, who=who("emma"), **PHONE)
    emma.wait_for_url("**/moi/")
    expect(emma.get_by_role("heading", name="Bonjour Emma")).to_be_visible()
    emma.get_by_label("Où êtes-vous").fill("75020")
    emma.get_by_role("button", name="Chercher").click()
    emma.get_by_role("link", name="Lancer une équipe").click()
    start_team(emma)
    approve_team(visit, home)

    live.python(FACTOR.format(email=who("emma")))
    emma.reload()
    team = emma.url
    emma.get_by_role("link", name="Inviter").click()
    emma.get_by_role("link", name="L’affiche à imprimer").click()
    emma.locator(".poster svg.qr path").first.wait_for(state="attached")
    link = emma.locator(".poster-link").inner_text()
    assert sideways(emma) == []

    nour = join_by_the_code(live, visit, link)
    emma.goto(f"{team}membres/")
    emma.get_by_role("button", name="Accueillir").click()
    expect(emma.get_by_text("bienvenue")).to_be_visible()
    plan_outing(emma, team)
    outing = emma.url
    emma.get_by_role("button", name="Je viens").click()
    expect(emma.get_by_text("C’est noté")).to_be_visible()

    nour.goto(home)
    nour.wait_for_url("**/moi/")
    nour.get_by_role("button", name="Je viens").click()
    expect(nour.get_by_text("C’est noté")).to_be_visible()
    nour.get_by_role("link", name="Équipe Ramponeau").first.click()
    nour.get_by_label("J’aimerais partir avec").select_option(label="Emma")
    nour.get_by_role("button", name="Le demander").click()
    farid = visit(outing, who=who("farid"), **PHONE)
    farid.get_by_role("button", name="Peut-être").click()
    expect(farid.get_by_text("C’est noté")).to_be_visible()

    emma.goto(outing)
    for name in ("Emma Secret", "Nour Secret"):
        emma.get_by_role("checkbox", name=name).check()
    emma.get_by_role("button", name="Noter les présences").click()
    emma.get_by_role("button", name="Former les binômes").click()
    expect(emma.locator(".pair-number")).to_have_text(["1"])
    nour.goto(outing)
    expect(nour.locator(".pair li")).to_have_text(["Emma", "Nour (vous)"], use_inner_text=True)
    expect(nour.locator("main")).not_to_contain_text("Secret")


def start_team(page) -> None:
    """Place an address on the map, then move the point with the keyboard alone."""
    page.get_by_label("Nom de l’équipe").fill("Équipe Ramponeau")
    page.get_by_label("Point de rendez-vous").fill("devant l’école")
    page.get_by_label("Où est-ce").fill("4 rue de Menilmontant, 75020")
    page.get_by_role("button", name="Placer cette adresse").click()
    page.locator("#point-map canvas").wait_for()
    page.wait_for_function("() => document.querySelector('#id_meeting_lon').value")
    before = page.input_value("#id_meeting_lon")
    page.locator("#point-map canvas").focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(500)
    page.keyboard.press("Enter")
    page.wait_for_function("before => document.querySelector('#id_meeting_lon').value !== before", arg=before)
    page.get_by_role("button", name="Proposer l’équipe").click()
    expect(page.get_by_text("Équipe proposée", exact=True)).to_be_visible()


def approve_team(visit, home: str) -> None:
    chloe = visit(f"{home}equipes/?etat=proposed", who=who("chloe"))
    chloe.get_by_role("link", name="Équipe Ramponeau", exact=True).click()
    chloe.get_by_role("button", name="Approuver l’équipe").click()
    expect(chloe.get_by_text("est active")).to_be_visible()


def join_by_the_code(live, visit, link: str):
    """Come in by the poster without any account; nothing is seen before being let in."""
    nour = visit(link, **PHONE)
    nour.get_by_label("Votre nom").fill("Nour Secret")
    nour.get_by_label("Votre adresse e-mail").fill(who("nour"))
    asked = time.time() - 1
    nour.get_by_role("button", name="Recevoir un code par e-mail").click()
    nour.get_by_label("Code reçu par e-mail").fill(code_in_mail(live, who("nour"), asked))
    nour.get_by_role("button", name="Entrer", exact=True).click()
    nour.get_by_role("button", name="Demander à rejoindre l’équipe").click()
    expect(nour.get_by_text("Vous ne verrez rien de la campagne avant")).to_be_visible()
    return nour


def plan_outing(page, team: str) -> None:
    page.goto(team)
    page.get_by_role("link", name="Prévoir une sortie").click()
    page.get_by_label("Jour").fill("2099-03-14")
    page.get_by_role("button", name="Prévoir la sortie").click()
    page.wait_for_url(re.compile(r"/sorties/\d+/$"))


def test_pages_are_well_made(live, visit, home):
    numbers = live.python(f"""
from perron_web.features.teams.tests.factories import a_team, an_outing
campaign = Campaign.objects.get(slug="{SLUG}")
driss, farid = (User.objects.get(email=who + "-{SLUG}@exemple.test") for who in ("driss", "farid"))
team = a_team(campaign, name="Équipe du marché", leader=driss, members=(driss, farid), goal_doors=400)
print(team.pk, an_outing(campaign, team=team, people=(driss, farid)).pk)
""")
    team, outing = numbers.split()
    look(visit, home + "moi/", who=who("farid"))
    for page in ("equipes/pres-de-moi/", "sorties/"):
        look(visit, home + page, who=who("farid"))
    for page in (f"equipes/{team}/", f"equipes/{team}/membres/", f"sorties/{outing}/"):
        look(visit, home + page, who=who("driss"))
