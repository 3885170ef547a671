"""From a meeting point to a team: proposed, approved, joined by its code; who sees whom on the way."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from perron_web.features.accounts.models import User
from perron_web.features.campaigns.models import Membership
from perron_web.features.campaigns.queries.people import find_member
from perron_web.features.campaigns.services.members import revoke_role
from perron_web.features.teams.choices import Belonging, TeamState
from perron_web.features.teams.models import OutingPerson, Team, TeamMember
from perron_web.features.teams.queries.members import readers_of
from perron_web.features.teams.services.joining import find_team, join_token
from perron_web.features.teams.services.mails import letters_of
from perron_web.features.teams.tests.factories import PARIS_2, PARIS_20, a_person, a_team, an_outing, at
from perron_web.platform.access import Role
from perron_web.platform.hooks import LISTENERS, on

pytestmark = pytest.mark.django_db
START = {
    "name": "Équipe Ramponeau",
    "meeting_name": "devant l’école",
    "address": "4 rue de Ménilmontant, 75020",
}


def link(team: Team) -> str:
    return f"/e/{join_token(team)}/"


def state_of(team, user) -> str:
    with scopes_disabled():
        row = TeamMember.objects.filter(team=team, user=user).first()
    return row.state if row else ""


def test_anyone_starts_a_team_and_a_lead_approves_it(ground, signed, volunteer, lead, settings):
    campaign = volunteer.memberships.get().campaign
    settings.SECOND_FACTOR = True
    client = signed(volunteer)
    page = client.post(at("create"), START, follow=True).content.decode()
    assert "Équipe proposée" in page
    with scopes_disabled():
        team = Team.objects.get()
    assert (team.state, team.place, team.leader) == (TeamState.PROPOSED, PARIS_20, volunteer)
    assert client.post(at("approve", team.pk)).status_code == 403
    other = a_person(campaign, "Zoé")
    assert signed(other).get(at("show", team.pk)).status_code == 404  # nobody else sees it yet
    settings.SECOND_FACTOR = False
    above = signed(lead)
    assert START["name"] in above.get(at("index") + "?etat=proposed").content.decode()
    assert "attend votre réponse" in above.get(at("show", team.pk)).content.decode()
    above.post(at("approve", team.pk))
    team.refresh_from_db()
    assert team.state == TeamState.ACTIVE
    held = set(Membership.objects.filter(user=volunteer).values_list("role", "place"))
    assert held == {("volunteer", PARIS_20), ("team_leader", PARIS_20)}
    assert state_of(team, volunteer) == Belonging.MEMBER
    settings.SECOND_FACTOR = True
    assert client.get(at("members", team.pk)).headers["Location"].startswith("/compte/protection/")


def test_a_lead_of_elsewhere_approves_nothing_here(campaign, ground, signed, volunteer):
    team = a_team(campaign, state="proposed", leader=volunteer, made_by=volunteer)
    away = a_person(campaign, "Away", place=PARIS_2, role=Role.TERRITORY_LEAD)
    assert signed(away).post(at("approve", team.pk)).status_code == 404
    assert signed(volunteer).post(at("close", team.pk)).status_code == 302  # its maker withdraws it
    team.refresh_from_db()
    assert team.state == TeamState.CLOSED


@pytest.mark.parametrize(
    "asked", [{"name": ""}, {"address": "33000"}, {"address": ""}, {"meeting_lon": "5", "meeting_lat": "43"}]
)
def test_a_team_starts_somewhere_in_the_campaign(campaign, ground, signed, volunteer, asked):
    assert signed(volunteer).post(at("create"), START | asked).status_code == 422


def test_three_proposals_wait_at_most(campaign, ground, signed, volunteer):
    for number in range(3):
        a_team(campaign, name=f"É {number}", state="proposed", made_by=volunteer)
    assert signed(volunteer).post(at("create"), START).status_code == 422


def test_a_new_person_joins_by_the_code_and_sees_nothing_before(campaign, ground, team_leader, committed):
    """The poster leads to a page without names; an account opened there is nobody's until let in."""
    friend = a_person(campaign, "Farid")
    team = a_team(campaign, leader=team_leader, members=(team_leader, friend))
    phone = Client()
    page = phone.get(link(team)).content.decode()
    assert team.name in page
    assert "Farid" not in page
    assert "Driss" not in page
    answer = phone.post(link(team), {"name": "Nour Secret", "email": "nour@exemple.test"})
    assert answer.status_code == 302
    code = re.search(r"\b\d{6}\b", mail.outbox[-1].body)[0]
    phone.post(answer.headers["Location"], {"code": code})
    nour = User.objects.get(email="nour@exemple.test")
    assert phone.get("/c/essai/").status_code == 404
    assert phone.get(at("show", team.pk)).status_code == 404
    assert "Demander" in phone.get(link(team)).content.decode()
    with committed(execute=True):
        phone.post(link(team))
    assert state_of(team, nour) == Belonging.ASKED
    for address in ("/c/essai/", at("show", team.pk), at("mine"), at("near"), at("index")):
        assert phone.get(address).status_code == 404, address
    assert not Membership.objects.filter(user=nour).exists()
    assert mail.outbox[-1].to == [team_leader.email]  # told by a job once the request has ended


