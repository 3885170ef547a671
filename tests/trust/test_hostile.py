"""T6: hostile sendings. Never a 5xx, never half a sending: what is told as stored is stored, nothing else."""

import gzip
import json
import logging
import os
from datetime import UTC, datetime

import numpy as np
import pytest
import schemathesis
from django.test import Client
from django_scopes import scopes_disabled
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode

from perron_web.features.accounts.models import User
from perron_web.features.campaigns.services import create_campaign, grant_role
from perron_web.features.canvassing.api.sync import PACE
from perron_web.features.canvassing.models import Batch, Report
from perron_web.features.canvassing.tests.factories import PLACE, body, make_phone, make_text, make_turfs
from perron_web.platform.access import Role
from trust.sizes import FULL

pytestmark = pytest.mark.django_db

MANY = 10_000 if FULL else 120
ALLOWED = {200, 400, 401, 413}
TOKENS = (
    b"{",
    b"[",
    b"null",
    b"1e999",
    b"-0",
    b"\x00",
    b"\xff",
    b'"\\ud800"',
    b"99999999999999999999",
    b"'; --",
)


@pytest.fixture(autouse=True)
def quiet():
    """Refusals by the thousand are not news."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def sent(db, monkeypatch):
    """Send bytes, and hold the answer against the database."""
    director, volunteer = (User.objects.create_user(f"{who}@exemple.test") for who in ("alix", "emma"))
    campaign = create_campaign(name="Campagne d’essai", slug="essai", director=director)
    grant_role(campaign=campaign, user=volunteer, role=Role.VOLUNTEER, place=PLACE)
    turf = make_turfs(campaign)[0]
    _phone, token = make_phone(campaign, volunteer, [turf])
    make_text(campaign)
    monkeypatch.setattr(PACE, "most", 10**9)
    client = Client()

    def stored() -> tuple[int, int]:
        with scopes_disabled():
            return Report.objects.count(), sum(Batch.objects.values_list("created", flat=True))

    known = [stored()[0]]

    def send(raw: bytes, **headers: str) -> dict:
        answer = client.post(
            "/api/sync", raw, content_type="application/json",
            headers={"authorization": f"Bearer {token}", **headers},
        )  # fmt: skip
        assert answer.status_code in ALLOWED, (answer.status_code, raw[:300])
        told = answer.json()
        assert told["perron"] == 1
        results = told.get("results", [])
        assert {one["status"] for one in results} <= {201, 200, 409, 422}
        created = sum(one["status"] == 201 for one in results)
        known[0] += created
        if created or len(results) % 7 == 0:
            rows, receipts = stored()
            assert rows == receipts == known[0]
        return told

    send.turf = turf
    return send


def envelope(reports: list) -> bytes:
    return json.dumps({"sent_at": datetime.now(tz=UTC).isoformat(), "reports": reports}, default=str).encode()


def test_what_the_schema_makes_and_its_opposite(sent):
    described = schemathesis.openapi.from_dict(Client().get("/api/openapi.json").json())
    operation = described["/api/sync"]["POST"]
    counts = {"asked": 0, "neighbours": 0}

    def ask(case) -> None:
        counts["asked"] += 1
        said = case.body
        if not isinstance(said, dict) or not isinstance(said.get("reports"), list):
            sent(json.dumps(said, default=str).encode() if not isinstance(said, bytes) else said)
            return
        good = body(turf=sent.turf.pk)
        told = sent(envelope([*said["reports"][:499], good]))
        if "results" in told:
            counts["neighbours"] += 1
            assert told["results"][-1] == {"id": good["id"], "status": 201}

    for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
        rule = settings(
            max_examples=MANY // 2, deadline=None, database=None, suppress_health_check=list(HealthCheck)
        )
        rule(given(case=operation.as_strategy(generation_mode=mode))(ask))()
    print(f"T6: {counts['asked']} made from the schema, {counts['neighbours']} with a good neighbour stored")


def mutated(raw: bytes, rng: np.random.Generator) -> bytes:
    """Flip, cut, double, insert: once or twice."""
    found = bytearray(raw)
    for _ in range(int(rng.integers(1, 3))):
        if not found:
            break
        at, kind = int(rng.integers(len(found))), int(rng.integers(5))
        upto = at + int(rng.integers(1, 30))
        if kind == 0:
            found[at] ^= 1 << int(rng.integers(8))
        elif kind == 1:
            del found[at:upto]
        elif kind == 2:
            found[at:at] = found[at:upto]
        elif kind == 3:
            found[at:at] = TOKENS[int(rng.integers(len(TOKENS)))]
        else:
            del found[at:]
    return bytes(found)


VALUES = (
    None, True, -1, 0, 2**31, 2**63, 2**64, 1e308, "", "x" * 200, "\u202e", "a\nb", "\x00", "' OR 1=1", [],
    "9999-12-31T23:59:59-23:59", "0001-01-01T00:00:00+23:59", "NaN", {"text": 1}, "{1,2}", '"', "\\",
)  # fmt: skip


def spoiled(reports: list[dict], rng: np.random.Generator) -> list:
    """Put a value that has nothing to do there in one field of one report."""
    one = reports[int(rng.integers(len(reports)))]
    one[list(one)[int(rng.integers(len(one)))]] = VALUES[int(rng.integers(len(VALUES)))]
    return reports


def test_mutated_bytes(sent):
    rng = np.random.default_rng(int(os.environ.get("PERRON_SEED", "6")))
    statuses: dict[bool, int] = {True: 0, False: 0}
    for number in range(MANY):
        kinds = ("visit", "access", "add", "undo", "talk")
        reports = [body(kinds[(number + k) % 5], turf=sent.turf.pk, seq=k + 1) for k in range(3)]
        raw = envelope(reports)
        if number % 2:
            told = sent(envelope(spoiled(reports, rng)))
        elif number % 8 == 0:
            told = sent(mutated(gzip.compress(raw), rng), **{"content-encoding": "gzip"})
        else:
            told = sent(mutated(raw, rng))
        statuses["results" in told] += 1
    print(f"T6: {MANY} mutated sendings, {statuses[False]} refused whole, {statuses[True]} report by report")


def test_bombs_notes_and_headers(sent):
    big = "x" * 10_000_000
    assert "results" not in sent(envelope([body(address=big)]))
    packed = gzip.compress(envelope([body(address=big)]))
    assert "results" not in sent(packed, **{"content-encoding": "gzip"})
    assert "results" not in sent(b"[" * 900_000)
    deep = body()
    deep["more"] = json.loads("[" * 300 + "]" * 300)
    good = body()
    told = sent(envelope([deep, good]))
    assert [one["status"] for one in told["results"]] == [422, 201]
    for token in ("", "Bearer", "Bearer ", "Basic eDp5", "Bearer \x01", "Bearer " + "é" * 40, "x" * 5000):
        sent(envelope([]), authorization=token)
