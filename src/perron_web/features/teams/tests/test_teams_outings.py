"""Outings: planned, answered to, paired, called off; who sees them; lists that cost the same when long."""

import pytest
from django.core import mail
from django_scopes import scope, scopes_disabled

from perron_web.features.campaigns.tests.factories import queries
from perron_web.features.teams.choices import OutingState
from perron_web.features.teams.models import Outing, OutingPerson, Team, TeamMember
from perron_web.features.teams.tests.factories import (
    PARIS_2,
    PARIS_20,
    a_person,
    a_team,
    an_outing,
    at,
)
from perron_web.platform.access import Role

pytestmark = pytest.mark.django_db


def rows_of(outing) -> dict[str, OutingPerson]:
    with scopes_disabled():
        return {
            row.user.name.split()[0]: row
            for row in OutingPerson.objects.filter(outing=outing).select_related("user")
        }


@pytest.fixture
def team(campaign, ground, team_leader):
    return a_team(campaign, leader=team_leader)


def asked(team, /, **changes) -> dict[str, object]:
    return {"team": team.pk, "day": "2099-03-14", "start": "14:00", "end": "17:00"} | changes


def test_a_leader_plans_an_outing_of_their_team(team, signed, team_leader):
    client = signed(team_leader)
    client.post(at("create_outing"), asked(team, places_max="12", note="De l’eau"))
    with scopes_disabled():
        outing = Outing.every.get()
    assert (outing.place, outing.meeting_name, outing.meeting_lon) == (PARIS_20, "la place", team.meeting_lon)
    page = client.get(at("outing", outing.pk)).content.decode()
    assert "samedi 14 mars" in page.replace("\u00a0", " ")
    client.post(at("update_outing", outing.pk), asked(team, title="Grande sortie", start="15:00"))
    outing.refresh_from_db()
    assert (outing.title, outing.places_max) == ("Grande sortie", None)
    file = client.get(at("outing_file", outing.pk))
    assert file.headers["Content-Type"].startswith("text/calendar")
    assert "SUMMARY:Grande sortie" in file.content.decode()
    assert "DTSTART:20990314T140000Z" in file.content.decode()  # 15 h in Paris


@pytest.mark.parametrize(
    "wrong", [{"day": "2001-01-01"}, {"end": "13:00"}, {"team": ""}, {"places_max": "0"}, {"start": "hier"}]
)
def test_an_outing_makes_sense(team, signed, team_leader, wrong):
    assert signed(team_leader).post(at("create_outing"), asked(team, **wrong)).status_code == 422


def test_a_leader_plans_for_no_other_team(campaign, team, signed, team_leader, lead):
    other = a_team(campaign, name="Équipe Sentier", place=PARIS_2)
    assert signed(team_leader).post(at("create_outing"), asked(other)).status_code == 422
    assert signed(lead).post(at("create_outing"), asked(other)).status_code == 422
    alone = {"team": "", "address": "75020", "title": "Ouverte à tout le monde"}
    assert signed(lead).post(at("create_outing"), asked(team, **alone)).status_code == 302
    outing = an_outing(campaign, team=other)
    for who in (team_leader, lead):
        assert signed(who).get(at("outing", outing.pk)).status_code == 404


def test_answers_and_the_last_place(campaign, team, signed, volunteer):
    other = a_person(campaign, "Karim")
    outing = an_outing(campaign, team=team, places_max=1)
    signed(volunteer).post(at("answer", outing.pk), {"answer": "coming"})
    page = signed(other).post(at("answer", outing.pk), {"answer": "coming"}, follow=True).content.decode()
    assert "complète" in page
    signed(other).post(at("answer", outing.pk), {"answer": "maybe", "wants": volunteer.pk})
    assert {name: row.answer for name, row in rows_of(outing).items()} == {"Emma": "coming", "Karim": "maybe"}
    assert rows_of(outing)["Karim"].wants == volunteer
    signed(volunteer).post(at("answer", outing.pk), {"answer": "not", "retour": "moi"})
    signed(other).post(at("answer", outing.pk), {"answer": "coming"})
    assert rows_of(outing)["Karim"].answer == "coming"
    assert signed(other).post(at("answer", outing.pk), {"answer": "oui"}).status_code == 404


