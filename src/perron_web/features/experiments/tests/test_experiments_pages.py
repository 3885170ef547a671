"""Pages of experiments: what each person sees, figures that follow a choice, the record, queries counted."""

import io
import zipfile
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from perron_web.features.campaigns.models import Election
from perron_web.features.experiments.models import Draw, Experiment, Unit
from perron_web.features.experiments.tests.factories import drafted, scored, sealed
from perron_web.platform.hooks import LISTENERS
from perron_web.platform.providers import _PROVIDERS

pytestmark = pytest.mark.django_db(transaction=True)
HX = {"HX-Request": "true"}


def url(name, *arguments):
    return reverse(f"experiments:{name}", args=["essai", *arguments])


@pytest.fixture(autouse=True)
def nobody_obeys(monkeypatch):
    for event in ("draw_sealed", "draw_lifted"):
        monkeypatch.setitem(LISTENERS, event, [])


@pytest.fixture
def run(campaign, director):
    return scored(campaign)


@pytest.fixture
def one(run, campaign, director):
    with scope(campaign=campaign, places=None):
        return sealed(campaign, director, run)


@pytest.fixture
def dated(campaign):
    with scope(campaign=campaign, places=None):
        day = timezone.localdate() + timedelta(days=40)
        return Election.objects.create(campaign=campaign, name="Municipales", first_round=day)


def test_while_there_is_none_the_page_teaches(campaign, signed, director, lead):
    text = signed(director).get(url("index")).content.decode()
    assert "Pourquoi laisser quelqu’un de côté" in text
    assert "Préparer un plan d’abord" in text
    assert "Il faut d’abord un plan" in signed(director).get(url("create")).content.decode()
    assert "Préparer un plan d’abord" not in signed(lead).get(url("index")).content.decode()


def test_figures_follow_a_choice_and_the_address_keeps_it(run, signed, director):
    client = signed(director)
    page = client.get(url("create"))
    assert page.context["cost"].left_alone == 3
    answer = client.get(url("create"), {"choix": 1, "bras": "visit", "temoins": "30"}, headers=HX)
    assert answer.context["cost"].left_alone == 6
    assert answer["HX-Replace-Url"] == url("create") + "?temoins=30"
    assert b"<html" not in answer.content
    again = client.get(url("create") + "?temoins=30")
    assert again.context["cost"].left_alone == 6


def test_parts_of_the_form_follow_what_is_drawn(run, signed, director):
    client = signed(director)
    given = {
        "choix": 1,
        "bras": "visit",
        "unite": "building",
        "tirage": "saturation",
        "ordre": "mobilisation",
    }
    part = client.get(url("create"), given, headers={**HX, "HX-Target": "columns"}).content.decode()
    assert "Doses" in part
    assert "score de mobilisation" not in part
    pairs = client.get(url("create"), {**given, "unite": "bureau", "tirage": "pairs"}, headers=HX)
    assert pairs.context["cost"].left_alone == 10


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"bras": "visit", "temoins": "80"}, "Laissés de côté"),
        ({}, "Ce que reçoivent les autres"),
        ({"bras": "visit", "tirage": "saturation", "unite": "bureau"}, "Une dose se donne à des immeubles"),
        ({"bras": "visit", "tirage": "pairs", "vu": "paires"}, "Choisissez sur quoi"),
        (
            {"bras": ["visit", "letter"], "tirage": "pairs", "paires": "registered"},
            "choisissez une seule chose",
        ),
        (
            {"bras": "visit", "unite": "building", "tirage": "saturation", "niveaux": "0 x"},
            "Écrivez des nombres",
        ),
        (
            {"bras": "visit", "unite": "building", "tirage": "saturation", "niveaux": "50"},
            "au moins deux doses",
        ),
        ({"bras": "visit", "retirer": "on"}, "au moins une colonne"),
        ({"bras": "visit", "unite": "outing"}, "Une sortie ne vote pas"),
    ],
)
def test_choices_that_do_not_go_together_are_told(run, signed, director, given, words):
    client = signed(director)
    answer = client.get(url("create"), {"choix": 1, **given}, headers=HX)
    assert words in answer.content.decode()
    assert client.post(url("create"), {"choix": 1, **given}).status_code == 422
    with scopes_disabled():
        assert not Experiment.objects.exists()


