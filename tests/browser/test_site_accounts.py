"""Accounts and settings, as people meet them: a code from the mail, passkeys, an invitation, blocs moved."""

import re
import time
from email import message_from_bytes
from email.policy import default

import pytest
from playwright.sync_api import expect

from browser.axe import violations
from browser.look import sideways

WHO = "alix-{}@exemple.test"


def code_in_mail(live, email: str, after: float) -> str:
    """Read the code that the site has just sent, in the folder where this site's mail goes."""
    sent = lambda file: file.stat().st_mtime  # noqa: E731
    for _ in range(600):
        for file in sorted((live.site.data / "mail").glob("*"), key=sent, reverse=True):
            message = message_from_bytes(file.read_bytes(), policy=default)
            code = re.search(r"\b\d{6}\b", message["Subject"] or "")
            if code and message["To"] == email and sent(file) >= after:
                return code[0]
        time.sleep(0.1)
    raise AssertionError("no mail came")


@pytest.fixture
def local(browser, live):
    """Open pages at localhost: passkeys want a name. A word of the console, or a 500, fails the test."""
    wrong, contexts = [], []

    def open_it(path: str, **options):
        context = browser.new_context(locale="fr-FR", reduced_motion="reduce", **options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: wrong.append(message.text))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("response", lambda answer: wrong.append(answer.url) if answer.status >= 500 else None)
        page.goto(live.address.replace("127.0.0.1", "localhost") + path)
        return page

    yield open_it
    for context in contexts:
        context.close()
    assert wrong == []


def authenticator(page) -> None:
    """Give the browser a virtual device that unlocks itself."""
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def log_in(live, page, email: str) -> None:
    asked = time.time() - 1
    page.get_by_label("Votre adresse e-mail").fill(email)
    page.get_by_role("button", name="Recevoir un code par e-mail").click()
    page.get_by_label("Code reçu par e-mail").fill(code_in_mail(live, email, asked))
    page.get_by_role("button", name="Entrer", exact=True).click()


def test_a_code_then_a_passkey_then_the_passkey_alone(live, local):
    live.campaign("cle")
    email = "emma-cle@exemple.test"
    live.python(f"""
from perron_web.features.accounts.services.profile import open_account
user = open_account(email="{email}", name="Emma")
grant_role(campaign=Campaign.objects.get(slug="cle"), user=user, role=Role.ANALYST, place="")
""")
    page = local("/c/cle/")
    authenticator(page)
    log_in(live, page, email)
    page.wait_for_url("**/compte/protection/?next=**")
    expect(page.get_by_text("Il vous faut un second facteur")).to_be_visible()
    page.get_by_role("link", name="Ajouter une clé d’accès").click()
    page.get_by_label("Nom de la clé").fill("téléphone")
    assert violations(page) == []
    page.get_by_role("button", name="Créer la clé").click()
    page.wait_for_url("**/compte/protection/secours/")
    expect(page.locator(".codes li")).to_have_count(10)
    page.get_by_role("link", name="Continuer vers la campagne").click()
    page.wait_for_url("**/c/cle/")
    page.goto(page.url.replace("/c/cle/", "/compte/"))
    page.locator("details.account > summary").click()
    page.get_by_role("button", name="Se déconnecter").click()
    expect(page.get_by_role("button", name="Se déconnecter", include_hidden=True)).to_have_count(0)
    page.goto(live.address.replace("127.0.0.1", "localhost") + "/compte/connexion/")
    page.get_by_role("button", name="Entrer avec une clé d’accès").click()
    page.wait_for_url(re.compile(r"/c/cle/$"))
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_the_passkey_is_the_second_factor_after_a_code(live, local):
    live.campaign("second")
    email = "emma-second@exemple.test"
    live.python(f"""
from perron_web.features.accounts.services.profile import open_account
user = open_account(email="{email}", name="Emma")
grant_role(campaign=Campaign.objects.get(slug="second"), user=user, role=Role.DPO, place="")
""")
    page = local("/compte/protection/cles/ajouter/")
    authenticator(page)
    log_in(live, page, email)
    page.get_by_role("button", name="Créer la clé").click()
    page.wait_for_url("**/secours/")
    page.context.clear_cookies()
    page.goto(live.address.replace("127.0.0.1", "localhost") + "/c/second/journal/")
    log_in(live, page, email)
    page.wait_for_url("**/second-facteur/**")
    page.get_by_role("button", name="Utiliser ma clé d’accès").click()
    page.wait_for_url("**/c/second/journal/")


