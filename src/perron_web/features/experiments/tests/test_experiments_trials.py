"""Experiments during the campaign: arms given in turn, kept, provisional results, seed told at the end."""

import io
import zipfile
from datetime import timedelta
from typing import NamedTuple

import orjson
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from perron.errors import PerronError
from perron_web.features.experiments.choices import State
from perron_web.features.experiments.models import Draw, Experiment, Unit
from perron_web.features.experiments.queries.trial_files import came_table, trial_files
from perron_web.features.experiments.queries.trial_reports import counted_in, reports_of
from perron_web.features.experiments.queries.trial_results import reachable, results_of
from perron_web.features.experiments.queries.trials import instructions_for, trial_rows
from perron_web.features.experiments.services.assigning import assign_arm, assign_taken
from perron_web.features.experiments.services.bringing import bring_answers, bring_list
from perron_web.features.experiments.services.trials import (
    change_trial,
    create_trial,
    delete_trial,
    start_trial,
    stop_trial,
)
from perron_web.features.training.models import Attendance, Module, Session
from perron_web.features.training.services.seats import sign_up
from perron_web.platform import providers
from perron_web.platform.audit.models import AuditLine

PLACE = "11/75/75056/20/75056_2001/"
ARMS = [
    {"name": "sans", "share": 0.5, "channels": ["visit"], "instruction": "Ne laissez rien."},
    {"name": "avec", "share": 0.5, "channels": ["visit"], "instruction": "Posez l’accroche-porte."},
]
DESIGN = {"arms": ARMS, "planned": 12, "by_place": False, "outcome": "opened"}


class FieldRow(NamedTuple):
    key: str
    group: str
    knocked: int
    opened: int
    talked: int
    minutes: float | None


def made(campaign, by, *, unit="turf", topic="hanger", run=True, **changed):
    trial = create_trial(
        campaign=campaign, name="Accroche-porte", topic=topic, unit=unit, design={**DESIGN, **changed}, by=by
    )
    if run:
        start_trial(experiment=trial, by=by)
        trial.refresh_from_db()
    return trial


def come(trial, n, place=PLACE):
    return [assign_arm(experiment=trial, key=f"u{i}", place=place) for i in range(n)]


@pytest.fixture
def field(monkeypatch):
    """What the field reported, as canvassing would answer."""

    def answer(rows):
        monkeypatch.setitem(providers._PROVIDERS, "canvassing.trial_rows", lambda experiment: rows)

    answer([])
    return answer


def test_a_trial_promises_its_seed_and_chains_its_record(inside, campaign, director):
    first = made(campaign, director)
    second = made(campaign, director)
    draws = list(Draw.objects.order_by("pk"))
    assert draws[1].previous == draws[0].record_hash
    assert str(draws[0].seed) not in orjson.dumps(draws[0].record).decode()
    assert [first.state, second.state] == [State.SEALED] * 2
    assert AuditLine.objects.filter(action="experiments.start_trial").count() == 2
    with pytest.raises(PerronError):
        start_trial(experiment=first, by=director)
    with pytest.raises(PerronError):
        change_trial(experiment=first, name="x", unit="turf", design=DESIGN, by=director)
    with pytest.raises(PerronError):
        delete_trial(experiment=first, by=director)


def test_units_get_arms_in_blocks_and_keep_them(inside, campaign, director):
    trial = made(campaign, director)
    given = come(trial, 12)
    for start in range(0, 12, 4):
        assert sorted(unit.arm for unit in given[start : start + 4]) == ["avec", "avec", "sans", "sans"]
    again = come(trial, 12)
    assert [u.pk for u in again] == [u.pk for u in given]
    assert [u.order for u in given] == list(range(12))
    assert all(u.may_visit for u in given)
    row = trial_rows([trial])[0]
    assert (row.came, row.planned, row.provisional) == (12, 12, False)


