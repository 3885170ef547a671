"""Pages of plans: what each person sees, figures that follow a choice, files, comparison, queries."""

import csv
import io
import zipfile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_scopes import scope, scopes_disabled

from perron_web.features.targeting.models import Run
from perron_web.features.targeting.queries.bases import basis_of
from perron_web.features.targeting.services import adopt_run, delete_run, request_run
from perron_web.features.targeting.tests.factories import SECOND, TWENTIETH, ready
from perron_web.platform.audit.models import AuditLine

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def run(campaign, director):
    with scope(campaign=campaign, places=None):
        ready(campaign)
        return request_run(campaign=campaign, parameters={"hours": 150.0}, by=director)


def url(name, *arguments):
    return reverse(f"targeting:{name}", args=["essai", *arguments])


def test_without_data_or_blocs_the_builder_says_where_to_go(campaign, signed, director):
    page = signed(director).get(url("builder"))
    assert reverse("territory:data", args=["essai"]) in page.content.decode()
    with scope(campaign=campaign, places=None):
        from perron_web.features.targeting.tests.factories import paris_inputs, with_data

        with_data(campaign, paris_inputs(SECOND))
    text = signed(director).get(url("builder")).content.decode()
    assert reverse("campaigns:blocs", args=["essai"]) in text
    assert "Calculer ce plan" not in text


def test_the_first_plan_is_asked_for_without_figures(campaign, signed, director):
    with scope(campaign=campaign, places=None):
        ready(campaign)
    page = signed(director).get(url("builder")).content.decode()
    assert "Le premier calcul" in page
    assert signed(director).post(url("builder"), {"heures": "90"}).status_code == 302
    with scopes_disabled():
        assert Run.objects.get().parameters["hours"] == 90


def test_figures_follow_a_choice_and_the_address_keeps_it(run, signed, director):
    client = signed(director)
    before = client.get(url("builder")).context["tried"]
    assert before.figures["votes"] == run.summary["votes"]
    given = {"base": run.number, "heures": "400", "temoins": "40", "minutes": "120"}
    answer = client.get(url("builder"), given, headers={"HX-Request": "true"})
    tried = answer.context["tried"].figures
    assert tried["doors"] > run.summary["doors"]
    assert tried["held_out"] == 4
    assert answer["HX-Replace-Url"] == url("builder") + "?base=1&heures=400&temoins=40"
    assert b"<html" not in answer.content
    whole = client.get(url("builder"), {"base": 1, "heures": "400", "temoins": "40"})
    assert whole.context["tried"].figures == tried


def test_what_is_shown_is_what_is_then_computed(run, signed, director):
    client = signed(director)
    given = {"base": 1, "heures": "333", "temoins": "30", "minimum": "50", "p_persuasion_effect": "6"}
    shown = client.get(url("builder"), given).context["tried"].figures
    assert client.post(url("builder"), given | {"name": "Essai"}).status_code == 302
    with scopes_disabled():
        made = Run.objects.get(number=2)
    assert (made.name, made.state) == ("Essai", "done")
    for name in ("doors", "outings", "held_out", "bureaux_visited", "votes"):
        assert made.summary[name] == shown[name]
    assert made.parameters["priors"] == {"persuasion_effect": {"mean": 0.06}}


def test_a_second_click_asks_for_the_same_plan(run, signed, director, monkeypatch):
    monkeypatch.setattr("perron_web.platform.jobs.services.enqueue", lambda *, job: None)
    client, given = signed(director), {"base": 1, "heures": "77"}
    first, second = client.post(url("builder"), given), client.post(url("builder"), given)
    assert first.url == second.url
    assert client.post(url("builder"), given | {"temoins": "30"}).url != first.url
    with scopes_disabled():
        assert Run.objects.count() == 3


def test_a_choice_out_of_range_is_told(run, signed, director):
    client = signed(director)
    answer = client.get(url("builder"), {"temoins": "140"}, headers={"HX-Request": "true"})
    assert "hors de ses bornes" in answer.content.decode()
    assert answer["HX-Replace-Url"] == "false"
    assert client.post(url("builder"), {"temoins": "140"}).status_code == 422
    with scopes_disabled():
        assert Run.objects.count() == 1


def test_usual_figures_come_back(run, signed, director):
    client = signed(director)
    answer = client.get(url("builder"), {"p_opening_rate": "60", "heures": "99", "usuels": "1"})
    assert answer.status_code == 302
    assert answer.url == url("builder") + "?base=1&heures=99"


def test_the_curve_is_drawn_with_its_figures(run, signed, director):
    answer = signed(director).get(url("curve"), {"base": 1}, headers={"HX-Request": "true"})
    rows = answer.context["curve"].rows
    assert rows[0]["votes"] == 0
    assert rows[-1]["hours"] == 300
    assert "<svg" in answer.content.decode()
    assert "<html" in signed(director).get(url("curve")).content.decode()


@pytest.fixture
def two_places(campaign, director):
    with scope(campaign=campaign, places=None):
        ready(campaign, SECOND, TWENTIETH)
        return request_run(campaign=campaign, parameters={"hours": 600.0, "minimum_share": 1.0}, by=director)


def test_a_lead_sees_the_figures_of_their_territory(two_places, signed, lead, campaign):
    client = signed(lead)
    page = client.get(url("builder"))
    tried = page.context["tried"].figures
    whole = two_places.summary
    assert 0 < tried["outings"] < whole["outings"]
    assert [row["territory"] for row in page.context["tried"].territories] == ["Paris 20e"]
    assert "Calculer ce plan" not in page.content.decode()
    page = client.get(url("run", 1))
    assert page.context["figures"]["outings"] == tried["outings"]
    assert all(score.code.startswith(TWENTIETH) for score, _ in page.context["best"])
    assert "tout.zip" not in page.content.decode()
    assert client.get(url("runs")).context["rows"][0][1]["outings"] == tried["outings"]
    for name in ("run_files", "run_inputs"):
        assert client.get(url(name, 1)).status_code == 403
    assert client.post(url("builder"), {}).status_code == 403


