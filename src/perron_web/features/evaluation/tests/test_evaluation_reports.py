"""An evaluation, from the sealed draw to the paper: its job, its page, its files, its place beside others."""

import io
import zipfile
from pathlib import Path

import orjson
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from perron.errors import PerronError
from perron_web.features.evaluation.choices import State
from perron_web.features.evaluation.models import CountSheet, Evaluation, PooledResult
from perron_web.features.evaluation.queries.again import commands_of
from perron_web.features.evaluation.queries.candidates import evaluations
from perron_web.features.evaluation.services import computing
from perron_web.features.evaluation.services.computing import compute_evaluation
from perron_web.features.evaluation.services.forgetting import forget_counts
from perron_web.features.evaluation.services.inventing import may_invent
from perron_web.features.evaluation.services.pooling import add_result, sealed_result
from perron_web.features.evaluation.services.requesting import delete_evaluation, request_evaluation
from perron_web.features.evaluation.tests.factories import (
    CHOICES,
    ELECTION,
    another,
    drawn,
    evaluated,
    finished,
)
from perron_web.features.evaluation.views import reports
from perron_web.features.experiments.choices import Kind
from perron_web.features.experiments.choices import State as Standing
from perron_web.features.experiments.models import Draw, Experiment, Unit

KINDS = {"rapport.pdf": b"%PDF", "rapport.html": b"<!doctype html>", "rapport.json": b"{"}


def test_from_the_sealed_draw_to_the_paper(inside, director, signed, monkeypatch):
    monkeypatch.setattr(reports, "svgs", lambda calls: ["<svg></svg>"] * len(calls))
    monkeypatch.setattr(computing, "LANGUAGES", ("fr",))
    experiment = drawn(inside, director)
    found = evaluated(inside, director, experiment)
    assert found.state == State.DONE, found.job.message
    browser, url = signed(director), f"/c/{inside.slug}/evaluation/1/"
    page = browser.get(url)
    text = page.content.decode()
    assert page.status_code == 200
    assert found.title_text in text
    assert found.inputs["files"]["visites.csv"] in text
    the_files_are_given(browser, url)
    the_inputs_make_it_again(browser, url, found)
    imported_results_serve_too(inside, director, experiment)
    its_place_beside_others(browser, inside, director, found)
    a_changed_draw_is_refused(found)
    counts_by_building_go_and_the_finding_stays(browser, url, found)
    monkeypatch.setattr(settings, "DEMO", True)
    the_demo_plays_to_its_end(browser, inside)


def the_demo_plays_to_its_end(browser, campaign):
    url, played = f"/c/{campaign.slug}/evaluation/", {"experiment": 1, "effect": "0.03", "seed": 2}
    assert not may_invent(campaign)
    assert "Jouer la fin" not in browser.get(url).content.decode()
    assert browser.post(url + "jouer/", played).status_code == 404
    campaign.demo = True
    campaign.save(update_fields=["demo"])
    assert "Jouer la fin" in browser.get(url).content.decode()
    before = Evaluation.objects.count()
    assert browser.post(url + "jouer/", played).status_code == 302
    assert Evaluation.objects.count() == before + 1
    assert browser.post(url + "jouer/", {"experiment": 99}).status_code == 302
    assert Evaluation.objects.count() == before + 1


def the_files_are_given(browser, url):
    for name, head in KINDS.items():
        given = browser.get(url + name)
        assert (given.status_code, given.content[: len(head)].lower()) == (200, head.lower())
    for name in ("estimates", "compliance", "balance", "units"):
        assert browser.get(f"{url}tableaux/{name}.csv").status_code == 200
    assert browser.get(f"{url}tableaux/secret.csv").status_code == 404
    assert browser.get(f"{url}tableaux/units.exe").status_code == 404


def the_inputs_make_it_again(browser, url, found):
    archive = zipfile.ZipFile(io.BytesIO(b"".join(browser.get(url + "entrees.zip").streaming_content)))
    names = set(archive.namelist())
    assert {"tirage.zip", "visites.csv", "blocs.toml", "tables/inputs.json", "commandes.txt"} <= names
    assert f"comptages-{ELECTION}.csv" in names
    assert archive.read("commandes.txt").decode().splitlines() == commands_of(found)
    first = (found.path / "fr" / "evaluation.json").read_bytes()
    again = compute_evaluation(evaluation=found)
    assert (again.path / "fr" / "evaluation.json").read_bytes() == first