def test_an_outing_that_is_over_takes_no_answer(campaign, team, signed, volunteer):
    past = an_outing(campaign, team=team, day=-2)
    off = an_outing(campaign, team=team, state=OutingState.CANCELLED)
    for outing in (past, off):
        signed(volunteer).post(at("answer", outing.pk), {"answer": "coming"})
        assert rows_of(outing) == {}


def test_pairs_are_formed_changed_by_hand_and_kept(campaign, team, signed, team_leader):
    """Wishes first; whoever has never been out goes with somebody who has; then presence counts."""
    people = {who: a_person(campaign, who) for who in ("Abel", "Bella", "Chafik", "Dora", "Elsa", "Fanny")}
    before = an_outing(campaign, team=team, day=-7)
    with scope(campaign=campaign, places=None):
        for who in ("Abel", "Bella", "Chafik"):
            OutingPerson.objects.create(
                campaign=campaign, outing=before, user=people[who], present_at=before.starts_at
            )
    outing = an_outing(campaign, team=team, people=tuple(people.values()))
    signed(people["Dora"]).post(at("answer", outing.pk), {"answer": "coming", "wants": people["Elsa"].pk})
    leader = signed(team_leader)
    there = [user.pk for who, user in people.items() if who != "Fanny"]
    leader.post(at("presence", outing.pk), {"present": there})
    outing.refresh_from_db()
    assert outing.state == OutingState.UNDER_WAY
    leader.post(at("pairs", outing.pk))
    pairs = {who: row.pair for who, row in rows_of(outing).items()}
    assert pairs["Dora"] == pairs["Elsa"]
    assert pairs["Fanny"] is None
    assert sorted(pairs[who] for who in ("Abel", "Bella", "Chafik")).count(None) == 0
    hand = {f"paire-{people['Abel'].pk}": "7", f"paire-{people['Fanny'].pk}": "7"}
    leader.post(at("presence", outing.pk), {"present": [*there, people["Fanny"].pk]})
    leader.post(at("pairs_by_hand", outing.pk), hand)
    leader.post(at("pairs", outing.pk))
    pairs = {who: row.pair for who, row in rows_of(outing).items()}
    assert (pairs["Abel"], pairs["Fanny"]) == (7, 7)
    assert pairs["Bella"] == pairs["Chafik"]
    leader.post(at("pairs", outing.pk), {"tout": "1"})
    assert {row.pair for row in rows_of(outing).values()} == {1, 2, 3}
    page = signed(people["Dora"]).get(at("outing", outing.pk)).content.decode()
    assert "Elsa" in page
    assert "Elsa Secret" not in page
    assert people["Elsa"].email not in page


def test_presence_and_pairs_are_the_leaders(campaign, team, signed, volunteer):
    outing = an_outing(campaign, team=team, people=(volunteer,))
    other = signed(a_person(campaign, "Other", role=Role.TEAM_LEADER))
    for name in ("presence", "pairs", "pairs_by_hand", "cancel_outing", "end_outing"):
        assert signed(volunteer).post(at(name, outing.pk)).status_code == 403
        assert other.post(at(name, outing.pk)).status_code == 404
    page = signed(a_person(campaign, "Zoé")).get(at("outing", outing.pk)).content.decode()
    assert "Emma" not in page  # not of the team, not coming: figures only


def test_somebody_who_came_unannounced_is_added(campaign, team, signed, team_leader):
    karim, stranger = a_person(campaign, "Karim"), a_person(campaign, "Zoé")
    with scope(campaign=campaign, places=None):
        TeamMember.objects.create(campaign=campaign, team=team, user=karim, state="member")
    outing = an_outing(campaign, team=team)
    client = signed(team_leader)
    client.post(at("presence", outing.pk), {"aussi": karim.pk})
    client.post(at("presence", outing.pk), {"aussi": stranger.pk, "present": karim.pk})
    assert {who: bool(row.present_at) for who, row in rows_of(outing).items()} == {"Karim": True}
    client.post(at("end_outing", outing.pk))
    outing.refresh_from_db()
    assert outing.state == OutingState.DONE


