"""A director drops the files of Paris, matches a bureau by hand, imports, looks, and takes it all back."""

import pytest
from playwright.sync_api import expect

from browser.axe import violations
from browser.look import look, sideways
from browser.patience import JOB
from perron.cli.demo_files import write_files
from perron.samples import load_paris

WHO = "alix-donnees@exemple.test"


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """Files as `perron demo --files` writes them, but for one bureau whose number is another."""
    folder = tmp_path_factory.mktemp("paris")
    paths = [path for path in write_files(load_paris(), folder) if path.suffix != ".toml"]
    results = folder / "2019-europeennes.csv"
    results.write_text(results.read_text().replace(",2001,", ",200A,"))
    return paths


def test_the_files_of_paris_from_the_drop_to_the_map_and_back(live, visit, files):
    home = live.campaign("donnees")
    page = visit(f"{home}donnees/", who=WHO)
    expect(page.get_by_role("heading", name="Déposez vos premiers fichiers")).to_be_visible()
    page.set_input_files("input[type=file]", [str(path) for path in files])
    page.get_by_role("button", name="Lire ces fichiers").click()
    page.wait_for_url("**/donnees/imports/*/")
    imported = page.url

    page.get_by_role("heading", name="Ce qui se rapproche").wait_for(timeout=JOB)
    row = page.locator("tr", has_text="européennes 2019").first
    expect(row).to_contain_text("895 sur 897")
    expect(page.locator("tr", has_text="européennes 2014").first).to_contain_text("2012")
    page.get_by_label("Périmètre de 75056_200A").fill("75056_2001")
    page.locator("tr", has_text="75056_200A").get_by_role("button", name="Rapprocher").click()
    page.get_by_text("rapproché par Alix").wait_for()
    expect(row).to_contain_text("896 sur 897")
    assert violations(page) == []
    assert sideways(page) == []
    look(visit, imported, who=WHO)

    page.get_by_role("button", name="Importer ces données").click()
    page.get_by_text("Les données sont dans la campagne").wait_for(timeout=JOB)
    look(visit, f"{home}donnees/", who=WHO)
    page.goto(f"{home}donnees/")
    expect(page.locator("dl.figures")).to_contain_text("896")
    look(visit, imported, who=WHO)

    page.goto(imported)
    page.get_by_role("button", name="Annuler cet import").click()
    page.get_by_role("dialog").get_by_role("button", name="Annuler l’import").click()
    page.get_by_text("Cet import a été annulé").wait_for(timeout=JOB)
    page.goto(f"{home}donnees/")
    expect(page.get_by_role("heading", name="Déposez vos premiers fichiers")).to_be_visible()


def test_a_file_that_is_not_one_is_told_on_the_page(live, visit, tmp_path):
    home = live.campaign("refus")
    bad = tmp_path / "resultats.csv"
    bad.write_text("departement,commune,bureau,inscrits,votants,exprimes,LISTE\n75,056,0101,100,120,90,90\n")
    page = visit(f"{home}donnees/", who="alix-refus@exemple.test", width=360, height=740)
    page.set_input_files("input[type=file]", str(bad))
    page.get_by_role("button", name="Lire ces fichiers").click()
    page.get_by_text("Ce fichier ne peut pas être lu tel quel").wait_for(timeout=JOB)
    page.get_by_label("Scrutin").fill("2019-europeennes")
    page.get_by_role("button", name="Enregistrer et relire").click()
    page.get_by_text("Plus de votants que").wait_for(timeout=JOB)
    expect(page.get_by_text("Rien n’a changé dans la campagne")).to_be_visible()
    assert violations(page) == []


def test_the_official_files_of_a_commune(live, visit):
    home = live.campaign("officiel")
    look(visit, f"{home}donnees/officielles/?commune=34172", who="alix-officiel@exemple.test")
