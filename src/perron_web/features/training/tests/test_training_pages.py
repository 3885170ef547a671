"""Pages of training: who sees what, what a click does, as many queries however long the list."""

import json
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_scopes import scope

from perron_web.features.accounts.models import User
from perron_web.features.campaigns.models import Membership
from perron_web.features.campaigns.services import grant_role
from perron_web.features.training.models import Attendance, Branch, Certificate, Module, TrainingGoal
from perron_web.features.training.queries.answers import mine, near
from perron_web.features.training.rules import session_token
from perron_web.features.training.services.certifying import certify
from perron_web.features.training.services.seats import sign_up
from perron_web.features.training.tests.factories import make_module, make_session, people
from perron_web.features.training.views import tree
from perron_web.platform.access import Role

HOME = "/c/essai/formation/"


@pytest.fixture(autouse=True)
def undrawn(monkeypatch):
    """Charts are drawn in another process: not here."""
    monkeypatch.setattr(tree, "draw_later", lambda _calls: None)


@pytest.fixture
def session(campaign, lead):
    with scope(campaign=campaign, places=None):
        return make_session(campaign, lead, note="Apportez un stylo.")


def text(answer):
    return answer.content.decode()


def ticks_of(session):
    return f"{HOME}sessions/{session.pk}/presence/lot/"


def test_a_lead_writes_a_module_and_announces_a_session(signed, lead, campaign):
    browser = signed(lead)
    assert "Écrire un module" in text(browser.get(HOME))
    values = {
        "title": "Frapper à une porte",
        "summary": "S.",
        "minutes": 90,
        "material": "Un\n\nDeux.",
        "may_train": "on",
    }
    answer = browser.post(f"{HOME}modules/nouveau/", values, follow=True)
    assert "<h2>Un</h2>" in text(answer)
    with scope(campaign=campaign, places=None):
        module = Module.objects.get()
    start = timezone.localtime() + timedelta(days=2)
    values = {
        "module": module.pk, "starts_at": start.strftime("%Y-%m-%dT%H:%M"), "hours": 90, "places_max": 12,
        "meeting_name": "Chez Nour", "trainer": lead.pk, "place": "11/75/75056/20/",
    }  # fmt: skip
    answer = browser.post(f"{HOME}sessions/nouvelle/", values, follow=True)
    assert "Chez Nour" in text(answer)
    refused = browser.post(f"{HOME}sessions/nouvelle/", {**values, "place": "11/75/75056/02/"})
    assert refused.status_code == 422
    assert "votre territoire" in text(refused)


def test_a_volunteer_takes_a_seat_and_gives_it_back(signed, volunteer, campaign, lead):
    with scope(campaign=campaign, places=None):
        session = make_session(campaign, lead, hours=30)
    browser, url = signed(volunteer), f"{HOME}sessions/{session.pk}/"
    assert "Retenir ma place" in text(browser.get(url))
    assert "Votre place est retenue" in text(browser.post(f"{url}venir/", follow=True))
    assert "inscrit·e" in text(browser.get(HOME))
    assert "Votre place est rendue" in text(browser.post(f"{url}venir/", {"non": "1"}, follow=True))
    assert "BEGIN:VEVENT" in text(browser.get(f"{url}session.ics"))
    assert browser.get(f"{url}presence/").status_code == 403


def test_the_code_notes_whoever_is_logged_in(signed, volunteer, session, client, campaign):
    url = f"/f/{session_token(session.pk, session.nonce, 'here')}/"
    browser = signed(volunteer)
    assert "Je suis là" in text(browser.get(url))
    assert "C’est noté" in text(browser.post(url, follow=True))
    with scope(campaign=campaign, places=None):
        assert Attendance.objects.get(user=volunteer).source == "qr"
    visitor = client.post(url, {"name": "Nour Exemple", "email": "nour@exemple.test"})
    assert visitor.status_code == 302
    assert visitor["Location"].endswith(f"next=%2Ff%2F{session_token(session.pk, session.nonce, 'here')}%2F")
    assert len(mail.outbox) == 1
    assert client.get("/f/1-zzzz/").status_code == 404


def test_the_code_of_a_session_to_come_does_nothing_yet(signed, volunteer, lead, campaign):
    with scope(campaign=campaign, places=None):
        session = make_session(campaign, lead, hours=40)
    here, coming = (f"/f/{session_token(session.pk, session.nonce, one)}/" for one in ("here", "coming"))
    browser = signed(volunteer)
    assert "Ce code servira" in text(browser.post(here))
    assert "Votre place est retenue" in text(browser.post(coming, follow=True))
    with scope(campaign=campaign, places=None):
        assert Attendance.objects.get().checked_in_at is None


