"""Lists on paper: opened by their code, entered through the phones' door, reconciled door by door."""

from datetime import timedelta
from uuid import uuid4

import orjson
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope

from perron_web.conftest import person
from perron_web.features.campaigns.services import grant_role
from perron_web.features.canvassing.models import Batch, Report, Review
from perron_web.features.canvassing.queries.doors import doors_at
from perron_web.features.canvassing.queries.paper import open_sheet, reconciled
from perron_web.features.canvassing.queries.senders import Known, Sender
from perron_web.features.canvassing.rules.paper import read_code
from perron_web.features.canvassing.services.receiving import receive_reports
from perron_web.features.turfs.models import Holding, Stop, Turf
from perron_web.features.turfs.services.holding import take_turf
from perron_web.features.turfs.tests.conftest import *  # noqa: F403 - a plan with its turfs
from perron_web.platform.access.roles import Role

pytestmark = pytest.mark.django_db


def at(name, *args):
    return reverse(f"canvassing:{name}", args=["essai", *args])


@pytest.fixture
def held(planned, campaign, volunteer):
    """Emma holds turf 2001-01."""
    with scope(campaign=campaign, places=None):
        return take_turf(turf=Turf.objects.get(bureau__code="75056_2001", number=1).pk, by=volunteer)


@pytest.fixture
def doors(held, campaign):
    """The first lines of the list."""
    with scope(campaign=campaign, places=None):
        sheet = open_sheet(Holding.every.select_related("turf", "outing").get(pk=held.pk), held.holder)
        return [door.door for stop in sheet.stops for door in stop.doors]


def visit(door, outcome, seq=1, at=None, **more):
    address, stair, floor, name = door
    told = {"id": str(uuid4()), "kind": "visit", "seq": seq, "at": at or timezone.now().isoformat()}
    return {
        **told,
        "address": address,
        "stair": stair,
        "floor": floor,
        "door": name,
        "outcome": outcome,
        **more,
    }


def sending(*reports):
    return orjson.dumps({"sent_at": timezone.now().isoformat(), "reports": reports})


def post(client, held, *reports):
    answer = client.post(at("paper_enter", held.pk), sending(*reports), content_type="application/json")
    if answer.status_code != 200:
        return answer.status_code
    return [one["status"] for one in answer.json()["results"]]


def by_phone(campaign, held, *reports):
    with scope(campaign=campaign, places=None):
        turf = held.turf
        known = {turf.pk: Known(turf.place, held=True, holds=True)}
        sender = Sender(campaign=campaign.pk, user=held.holder_id, phone=77, turfs=known)
        now = timezone.now()
        filed = [{**report, "turf": turf.pk} for report in reports]
        receive_reports(sender=sender, reports=filed, sent_at=now, received_at=now)


def test_the_code_opens_the_list(held, signed, volunteer):
    client = signed(volunteer)
    typed = f"{held.code[:4].lower()} {held.code[4:]}"
    assert client.get(at("paper_code"), {"code": typed})["Location"] == at("paper", held.pk)
    unknown = client.get(at("paper_code"), {"code": "ZZZZ 9999"})
    assert unknown.status_code == 422
    assert "Aucune feuille" in unknown.content.decode()
    assert read_code(" k7qm-2x9p ") == "K7QM2X9P"


def test_the_list_is_that_of_the_paper(held, signed, volunteer, campaign):
    page = signed(volunteer).get(at("paper", held.pk)).content.decode()
    with scope(campaign=campaign, places=None):
        stops = list(Stop.objects.filter(turf=held.turf).order_by("order"))
    assert page.count('role="option"') == sum(stop.doors for stop in stops)
    places = [page.index(f">{stop.order}</span>") for stop in stops]
    assert places == sorted(places)


def test_each_line_is_stored_once_as_paper(held, doors, signed, volunteer, campaign):
    client = signed(volunteer)
    first, second = visit(doors[0], "absent", 1), visit(doors[1], "open", 2)
    assert post(client, held, first, second) == [201, 201]
    assert post(client, held, first, second) == [200, 200]
    assert post(client, held, {**first, "outcome": "open"}) == [409]
    with scope(campaign=campaign, places=None):
        rows = Report.objects.order_by("seq")
        assert [(r.source, r.user, r.phone_id, r.turf_id, r.place) for r in rows] == [
            ("paper", volunteer, None, held.turf_id, held.turf.place)
        ] * 2
        assert Batch.objects.filter(kind="paper", turfs=[held.turf_id], tallied=False).count() >= 1
        assert Holding.objects.get().on_paper
        assert doors_at([doors[0][0]])[doors[0]].outcome == "absent"


def test_what_is_taken_back_no_longer_stands(held, doors, signed, volunteer, campaign):
    client = signed(volunteer)
    one = visit(doors[0], "absent")
    undo = {**visit(doors[0], "", 2), "kind": "undo", "undoes": one["id"]}
    undo.pop("outcome")
    assert post(client, held, one, undo) == [201, 201]
    with scope(campaign=campaign, places=None):
        assert doors_at([doors[0][0]]) == {}
        assert open_sheet(held, volunteer).entered == 0


@pytest.mark.parametrize(
    "report",
    [
        {"kind": "talk", "support": 5},
        {"kind": "add", "what": "door"},
        {"kind": "visit", "outcome": "maybe"},
        {"kind": "visit", "outcome": "absent", "address": ""},
        {},
    ],
)
def test_paper_tells_outcomes_and_nothing_else(held, doors, signed, volunteer, report):
    told = {**visit(doors[0], "absent"), **report} if report else {}
    assert post(signed(volunteer), held, told) == [422]
    with scope(campaign=held.campaign, places=None):
        assert not Report.objects.exists()


