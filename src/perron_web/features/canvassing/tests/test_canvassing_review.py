"""Reports set aside leave states and figures, and come back to the byte; each in their territory."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_scopes import scope

from perron_web.features.campaigns.services import grant_role
from perron_web.features.canvassing.models import Batch, Conflict, Phone, Report, Review, Tally, TurfTally
from perron_web.features.canvassing.services.tallying import tally_waiting
from perron_web.features.canvassing.tests.tally_town import PLANNED, make_town, send, visit
from perron_web.platform.access import Role
from perron_web.platform.audit.models import AuditLine

HOME = "/c/essai/revue/"


@pytest.fixture
def town(campaign, volunteer):
    """A volunteer's phone that told a hundred doors in two minutes, and a calm one."""
    with scope(campaign=campaign, places=None):
        turfs = make_town(campaign)
        Phone.objects.create(pk=volunteer.pk, campaign=campaign, user=volunteer, token_hash="a" * 64)
        start = timezone.now() - timedelta(hours=3)
        hasty, calm = turfs[PLANNED]
        send(*(visit(hasty, volunteer, door=str(n), at=start + timedelta(seconds=n)) for n in range(100)))
        send(*(visit(calm, volunteer, door=str(n), at=start + timedelta(minutes=2 * n)) for n in range(5)))
        tally_waiting()
    return turfs


@pytest.fixture
def hasty(town):
    return town[PLANNED][0]


def text(answer):
    return answer.content.decode()


def figures(campaign):
    with scope(campaign=campaign, places=None):
        rows = Tally.every.order_by("turf_id", "hour").values_list("turf_id", "visits", "doors", "absent")
        return list(rows), list(TurfTally.every.order_by("pk").values_list("pk", "doors", "visits"))


def test_a_leader_sets_aside_and_takes_back(signed, team_leader, campaign, hasty):
    browser, before = signed(team_leader), figures(campaign)
    page = text(browser.get(HOME))
    assert "100 portes en deux minutes" in page
    assert page.count("secteur 2001") == 1
    walk = text(browser.get(f"{HOME}releves/?secteur={hasty.pk}"))
    assert "Tout ce téléphone" in walk
    address = f"{HOME}releves/?secteur={hasty.pk}"
    assert "Mettre ces relevés de côté" in text(browser.get(address))
    assert "Dites pourquoi" in text(browser.post(address, {"reason": "  "}, follow=True))
    assert "rien n’est effacé" in text(browser.post(address, {"reason": "Saisie au café"}, follow=True))
    with scope(campaign=campaign, places=None):
        assert Report.every.count() == 105
        assert Report.every.filter(aside="review").count() == 100
        made = Review.objects.get()
        assert (made.count, made.place, made.turf) == (100, hasty.place, hasty)
        batch = Batch.objects.order_by("-pk").first()
        assert (batch.kind, batch.turfs, batch.tallied) == ("review", [hasty.pk], False)
        tally_waiting()
        assert not TurfTally.every.filter(turf=hasty).exists()
        assert AuditLine.objects.filter(action="canvassing.set_aside").get().details == {"reports": 100}
    page = text(browser.get(HOME))
    assert "Saisie au café" in page
    assert "portes en deux minutes" not in page
    browser.post(f"{HOME}decisions/{made.pk}/lever/")
    assert "comptent déjà de nouveau" in text(browser.post(f"{HOME}decisions/{made.pk}/lever/", follow=True))
    with scope(campaign=campaign, places=None):
        tally_waiting()
    assert figures(campaign) == before


def test_reports_of_a_turf_not_held_are_taken_in(signed, lead, campaign, town, volunteer):
    turf = town[PLANNED][1]
    with scope(campaign=campaign, places=None):
        send(*(visit(turf, volunteer, door=f"n{n}", at=timezone.now(), aside="not_held") for n in range(3)))
    browser, address = signed(lead), f"{HOME}releves/?secteur={turf.pk}"
    assert "secteur jamais confié" in text(browser.get(f"{HOME}?drapeau=not_held"))
    assert "3 relevés comptent maintenant" in text(browser.post(address, {"compter": "1"}, follow=True))
    with scope(campaign=campaign, places=None):
        tally_waiting()
        assert TurfTally.every.get(turf=turf).doors == 8


def test_nobody_reviews_another_territory(signed, campaign, hasty, volunteer, stranger):
    from perron_web.conftest import person

    other = person("fadi")
    grant_role(campaign=campaign, user=other, role=Role.TERRITORY_LEAD, place="11/75/75056/02/")
    address = f"{HOME}releves/?secteur={hasty.pk}"
    assert "Rien à regarder" in text(signed(other).get(HOME))
    assert signed(other).get(address).status_code == 404
    assert signed(other).post(address, {"reason": "x"}).status_code == 404
    assert signed(volunteer).get(HOME).status_code == 403
    assert signed(stranger).get(HOME).status_code == 404
    assert signed(other).get(f"{HOME}releves/").status_code == 302
    with scope(campaign=campaign, places=None):
        assert not Review.objects.exists()


def test_a_second_body_is_looked_at(signed, lead, campaign, hasty, volunteer):
    with scope(campaign=campaign, places=None):
        stored = Report.every.filter(turf=hasty).first()
        apart = Conflict.objects.create(
            campaign=campaign, place=hasty.place, report_id=stored.pk, user=volunteer,
            body={"kind": "visit", "outcome": "open", "name": "CANARI"}, digest=b"9" * 16,
        )  # fmt: skip
    page = text(signed(lead).get(HOME))
    assert "Doubles envois" in page
    assert "porte ouverte" in page
    assert "CANARI" not in page
    assert "le premier reste" in text(signed(lead).post(f"{HOME}doubles/{apart.pk}/", follow=True))
    assert signed(lead).post(f"{HOME}doubles/{apart.pk}/").status_code == 404


def test_the_board_costs_the_same_with_more(signed, director, campaign, town, volunteer):
    browser = signed(director)

    def queries():
        browser.get(f"{HOME}?drapeau=tout")
        with CaptureQueriesContext(connection) as found:
            assert browser.get(f"{HOME}?drapeau=tout").status_code == 200
        return len(found)

    few = queries()
    with scope(campaign=campaign, places=None):
        for code, turfs in town.items():
            for turf in turfs:
                send(visit(turf, volunteer, door=f"x{code}", at=timezone.now()))
    assert queries() == few


def test_the_board_is_narrowed_to_a_place(signed, director, town):
    browser = signed(director)
    assert "100 portes en deux minutes" in text(browser.get(HOME, {"lieu": "Paris 20e"}))
    assert "100 portes en deux minutes" not in text(browser.get(HOME, {"lieu": "75056_2004"}))
    assert "ne porte ce nom" in text(browser.get(HOME, {"lieu": "Atlantide"}))
