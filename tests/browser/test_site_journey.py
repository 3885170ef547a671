"""The journey of a campaign, from an empty page to a printed list and a lead who sees one place only."""

import base64
import hashlib
import hmac
import re
import shutil
import struct
import subprocess
import time
from datetime import datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import polars as pl
import pytest
from playwright.sync_api import Locator, Page, expect

from browser.look import sideways
from browser.patience import JOB
from browser.test_site_accounts import code_in_mail
from perron.cli.demo_files import write_files
from perron.samples import load_paris
from perron.tables import Results

SLUG = "trajet"
HERE, THERE = "75056_02", "75056_01"
"""The lead's arrondissement, and the other one."""


HELD = """([words, selector]) => {
    const held = document.activeElement;
    return held.matches(selector) && held.innerText.includes(words);
}"""


@pytest.fixture(scope="module")
def files(tmp_path_factory) -> dict[str, str]:
    """Files of two arrondissements, as a director would drop them."""
    paris = load_paris()

    def bureaux(table: pl.DataFrame) -> pl.DataFrame:
        return table.filter(pl.col("bureau").str.contains(f"^({HERE}|{THERE})"))

    def iris(table: pl.DataFrame) -> pl.DataFrame:
        return table.filter(pl.col("area").str.contains("^7510[12]"))

    small = SimpleNamespace(
        results=Results(bureaux(paris.results.general), bureaux(paris.results.votes)),
        bureaux_2012=bureaux(paris.bureaux_2012),
        bureaux_2017=bureaux(paris.bureaux_2017),
        addresses=bureaux(paris.addresses),
        areas=iris(paris.areas),
        statistics=iris(paris.statistics),
        housing=paris.housing.head(20),
        folder=paris.folder,
    )
    return {path.name: str(path) for path in write_files(small, tmp_path_factory.mktemp("files"))}


def test_from_an_empty_campaign_to_a_lead_who_sees_one_place(live, visit, files):
    home = live.campaign(SLUG)
    page = visit(home, who=f"alix-{SLUG}@exemple.test")
    date_the_election(page)
    import_the_files(page, files)
    sort_the_lists(page, files)
    first = compute_a_plan(page)
    read_why_a_bureau_is_first(page, first)
    change_the_hold_out_and_compute_again(page)
    compare_and_adopt(page)
    code = edit_a_turf(page, home)
    print_it(page, home, code)
    form_a_team(page, home, code)
    link = invite_a_lead(page)

    lead = visit(link, width=360, height=740, scheme="dark")
    join_by_code_and_second_factor(live, lead)
    see_one_place_and_nothing_else(page, lead, home)


def date_the_election(page: Page) -> None:
    page.get_by_role("link", name="Donner les dates").click()
    page.locator("input[name=name]").fill("Municipales d’essai")
    today = datetime.now(ZoneInfo("Europe/Paris")).date()  # as the site counts days
    sunday = today + timedelta(days=126 - today.isoweekday() % 7)
    page.get_by_label("Premier tour").fill(sunday.isoformat())
    page.get_by_role("button", name="Enregistrer les dates").click()
    page.get_by_role("link", name="Accueil", exact=True).click()
    days = (sunday - today).days  # a day fewer, should midnight pass meanwhile
    expect(page.locator("main")).to_contain_text(re.compile(f"dans ({days}|{days - 1}) jours"))


def import_the_files(page: Page, files: dict[str, str]) -> None:
    page.get_by_role("link", name="Données", exact=True).click()
    page.set_input_files("input[type=file]", [path for name, path in files.items() if "blocs" not in name])
    page.get_by_role("button", name="Lire ces fichiers").click()
    page.get_by_role("heading", name="Ce qui se rapproche").wait_for(timeout=JOB)
    expect(page.locator("main")).to_contain_text("20 sur 20")
    page.get_by_role("button", name="Importer ces données").click()
    page.get_by_text("Les données sont dans la campagne").wait_for(timeout=JOB)