def test_the_leader_lets_in_and_the_person_becomes_a_volunteer(campaign, ground, signed, team_leader):
    nour = a_person(campaign, "Nour", role=None)
    team = a_team(campaign, leader=team_leader)
    signed(nour).post(link(team))
    page = signed(team_leader).get(at("members", team.pk)).content.decode()
    assert "Nour Secret" in page
    assert "nour@exemple.test" in page
    signed(team_leader).post(at("accept", team.pk, nour.pk))
    assert state_of(team, nour) == Belonging.MEMBER
    assert [(one.role, one.place) for one in nour.memberships.all()] == [("volunteer", PARIS_20)]
    client = signed(nour)
    assert team.name in client.get(at("mine")).content.decode()
    client.post(at("leave", team.pk))
    assert state_of(team, nour) == Belonging.LEFT


def test_members_see_first_names_and_the_leader_names_and_addresses(campaign, ground, signed, team_leader):
    one, two = a_person(campaign, "Inès"), a_person(campaign, "Karim")
    outsider = a_person(campaign, "Zoé")
    team = a_team(campaign, leader=team_leader, members=(one, two))
    page = signed(one).get(at("show", team.pk)).content.decode()
    assert "Karim" in page
    assert "Karim Secret" not in page
    assert two.email not in page
    led = signed(team_leader).get(at("members", team.pk)).content.decode()
    assert "Karim Secret" in led
    assert two.email in led
    seen = signed(outsider).get(at("show", team.pk)).content.decode()
    assert team.name in seen
    assert "Karim" not in seen
    assert "Driss" not in seen
    assert signed(one).get(at("members", team.pk)).status_code == 403


def test_a_leader_of_another_team_of_the_place_manages_only_theirs(campaign, ground, signed, team_leader):
    team = a_team(campaign, leader=a_person(campaign, "Other", role=Role.TEAM_LEADER))
    nour = a_person(campaign, "Nour", role=None)
    signed(nour).post(link(team))
    client = signed(team_leader)
    for address in (
        at("members", team.pk),
        at("share", team.pk),
        at("poster", team.pk),
        at("update", team.pk),
    ):
        assert client.get(address).status_code == 404
    assert client.post(at("accept", team.pk, nour.pk)).status_code == 404
    assert client.post(at("write", team.pk), {"text": "x"}).status_code == 404


def test_the_leader_is_told_once(campaign, ground, signed, team_leader, committed):
    nour = a_person(campaign, "Nour")
    team = a_team(campaign, leader=team_leader)
    client = signed(nour)
    with committed(execute=True):
        for _again in range(2):
            client.post(at("ask", team.pk))
            client.post(link(team))
        client.post(at("leave", team.pk))
        client.post(at("ask", team.pk))
    assert [one.to for one in mail.outbox] == [[team_leader.email]]


def test_a_closed_door_opens_by_its_link_only(campaign, ground, signed, volunteer, lead):
    team = a_team(campaign, open=False)
    signed(volunteer).post(at("ask", team.pk))
    assert state_of(team, volunteer) == ""
    signed(volunteer).post(link(team))
    assert state_of(team, volunteer) == Belonging.ASKED


def test_a_renewed_link_opens_another_door(campaign, ground, signed, lead, volunteer):
    team = a_team(campaign)
    old = link(team)
    page = signed(lead).get(at("share", team.pk)).content.decode()
    assert old in page
    assert "<svg" in page
    assert "<svg" in signed(lead).get(at("poster", team.pk)).content.decode()
    signed(lead).post(at("renew", team.pk))
    team.refresh_from_db()
    assert Client().get(old).status_code == 404
    assert Client().get(link(team)).status_code == 200
    assert find_team(token="x.y") is None
    signed(lead).post(at("close", team.pk))
    assert Client().get(link(team)).status_code == 410