def test_whoever_was_to_come_is_told_of_a_cancellation(team, signed, volunteer, committed):
    campaign = team.campaign
    other = a_person(campaign, "Karim")
    outing = an_outing(campaign, team=team, people=(volunteer, other))
    with scopes_disabled():
        OutingPerson.objects.filter(user=other).update(answer="not")
    with committed(execute=True):
        signed(team.leader).post(at("cancel_outing", outing.pk))
    assert [one.to for one in mail.outbox] == [[volunteer.email]]
    assert "annulée" in mail.outbox[0].subject
    assert "est annulée" in signed(volunteer).get(at("mine")).content.decode()


def test_my_page_teaches_the_next_step_then_shows_what_is_mine(campaign, team, signed, volunteer):
    client = signed(volunteer)
    page = client.get(at("mine")).content.decode()
    assert "Donnez votre code postal" in page
    assert f"/terrain/?campagne={campaign.slug}" in page
    with scope(campaign=campaign, places=None):
        TeamMember.objects.create(campaign=campaign, team=team, user=volunteer, state="member")
    outing = an_outing(campaign, team=team, title="Grande sortie")
    page = client.get(at("mine")).content.decode()
    assert team.name in page
    assert "Grande sortie" in page
    client.post(at("answer", outing.pk), {"answer": "not", "retour": "moi"})
    assert "Grande sortie" not in client.get(at("mine")).content.decode()


def test_lists_ask_as_much_with_many_rows(campaign, team, signed, director, volunteer):
    team_leader = team.leader
    clients = {
        "mine": signed(volunteer),
        "outings": signed(volunteer),
        "index": signed(director),
        "show": signed(team_leader),
    }
    with scope(campaign=campaign, places=None):
        TeamMember.objects.create(campaign=campaign, team=team, user=volunteer, state="member")
    outing = an_outing(campaign, team=team, people=(volunteer,))
    addresses = {name: at(name) for name in ("mine", "outings", "index")} | {"show": at("show", team.pk)}
    addresses["outing"], clients["outing"] = at("outing", outing.pk), signed(team_leader)
    counts = {}
    for name, address in addresses.items():
        clients[name].get(address)
        with queries() as few:
            clients[name].get(address)
        counts[name] = len(few)
    people = [a_person(campaign, f"P{n}") for n in range(12)]
    with scope(campaign=campaign, places=None):
        teams = Team.objects.bulk_create(
            Team(campaign=campaign, place=PARIS_20, name=f"É {n}", leader=people[n % 12])
            for n in range(2_000)
        )
        for one in people:
            TeamMember.objects.create(campaign=campaign, team=team, user=one, state="member")
            OutingPerson.objects.create(campaign=campaign, outing=outing, user=one, wants=people[0])
        TeamMember.objects.bulk_create(
            TeamMember(campaign=campaign, team=one, user=volunteer, state="member") for one in teams[:20]
        )
        Outing.objects.bulk_create(
            Outing(
                campaign=campaign,
                place=PARIS_20,
                team=teams[n % 20],
                starts_at=outing.starts_at,
                ends_at=outing.ends_at,
            )
            for n in range(60)
        )
    for name, address in addresses.items():
        with queries() as many:
            clients[name].get(address)
        assert len(many) == counts[name], name
    found = clients["index"].get(at("index") + "?q=É 1999").content.decode()
    assert "É 1999" in found
    assert "É 1998" not in found


@pytest.mark.parametrize("value", ["²", "9" * 40, "-1", "x", "1 OR 1"])
def test_numbers_that_are_none_are_nobody(team, signed, team_leader, volunteer, value):
    outing = an_outing(team.campaign, team=team, people=(volunteer,))
    client = signed(team_leader)
    posted = {
        "present": [value],
        "aussi": value,
        f"paire-{volunteer.pk}": value,
        "answer": "coming",
        "wants": value,
    }
    for name in ("presence", "pairs_by_hand"):
        assert client.post(at(name, outing.pk), posted).status_code == 302
    assert client.post(at("answer", outing.pk), posted).status_code == 404
    row = rows_of(outing)["Emma"]
    assert (row.present_at, row.pair) == (None, None)