def sort_the_lists(page: Page, files: dict[str, str]) -> None:
    page.get_by_role("link", name="Plan", exact=True).click()
    page.get_by_role("link", name="Ranger les listes").click()
    card = page.locator("[data-blocs] .card").first
    card.get_by_role("combobox").select_option("ours")
    page.get_by_text("Modifications non enregistrées").wait_for()
    page.get_by_role("button", name="Enregistrer les blocs").click()
    page.get_by_text("Tout est enregistré").wait_for()
    page.set_input_files("input[type=file]", files["blocs-centre.toml"])
    page.get_by_role("button", name="Lire le fichier").click()
    page.locator(".board-column.ours .card").first.wait_for()


def compute_a_plan(page: Page) -> str:
    page.get_by_role("link", name="Plan", exact=True).click()
    page.get_by_label("Heures de bénévoles").fill("300")
    page.get_by_role("button", name="Calculer ce plan").click()
    page.get_by_role("heading", name="Les premiers bureaux, et pourquoi").wait_for(timeout=JOB)
    expect(page.locator("dl.facts")).to_contain_text("300\u00a0h")  # what was typed last is what is computed
    return page.url


def read_why_a_bureau_is_first(page: Page, run: str) -> None:
    row = page.locator("tbody tr").first
    row.locator(".reasons-list li").first.wait_for()
    row.get_by_role("link").click()
    page.get_by_role("heading", name="Pourquoi ce rang").wait_for()
    page.locator("ul.reasons li").first.wait_for()
    page.locator("#historique figure").first.wait_for()
    page.goto(run)


def held_out(page: Page) -> Locator:
    """Return the number of bureaux left alone, and the note under it."""
    return page.locator("#what-if dl.figures > div", has_text="bureaux témoins")


def change_the_hold_out_and_compute_again(page: Page) -> None:
    page.get_by_role("link", name="Partir de ce plan").click()
    expect(held_out(page).locator("dd")).to_have_text(["4"])
    page.get_by_label("Bureaux témoins").fill("50")
    page.get_by_text("Choix non calculés").wait_for()
    expect(held_out(page).locator("dd")).to_have_text(["10", "au lieu de 4"])
    page.get_by_label("Nom du calcul").fill("Moitié témoins")
    page.get_by_role("button", name="Calculer ce plan").click()
    page.get_by_role("heading", name="Les premiers bureaux, et pourquoi").wait_for(timeout=JOB)


def compare_and_adopt(page: Page) -> None:
    page.get_by_role("link", name="Comparer", exact=True).click()
    line = page.locator("tr.differs", has_text="témoins")
    expect(line).to_contain_text("20")
    expect(line).to_contain_text("50")
    page.get_by_role("link", name="Plan n° 1").first.click()
    page.get_by_role("button", name="Adopter ce plan").click()
    page.get_by_role("dialog").get_by_role("button", name="Adopter").click()
    page.get_by_text("les équipes travaillent d’après lui").wait_for()
    page.get_by_role("link", name="Données", exact=True).click()
    page.get_by_role("link", name="Import n°").first.click()
    page.get_by_text("elles ne peuvent plus être retirées").wait_for()


def edit_a_turf(page: Page, home: str) -> str:
    """Move a building, take it back, split a turf, take it back; return the code of the bureau."""
    code = page.request.get(f"{home}secteurs/telecharger/csv/").text().split(HERE)[1][:2]
    page.goto(f"{home}secteurs/bureau/{HERE}{code}/")
    page.wait_for_selector("html[data-editor=ready]")
    rows, figures = page.locator("#secteurs > li"), page.locator("#secteurs .turf-figures")
    before, doors = rows.count(), figures.all_inner_texts()

    rows.first.locator("summary").click()
    rows.first.locator("input[name=adresse]").first.check()
    page.get_by_label("Vers quel secteur").select_option("2")
    page.get_by_role("button", name="Déplacer").click()
    rows.first.get_by_text("retouché").wait_for()
    expect(figures).not_to_have_text(doors, use_inner_text=True)
    page.get_by_role("button", name=re.compile("^Annuler")).click()
    rows.first.get_by_text("retouché").wait_for(state="detached")
    expect(figures).to_have_text(doors, use_inner_text=True)

    rows.nth(1).get_by_role("checkbox", name="Choisir le secteur").uncheck()
    page.get_by_role("button", name="Diviser").click()
    rows.nth(before).wait_for()
    page.get_by_role("button", name=re.compile("^Annuler")).click()
    rows.nth(before).wait_for(state="detached")
    page.reload()
    expect(figures).to_have_text(doors, use_inner_text=True)
    return HERE + code


