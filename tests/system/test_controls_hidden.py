"""Who is left alone shows nowhere to those who do not plan: every page and operation they may open is asked.

The addresses come from the resolver and from the schema of the phones' interface, so that a new one is
covered the day it is written. A control bureau and a control building carry a canary in every text of theirs;
those who plan read the first one, which shows that the net catches.
"""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
from access.endpoints import Endpoint, endpoints
from access.measured import STATES
from access.objects import PARAMETERS
from access.world import HERE, World
from django.db import transaction
from django.test import Client
from django.utils import timezone
from django_scopes import scope, scopes_disabled
from test_api_matrix import SESSION, call, operations

from perron_web.features.canvassing.models import Batch, Report
from perron_web.features.canvassing.queries.live_board import forget_still
from perron_web.features.canvassing.queries.live_channel import DIRECT
from perron_web.features.canvassing.services.phones import register_phone
from perron_web.features.canvassing.services.tallying import tally_waiting
from perron_web.features.experiments.models import Experiment
from perron_web.features.experiments.tests.sealed_factory import lift, seal_buildings, seal_bureaux
from perron_web.features.targeting.models import Score
from perron_web.features.territory.models import Address, Bureau
from perron_web.features.turfs.models import Holding, Stop, Turf
from perron_web.platform.access import DESK, Role
from perron_web.platform.live.boards import forget, fresh_board

pytestmark = pytest.mark.django_db
CANARY = "CANARI-TEMOIN"
ALONE, BESIDE = "75056_2003", "75056_2002"
"""The control bureau; the bureau of the control building."""
FIELD = ("volunteer", "team_leader", "trainer", "dpo")
READABLE = [
    one
    for one in endpoints()
    if one.access and one.access.kind == "campaign" and one.access.read - DESK and "<" in one.route
]
PDF = shutil.which("pdftotext")
SEARCHED = ("", f"?q=2003&bureau={ALONE}&lieu={HERE}{ALONE}/")
"""As it is, and with the words by which pages look for a place: the answer may repeat what was asked."""
BELOW = ("targeting:", "turfs:", "canvassing:", "dashboard:")
"""Features whose pages know addresses."""


@pytest.fixture(scope="module")
def world(world, django_db_blocker):
    """Leave every turf in nobody's hands."""
    with django_db_blocker.unblock(), scopes_disabled():
        Holding.objects.all().delete()
    return world


@pytest.fixture(scope="module", params=["bureau", "building"])
def sealed(request, world, django_db_blocker) -> Iterator[World]:
    """Seal a draw after visits were made and a turf was taken where nobody may go from now on."""
    with django_db_blocker.unblock():
        mark = transaction.savepoint()
        with scope(campaign=world.ours, places=None):
            lift(Experiment.objects.get(number=STATES["sealed"]), "closed")
            code = ALONE if request.param == "bureau" else BESIDE
            world.alone = _seal(world, request.param, code)
            tally_waiting()
        forget()
        forget_still()
        world.keys.clear()
        yield world
        transaction.savepoint_rollback(mark)
        forget()


def _seal(world: World, unit: str, code: str) -> dict:
    turf = Turf.objects.filter(bureau__code=code, run__adopted=True, doors__gt=0).first()
    stop = Stop.objects.filter(turf=turf).first()
    key = {"code": code, "turf": turf.pk, "key": stop.key}
    person = world.people["volunteer"].user
    soon = timezone.now() + timedelta(hours=5)
    held = Holding.objects.create(
        campaign=world.ours, place=turf.place, turf=turf, holder=person, code="TEMOIN22", on_paper=True,
        team=turf.team, expires_at=soon,
    )  # fmt: skip
    _report(world, turf, person, stop.key)
    if unit == "bureau":
        Bureau.objects.filter(code=code).update(name=CANARY)
        Score.objects.filter(code=code).update(name=CANARY)
        Address.objects.filter(bureau__code=code).update(street=f"rue {CANARY}")
        Stop.objects.filter(turf__bureau__code=code).update(street=f"rue {CANARY}")
        seal_bureaux(world.ours, [code], number=7)
    else:
        known = Address.objects.first()
        Address.objects.create(
            campaign=world.ours, place=turf.place, bureau=turf.bureau, dataset=known.dataset,
            made_by=known.made_by, key=stop.key, street=f"rue {CANARY}", doors=4, lon=stop.lon, lat=stop.lat,
        )  # fmt: skip
        Stop.objects.filter(key=stop.key).update(street=f"rue {CANARY}")
        seal_buildings(world.ours, {(code, stop.key)}, number=7)
    _report(world, turf, person, stop.key)
    return key | {"holding": held.pk, "unit": unit}


def _report(world: World, turf: Turf, user, address: str) -> None:
    now = timezone.now()
    Report.objects.create(
        id=uuid4(), campaign=world.ours, place=turf.place, kind="visit", user=user, phone_id=1, turf=turf,
        seq=1, made_at=now, received_at=now, happened_at=now, address=address, door="9", outcome="absent",
        digest=b"0" * 16,
    )  # fmt: skip
    Batch.objects.create(campaign=world.ours, created=1, turfs=[turf.pk])


def paths(endpoint: Endpoint, world: World) -> Iterator[tuple[str, bool]]:
    """Write the addresses with what stands here, then with the control's own code, turf and list."""
    alone = world.alone
    for swap in ({}, *({name: alone[name]} for name in ("code", "turf", "holding"))):
        if swap and not swap.keys() & set(endpoint.parameters):
            continue
        path = "/" + endpoint.route
        for name in endpoint.parameters:
            value = swap.get(name) or _value(name, world)
            if value is None:
                break
            start, end = path.index("<"), path.index(">")
            path = path[:start] + str(value) + path[end + 1 :]
        else:
            yield path, bool(swap)