def test_a_protocol_is_kept_changed_sealed_verified_and_taken_away(run, campaign, signed, director):
    client = signed(director)
    kept = client.post(url("create"), {"choix": 1, "bras": "visit", "temoins": "20", "nom": "Printemps"})
    assert kept.url == url("experiment", 1)
    page = client.get(url("experiment", 1)).content.decode()
    assert "Printemps" in page
    assert "Sceller le tirage" in page
    form = client.get(url("change", 1)).context["form"]
    assert float(form["temoins"].value()) == 20
    client.post(url("change", 1), {"choix": 1, "bras": "visit", "temoins": "25", "nom": "Été"})
    asked = client.get(url("seal", 1)).content.decode()
    assert "Ce qui ne se défait pas" in asked
    assert client.post(url("seal", 1)).status_code == 302
    with scopes_disabled():
        draw = Draw.objects.get()
        assert Unit.every.filter(may_visit=False).count() == 5
    record = client.get(url("experiment", 1)).content.decode()
    assert draw.record_hash in record
    assert str(draw.seed) in record
    verdict = client.get(url("verify", 1), headers=HX).content.decode()
    assert "Conforme" in verdict
    assert "<html" not in verdict
    assert "<html" in client.get(url("verify", 1)).content.decode()
    packed = b"".join(client.get(url("archive", 1)).streaming_content)
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert sorted(archive.namelist()) == ["assignment.csv", "draw.json", "units.csv"]
    for name in ("seal", "change"):
        assert client.get(url(name, 1)).status_code == 404
    again = client.post(url("delete", 1), follow=True).content.decode()
    assert "son protocole ne change plus" in again


def upload(client, content, name="tirage.zip"):
    return client.post(url("verify_any"), {"tirage": SimpleUploadedFile(name, content)})


def test_any_draw_is_verified(one, signed, director, lead):
    client = signed(director)
    packed = b"".join(client.get(url("archive", 1)).streaming_content)
    assert "Conforme" in upload(signed(lead), packed).content.decode()
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b",control,", b",visit,"))
    answer = upload(client, buffer.getvalue())
    assert "Non conforme" in answer.content.decode()
    assert answer.context["verdict"]["findings"]
    wrong = upload(client, b"rien", "x.zip")
    assert wrong.status_code == 422
    assert "pas un tirage scellé" in wrong.content.decode()
    assert client.post(url("verify_any"), {}).status_code == 422


def test_an_experiment_ends_on_its_page(one, signed, director):
    client = signed(director)
    assert client.get(url("end", 1)).status_code == 200
    assert client.post(url("end", 1), {"fin": "abandon", "raison": ""}).status_code == 422
    page = client.post(
        url("end", 1), {"fin": "abandon", "raison": "Liste retirée."}, follow=True
    ).content.decode()
    assert "Liste retirée." in page
    assert client.get(url("end", 1)).status_code == 404
    assert client.get(url("experiment", 1)).status_code == 200


def test_one_draw_is_obeyed_at_a_time(one, campaign, director, run, signed):
    with scope(campaign=campaign, places=None):
        drafted(campaign, director, run)
    client = signed(director)
    assert "L’expérience n°\u00a01 est en cours" in client.get(url("seal", 2)).content.decode()
    assert "terminez-la d’abord" in client.post(url("seal", 2), follow=True).content.decode()
    with scopes_disabled():
        assert Draw.objects.count() == 1


def test_what_the_field_did_stands_on_the_page(one, signed, director, monkeypatch):
    done = SimpleNamespace(
        visits=200, coverage=0.4,
        visits_control=20, share_control=0.1, contact_rate=0.25, visits_elsewhere=30,
        power={"now": 0.3}, power_words="Ce qui reste.", controls_visited=1,
        arms=[
            SimpleNamespace(
                label="visite", units=16, visited=9, knocked=150, opened=60, talked=40, coverage=0.4
            )
        ],
        controls=[{"unit": "75056_2001", "name": "École 1", "knocked": 20}],
    )  # fmt: skip
    monkeypatch.setitem(_PROVIDERS, "canvassing.compliance_of", lambda experiment: done)
    text = signed(director).get(url("experiment", 1)).content.decode()
    assert "Ce qui reste." in text
    assert "1 témoin visité tout de même" in text.replace("\u00a0", " ")
    assert reverse("canvassing:experiment_visits", args=["essai", 1, "csv"]) in text


def test_a_lead_sees_the_controls_of_their_territory_and_decides_nothing(one, signed, lead):
    client = signed(lead)
    page = client.get(url("experiment", 1))
    assert page.status_code == 200
    listed = [unit.key for unit in page.context["page"]]
    assert all(key.startswith("75056_20") for key in listed)
    assert page.context["row"].units == 10
    assert page.context["compliance"] is None
    assert client.get(url("index")).context["rows"][0].units == 10
    for name in ("create", "power", "balance"):
        assert client.get(url(name)).status_code == 403
    for name in ("verify", "archive", "end"):
        assert client.get(url(name, 1)).status_code == 403
    for name in ("seal", "delete", "end", "freeze", "registration"):
        assert client.post(url(name, 1)).status_code == 403


