"""`POST /api/sync` and `POST /api/phones` through the whole site."""

import gzip

import orjson
import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from perron_web.features.campaigns.models import Membership
from perron_web.features.canvassing.api import sync as sync_view
from perron_web.features.canvassing.models import Phone, Report
from perron_web.features.canvassing.rules.pace import Pace
from perron_web.features.canvassing.services.phones import revoke_phone
from perron_web.features.canvassing.tests.factories import NOW, body, make_phone, make_turfs
from perron_web.features.turfs.models import Holding
from perron_web.platform.ops import lane

pytestmark = pytest.mark.django_db


@pytest.fixture
def turf(campaign):
    return make_turfs(campaign)[0]


@pytest.fixture
def phone(campaign, volunteer, turf):
    phone, phone.token = make_phone(campaign, volunteer, [turf])
    return phone


def post(token, reports=(), *, raw=None, sent_at=NOW, packed=False, **headers):
    if raw is None:
        raw = orjson.dumps({"sent_at": sent_at, "reports": list(reports)})
    if packed:
        raw, headers["content-encoding"] = gzip.compress(raw), "gzip"
    if token:
        headers["authorization"] = f"Bearer {token}"
    return Client().post("/api/sync", raw, content_type="application/json", headers=headers)


def test_a_sending_is_answered_report_by_report(phone, inside, turf):
    one = body(turf=turf.pk)
    answer = post(phone.token, [one, {"id": "bad"}], packed=True)
    told = answer.json()
    assert answer.status_code == 200
    assert (told["perron"], told["wipe"], told["gone"]) == (1, False, [])
    assert [result["status"] for result in told["results"]] == [201, 422]
    assert told["results"][0]["id"] == one["id"]
    assert told["results"][1]["errors"]
    assert Report.objects.count() == 1
    assert "session" not in answer.cookies
    for name in lane.HEADERS:
        assert name in answer.headers


def test_a_turf_given_back_is_gone(phone, inside, turf):
    Holding.objects.update(ended_at=timezone.now(), end="given_back")
    told = post(phone.token, [body(turf=turf.pk)]).json()
    assert told["gone"] == [turf.pk]
    assert Report.objects.get().aside == ""


def test_who_may_send(phone, inside, volunteer):
    assert post("").status_code == 401
    assert post("unknown", [body()]).status_code == 401
    Membership.objects.filter(user=volunteer).update(revoked_at=timezone.now())
    told = post(phone.token, [body()]).json()
    assert told["wipe"]
    assert Report.objects.get().aside == "access_ended"
    revoke_phone(phone=phone, by=volunteer)
    refused = post(phone.token, [body()])
    assert (refused.status_code, refused.json()["wipe"]) == (403, True)
    assert Report.objects.count() == 1


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        (b"", 400), (b"[]", 400), (b"{", 400), (b'{"sent_at": 1, "reports": []}', 400), (b"\xff\xfe", 400),
        (b'{"sent_at": "2026-11-21T15:00:00", "reports": []}', 400), (b'"text"', 400), (b"[" * 2000, 400),
        (b'{"sent_at": "2026-11-21T15:00:00Z", "reports": {}}', 400),
        (b'{"sent_at": "2026-11-21T15:00:00Z", "reports": [%s]}' % b",".join([b"1"] * 501), 413),
        (b" " * 1_000_001, 413), (b'{"sent_at": "2026-11-21T15:00:00Z", "reports": []}', 200),
    ],
)  # fmt: skip
def test_what_is_no_sending(phone, raw, status):
    answer = post(phone.token, raw=raw)
    assert (answer.status_code, answer.json()["perron"]) == (status, 1)


def test_bombs_and_broken_packing(phone):
    assert (
        post(phone.token, raw=gzip.compress(b" " * 50_000_000), **{"content-encoding": "gzip"}).status_code
        == 413
    )
    for raw in (b"not gzip", gzip.compress(b"{}")[:-4], gzip.compress(b"{}") + b"more"):
        assert post(phone.token, raw=raw, **{"content-encoding": "gzip"}).status_code == 400
    assert post(phone.token, raw=b"{}", **{"content-encoding": "br"}).status_code == 400
    assert Client().get("/api/sync").status_code == 405


def test_too_often(phone, monkeypatch):
    monkeypatch.setitem(sync_view.__globals__, "PACE", Pace(2))
    assert [post(phone.token).status_code for _ in range(3)] == [200, 200, 429]


def test_a_database_that_cannot_write_is_told_apart(phone, monkeypatch, inside):
    def full(**_):
        raise OperationalError("database or disk is full")

    monkeypatch.setitem(sync_view.__globals__, "receive_reports", full)
    answer = post(phone.token, [body()])
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert Report.objects.count() == 0


def register(client, **said):
    return client.post("/api/phones", said, content_type="application/json")


def test_a_phone_registers_once_logged_in(campaign, volunteer, stranger, signed, inside):
    answer = register(signed(volunteer), campaign="essai", label="Firefox")
    told = answer.json()
    assert answer.status_code == 201
    assert (told["campaign"], told["user"], told["language"]) == (
        "essai",
        {"id": volunteer.pk, "name": "Emma"},
        "fr",
    )
    assert post(told["token"], [body()]).json()["results"][0]["status"] == 201
    assert Phone.objects.get().label == "Firefox"
    assert told["token"] not in str(list(Phone.objects.values()))
    assert register(Client(), campaign="essai").status_code == 401
    assert register(signed(stranger), campaign="essai").status_code == 404
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(volunteer, backend="django.contrib.auth.backends.ModelBackend")
    assert register(strict, campaign="essai").status_code == 403


def test_the_oldest_of_too_many_phones_goes(campaign, volunteer, signed, inside, monkeypatch):
    from perron_web.features.canvassing.services import phones

    monkeypatch.setattr(phones, "MOST", 2)
    tokens = [register(signed(volunteer), campaign="essai").json()["token"] for _ in range(3)]
    assert [post(token).status_code for token in tokens] == [403, 200, 200]


def test_a_second_factor_is_asked_of_whoever_sees_people(campaign, director, signed, settings):
    settings.SECOND_FACTOR = True
    assert register(signed(director), campaign="essai").status_code == 403


def test_the_interface_describes_itself(client):
    told = client.get("/api/openapi.json").json()
    assert told["openapi"].startswith("3.1")
    assert {"/api/sync", "/api/phones"} <= set(told["paths"])
    body = told["paths"]["/api/sync"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert body["properties"]["reports"]["maxItems"] == 500