def test_each_place_has_its_own_blocks(inside, campaign, director):
    trial = made(campaign, director, by_place=True)
    bureau = None
    for i in range(4):
        assign_arm(experiment=trial, key=f"a{i}", place="11/75/75056/20/", bureau=bureau)
        assign_arm(experiment=trial, key=f"b{i}", place="11/75/75056/02/", bureau=bureau)
    for place, code in (("11/75/75056/20/", 0), ("11/75/75056/02/", 1)):
        units = Unit.every.filter(experiment=trial, cluster=place)
        assert sorted(units.values_list("arm", flat=True)) == ["avec", "avec", "sans", "sans"]
        assert set(units.values_list("stratum", flat=True)) == {code}


def test_whoever_takes_a_turf_gets_what_running_trials_ask(inside, campaign, director):
    turf = made(campaign, director)
    outing = made(campaign, director, unit="outing", topic="hours")
    building = made(campaign, director, unit="building", topic="argument")
    made(campaign, director, run=False)
    now = timezone.now()
    given = assign_taken(turf=7, bureau=None, outing=3, place=PLACE, at=now, addresses=("x",))
    assert {(u.experiment_id, u.key) for u in given} == {(turf.pk, "7"), (outing.pk, "3")}
    told = instructions_for(turf=7, outing=3)
    assert [(one.experiment, one.key) for one in told] == [(turf.number, "7"), (outing.number, "3")]
    assert told[0].text in {"Ne laissez rien.", "Posez l’accroche-porte."}
    assert instructions_for(turf=8) == []
    assert instructions_for() == []
    assert not Unit.every.filter(experiment=building).exists()
    stop_trial(experiment=turf, reason="fini", by=director)
    assert [one.key for one in instructions_for(turf=7, outing=3)] == ["3"]
    with pytest.raises(PerronError):
        assign_arm(experiment=turf, key="9", place=PLACE)


def session_of(campaign, trainer, at):
    module = Module.objects.create(campaign=campaign, code="base", title="Premiers pas")
    return Session.objects.create(
        campaign=campaign, place="11/75/75056/20/", module=module, trainer=trainer, starts_at=at,
        ends_at=at + timedelta(hours=2),
    )  # fmt: skip


def test_a_training_and_its_trainees_get_arms(inside, campaign, director, volunteer, team_leader):
    whole = made(campaign, director, unit="session", topic="training", outcome="active")
    each = made(campaign, director, unit="person", topic="training", outcome="active")
    made(campaign, director, unit="person", topic="message", outcome="answered")
    session = session_of(campaign, director, timezone.now() + timedelta(days=1))
    for user in (volunteer, team_leader, volunteer):
        sign_up(session=session, user=user, by=user)
    keys = list(Unit.every.order_by("pk").values_list("experiment", "key"))
    assert keys == [
        (whole.pk, str(session.pk)),
        (each.pk, str(volunteer.pk)),
        (each.pk, str(team_leader.pk)),
    ]
    told = providers.ask("experiments.instructions_of_session", session.pk, [volunteer.pk], default=[])
    assert [(one.whole, one.key) for one in told] == [(True, str(session.pk)), (False, str(volunteer.pk))]


@pytest.mark.usefixtures("inside")
def test_a_session_counts_those_who_went_out(campaign, director, volunteer, team_leader, monkeypatch):
    trial = made(campaign, director, unit="session", topic="training", outcome="active")
    session = session_of(campaign, director, timezone.now() + timedelta(days=1))
    for user in (volunteer, team_leader):
        sign_up(session=session, user=user, by=user)
        Attendance.objects.filter(user=user).update(checked_in_at=timezone.now())
    rows = [FieldRow("", "", 3, 1, 1, None)]
    answer = [type("Row", (), {"user": volunteer.pk, **rows[0]._asdict()})()]
    monkeypatch.setitem(providers._PROVIDERS, "canvassing.people_rows", lambda since: answer)
    told = reports_of(trial, list(Unit.every.all()))[str(session.pk)]
    assert counted_in("active", told) == (1.0, 2.0)
    assert counted_in("opened", told) == (1.0, 3.0)