def test_the_others_see_nothing_at_all(one, signed, team_leader, volunteer, stranger):
    for who, status in ((team_leader, 403), (volunteer, 403), (stranger, 404)):
        client = signed(who)
        for name in ("index", "create", "verify_any", "power"):
            assert client.get(url(name)).status_code == status
        for name in ("experiment", "registration", "verify", "archive"):
            assert client.get(url(name, 1)).status_code == status


def test_a_campaign_that_does_not_measure_has_no_such_pages(campaign, one, signed, director):
    campaign.modules_off = ["measure"]
    campaign.save()
    assert signed(director).get(url("index")).status_code == 404


def counted(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def test_the_list_takes_as_many_queries_for_one_as_for_thirty(one, campaign, director, signed, run):
    client = signed(director)
    before = counted(client, url("index"))
    with scope(campaign=campaign, places=None):
        for number in range(2, 32):
            other = Experiment.objects.create(
                campaign=campaign,
                number=number,
                state="closed",
                design=one.design,
                run=run,
                created_by=director,
            )
            Draw.objects.create(
                campaign=campaign, experiment=other, seed=1, record={}, record_hash=f"{number:064d}",
                previous=f"{number - 1:064d}", folder="x", sealed_by=director,
            )  # fmt: skip
    assert counted(client, url("index")) == before <= 12
    assert counted(client, url("experiment", 1)) <= 20


def test_the_page_of_a_record_takes_as_many_queries_for_any_number_left_alone(
    one, campaign, signed, director
):
    client = signed(director)
    before = counted(client, url("experiment", 1))
    with scope(campaign=campaign, places=None):
        Unit.every.filter(experiment=one).update(may_visit=False)
    assert counted(client, url("experiment", 1)) == before


def test_what_is_announced_is_written_frozen_and_taken_away(one, dated, signed, director, lead):
    client = signed(director)
    page = client.get(url("registration", 1))
    rounds = f"{dated.first_round.year}-municipales-1"
    assert page.context["form"].initial["principal"] == f"support {rounds}"
    given = {
        "principal": f"support {rounds}", "autres": [f"turnout {rounds}"], "estimateur": "lin",
        "ajuster": ["before"], "exclusions": "bureaux redécoupés\n\nbureaux fermés", "borne": "1",
        "correction": "holm", "niveau": "0.95", "permutations": "10000", "note": "",
    }  # fmt: skip
    assert client.post(url("registration", 1), {**given, "permutations": "5"}).status_code == 422
    written = client.post(url("registration", 1), given, follow=True).content.decode()
    assert "Écrit, pas encore figé" in written
    assert client.get(url("registration_pdf", 1)).status_code == 404
    assert client.post(url("freeze", 1)).status_code == 302
    with scopes_disabled():
        found = Experiment.objects.get()
    told = found.registration
    assert told["outcomes"][1]["measure"] == "turnout"
    assert told["exclusions"] == ["bureaux redécoupés", "bureaux fermés"]
    assert told["record"] == found.registration_record
    assert found.registration_record in signed(lead).get(url("registration", 1)).content.decode()
    assert client.get(url("registration_json", 1)).json() == told
    pdf = client.get(url("registration_pdf", 1))
    assert pdf.content[:5] == b"%PDF-"
    assert pdf.content == client.get(url("registration_pdf", 1)).content
    after = client.post(url("registration", 1), given, follow=True).content.decode()
    assert "ne change plus" in after


def test_after_the_vote_nothing_is_announced(one, dated, campaign, signed, director):
    client = signed(director)
    rounds = f"{dated.first_round.year}-municipales-1"
    given = {
        "principal": f"support {rounds}",
        "estimateur": "auto",
        "correction": "holm",
        "niveau": "0.95",
        "permutations": "1000",
    }
    client.post(url("registration", 1), given)
    with scope(campaign=campaign, places=None):
        Election.objects.update(first_round=timezone.localdate() - timedelta(days=1))
    assert "Le vote est passé" in client.get(url("registration", 1)).content.decode()
    assert "Plus rien ne peut être annoncé" not in client.get(url("experiment", 1)).content.decode()
    text = client.post(url("freeze", 1), follow=True).content.decode()
    assert "plus rien ne peut être annoncé" in text
    with scopes_disabled():
        assert Experiment.objects.get().frozen_at is None


def test_without_a_date_one_is_sent_to_set_it(one, signed, director):
    text = signed(director).get(url("registration", 1)).content.decode()
    assert reverse("campaigns:election", args=["essai"]) in text