def test_a_team_leader_and_strangers_are_kept_out(run, signed, team_leader, volunteer, stranger):
    for who, status in ((team_leader, 403), (volunteer, 403), (stranger, 404)):
        for name in ("builder", "curve", "runs", "compare"):
            assert signed(who).get(url(name)).status_code == status
        assert signed(who).get(url("run", 1)).status_code == status


def test_files_are_given_one_by_one_and_together(run, signed, director):
    client = signed(director)
    table = b"".join(client.get(url("run_file", 1, "bureaux.csv")).streaming_content)
    assert table == (run.path / "bureaux.csv").read_bytes()
    assert client.get(url("run_file", 1, "secret")).status_code == 404
    whole = b"".join(client.get(url("run_files", 1)).streaming_content)
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        assert archive.testzip() is None
        assert archive.read("plan-1/bureaux.csv") == table
        assert len(archive.namelist()) == len(run.files)


def test_a_run_is_named_repeated_adopted_deleted_and_restored(run, signed, director):
    client = signed(director)
    client.post(url("rename_run", 1), {"name": "Le bon"})
    assert client.post(url("repeat_run", 1)).status_code == 302
    page = client.get(url("run", 2))
    assert page.context["same"]
    assert "Identique au n°\u00a01" in page.content.decode()
    assert client.post(url("adopt_run", 1)).status_code == 302
    with scopes_disabled():
        assert Run.objects.get(number=1).adopted
    client.post(url("delete_run", 1))
    answer = client.post(url("delete_run", 2), follow=True)
    assert "Le rétablir" in answer.content.decode()
    assert client.get(url("run", 2)).status_code == 404
    client.post(url("restore_run", 2))
    assert client.get(url("run", 2)).status_code == 200
    with scopes_disabled():
        assert Run.objects.get(number=1).name == "Le bon"
        said = set(AuditLine.objects.values_list("action", flat=True))
    assert {"targeting.rename_run", "targeting.delete_run", "targeting.restore_run"} <= said


def test_two_runs_are_compared(run, campaign, signed, director):
    with scope(campaign=campaign, places=None):
        other = {"hours": 150.0, "holdout": 0.1, "objective": "mobilisation"}
        request_run(campaign=campaign, parameters=other, by=director)
    client = signed(director)
    page = client.get(url("compare"), {"n": ["1", "2"]})
    differs = [row["label"] for row in page.context["choices"] if row["differs"]]
    assert [str(label) for label in differs] == ["Bureaux témoins", "Objectif"]
    assert not page.context["inputs"]
    assert "<svg" in page.content.decode()
    answer = client.get(url("compare"), {"a": 1, "b": 2, "format": "csv"})
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == 10
    assert rows[0]["rang_plan_1"] == "1"
    assert client.get(url("compare"), {"a": 1, "b": 1}).status_code == 200


def test_entering_and_leaving_the_top(run, campaign, director):
    from perron_web.features.targeting.queries import comparing

    with scope(campaign=campaign, places=None):
        other = request_run(campaign=campaign, parameters={"objective": "mobilisation"}, by=director)
        entered, left = comparing.moved(run, other, top=5)
        assert len(entered) == len(left) > 0
        assert all(row.other <= 5 < row.one for row in entered)
        assert all(row.one <= 5 < row.other for row in left)
        points = comparing.rank_points(run, other, top=5)
        assert sum(point["kind"] == 1 for point in points) == len(entered)
        seen = comparing.overlap(run, other)
        assert seen.both + seen.only_one == run.summary["bureaux_visited"]
        assert len(comparing.visited_by_one(run, other)) == seen.only_one


def counted(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


@pytest.fixture
def people(signed, director, lead):
    return [signed(director), signed(lead)]


def test_the_list_takes_as_many_queries_for_one_run_as_for_thirty(
    run, campaign, director, people, django_assert_max_num_queries
):
    one = [counted(client, url("runs")) for client in people]
    with scope(campaign=campaign, places=None):
        for number in range(2, 32):
            Run.objects.create(campaign=campaign, number=number, state="done", summary=run.summary,
                               parameters=run.parameters, created_by=director, job=run.job)  # fmt: skip
    assert [counted(client, url("runs")) for client in people] == one
    assert max(one) <= 12
    for name, most in (("builder", 16), ("compare", 22)):
        with django_assert_max_num_queries(most):
            people[0].get(url(name), {"base": 1, "a": 1, "b": 2})
    with django_assert_max_num_queries(14):
        people[0].get(url("run", 1))


def test_the_adopted_run_is_where_choices_start(run, campaign, signed, director):
    with scope(campaign=campaign, places=None):
        request_run(campaign=campaign, parameters={"hours": 10.0}, by=director)
        adopt_run(run=run, by=director)
        assert basis_of(run).choices.hours == 150
    page = signed(director).get(url("builder"))
    assert page.context["run"].number == 1
    assert signed(director).get(url("builder"), {"base": 2}).context["run"].number == 2


def test_a_deleted_run_is_compared_no_more(run, campaign, signed, director):
    with scope(campaign=campaign, places=None):
        delete_run(run=run, by=director)
    assert "Il faut deux calculs" in signed(director).get(url("compare")).content.decode()
