"""After the vote: counts are typed in, the report opens, the paper prints, the next plan learns from it."""

import json
import re
import zipfile

import pytest
from playwright.sync_api import expect

from browser.look import look
from browser.patience import JOB

pytestmark = pytest.mark.browser
ALIX = "alix-mesures@exemple.test"
DATA = """
import json
from datetime import timedelta
from django.conf import settings
from django.utils import timezone
from django_scopes import scope
settings.JOBS_INLINE = True
from perron_web.features.campaigns.choices import Kind
from perron_web.features.campaigns.services.election import save_election
from perron_web.features.evaluation.queries.counts import sheet_csv
from perron_web.features.evaluation.services.inventing import invent_vote
from perron_web.features.evaluation.tests.factories import drawn
campaign = Campaign.objects.get(slug="mesures")
alix = User.objects.get(email="alix-mesures@exemple.test")
with scope(_enabled=True, campaign=campaign, places=None):
    experiment = drawn(campaign, alix)
    voted = timezone.localdate() - timedelta(days=1)
    save_election(
        campaign=campaign, kind=Kind.MUNICIPALES, name="Essai", first_round=voted, second_round=None,
        time_zone="Europe/Paris", votes_on_saturday=False, by=alix,
    )
    played = invent_vote(experiment=experiment, election="x-1", by=alix, persuaded=0.06, seed=4)
    print(json.dumps({"counts": sheet_csv(played.sheet).decode(), "visits": played.visits}))
    played.sheet.delete()
"""


@pytest.fixture(scope="module")
def vote(live) -> dict[str, str]:
    home = live.campaign("mesures")
    return {"home": home, **json.loads(live.python(DATA).splitlines()[-1])}


def test_counts_are_read_confirmed_evaluated_and_printed(vote, visit, tmp_path):
    page = visit(vote["home"] + "evaluation/comptages/", who=ALIX)
    page.get_by_label("ou lignes tapées ou collées").fill("bureau;inscrits;votants\n0201;100;400\n")
    page.get_by_role("button", name="Lire ces comptages").click()
    expect(page.get_by_role("alert")).to_contain_text("Ligne")
    page.get_by_label("ou lignes tapées ou collées").fill(vote["counts"])
    page.get_by_role("button", name="Lire ces comptages").click()
    page.get_by_role("heading", name="Voici ce qui a été compris").wait_for()
    page.get_by_label("Notre liste").select_option("ours")
    page.get_by_label("Liste adverse").select_option("opponent")
    page.get_by_role("button", name="Enregistrer ces comptages").click()
    page.get_by_text("Les comptages sont enregistrés").wait_for()

    page.get_by_role("link", name="Rapports").click()
    page.get_by_role("link", name="Évaluer", exact=True).click()
    page.get_by_label("Un fichier CSV").check()
    (tmp_path / "visites.csv").write_text(vote["visits"])
    page.get_by_label("Fichier des passages").set_input_files(tmp_path / "visites.csv")
    page.get_by_label("Dépenses de porte-à-porte").fill("850")
    page.get_by_role("button", name="Calculer l’évaluation").click()
    page.get_by_role("heading", name="Ce qui a été tenté").wait_for(timeout=JOB)
    expect(page.locator("h1")).to_contain_text("Voix pour nous")
    page.get_by_text("comparaison naïve").first.wait_for()
    expect(page.locator(".page-one svg.vega.wide")).to_have_count(1)
    the_report_leaves_the_site(page, tmp_path)
    page.get_by_role("link", name="Préparer un plan avec ces chiffres").click()
    page.get_by_text("Choix non calculés").wait_for()
    expect(page).to_have_url(re.compile("p_persuasion_effect"))


def the_report_leaves_the_site(page, folder):
    for name, head in (("Rapport en PDF", b"%PDF"), ("HTML", b"<!doctype html>"), ("JSON", b"{")):
        with page.expect_download() as download:
            page.get_by_role("link", name=name, exact=True).click()
        download.value.save_as(folder / name)
        assert (folder / name).read_bytes()[: len(head)].lower() == head.lower()
    with page.expect_download() as download:
        page.get_by_role("link", name="Télécharger les entrées (zip)").click()
    download.value.save_as(folder / "entrees.zip")
    with zipfile.ZipFile(folder / "entrees.zip") as archive:
        assert {"tirage.zip", "visites.csv", "commandes.txt"} <= set(archive.namelist())


def test_one_s_result_is_pooled_with_another_s(vote, visit, live, tmp_path):
    sealed = live.python("""
from django_scopes import scope
from perron_web.features.evaluation.queries.candidates import evaluations
from perron_web.features.evaluation.services.pooling import sealed_result
from perron_web.features.evaluation.tests.factories import another
campaign = Campaign.objects.get(slug="mesures")
with scope(_enabled=True, campaign=campaign, places=None):
    print(another(sealed_result(evaluation=evaluations().first())).decode())
""")
    page = visit(vote["home"] + "evaluation/ensemble/", who=ALIX)
    page.get_by_text("Il faut au moins deux expériences").wait_for()
    (tmp_path / "montreuil.json").write_text(sealed.replace("0.0", "0.1", 1))
    page.get_by_label("Résultat scellé (JSON)").set_input_files(tmp_path / "montreuil.json")
    page.get_by_role("button", name="Vérifier et ajouter").click()
    expect(page.get_by_role("alert")).to_contain_text("modifiés")
    (tmp_path / "montreuil.json").write_text(sealed)
    page.get_by_label("Résultat scellé (JSON)").set_input_files(tmp_path / "montreuil.json")
    page.get_by_label("D’où vient-il").fill("Montreuil, municipales")
    page.get_by_role("button", name="Vérifier et ajouter").click()
    page.get_by_text("2 expériences").wait_for()
    page.locator("figure.chart svg.vega.wide").first.wait_for()


@pytest.mark.parametrize("path", ["", "1/", "comptages/", "ensemble/", "nouvelle/"])
def test_pages_hold_on_a_phone_and_in_the_dark(vote, visit, path):
    look(visit, f"{vote['home']}evaluation/{path}", who=ALIX)