def imported_results_serve_too(campaign, director, experiment):
    made = request_evaluation(
        campaign=campaign, experiment=experiment, seed=1, by=director,
        parameters={**CHOICES, "election": "2019-europeennes", "counted": "", "visits": "site"},
    )  # fmt: skip
    done = compute_evaluation(evaluation=evaluations().get(pk=made.pk))
    assert done.state == State.DONE
    assert not [name for name in done.inputs["files"] if name.startswith("comptages")]
    assert "--counts" not in commands_of(done)[1]


def its_place_beside_others(browser, campaign, director, found):
    own = sealed_result(evaluation=found)
    assert orjson.loads(own)["draw"] == found.experiment.draw.record_hash
    other = another(own)
    url = f"/c/{campaign.slug}/evaluation/ensemble/"
    posted = {"file": SimpleUploadedFile("montreuil.json", other), "source": "Montreuil"}
    assert browser.post(url, posted).status_code == 302
    page = browser.get(url).content.decode()
    assert "Montreuil" in page
    assert "2 exp" in page
    for content, why in (
        (other, "already"),
        (own, "count twice"),
        (other.replace(b"0.", b"1.", 1), "changed"),
    ):
        with pytest.raises(PerronError, match=why):
            add_result(campaign=campaign, file=SimpleUploadedFile("x.json", content), source="", by=director)
    assert PooledResult.objects.count() == 1
    both = browser.get(f"/c/{campaign.slug}/evaluation/comparer/?n=1&n=2").content.decode()
    assert "Européennes 2019" in both


def a_changed_draw_is_refused(found):
    path = found.experiment.draw.path / "assignment.csv"
    kept = path.read_bytes()
    path.write_bytes(kept.replace(b"control", b"visit", 1))
    folder = set(Path(settings.FILES, str(found.campaign_id), "evaluations").iterdir())
    with pytest.raises(PerronError, match=r"no longer agrees|changed"):
        compute_evaluation(evaluation=found)
    assert set(Path(settings.FILES, str(found.campaign_id), "evaluations").iterdir()) == folder
    path.write_bytes(kept)


def counts_by_building_go_and_the_finding_stays(browser, url, found):
    sheet = CountSheet.objects.get(election=ELECTION)
    assert forget_counts(sheet=sheet, now=timezone.now()) == 0
    CountSheet.objects.filter(pk=sheet.pk).update(unit="building")
    found.parameters["counted"] = "building"
    found.save(update_fields=["parameters"])
    sheet.refresh_from_db()
    assert forget_counts(sheet=sheet, now=timezone.now()) == 1
    assert not list(found.path.rglob("comptages-*.csv"))
    content = orjson.loads((found.path / "fr" / "evaluation.json").read_bytes())
    assert content["data"]["outcomes"]["count"] == []
    page = browser.get(url).content.decode()
    assert found.title_text in page
    assert "effacés à leur terme" in page
    assert browser.get(url + "tableaux/units.csv").status_code == 200


@pytest.fixture
def unfinished(inside, director):
    """Three evaluations that have not come to their end, of a draw made by hand."""
    experiment = Experiment.objects.create(
        campaign=inside, number=1, kind=Kind.CAMPAIGN, state=Standing.CLOSED, name="Printemps"
    )
    Draw.objects.create(
        campaign=inside, experiment=experiment, seed=1, record={}, record_hash="0" * 64, folder="x",
        sealed_by=director,
    )  # fmt: skip
    return [
        Evaluation.objects.create(
            campaign=inside, number=number, experiment=experiment, parameters=dict(CHOICES), state=state,
            created_by=director,
        )
        for number, state in enumerate((State.WAITING, State.FAILED, State.DONE), start=1)
    ]  # fmt: skip


def test_what_is_not_done_says_so_and_may_be_thrown_away(unfinished, inside, director, signed):
    browser, url = signed(director), f"/c/{inside.slug}/evaluation/"
    for number in (1, 2, 3):
        assert browser.get(f"{url}{number}/").status_code == 200
        assert browser.get(f"{url}{number}/rapport.pdf").status_code == 404
    assert browser.post(f"{url}2/nom/", {"name": "Ratée"}).status_code == 302
    assert Evaluation.objects.get(number=2).name == "Ratée"
    assert browser.post(f"{url}2/supprimer/").status_code == 302
    assert not Evaluation.objects.filter(number=2).exists()
    with pytest.raises(PerronError, match="stays"):
        delete_evaluation(evaluation=unfinished[2], by=director)


def test_an_experiment_without_a_draw_is_not_evaluated(inside, director):
    draft = Experiment.objects.create(campaign=inside, number=1, kind=Kind.CAMPAIGN, state=Standing.DRAFT)
    with pytest.raises(PerronError, match="sealed draw"):
        request_evaluation(campaign=inside, experiment=draft, parameters=dict(CHOICES), seed=1, by=director)