def test_ticks_sent_without_network_arrive_once(signed, lead, session, campaign, volunteer):
    with scope(campaign=campaign, places=None):
        row = sign_up(session=session, user=volunteer, by=volunteer)
    browser = signed(lead)
    at = (timezone.now() - timedelta(minutes=5)).isoformat()
    body = json.dumps({"ticks": [{"attendance": row.pk, "here": True, "at": at}]})
    for _again in range(2):
        answer = browser.post(ticks_of(session), body, content_type="application/json").json()
        assert answer["states"] == {str(row.pk): "here"}
        assert answer["people"] == [{"id": row.pk, "first": "Emma", "here": True}]
    for wrong in (
        "{",
        "[]",
        '{"ticks":[{}]}',
        '{"ticks":[{"attendance":1,"here":true,"at":"hier"}]}',
        '{"ticks":7}',
    ):
        assert browser.post(ticks_of(session), wrong, content_type="application/json").status_code == 400
    assert signed(volunteer).post(ticks_of(session), body, content_type="application/json").status_code == 403


def test_the_session_ends_with_certificates_that_print(signed, lead, session, campaign, volunteer):
    with scope(campaign=campaign, places=None):
        row = sign_up(session=session, user=volunteer, by=volunteer)
    browser, url = signed(lead), f"{HOME}sessions/{session.pk}/"
    browser.post(f"{url}presence/{row.pk}/")
    page = text(
        browser.post(f"{url}presence/", {"name": "Nour Exemple", "email": "nour@exemple.test"}, follow=True)
    )
    assert "pas encore membre" in page
    assert "certificats délivrés" in text(browser.post(f"{url}terminer/", follow=True))
    with scope(campaign=campaign, places=None):
        newcomer = Attendance.objects.get(user__email="nour@exemple.test")
        held = Certificate.objects.get(user=volunteer)
    browser.post(f"{url}presence/{newcomer.pk}/accueillir/")
    assert Membership.objects.get(user=newcomer.user).role == Role.VOLUNTEER
    own = signed(volunteer)
    assert "Formé·e par" in text(own.get(f"{HOME}certificats/{held.pk}/"))
    assert own.get(f"{HOME}certificats/{held.pk}/certificat.pdf").content.startswith(b"%PDF")
    assert own.post(f"{HOME}certificats/{held.pk}/retirer/").status_code == 403
    assert "Certificat retiré le" in text(browser.post(f"{HOME}certificats/{held.pk}/retirer/", follow=True))
    assert "Sessions passées" in text(browser.get(f"{HOME}?passees"))


def test_a_trainer_keeps_the_list_of_their_own_sessions_only(signed, lead, session, campaign):
    trainer = User.objects.create_user("tao@exemple.test", name="Tao")
    grant_role(campaign=campaign, user=trainer, role=Role.TRAINER, place="11/75/75056/20/")
    with scope(campaign=campaign, places=None):
        own = make_session(campaign, lead, module=session.module, trainer=trainer)
    browser = signed(trainer)
    assert browser.get(f"{HOME}sessions/{session.pk}/presence/").status_code == 404
    assert browser.get(f"{HOME}sessions/{own.pk}/presence/").status_code == 200
    assert browser.post(f"{HOME}modules/nouveau/", {}).status_code == 403
    assert 'name="trainer"' not in text(browser.get(f"{HOME}sessions/nouvelle/"))


def test_sessions_of_the_commune_are_for_its_arrondissements_too(signed, volunteer, director, campaign):
    with scope(campaign=campaign, places=None):
        for place, name in (("11/75/75056/", "pour la commune"), ("11/75/75056/02/", "pour le deuxième")):
            make_session(campaign, director, hours=9, place=place, meeting_name=name)
    page = text(signed(volunteer).get(HOME))
    assert "pour la commune" in page
    assert "pour le deuxième" not in page