def test_a_report_cannot_name_another_turf(held, doors, signed, volunteer, campaign):
    with scope(campaign=campaign, places=None):
        other = Turf.objects.get(bureau__code="75056_0201", number=1)
    assert post(signed(volunteer), held, visit(doors[0], "absent", turf=other.pk, outing=99)) == [201]
    with scope(campaign=campaign, places=None):
        assert set(Report.every.values_list("turf_id", "outing_id")) == {(held.turf_id, None)}


@pytest.mark.parametrize("body", [b"", b"[]", b'{"sent_at": "x", "reports": []}', b"{", b"x" * 400_000])
def test_what_is_no_sending_is_refused(held, signed, volunteer, body):
    answer = signed(volunteer).post(at("paper_enter", held.pk), body, content_type="application/json")
    assert answer.status_code == 400


def test_lists_of_others_are_not_opened(held, campaign, signed, lead, stranger):
    other, away = person("zoe"), person("loin")
    grant_role(campaign=campaign, user=other, role=Role.VOLUNTEER, place="11/75/75056/20/")
    grant_role(campaign=campaign, user=away, role=Role.TEAM_LEADER, place="11/75/75056/02/")
    for who, status in ((other, 404), (away, 404), (stranger, 404), (lead, 200)):
        client = signed(who)
        assert client.get(at("paper", held.pk)).status_code == status
        assert client.get(at("paper_end", held.pk)).status_code == status
        assert post(client, held) == ([] if status == 200 else 404)
    assert signed(other).get(at("paper_code"), {"code": held.code}).status_code == 422
    assert signed(other).get(at("paper_compare", held.turf_id)).status_code == 403
    assert signed(away).get(at("paper_compare", held.turf_id)).status_code == 404


def test_without_script_the_whole_list_is_sent_at_once(held, doors, signed, volunteer, campaign):
    client = signed(volunteer)
    asked = {"seq": "1", "porte-0": "absent", "porte-2": "never", "porte-3": "", "porte-4": "nonsense"}
    page = client.post(at("paper", held.pk), asked, follow=True).content.decode()
    assert "2 portes enregistrées" in page
    client.post(at("paper", held.pk), asked)
    with scope(campaign=campaign, places=None):
        assert Report.objects.count() == 2


def test_a_door_not_to_be_called_on_is_struck(held, doors, signed, lead, campaign):
    by_phone(campaign, held, visit(doors[1], "never"))
    page = signed(lead).get(at("paper", held.pk)).content.decode()
    assert page.count("data-struck") == 1
    assert "ne pas sonner" in page


def test_the_summary_ends_the_turf(held, doors, signed, volunteer, campaign):
    client = signed(volunteer)
    post(client, held, visit(doors[0], "absent"), visit(doors[1], "absent", 2))
    page = client.get(at("paper_end", held.pk)).content.decode()
    assert "2 sur" in page
    client.post(at("paper_end", held.pk), {"geste": "done"})
    with scope(campaign=campaign, places=None):
        assert Turf.objects.get(pk=held.turf_id).state == "done"
    assert post(client, held, visit(doors[2], "open", 3)) == [201]  # paper often comes late


def test_phone_and_paper_are_reconciled_door_by_door(held, doors, signed, lead, campaign):
    later = timezone.now()
    before = (later - timedelta(hours=1)).isoformat()
    by_phone(
        campaign,
        held,
        visit(doors[0], "absent", 1, before),
        visit(doors[1], "open", 2, before),
        visit(doors[2], "refused", 3, before),
    )
    client = signed(lead)
    assert (
        post(
            client,
            held,
            visit(doors[0], "absent", 1),
            visit(doors[1], "refused", 2),
            visit(doors[3], "later", 3),
        )
        == [201] * 3
    )
    with scope(campaign=campaign, places=None):
        both = reconciled(held.turf)
    assert [row.kind for row in both.rows] == ["agree", "differ", "phone", "paper"]
    assert both.rows[1].stands.source == "paper"
    page = client.get(at("paper_compare", held.turf_id)).content.decode()
    assert page.count('name="porte"') == 1
    assert (
        client.post(at("paper_compare", held.turf_id), {"porte": "p1", "source": "phone"}).status_code == 422
    )
    chosen = {"porte": "p1", "source": "phone", "motif": "le binôme l’a corrigé sur place"}
    page = client.post(at("paper_compare", held.turf_id), chosen, follow=True).content.decode()
    assert "Le téléphone fait foi à 1 porte" in page
    assert "le binôme l’a corrigé" in page
    with scope(campaign=campaign, places=None):
        assert reconciled(held.turf).rows[1].stands.source == "phone"
        assert Report.every.filter(aside="paper").count() == 1
        assert Review.objects.get().by == lead
        assert Batch.objects.filter(kind="review", turfs=[held.turf_id], tallied=False).count() == 1
    client.post(at("paper_compare", held.turf_id), {**chosen, "source": "paper"})
    with scope(campaign=campaign, places=None):
        assert reconciled(held.turf).rows[1].stands.source == "paper"
        assert Report.every.count() == 6


def test_pages_ask_as_many_questions_with_one_line_as_with_many(held, doors, signed, lead, campaign):
    def asked(url):
        with CaptureQueriesContext(connection) as found:
            assert client.get(url).status_code == 200
        return len(found)

    client = signed(lead)
    pages = [at("paper", held.pk), at("paper_end", held.pk), at("paper_compare", held.turf_id)]
    post(client, held, visit(doors[0], "absent"))
    few = [asked(page) for page in pages]
    post(client, held, *(visit(door, "absent", 2 + n) for n, door in enumerate(doors[1:31])))
    by_phone(campaign, held, *(visit(door, "open", 2 + n) for n, door in enumerate(doors[:31])))
    assert [asked(page) for page in pages] == few