def _value(name: str, world: World):
    return world.keys["field"] if name == "key" else PARAMETERS[name](world, "here")


def read(person, path: str) -> tuple[int, str]:
    """Ask for a page and read all of it, the words of a PDF too; the world stays as it was."""
    mark = transaction.savepoint()
    try:
        answer = person.client.get(path)
        raw = answer.content if not answer.streaming else b"".join(answer.streaming_content)
        kind = answer.headers.get("Content-Type", "")
        text = (
            pdf_text(raw) if "pdf" in kind and answer.status_code == 200 else raw.decode("utf-8", "replace")
        )
        for form in (path, path.partition("?")[0]):
            text = text.replace(form, "")
        return answer.status_code, text
    finally:
        transaction.savepoint_rollback(mark)


def pdf_text(raw: bytes) -> str:
    """Read the words of a PDF with the program of the machine, where it has one."""
    if PDF is None:
        return ""
    done = subprocess.run([PDF, "-", "-"], input=raw, capture_output=True, check=True)
    return done.stdout.decode("utf-8", "replace")


def told(world: World, text: str, *, asked: bool = False) -> list[str]:
    """List what a text says of the control; a page that was asked for its code may repeat the code."""
    marks = [CANARY, *([ALONE] if world.alone["unit"] == "bureau" and not asked else [])]
    return [mark for mark in marks if mark in text]


def may_read(endpoint: Endpoint, person) -> bool:
    return person.role in endpoint.access.read


@pytest.mark.parametrize("endpoint", READABLE, ids=str)
def test_no_page_of_the_field_shows_a_control(sealed, endpoint):
    wrong = []
    if sealed.alone["unit"] == "building" and not endpoint.name.startswith(BELOW):
        return
    for name in FIELD:
        person = sealed.people[name]
        if not may_read(endpoint, person):
            continue
        sealed.keys["field"] = own_key(sealed, person)
        for path, swapped in paths(endpoint, sealed):
            for query in SEARCHED if name == "team_leader" and not swapped else ("",):
                status, text = read(person, path + query)
                found = told(sealed, text, asked=bool(query))
                here = sealed.alone["unit"] == "bureau" and swapped and "<str:code>" in endpoint.route
                if status >= 500 or found or (here and status == 200):
                    wrong.append((name, path + query, status, found))
    assert wrong == []


def own_key(world: World, person) -> str:
    """Return the key of the map that somebody is given, remembered by who they are."""
    if person.name not in world.keys:
        page = person.client.get("/c/essai/carte/").content.decode()
        world.keys[person.name] = re.search(r"/c/essai/carte/([\w-]+)/(contours|lieux|valeurs)", page)[1]
    return world.keys[person.name]


def test_no_operation_of_a_phone_shows_a_control(sealed):
    wrong = []
    with scope(campaign=sealed.ours, places=None):
        tokens = {
            name: register_phone(campaign=sealed.ours, user=sealed.people[name].user, label="essai")[1]
            for name in FIELD
        }
    for name, token in tokens.items():
        for method, path in operations():
            if path in SESSION:
                continue
            for turf in (PARAMETERS["turf"](sealed, "here"), sealed.alone["turf"]):
                status, text = call(token, method, path.replace("{turf}", str(turf)))
                if status >= 500 or told(sealed, text):
                    wrong.append((name, method, path, status, told(sealed, text)))
    assert wrong == []


def test_the_phone_is_told_that_the_turf_is_gone(sealed):
    with scope(campaign=sealed.ours, places=None):
        user = sealed.people["volunteer"].user
        token = register_phone(campaign=sealed.ours, user=user, label="essai")[1]
    now = timezone.now().isoformat()
    visit = {"id": str(uuid4()), "kind": "visit", "seq": 1, "at": now, "turf": sealed.alone["turf"]}
    visit |= {"outing": None, "address": sealed.alone["key"], "stair": "", "floor": None, "door": "1"}
    body = {"sent_at": now, "reports": [visit | {"outcome": "absent", "talked": None, "away": None}]}
    mark = transaction.savepoint()
    headers = {"Authorization": f"Bearer {token}"}
    answer = Client().post("/api/sync", json.dumps(body), content_type="application/json", headers=headers)
    assert answer.json()["gone"] == [sealed.alone["turf"]]
    assert answer.json()["results"][0]["status"] == 201, "what was walked is stored all the same"
    with scopes_disabled():
        assert Report.every.filter(pk=visit["id"], aside="").exists()
    assert [turf["id"] for turf in Client().get("/api/me", headers=headers).json()["turfs"]] == []
    transaction.savepoint_rollback(mark)


def test_the_live_figures_say_nothing_of_it(sealed):
    board = fresh_board(DIRECT, sealed.ours)
    field = json.dumps(DIRECT.cut(board, (HERE,), desk=False))
    desk = json.dumps(DIRECT.cut(board, (HERE,), desk=True))
    if sealed.alone["unit"] == "bureau":
        assert ALONE not in field
        assert ALONE in desk


def test_those_who_plan_read_it(sealed):
    """The same pages show it to a lead of the place: the canary sings where it may."""
    lead = sealed.people["territory_lead"]
    if sealed.alone["unit"] == "bureau":
        assert told(sealed, read(lead, "/c/essai/carte/?q=2003")[1])
        assert read(lead, f"/c/essai/bureaux/{ALONE}/")[0] == 200
    else:
        assert told(sealed, read(lead, f"/c/essai/bureaux/{BESIDE}/")[1])
    assert Role.TERRITORY_LEAD in DESK
