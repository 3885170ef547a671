"""Who may do what, for every address of the site: method × person × own, other territory, other campaign.

The table is generated from the resolver and from what each view declares. Pages are asked for in an
invented world (tests/system/access) where the other campaign and the other territory are full of strings
that must be read by nobody on this side. To add an address: declare it with `allow`, `signed_in` or
`public`, and say what stands behind its parameters in tests/system/access/objects.py.
"""

import io
import os
import zipfile
from collections import Counter
from copy import deepcopy

import pytest
from access.endpoints import Endpoint, endpoints, walk
from access.measured import ALONE, ALONE_AWAY, ALONE_HERE
from access.objects import PARAMETERS, WHERE, address, map_key, states
from access.world import AWAY, AWAY_CODE, ELSEWHERE, HERE, OTHER, Person, scoped_models
from django.db import models, transaction
from django.urls import get_resolver
from django_scopes import scopes_disabled

from perron_web.platform.access import DESK, declare
from perron_web.platform.access.roles import SEES_PEOPLE
from perron_web.platform.scoping import managers

pytestmark = pytest.mark.django_db

METHODS = ("GET", "POST")
REFUSED = ("PUT", "PATCH", "DELETE")
"""Methods that no page of the site answers: asked by one person of each sort."""
SORTS = {"director", "volunteer", "stranger", "anonymous"}
ASKED: Counter[str] = Counter()
"""Requests made, by test: the size of the matrix."""
ENDPOINTS = endpoints()
CAMPAIGN = [one for one in ENDPOINTS if one.access and one.access.kind == "campaign"]
OUTSIDE = [
    one
    for one in ENDPOINTS
    if one.access and one.access.kind != "campaign" and not one.route.startswith("api/")
]
"""Pages outside campaigns; the interface of phones has a matrix of its own (test_api_matrix.py)."""
SEARCHES = {
    "campaigns:places": "?lieu=CANAR",
    "campaigns:members": "?q=CANAR",
    "campaigns:journal": "?who=CANAR",
    "turfs:index": "?q=CANAR",
    "targeting:map": "?q=CANAR",
}
"""Addresses that search: asked with the beginning of what must not be found."""

MAY_BE_MISSING = {
    "canvassing:paper",  # one's own list, those of a leader's places
    "canvassing:paper_end",
    "canvassing:paper_enter",
    "turfs:holding_sheet",
    "campaigns:calendar_file",  # no dates yet
    "campaigns:preset",  # only in the demo's campaign
    "experiments:trial_change",  # its trial runs
    "targeting:map_tiles",  # small territories have shapes, not tiles
    "targeting:run_inputs",  # the run of this world kept none
    "training:certificate",  # one's own, those one gave, those of a lead's territory
    "training:certificate_file",
    "training:poster",  # a trainer keeps the lists of their own sessions
    "training:presence",
    "training:presence_worker",
    "training:update_session",
    "turfs:sheets_file",  # the job of this world made none
}
"""Addresses whose own object may rightly be absent in this world."""
ONLY_IN = {
    "canvassing:experiment_visits": {"sealed", "closed"},
    "experiments:archive": {"sealed", "closed"},
    "experiments:change": {"draft"},
    "experiments:end": {"sealed"},
    "experiments:registration_json": {"sealed"},
    "experiments:registration_pdf": {"sealed"},
    "experiments:seal": {"draft"},
    "experiments:verify": {"sealed", "closed"},
}
"""Addresses of experiments that are there in some states only."""
OWN_JOBS = {"jobs:show", "jobs:cancel"}
"""Addresses of jobs: seen by whoever started them, and by those who see the whole campaign."""


@pytest.fixture(scope="module")
def world(world, django_db_blocker):
    """Read the keys of the maps before anything is refused."""
    with django_db_blocker.unblock():
        for where in WHERE:
            map_key(world, where)
    return world


def ask(person: Person, method: str, path: str) -> tuple[int, str, str]:
    """Ask for a page, put the world back as it was; status, text without the address itself, redirection."""
    ASKED[method] += 1
    mark, cookies = transaction.savepoint(), deepcopy(person.client.cookies)
    try:
        answer = getattr(person.client, method.lower())(path)
        text = text_of(answer)
        text = text.replace(path, "").replace(path.partition("?")[0], "")
        return answer.status_code, text, answer.headers.get("Location", "")
    finally:
        transaction.savepoint_rollback(mark)
        person.client.cookies = cookies


