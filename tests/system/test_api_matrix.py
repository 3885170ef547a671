"""Who may call what of the phone's interface: operation × person × own, other territory, other campaign.

Generated from the OpenAPI schema: an operation that it does not describe is not there, and one whose
parameters are unknown to tests/system/access/objects.py fails. The world and its canaries are those of
the pages' matrix.
"""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from access.objects import PARAMETERS
from access.world import AWAY, ELSEWHERE, HERE, OTHER, World
from django.db import transaction
from django.test import Client
from django.utils import timezone
from django_scopes import scopes_disabled

from perron_web.features.campaigns.models import Membership
from perron_web.features.canvassing.models import Phone, Report
from perron_web.features.canvassing.services.phones import register_phone
from perron_web.features.turfs.models import Holding, Turf

pytestmark = pytest.mark.django_db

SESSION = {"/api/phones"}
"""Operations called with a session: a browser becomes a phone."""
OPEN = {"/api/openapi.json"}
LATE = {"/api/sync"}
"""Operations that still take what was walked before somebody's access ended, and show nothing."""


@pytest.fixture(scope="module")
def world(world, django_db_blocker):
    """Leave every turf in nobody's hands."""
    with django_db_blocker.unblock(), scopes_disabled():
        Holding.objects.all().delete()
    return world


@pytest.fixture(scope="module")
def tokens(world, django_db_blocker) -> dict[str, str]:
    """Register a phone for everyone who is or was somewhere; some of them are taken back."""
    found = {}
    with django_db_blocker.unblock():
        for name, person in world.people.items():
            if person.user is not None and name not in {"staff", "nobody"}:
                campaign = world.theirs if name == "stranger" else world.ours
                found[name] = register_phone(campaign=campaign, user=person.user, label="essai")[1]
        lost, found["lost phone"] = register_phone(
            campaign=world.ours, user=world.people["volunteer"].user, label="perdu"
        )
        with scopes_disabled():
            Phone.objects.filter(pk=lost.pk).update(revoked_at=timezone.now())
        found["not a token"] = "x" * 43
        found["nothing"] = ""
    return found


def operations() -> list[tuple[str, str]]:
    schema = json.loads(Client().get("/api/openapi.json").content)
    return [(method.upper(), path) for path, methods in schema["paths"].items() for method in methods]


def address(path: str, world: World, where: str) -> str:
    while "{" in path:
        name = path[path.index("{") + 1 : path.index("}")]
        path = path.replace(f"{{{name}}}", str(PARAMETERS[name](world, where)))
    return path


def call(token: str, method: str, path: str, body: dict | None = None) -> tuple[int, str]:
    """Call an operation, and put the world back as it was."""
    mark = transaction.savepoint()
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    try:
        answer = Client(raise_request_exception=False).generic(
            method, path, json.dumps(body or {}), content_type="application/json", headers=headers
        )
        return answer.status_code, answer.content.decode()
    finally:
        transaction.savepoint_rollback(mark)


def sending(turf: int) -> dict:
    now = timezone.now().isoformat()
    report = {"id": str(uuid4()), "kind": "visit", "seq": 1, "at": now, "turf": turf, "outing": None}
    report |= {"address": "a", "stair": "", "floor": None, "door": "1", "outcome": "absent", "talked": None}
    return {"sent_at": now, "reports": [{**report, "away": None}]}


def test_every_operation_is_declared_with_a_phone_or_a_session(world):
    schema = json.loads(Client().get("/api/openapi.json").content)
    for path, methods in schema["paths"].items():
        for method, told in methods.items():
            wanted = "SessionAuth" if path in SESSION else "PhoneToken"
            assert told.get("security") == [{wanted: []}], (method, path)


def test_who_is_nobody_gets_nothing(world, tokens):
    """No token, a made-up one, a lost phone, somebody whose role ended."""
    for method, path in operations():
        for who in ("nothing", "not a token", "lost phone", "revoked", "expired"):
            status, text = call(tokens[who], method, address(path, world, "here"), {})
            wanted = {401} if who in {"nothing", "not a token"} or path in SESSION else {403}
            if path in LATE and who in {"revoked", "expired"}:
                wanted = {400}  # an empty body is no sending; see below for a whole one
            assert status in wanted, (who, method, path, status, text[:200])
            assert "CANARI" not in text