def test_a_list_of_codes_is_drawn_and_its_answers_read(signed, campaign, director, inside):
    trial = made(campaign, director, unit="person", topic="message", outcome="answered", planned=40)
    client = signed(director)
    address = reverse("experiments:trial_bring", args=[campaign.slug, trial.number])
    codes = [f"c{i}" for i in range(40)]
    client.post(address, {"lignes": "\n".join([*codes, "c1"])})
    arms = dict(Unit.every.values_list("key", "arm"))
    assert sorted(arms) == sorted(codes)
    assert list(arms.values()).count("avec") == 20
    client.post(address, {"lignes": "c1\nd1"})
    assert Unit.every.count() == 41
    lines = [f"{code};{4 if arms[code] == 'avec' else 1 + i % 3};10" for i, code in enumerate(codes)]
    client.post(address, {"lignes": "\n".join(lines), "reponses": "1"})
    trial.refresh_from_db()
    found = results_of(trial)
    assert found.reported == 40
    assert found.compared[0].better
    assert "Tirer ces codes" in client.get(address.replace("apporter/", "")).content.decode()
    for wrong in ("emma@exemple.test", "06 12 34 56 78", "zz;1", "c1;x", "c1;3;2", "c1", ""):
        with pytest.raises(PerronError):
            bring_answers(experiment=trial, text=wrong, by=director)
    with pytest.raises(PerronError):
        bring_list(experiment=trial, text="emma@exemple.test", by=director)
    assert results_of(trial).reported == 40


def test_results_compare_the_arms(inside, campaign, director, field):
    trial = made(campaign, director, planned=40)
    units = come(trial, 24)
    assert results_of(trial).too_few
    field(
        [
            FieldRow(u.key, f"g{u.order // 2}", 50, 30 + u.order % 3 if u.arm == "avec" else 15, 5, None)
            for u in units
        ]
    )
    found = results_of(trial)
    assert not found.too_few
    assert not found.refused
    assert [(arm.came, arm.reported) for arm in found.arms] == [(12, 12), (12, 12)]
    one = found.compared[0]
    assert one.clear
    assert one.better
    assert one.main.estimate == pytest.approx(0.32, abs=0.03)
    assert one.p_permuted < 0.01
    assert one.by_pair.clusters == 12
    table = came_table(trial)
    assert table.height == 24
    assert table.get_column("opened").sum() == sum(row.count for row in found.arms)


def test_an_outcome_counted_once_needs_no_report(inside, campaign, director, field):
    trial = made(campaign, director, outcome="active", planned=20)
    units = come(trial, 20)
    field([FieldRow(u.key, "", 3, 1, 1, None) for u in units if u.order % 3 == 0])
    found = results_of(trial)
    assert [arm.total for arm in found.arms] == [10, 10]
    assert sum(arm.count for arm in found.arms) == 7


def test_the_seed_is_told_at_the_end_and_verifies_every_arm(inside, campaign, director):
    from perron.experiments.design.trial_record import verify_trial

    trial = made(campaign, director, by_place=True)
    come(trial, 5)
    come_elsewhere = assign_arm(experiment=trial, key="z", place="11/75/75056/02/")
    assert orjson.loads(trial_files(trial)["trial.json"])["seed"] is None
    with pytest.raises(PerronError):
        stop_trial(experiment=trial, reason=" ", by=director)
    stop_trial(experiment=trial, reason="La campagne s’arrête.", by=director)
    trial = Experiment.objects.select_related("draw").get(pk=trial.pk)
    assert verify_trial(trial_files(trial)) == []
    other = "avec" if come_elsewhere.arm == "sans" else "sans"
    Unit.every.filter(pk=come_elsewhere.pk).update(arm=other)
    assert [f.line for f in verify_trial(trial_files(trial))] == [7]


@pytest.mark.usefixtures("inside")
def test_what_a_trial_of_this_size_would_show():
    small, large = (reachable("turf", "opened", 2, n) for n in (20, 80))
    assert small > large > 0
    assert reachable("turf", "opened", 2, 2) is None
    assert reachable("turf", "opened", 3, 80) > large