def text_of(answer) -> str:
    """Return the words of an answer, those of the files of an archive too; none of a PDF."""
    raw = answer.content if not answer.streaming else b"".join(answer.streaming_content)
    kind = answer.headers.get("Content-Type", "")
    if kind == "application/zip" and raw:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            raw = b"\n".join(archive.read(name) for name in archive.namelist())
    return "" if "pdf" in kind or "octet" in kind else raw.decode("utf-8", "replace")


def leaks(person: Person, text: str) -> list[str]:
    """List the canaries a person read and should not have."""
    if person.name == "stranger":
        return []
    forbidden = [OTHER]
    if person.place == HERE:
        forbidden += [AWAY, AWAY_CODE, ALONE_AWAY]
    if person.member and person.role not in DESK:
        forbidden += [ALONE, ALONE_HERE, ALONE_AWAY]
    return [canary for canary in forbidden if canary in text]


def expected(endpoint: Endpoint, person: Person, method: str) -> set[int] | None:
    """Return the statuses refused requests get; None when the request is allowed."""
    access = endpoint.access
    if person.user is None:
        return {302}
    if not person.member:
        return {404}
    roles = access.read if method == "GET" else access.write if method == "POST" else frozenset()
    if not roles:
        return {405}
    return None if person.role in roles else {403}


def may_be_missing(endpoint: Endpoint, person: Person, method: str, state: str = "") -> bool:
    """Say whether a person who may ask may rightly find nothing."""
    if state and method == "GET":
        return state not in ONLY_IN.get(endpoint.name, {state})
    if endpoint.name in MAY_BE_MISSING or "key" in endpoint.parameters or method == "POST":
        return True
    if person.place == ELSEWHERE:
        return len(endpoint.parameters) > 1
    return endpoint.name in OWN_JOBS and person.place != ""


def test_every_address_declares_who_may_open_it():
    assert [f"{one} ({one.route})" for one in ENDPOINTS if one.access is None] == []


def test_only_the_interface_of_phones_goes_without_csrf():
    """It is called with a token in a header, which no other site can send; a session it checks by itself."""
    exempt = {
        route
        for route, _names, pattern in walk(get_resolver().url_patterns)
        if getattr(pattern.callback, "csrf_exempt", False)
    }
    assert [route for route in exempt if not route.startswith("api/")] == []


def test_every_parameter_has_an_object():
    unknown = {name for one in ENDPOINTS for name in one.parameters} - set(PARAMETERS)
    assert unknown == set()


def test_every_kind_of_row_is_in_both_campaigns(world):
    with scopes_disabled():
        for model in scoped_models():
            for campaign in (world.ours, world.theirs):
                assert model.objects.filter(campaign=campaign).exists(), model


@pytest.mark.parametrize("endpoint", CAMPAIGN, ids=str)
def test_pages_of_a_campaign(world, endpoint):
    """Everyone asks; pages of experiments are asked for in every state."""
    wrong = []
    for state, number in (states(endpoint) or {"": None}).items():
        path = address(endpoint, world, "here", number=number)
        for person in world.people.values():
            once = person.name in SORTS and state in {"", "draft"}
            for method in METHODS + (REFUSED if once else ()):
                status, text, _ = ask(person, method, path)
                refused = expected(endpoint, person, method)
                good = status in refused if refused else status < 500 and status not in {401, 403, 405}
                if refused is None and status == 404:
                    good = may_be_missing(endpoint, person, method, state)
                if not good or leaks(person, text):
                    wrong.append((person.name, method, path, status, leaks(person, text)))
            if endpoint.name in SEARCHES:
                status, text, _ = ask(person, "GET", path + SEARCHES[endpoint.name])
                if leaks(person, text):
                    wrong.append((person.name, "search", path, status, leaks(person, text)))
    assert wrong == []


