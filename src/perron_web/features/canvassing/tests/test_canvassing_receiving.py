"""The algebra of reports: 201, 200, 409, 422; clocks, sides, consent, receipts."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.utils import timezone
from django_scopes import scope

from perron_web.features.campaigns.models import Membership
from perron_web.features.canvassing.models import Batch, Conflict, Consent, Phone, Report, Talk
from perron_web.features.canvassing.queries.senders import Sender, find_sender
from perron_web.features.canvassing.services.receiving import receive_reports
from perron_web.features.canvassing.tests.factories import NOW, body, make_phone, make_text, make_turfs

pytestmark = pytest.mark.django_db


@pytest.fixture
def turf(campaign):
    return make_turfs(campaign)[0]


@pytest.fixture
def send(campaign, volunteer, turf):
    _phone, token = make_phone(campaign, volunteer, [turf])

    def send(*reports, sent_at=NOW, received_at=NOW, token=token):
        sender = find_sender(token, timezone.now())
        answers = receive_reports(
            sender=sender, reports=list(reports), sent_at=sent_at, received_at=received_at
        )
        return [answer.status for answer in answers]

    send.token = token
    return send


def test_a_report_is_stored_once(send, inside, turf):
    one, other = body(turf=turf.pk), body(turf=turf.pk, door="2", outcome="open", talked=True)
    assert send(one, other) == [201, 201]
    assert send(other, one, body(turf=turf.pk)) == [200, 200, 201]
    row = Report.objects.get(pk=one["id"])
    assert (row.place, row.turf_id, row.outcome, row.aside) == (turf.place, turf.pk, "absent", "")
    assert (row.made_at, row.happened_at, row.skewed) == (NOW - timedelta(hours=1),) * 2 + (False,)
    first, second = Batch.objects.order_by("pk")
    assert (first.created, first.seen, first.turfs, first.tallied) == (2, 0, [turf.pk], False)
    assert (second.created, second.seen, second.phone_id) == (1, 2, row.phone_id)


def test_another_body_under_one_uuid_is_kept_aside(send, inside, turf):
    one = body(turf=turf.pk)
    changed = {**one, "outcome": "refused"}
    assert send(one, changed, one) == [201, 409, 200]
    assert send(changed) == [409]
    kept = Conflict.objects.get()
    assert (kept.report_id, kept.body["outcome"], kept.place) == (UUID(one["id"]), "refused", turf.place)
    assert Report.objects.get().outcome == "absent"
    assert [(row.created, row.seen, row.conflicts) for row in Batch.objects.order_by("pk")] == [
        (1, 1, 1),
        (0, 0, 1),
    ]


def test_a_bad_report_does_not_touch_its_neighbours(send, inside, turf, other_campaign):
    theirs = make_turfs(other_campaign)[0]
    bad = [
        "text", None, {"id": "x"}, body(outcome="sold"), body(id="A" * 36), body(turf=theirs.pk),
        body(turf=10**12), body(outing=10**12), body(door="1" * 13), body(address="a\0b"), body(seq=True),
        body(at=NOW.replace(tzinfo=None)), body("visit", talked=True), body("add", what="building"),
        body("undo", undoes="no"), body(away=-1), body(floor=1e3), body(turf=2**63), body(seq=0),
    ]  # fmt: skip
    assert send(*bad, body(turf=turf.pk)) == [422] * len(bad) + [201]
    assert Report.objects.count() == 1
    assert Batch.objects.get().refused == len(bad)


def test_what_is_wrong_is_told(campaign, turf):
    sender = Sender(campaign=campaign.pk, user=None)
    answers = receive_reports(
        sender=sender, reports=[body(outcome="sold"), body(turf=10**9)], sent_at=NOW, received_at=NOW
    )
    assert [answer.errors[0]["field"] for answer in answers] == ["outcome", "turf"]
    assert answers[0].errors[0]["found"] == "'sold'"
    assert answers[0].as_json()["status"] == 422


def test_every_kind_is_stored(send, inside, turf, campaign):
    visit = body(turf=turf.pk, outcome="open", talked=True)
    add = body("add", turf=turf.pk, what="building", label="3 rue Neuve", lon=2.4, lat=48.8, doors=6)
    undo = body("undo", undoes=visit["id"])
    entry, talk = body("access", turf=turf.pk), body("talk", visit=visit["id"], needs=["proxy"])
    assert send(visit, add, undo, entry, talk) == [201] * 5
    assert Report.objects.get(kind="add").detail["label"] == "3 rue Neuve"
    assert Report.objects.get(kind="undo").undoes == UUID(visit["id"])
    assert Report.objects.get(kind="access").access == "code"
    assert Talk.objects.get().needs == ["proxy"]
    assert send(body("undo", undoes=visit["id"])) == [201]
    assert Batch.objects.last().turfs == [turf.pk]  # the turf of what was taken back


@pytest.mark.parametrize(
    ("told", "status"),
    [
        ({"support": 4}, 422),
        ({"support": 4, "consent": {"opinion": True}}, 201),
        ({"name": "Jo"}, 422),
        ({"name": "Jo", "consent": {"opinion": True}}, 422),
        ({"name": "Jo", "email": "jo@exemple.test", "consent": {"contact": ["email"]}}, 201),
        ({"phone": "06 00 00 00 00", "consent": {"contact": ["email"]}}, 422),
        ({"phone": "06 00 00 00 00", "consent": {"contact": ["sms"]}}, 201),
        ({"registration": "none", "needs": ["register"]}, 201),
        ({"consent": {}}, 422),
        ({"support": 4, "consent": {"opinion": True, "text": 10**9}}, 422),
    ],
)
def test_nothing_personal_without_its_consent(send, inside, campaign, told, status):
    text = make_text(campaign)
    if "consent" in told:
        given = {"text": text.pk, "at": NOW.isoformat(), "opinion": False, "contact": []}
        told = {**told, "consent": {**given, **told["consent"]}}
    talk = body("talk", **told)
    assert send(talk) == [status]
    assert Talk.objects.count() == (status == 201)
    assert Consent.objects.count() == (status == 201 and "consent" in told)
    if status == 201:
        assert send(talk) == [200]
        assert str(Report.objects.get().detail) == "None"


@pytest.mark.parametrize("years", [-10, 0, 10])
def test_clocks_ten_years_off(send, inside, years):
    phone_now = NOW + timedelta(days=3652 * years / 10 * 1.0)
    one = body(at=phone_now - timedelta(minutes=5))
    assert send(one, sent_at=phone_now) == [201]
    row = Report.objects.get()
    assert row.happened_at == NOW - timedelta(minutes=5)
    assert row.made_at == datetime.fromisoformat(one["at"])
    assert row.skewed == bool(years)


def test_nothing_happens_after_it_was_received(send, inside):
    assert send(body(at=NOW + timedelta(days=1))) == [201]
    row = Report.objects.get()
    assert row.happened_at == NOW
    assert row.skewed


def test_reports_that_do_not_count_are_kept_all_the_same(send, inside, campaign, volunteer, turf):
    with scope(campaign=campaign):
        stray = turf.__class__.objects.create(
            campaign=campaign, place=turf.place, run=turf.run, bureau=turf.bureau, number=9, code="9"
        )
    assert send(body(turf=stray.pk), body(turf=turf.pk)) == [201, 201]
    assert set(Report.objects.values_list("turf_id", "aside")) == {(stray.pk, "not_held"), (turf.pk, "")}
    Membership.objects.filter(user=volunteer).update(until=timezone.now())
    late = body(turf=turf.pk)
    assert not find_sender(send.token, timezone.now()).member
    assert send(late) == [201]
    assert Report.objects.get(pk=late["id"]).aside == "access_ended"


def test_a_token_is_worth_its_phone(send, campaign, inside, volunteer):
    assert find_sender("other", timezone.now()) is None
    assert not find_sender(send.token, timezone.now()).revoked
    Phone.objects.update(revoked_at=timezone.now())
    assert find_sender(send.token, timezone.now()).revoked
    volunteer.is_active = False
    volunteer.save()
    assert not find_sender(send.token, timezone.now()).member


def test_the_same_uuid_in_two_campaigns_is_never_lost(send, inside, other_campaign, stranger, turf):
    one = body()
    assert send(one) == [201]
    _phone, token = make_phone(other_campaign, stranger)
    assert send(one, token=token) == [409]
    with scope(campaign=other_campaign):
        assert Conflict.objects.get().report_id == UUID(one["id"])


def test_paper_comes_by_the_same_door(campaign, inside, team_leader, turf):
    sender = Sender(campaign=campaign.pk, user=team_leader.pk, source="paper", place=turf.place)
    answers = receive_reports(
        sender=sender,
        reports=[body(turf=turf.pk), body(turf=turf.pk, door="2")],
        sent_at=NOW,
        received_at=NOW,
    )
    assert [answer.status for answer in answers] == [201, 201]
    assert set(Report.objects.values_list("source", "phone", "user", "aside")) == {
        ("paper", None, team_leader.pk, "")
    }
    assert Batch.objects.get().kind == "paper"


def test_a_report_the_database_cannot_take_stands_alone(send, inside, monkeypatch):
    from perron_web.features.canvassing.services.receiving import receive

    whole = receive.report_row
    monkeypatch.setattr(
        receive, "report_row",
        lambda body, **rest: tuple(None if value == "poison" else value for value in whole(body, **rest)),
    )  # fmt: skip
    assert send(body(), body(address="poison"), body()) == [201, 422, 201]


def test_five_hundred_at_once(send, inside, turf):
    many = [body(turf=turf.pk, door=str(rank), id=uuid4()) for rank in range(500)]
    assert send(*many) == [201] * 500
    assert send(*many) == [200] * 500