def test_everyone_reads_their_own_campaign_and_places_only(world, tokens):
    wrong = []
    for method, path in operations():
        if path in SESSION:
            continue
        for where in ("here", "elsewhere", "other") if "{" in path else ("here",):
            for name, token in tokens.items():
                person = world.people.get(name)
                if person is None or not person.member:
                    continue
                status, text = call(token, method, address(path, world, where))
                canaries = [OTHER, *([AWAY] if person.place == HERE else [])]
                away = where == "other" or (where == "elsewhere" and person.place == HERE)
                bad = status >= 500 or (away and status < 400)
                if bad or any(canary in text for canary in canaries):
                    wrong.append((name, method, path, where, status, text[:120]))
    assert wrong == []


def test_a_number_that_no_database_holds_is_no_error_of_ours(world, tokens):
    for method, path in operations():
        if "{" in path:
            status, _ = call(tokens["volunteer"], method, path.replace("{turf}", str(2**63)))
            assert status == 422, (method, path, status)


def test_a_stranger_to_the_campaign_takes_nothing(world, tokens):
    for method, path in operations():
        if "{" in path:
            status, _ = call(tokens["stranger"], method, address(path, world, "here"))
            assert status in {403, 404, 409}, (method, path, status)


@pytest.mark.parametrize(
    "case",
    [
        ("volunteer", "here", 201, "not_held"),
        ("revoked", "here", 201, "access_ended"),
        ("expired", "here", 201, "access_ended"),
        ("volunteer", "other", 422, None),
        ("stranger", "here", 422, None),
    ],
)
def test_what_is_sent_is_kept_but_never_across_the_seal(world, tokens, case):
    who, where, status, aside = case
    body = sending(PARAMETERS["turf"](world, where))
    mark = transaction.savepoint()
    answer = Client().post(
        "/api/sync",
        json.dumps(body),
        content_type="application/json",
        headers={"Authorization": f"Bearer {tokens[who]}"},
    )
    told = answer.json()
    with scopes_disabled():
        kept = Report.objects.filter(pk=body["reports"][0]["id"]).values_list("aside", flat=True)
        assert answer.status_code == 200
        assert told["results"][0]["status"] == status
        assert list(kept) == ([] if aside is None else [aside])
        assert told["wipe"] == (who in {"revoked", "expired"})
    transaction.savepoint_rollback(mark)


def test_a_role_taken_back_acts_at_the_next_call(world, tokens):
    mark = transaction.savepoint()
    user = world.people["team_leader"].user
    assert call(tokens["team_leader"], "GET", "/api/me")[0] == 200
    Membership.objects.filter(user=user).update(until=timezone.now() - timedelta(seconds=1))
    status, text = call(tokens["team_leader"], "GET", "/api/me")
    assert (status, json.loads(text)["wipe"]) == (403, True)
    transaction.savepoint_rollback(mark)


def test_a_phone_logged_out_is_nobody_s(world, tokens):
    mark = transaction.savepoint()
    headers = {"Authorization": f"Bearer {tokens['volunteer']}"}
    assert Client().post("/api/phones/end", headers=headers).json() == {"perron": 1, "done": True}
    assert Client().get("/api/me", headers=headers).json()["wipe"] is True
    assert Client().post("/api/sync", headers=headers).status_code == 403
    transaction.savepoint_rollback(mark)


def test_who_does_not_walk_takes_no_turf(world, tokens):
    turf = PARAMETERS["turf"](world, "here")
    for who in ("analyst", "dpo"):
        assert json.loads(call(tokens[who], "GET", "/api/turfs")[1])["turfs"] == []
        assert call(tokens[who], "POST", f"/api/turfs/{turf}/take")[0] == 404


def test_packs_hold_no_electors_and_only_held_turfs(world, tokens):
    """Even somebody who sees a turf on the map gets its pack only when it is in their hands."""
    turf = PARAMETERS["turf"](world, "here")
    assert call(tokens["volunteer"], "GET", f"/api/packs/{turf}")[0] in {403, 404, 409}
    with scopes_disabled():
        row = Turf.objects.get(pk=turf)
        Holding.objects.create(
            campaign=world.ours,
            place=row.place,
            turf=row,
            holder=world.people["volunteer"].user,
            code="MATRICE1",
            expires_at=timezone.now() + timedelta(hours=1),
        )
    status, text = call(tokens["volunteer"], "GET", f"/api/packs/{turf}")
    assert status == 200
    assert "elector" not in text
    assert AWAY not in text
    assert row.place.startswith(HERE)
    assert not row.place.startswith(ELSEWHERE)