def print_it(page: Page, home: str, code: str) -> None:
    page.goto(f"{home}secteurs/bureau/{code}/")
    page.locator("#secteurs summary").first.click()
    page.locator("#secteurs").get_by_role("link", name="Ouvrir").first.click()
    streets = page.locator("ol.stops .stop-words").all_inner_texts()
    sheet = page.get_by_role("link", name="Imprimer la feuille").get_attribute("href")
    answer = page.request.get(f"{home.split('/c/', maxsplit=1)[0]}{sheet}")
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.body().startswith(b"%PDF-")
    assert f"/Title({code[6:]}-01)".encode() in answer.body()
    text = words_of(answer.body())
    assert text is None or all("".join(one.split()[1:]) in text for one in streets)


def words_of(pdf: bytes) -> str | None:
    """Return the letters of a PDF; None where no program reads them."""
    program = shutil.which("pdftotext")
    if program is None:
        return None
    told = subprocess.run([program, "-", "-"], input=pdf, capture_output=True, check=True)
    return "".join(told.stdout.decode().split())


def form_a_team(page: Page, home: str, code: str) -> None:
    page.get_by_role("link", name="Équipe", exact=True).click()
    page.get_by_role("link", name="Créer une équipe").click()
    page.get_by_label("Nom de l’équipe").fill("Équipe du « Sentier »")
    page.get_by_label("Territoire").select_option(label="Paris 2e")
    page.get_by_label("Point de rendez-vous").fill("devant l’école")
    page.get_by_role("button", name="Créer l’équipe").click()
    page.get_by_role("heading", name="Équipe du « Sentier »").wait_for()
    page.goto(f"{home}secteurs/bureau/{code}/")
    page.get_by_role("checkbox", name="Choisir le secteur").first.check()
    page.get_by_label("À quelle équipe").select_option(label="à Équipe du « Sentier »")
    page.get_by_role("button", name="Confier").click()
    page.locator("#secteurs > li").first.get_by_text("Équipe du « Sentier »").wait_for()


def invite_a_lead(page: Page) -> str:
    page.get_by_role("link", name="Équipe", exact=True).click()
    page.get_by_role("link", name="Invitations").click()
    page.get_by_label("référent·e de territoire").check()
    page.get_by_label("Chercher un lieu").fill("2e")
    page.locator("#places").get_by_label("Paris 2e").check()
    page.get_by_role("button", name="Faire le lien").click()
    return page.locator("#link").inner_text()


def join_by_code_and_second_factor(live, lead: Page) -> None:
    lead.get_by_label("nom").fill("Élodie d’Essai")
    email = f"elodie-{SLUG}@exemple.test"
    lead.get_by_label("e-mail").fill(email)
    asked = time.time() - 1
    lead.get_by_role("button", name="Recevoir un code par e-mail").click()
    lead.get_by_label("code").fill(code_in_mail(live, email, asked))
    lead.get_by_role("button", name="Entrer").click()
    lead.get_by_role("button", name="Rejoindre la campagne").click()
    lead.get_by_role("link", name="Relier une application").click()
    lead.get_by_text("Ou recopiez le secret").click()
    prove(lead)
    lead.get_by_role("heading", name="Campagne d’essai").wait_for()


def prove(page: Page) -> None:
    """Type what the application shows: the site takes it for half a minute more."""
    page.get_by_label("code").fill(totp(page.locator("#secret").inner_text()))
    page.get_by_role("button", name="Relier").click()
    page.get_by_role("link", name="Continuer vers la campagne").click()