def test_who_is_taken_out_is_told_to_whoever_listens(campaign, ground, signed, lead):
    one = a_person(campaign, "Inès")
    team = a_team(campaign, leader=one, members=(one,))
    told = []
    listener = on("team_left")(lambda *, team, user: told.append((team.pk, user)))
    try:
        signed(lead).post(at("remove", team.pk, one.pk))
    finally:
        LISTENERS["team_left"].remove(listener)
    assert told == [(team.pk, one)]
    team.refresh_from_db()
    assert team.leader is None


def test_roles_taken_back_close_the_door_at_the_next_click(campaign, ground, signed, director):
    one = a_person(campaign, "Inès")
    team = a_team(campaign, members=(one,))
    client = signed(one)
    assert client.get(at("show", team.pk)).status_code == 200
    revoke_role(member=find_member(director, "essai"), membership=one.memberships.get())
    assert client.get(at("show", team.pk)).status_code == 302  # logged out
    assert signed(one).get(at("show", team.pk)).status_code == 404  # and no longer of the campaign


def test_a_message_leaves_in_one_envelope_a_person(campaign, ground, signed, team_leader, committed):
    people = tuple(a_person(campaign, who) for who in ("Inès", "Karim", "Zoé"))
    people[2].language = "en"
    people[2].save()
    team = a_team(campaign, leader=team_leader, members=people)
    with committed(execute=True):
        signed(team_leader).post(at("write", team.pk), {"text": "Samedi, 14 h !"})
    assert sorted(one.to[0] for one in mail.outbox) == sorted(one.email for one in people)
    assert all(len(one.to) == 1 and not one.cc and not one.bcc for one in mail.outbox)
    said = {one.to[0]: one for one in mail.outbox}
    assert "a message" in said[people[2].email].subject
    assert "un message" in said[people[0].email].subject
    assert f"http://testserver{at('show', team.pk)}" in said[people[0].email].body
    assert not any(one.email in said[people[0].email].body for one in people)
    assert "Samedi, 14 h" in signed(people[0]).get(at("show", team.pk)).content.decode()


def test_nothing_leaves_while_the_law_asks_for_silence(campaign, ground, signed, team_leader, committed):
    from datetime import timedelta

    from perron_web.features.campaigns.tests.factories import an_election

    with scope(campaign=campaign, places=None):
        day = timezone.localdate() + timedelta(days=1)
        an_election(campaign, first_round=day, second_round=day + timedelta(days=7))
    team = a_team(campaign, leader=team_leader, members=(a_person(campaign, "Inès"),))
    with committed(execute=True):
        page = (
            signed(team_leader).post(at("write", team.pk), {"text": "Allez !"}, follow=True).content.decode()
        )
    assert "L. 49" in page
    assert mail.outbox == []


def test_whoever_loses_their_last_role_leaves_teams_and_outings(campaign, ground, director):
    """Letters stop at once; a role that merely ends on its day stops them too."""
    one, two = a_person(campaign, "Inès"), a_person(campaign, "Karim")
    team = a_team(campaign, leader=one, members=(one, two))
    outing = an_outing(campaign, team=team, people=(one, two))
    member = find_member(director, "essai")
    for held in one.memberships.all():
        revoke_role(member=member, membership=held)
    assert state_of(team, one) == Belonging.LEFT
    team.refresh_from_db()
    assert team.leader is None
    two.memberships.update(until=timezone.now())
    with scope(campaign=campaign, places=None):
        assert [row.answer for row in OutingPerson.objects.filter(outing=outing, user=one)] == ["not"]
        assert readers_of(team) == []
        assert letters_of(kind="cancelled", number=outing.pk) == []


def test_who_makes_many_teams_is_not_of_each(campaign, ground, signed, lead):
    a_team(campaign, made_by=lead)
    assert "Équipe Gambetta" not in signed(lead).get(at("mine")).content.decode().split("<main")[1]


def test_a_leader_makes_volunteers_only_where_they_lead(campaign, ground, signed):
    bureau = f"{PARIS_20}75056_1/"
    leader = a_person(campaign, "Part", place=bureau, role=Role.TEAM_LEADER)
    away = a_person(campaign, "Loin", place=PARIS_2, role=Role.TEAM_LEADER)
    one, two = a_person(campaign, "Inès", role=None), a_person(campaign, "Karim", role=None)
    team = a_team(campaign, leader=leader)
    signed(one).post(link(team))
    signed(two).post(link(team))
    signed(leader).post(at("accept", team.pk, one.pk))
    assert [held.place for held in one.memberships.all()] == [bureau]
    with scopes_disabled():
        Team.every.update(leader=away)
    page = signed(away).post(at("accept", team.pk, two.pk), follow=True).content.decode()
    assert "Aucun de vos rôles" in page
    assert state_of(team, two) == Belonging.ASKED
    assert not two.memberships.exists()