def test_the_tree_shows_names_to_those_who_may_read_them(signed, campaign, lead, director, team_leader):
    with scope(campaign=campaign, places=None):
        module = make_module(campaign, lead)
        near_one, far_one = people(campaign, 2)
        certify(campaign=campaign, module=module, user=near_one, place="11/75/75056/20/", trained_by=director)
        certify(campaign=campaign, module=module, user=far_one, place="11/75/75056/02/", trained_by=director)
        root = Branch.every.get(user=director)
    url = f"{HOME}arbre/{root.pk}/"
    whole = text(signed(director).get(url, headers={"HX-Request": "true"}))
    assert "Zoe 0" in whole
    assert "Zoe 1" in whole
    assert "<h1" not in whole
    local = text(signed(lead).get(url))
    assert "Zoe 0" in local
    assert "Zoe 1" not in local
    assert "une personne formée" in local
    assert "Zoe" not in text(signed(team_leader).get(url))
    assert "mobilisateurs" in text(signed(team_leader).get(f"{HOME}arbre/"))


def test_the_goal_is_the_directors(signed, director, lead, campaign):
    values = {
        "trainers": 3,
        "mobilisers": 40,
        "volunteers": 500,
        "by_date": "2027-03-01",
        "first_outing_days": 10,
    }
    assert signed(lead).post(f"{HOME}progression/", values).status_code == 403
    assert "L’objectif est enregistré" in text(
        signed(director).post(f"{HOME}progression/", values, follow=True)
    )
    with scope(campaign=campaign, places=None):
        assert TrainingGoal.objects.get().volunteers == 500
    sent = signed(lead).get(f"{HOME}progression/formation.csv")
    assert b"jour;formateurs" in sent.content


def test_reminders_list_who_to_call_and_who_may_train(signed, lead, campaign, volunteer):
    with scope(campaign=campaign, places=None):
        session = make_session(campaign, lead, hours=20)
        sign_up(session=session, user=volunteer, by=volunteer)
        (able,) = people(campaign, 1)
        certify(campaign=campaign, module=session.module, user=able, place="11/75/75056/20/", trained_by=lead)
        Branch.every.filter(user=able).update(since=timezone.now() - timedelta(days=30))
        key = Branch.every.get(user=able).pk
    page = text(signed(lead).get(f"{HOME}rappels/"))
    assert "Emma" in page
    assert "Zoe 0" in page
    assert "pas encore sorti" in page
    assert "peut maintenant tenir des sessions" in text(
        signed(lead).post(f"{HOME}arbre/{key}/former/", follow=True)
    )
    assert Membership.objects.filter(user=able, role=Role.TRAINER).exists()


def test_answers_to_the_features_below(inside, lead, volunteer):
    module = make_module(inside, lead)
    far = make_session(inside, lead, module, hours=9, meeting=(2.5, 48.9), places_max=1)
    close = make_session(inside, lead, module, hours=30, meeting=(2.401, 48.86))
    make_session(inside, lead, module, hours=-30)
    sign_up(session=far, user=lead, by=lead)
    found = near(2.4, 48.86, 5)
    assert [one.where for one in found] == ["Maison des associations"] * 2
    assert found[0].metres < 100 < found[1].metres
    assert found[1].note == "complet\u00a0: liste d’attente"
    assert [card.action for card in mine(volunteer)] == ["Se former"]
    sign_up(session=close, user=volunteer, by=volunteer)
    assert [card.state for card in mine(volunteer)] == ["taken"]
    certify(campaign=inside, module=module, user=volunteer, place="", trained_by=lead)
    assert [card.state for card in mine(volunteer)] == ["taken", "done"]
    inside.modules_off = ["training"]
    assert near(2.4, 48.86, 5) == mine(volunteer) == []


@pytest.mark.parametrize(
    "path", ["", "modules/", "arbre/", "progression/", "rappels/", "sessions/{session}/presence/"]
)
def test_a_list_costs_the_same_with_thirty(signed, campaign, director, session, path):
    browser, url = signed(director), HOME + path.format(session=session.pk)

    def grow(count, start):
        with scope(campaign=campaign, places=None):
            for user in people(campaign, count, name=f"l{start}"):
                module = make_module(campaign, director, title=f"M{user.pk}")
                make_session(campaign, director, module, hours=30)
                sign_up(session=session, user=user, by=user)
                certify(
                    campaign=campaign, module=module, user=user, place="11/75/75056/20/", trained_by=director
                )
            Branch.every.filter(generation__gt=0).update(since=timezone.now() - timedelta(days=30))

    def queries():
        browser.get(url)
        with CaptureQueriesContext(connection) as seen:
            assert browser.get(url).status_code == 200
        return len(seen)

    grow(2, 0)
    few = queries()
    grow(8, 1)
    assert queries() == few


def test_dead_links_of_other_campaigns(signed, stranger, session):
    assert signed(stranger).get(f"{HOME}sessions/{session.pk}/").status_code == 404