@pytest.mark.parametrize("endpoint", [one for one in CAMPAIGN if len(one.parameters) > 1], ids=str)
@pytest.mark.parametrize("where", WHERE[1:])
def test_objects_that_lie_elsewhere_are_not_there(world, endpoint, where):
    """An object of another territory is not found by local roles; one of another campaign by nobody."""
    path, own = address(endpoint, world, where), address(endpoint, world, "here")
    if path == own:
        return
    wrong = []
    for person in world.people.values():
        local = person.member and person.place == HERE
        if not (local or (person.member and where == "other")):
            continue
        for method in METHODS:
            if expected(endpoint, person, method) is not None:
                continue
            status, text, _ = ask(person, method, path)
            if status != 404 or leaks(person, text):
                wrong.append((person.name, method, path, status, leaks(person, text)))
    assert wrong == []


@pytest.mark.parametrize("endpoint", CAMPAIGN, ids=str)
def test_the_other_campaign_is_sealed(world, endpoint):
    """Our director, and everyone else of ours, finds nothing at the other campaign's addresses."""
    path = address(endpoint, world, "other").replace("/c/essai/", "/c/autre/", 1)
    for name in ("director", "territory_lead", "volunteer", "dpo", "staff"):
        for method in METHODS:
            status, text, _ = ask(world.people[name], method, path)
            assert status == 404, (name, method, path, status)
            assert OTHER not in text


@pytest.mark.parametrize("endpoint", OUTSIDE, ids=str)
def test_pages_outside_campaigns(world, endpoint):
    path = address(endpoint, world, "here")
    for person in world.people.values():
        for method in METHODS + (REFUSED if person.name in SORTS else ()):
            status, text, _ = ask(person, method, path)
            assert status < 500, (person.name, method, path, status)
            assert not leaks(person, text), (person.name, method, path)
            if method not in endpoint.access.methods:
                assert status in {302, 405}, (person.name, method, path, status)
            if endpoint.access.kind == "signed_in" and person.user is None:
                assert status == 302, (method, path, status)


@pytest.mark.parametrize("endpoint", CAMPAIGN, ids=str)
def test_a_second_factor_is_asked_of_whoever_sees_people(world, endpoint, settings):
    settings.SECOND_FACTOR = True
    path = address(endpoint, world, "here")
    for person in world.people.values():
        for method in METHODS:
            if expected(endpoint, person, method) is not None:
                continue
            status, _, place = ask(person, method, path)
            asked = status == 302 and place.startswith("/compte/protection/?next=")
            assert asked == (person.role in SEES_PEOPLE), (person.name, method, path, status)


@pytest.mark.parametrize(
    "path", ["/.git/config", "/.env", "/db.sqlite3", "/secret", "/files/", "/admin/", "/static/../secret"]
)
def test_nothing_lies_about(world, path):
    for name in ("anonymous", "director"):
        assert ask(world.people[name], "GET", path)[0] == 404


def test_the_matrix_would_see_a_missing_guard(world, monkeypatch):
    """With the condition on places taken away the canaries come out: the net has no hole where it matters."""
    volunteer = world.people["volunteer"]
    assert not leaks(volunteer, ask(volunteer, "GET", "/c/essai/carte/")[1])
    monkeypatch.setattr(managers, "within", lambda lookup, places: models.Q())
    assert leaks(volunteer, ask(volunteer, "GET", "/c/essai/carte/")[1])


def test_the_matrix_would_see_a_missing_seal(world, monkeypatch):
    """With memberships that forget their campaign, our director reads the other one's pages."""
    director = world.people["director"]
    known = declare.find_member()(world.people["stranger"].user, "autre")
    monkeypatch.setattr(declare, "find_member", lambda: lambda user, slug: known)
    assert leaks(director, ask(director, "GET", "/c/autre/membres/")[1]) == [OTHER]


def test_the_matrix_is_as_large_as_the_site(world, record_property):
    """How many requests were made: told in the report, and never fewer than the addresses want."""
    record_property("requests", sum(ASKED.values()))
    shared = "PYTEST_XDIST_WORKER" in os.environ  # each process has asked its part only
    if ASKED["PUT"] and not shared:  # the whole module was run here
        assert sum(ASKED.values()) > 40 * len(CAMPAIGN)
        print(f"{sum(ASKED.values())} requests, {len(ENDPOINTS)} addresses, {len(world.people)} people")