def test_a_volunteer_joins_by_the_link_on_a_phone(live, visit, local):
    home = live.campaign("venir")
    desk = visit(home + "membres/invitations/", who=WHO.format("venir"))
    desk.get_by_label("bénévole").check()
    desk.get_by_label("Nombre de personnes").fill("3")
    desk.get_by_role("button", name="Faire le lien").click()
    expect(desk.locator("svg.qr")).to_be_visible()
    link = desk.locator("#link").inner_text()
    phone = local(
        link.partition("/invitation")[1] + link.partition("/invitation")[2],
        viewport={"width": 360, "height": 740},
    )
    assert sideways(phone) == []
    assert violations(phone) == []
    asked = time.time() - 1
    phone.get_by_label("Votre nom").fill("Zoé")
    phone.get_by_label("Votre adresse e-mail").fill("zoe-venir@exemple.test")
    phone.get_by_role("button", name="Recevoir un code par e-mail").click()
    phone.get_by_label("Code reçu par e-mail").fill(code_in_mail(live, "zoe-venir@exemple.test", asked))
    phone.get_by_role("button", name="Entrer", exact=True).click()
    phone.get_by_role("button", name="Rejoindre la campagne").click()
    phone.wait_for_url("**/c/venir/moi/")
    desk.goto(home + "membres/")
    desk.get_by_role("link", name="Zoé").click()
    desk.get_by_role("button", name="Retirer").click()
    desk.get_by_role("button", name="Retirer le rôle").click()
    desk.wait_for_url("**/membres/")
    phone.reload()
    phone.wait_for_url("**/compte/connexion/**")


def test_blocs_are_moved_told_undone_and_saved(live, visit):
    home = live.campaign("blocs")
    live.python(SAMPLE)
    page = visit(home + "reglages/blocs/?scrutin=2014-europeennes", who=WHO.format("blocs"))
    card = page.locator(".card", has_text="LUMP")
    card.locator("select").select_option("ours")
    expect(page.locator('[data-column="ours"] .card')).to_have_count(1)
    expect(page.get_by_text("Modifications non enregistrées")).to_be_visible()
    page.get_by_role("button", name="Défaire").click()
    expect(page.locator('[data-column="ours"] .card')).to_have_count(0)
    card.drag_to(page.locator('[data-column="opponent"]'))
    expect(page.locator('[data-column="opponent"] .card')).to_have_count(1)
    page.get_by_role("button", name="Enregistrer les blocs").click()
    page.get_by_text("1 liste ou candidature a changé de bloc").wait_for()
    page.get_by_role("button", name="Annuler le dernier enregistrement").click()
    page.get_by_text("les blocs sont comme avant").wait_for()
    expect(page.locator('[data-column="opponent"] .card')).to_have_count(0)


SAMPLE = """
import polars as pl
from django_scopes import scope
from perron.tables import VOTES
from perron_web.features.territory.choices import DataKind
from perron_web.features.territory.models import Dataset, Import
from perron_web.platform.files import store_table
campaign = Campaign.objects.get(slug="blocs")
lists = (("LUMP", 70), ("LUG", 60), ("LDVD", 5))
rows = [("2014-europeennes", "75056_2001", name, None, name, votes) for name, votes in lists]
votes = pl.DataFrame(rows, schema=VOTES.schema(), orient="row")
stored = store_table(votes, campaign=campaign, kind="votes")
with scope(campaign=campaign, places=None):
    made = Import.objects.create(campaign=campaign, state="applied")
    Dataset.objects.create(campaign=campaign, kind=DataKind.RESULTS, name="2014", election="2014-europeennes",
        table=stored.path, extra=stored.path, rows=3, imported_by=made)
"""