def form(**changed):
    return {
        "sujet": "hanger",
        "nom": "Accroche-porte",
        "unite": "turf",
        "mesure": "opened",
        "prevu": "40",
        "bras_1": "sans",
        "consigne_1": "Rien.",
        "bras_2": "avec",
        "consigne_2": "Posez-le.",
        "bras_3": "",
        "bras_4": "",
    } | changed


def test_a_director_prepares_starts_and_closes_a_trial(signed, campaign, director, inside, field):
    client = signed(director)
    base = f"/c/{campaign.slug}/essais/"
    assert "Que voulez-vous comparer" in client.get(base).content.decode()
    assert client.get(base + "nouveau/?sujet=hours").status_code == 200
    assert client.post(base + "nouveau/", form(bras_2="Sans")).status_code == 422
    assert client.post(base + "nouveau/", form(prevu="2")).status_code == 422
    answer = client.post(base + "nouveau/", form())
    assert answer.url == base + "1/"
    assert "Lancer l’essai" in client.get(base + "1/").content.decode()
    assert client.post(base + "1/modifier/", form(nom="Autre nom", bras_3="deux fois")).status_code == 302
    assert client.post(base + "1/lancer/").status_code == 302
    trial = Experiment.objects.get()
    assert (trial.name, len(trial.design["arms"]), trial.design["block"]) == ("Autre nom", 3, 6)
    units = come(trial, 18)
    field([FieldRow(u.key, "", 20, 8 + u.order % 4, 2, None) for u in units])
    page = client.get(base + "1/").content.decode()
    assert "Provisoire" in page
    assert "18" in page
    assert str(Draw.objects.get().seed) not in page
    archive = zipfile.ZipFile(io.BytesIO(client.get(base + "1/proces-verbal.zip").content))
    assert orjson.loads(archive.read("trial.json"))["seed"] is None
    assert "u0" in client.get(base + "1/unites.csv").content.decode()
    assert client.post(base + "1/clore/", {"raison": ""}).status_code == 422
    assert client.post(base + "1/clore/", {"raison": "Fin de mois"}).status_code == 302
    page = client.get(base + "1/").content.decode()
    assert "Arrêté avant le compte" in page
    given = io.BytesIO(client.get(base + "1/proces-verbal.zip").content)
    given.name = "essai.zip"
    verdict = client.post(reverse("experiments:verify_any", args=[campaign.slug]), {"tirage": given})
    assert "des 18 unités" in verdict.content.decode()
    assert "clos" in page
    assert client.get(base).status_code == 200
    assert client.get(base + "portee/", form(prevu="x")).status_code == 200


def test_drafts_are_thrown_away(signed, campaign, director, inside):
    made(campaign, director, run=False)
    client = signed(director)
    answer = client.post(reverse("experiments:trial_delete", args=[campaign.slug, 1]))
    assert answer.status_code == 302
    assert not Experiment.objects.exists()
    trial = made(campaign, director)
    client.post(reverse("experiments:trial_delete", args=[campaign.slug, trial.number]))
    assert Experiment.objects.exists()


@pytest.fixture
def going(campaign, director, inside, field):
    trial = made(campaign, director)
    come(trial, 12)
    return trial


def test_only_headquarters_see_results(signed, going, lead, volunteer, stranger):
    trial, campaign = going, going.campaign
    address = reverse("experiments:trial", args=[campaign.slug, trial.number])
    page = signed(lead).get(address)
    assert page.status_code == 200
    assert "Ce que donnent les variantes" not in page.content.decode()
    assert signed(lead).post(reverse("experiments:trial_stop", args=[campaign.slug, 1])).status_code == 403
    assert signed(volunteer).get(address).status_code == 403
    assert signed(stranger).get(address).status_code == 404


def test_the_list_asks_the_same_queries(signed, campaign, director, inside, django_assert_num_queries):
    client = signed(director)
    address = f"/c/{campaign.slug}/essais/"
    made(campaign, director)
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    for _ in range(29):
        made(campaign, director, run=False)
    with django_assert_num_queries(len(one)):
        client.get(address)