def totp(secret: str) -> str:
    """Return what an authenticator application would show now."""
    key = base64.b32decode(secret.replace(" ", ""))
    digest = hmac.new(key, struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
    number = struct.unpack(">I", digest[digest[-1] & 15 :][:4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"


def see_one_place_and_nothing_else(director: Page, lead: Page, home: str) -> None:
    everything, seen = told_to(director, home), told_to(lead, home)
    assert {HERE, THERE} <= {one[:8] for one in re.findall(r"75056_\d{4}", everything)}
    assert {one[:8] for one in re.findall(r"75056_\d{4}", seen)} == {HERE}

    elsewhere = sorted(set(re.findall(THERE + r"\d\d", everything)))
    turfs = director.request.get(f"{home}secteurs/bureau/{elsewhere[0]}/liste/").text()
    paths = [f"secteurs/{turf}/" for turf in re.findall(r"/secteurs/(\d+)/", turfs)]
    for code in elsewhere:
        paths += [f"bureaux/{code}/", f"bureaux/{code}/plan.json", f"bureaux/{code}/immeubles/csv/"]
        paths += [f"secteurs/bureau/{code}/", f"secteurs/bureau/{code}/feuilles.pdf", f"carte/fiche/{code}/"]
    assert {lead.request.get(home + path).status for path in paths} == {404}
    assert director.request.get(f"{home}bureaux/{elsewhere[0]}/").ok
    for path in ("", "carte/", "secteurs/", "equipes/"):
        lead.goto(home + path)
        assert sideways(lead) == []


def told_to(page: Page, home: str) -> str:
    """Return all that the map, the lists and the downloads send to a person."""
    asked: list[str] = []
    page.on("response", lambda answer: asked.append(answer.url))
    page.goto(f"{home}carte/")
    page.wait_for_load_state("networkidle")
    pages = [f"{home}{path}" for path in ("", "carte/", "secteurs/", "equipes/", "donnees/", "plan/")]
    pages += [f"{home}carte/telecharger/{form}/" for form in ("csv", "geojson")]
    pages += [f"{home}secteurs/telecharger/{form}/" for form in ("csv", "geojson")]
    pages += [url for url in asked if "/carte/" in url]
    answers = [page.request.get(url) for url in pages]
    return "\n".join(answer.text() for answer in answers if answer.ok)


def test_the_first_steps_by_keyboard(live, visit, files):
    home = live.campaign("clavier")
    page = visit(home, who="alix-clavier@exemple.test", width=360, height=740, scheme="dark")
    press_to(page, "Donner les dates")
    page.keyboard.press("Enter")
    page.wait_for_url("**/reglages/")
    press_to(page, "", "input[name=name]")
    page.keyboard.type("Municipales d’essai")
    press_to(page, "", "input[name=first_round]")
    page.keyboard.type("02022031")  # a Sunday, whatever the order of day and month
    press_to(page, "Enregistrer les dates")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Voir le calendrier légal").wait_for()

    page.goto(home)
    press_to(page, "Importer des fichiers")
    page.keyboard.press("Enter")
    page.wait_for_url("**/donnees/")
    press_to(page, "", "input[type=file]")
    page.set_input_files("input[type=file]", [files["2019-europeennes.csv"], files["bureaux-2017.geojson"]])
    press_to(page, "Lire ces fichiers")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Ce qui se rapproche").wait_for(timeout=JOB)
    press_to(page, "Importer ces données")
    page.keyboard.press("Enter")
    page.get_by_text("Les données sont dans la campagne").wait_for(timeout=JOB)


def press_to(page: Page, words: str, selector: str = "a, button") -> None:
    """Press Tab until what bears these words has the focus, and shows it."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate(HELD, [words, selector]):
            assert page.evaluate("() => document.activeElement.matches(':focus-visible')")
            return
    pytest.fail(f"the keyboard does not reach {words or selector}")