def test_the_list_asks_the_same_questions_of_three_and_of_thirty(
    unfinished, inside, director, signed, django_assert_max_num_queries
):
    browser, url = signed(director), f"/c/{inside.slug}/evaluation/"
    with django_assert_max_num_queries(60) as few:
        browser.get(url)
    rows = [
        Evaluation(
            campaign=inside, number=number, experiment=unfinished[0].experiment, parameters=dict(CHOICES),
            created_by=director, created_at=timezone.now(),
        )
        for number in range(4, 34)
    ]  # fmt: skip
    Evaluation.objects.bulk_create(rows)
    with django_assert_max_num_queries(len(few)):
        browser.get(url)


def test_only_the_desk_reads_and_only_headquarters_write(unfinished, inside, lead, signed, request):
    url = f"/c/{inside.slug}/evaluation/"
    reader = signed(lead)
    assert reader.get(url).status_code == 200
    assert reader.get(url + "1/").status_code == 200
    for path in ("nouvelle/", "1/nom/", "1/supprimer/", "ensemble/", "jouer/"):
        assert reader.post(url + path).status_code == 403
    for who, status in (("team_leader", 403), ("volunteer", 403), ("stranger", 404)):
        browser = signed(request.getfixturevalue(who))
        for path in ("", "1/", "1/rapport.json", "ensemble/", "comparer/", "comptages/"):
            assert browser.get(url + path).status_code == status


def test_the_end_is_played_in_the_demo_only(unfinished, inside, director, signed):
    answer = signed(director).post(f"/c/{inside.slug}/evaluation/jouer/", {"experiment": 1, "effect": "0.03"})
    assert answer.status_code == 404


def test_units_of_other_territories_stay_there(inside, director, lead, signed):
    """Files that name every unit are for the whole campaign, the table of units for one's own places."""
    experiment = Experiment.objects.create(
        campaign=inside, number=1, kind=Kind.CAMPAIGN, state=Standing.CLOSED, name="Printemps"
    )
    names = [f"75056_{part}{number:02d}" for part in ("20", "02") for number in range(1, 21)]
    finished(inside, director, experiment, names=names)
    Unit.every.bulk_create(
        Unit(campaign=inside, experiment=experiment, key=key, place=f"11/75/75056/{key[6:8]}/{key}/",
             order=order, arm="visit")
        for order, key in enumerate(names)
    )  # fmt: skip
    url = f"/c/{inside.slug}/evaluation/1/"
    told = {who: signed(who).get(url + "tableaux/units.csv").content.decode() for who in (director, lead)}
    assert [told[director].count(f"\n75056_{part}") for part in ("20", "02")] == [20, 20]
    assert [told[lead].count(f"\n75056_{part}") for part in ("20", "02")] == [20, 0]
    inside.memberships.filter(user=lead).update(role="director")
    for path in ("rapport.json", "entrees.zip"):
        assert signed(lead).get(url + path).status_code == 403, "a director of one territory"


def test_a_report_is_read_by_the_desk_and_by_nobody_else(inside, director, signed, request, monkeypatch):
    lead = request.getfixturevalue("lead")
    monkeypatch.setattr(reports, "svgs", lambda calls: ["<svg></svg>"] * len(calls))
    experiment = Experiment.objects.create(
        campaign=inside, number=1, kind=Kind.CAMPAIGN, state=Standing.CLOSED, name="Printemps"
    )
    finished(inside, director, experiment)
    url = f"/c/{inside.slug}/evaluation/1/"
    whole = ("rapport.pdf", "rapport.html", "rapport.json", "entrees.zip")
    read = ("", "priors.toml", "resultat-scelle.json", "tableaux/estimates.csv", "tableaux/units.parquet")
    for path in (*whole, *read):
        assert signed(director).get(url + path).status_code == 200, path
        assert signed(lead).get(url + path).status_code == (403 if path in whole else 200), path
        assert signed(request.getfixturevalue("volunteer")).get(url + path).status_code == 403
        assert signed(request.getfixturevalue("stranger")).get(url + path).status_code == 404
    assert "rapport.pdf" not in signed(lead).get(url).content.decode()
    home = signed(director).get(f"/c/{inside.slug}/").content.decode()
    assert "Ce qui a été mesuré" in home
    inside.modules_off = ["measure"]
    inside.save(update_fields=["modules_off"])
    assert signed(director).get(url).status_code == 404
    assert "Ce qui a été mesuré" not in signed(director).get(f"/c/{inside.slug}/").content.decode()
