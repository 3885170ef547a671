"""What a phone reads for its person: home, turfs to take, packs."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django_scopes import scope

from perron_web.features.canvassing.api.sync import gone
from perron_web.features.canvassing.models import CanvassSettings
from perron_web.features.canvassing.queries.senders import find_sender
from perron_web.features.canvassing.services.receiving import receive_reports
from perron_web.features.canvassing.tests.factories import body, make_phone, make_text, make_turfs
from perron_web.features.targeting.models import Score
from perron_web.features.teams.models import Outing, OutingPerson, Team, TeamMember, TeamMessage
from perron_web.features.turfs.models import Holding
from perron_web.features.turfs.queries.outings import prepared
from perron_web.features.turfs.services.preparing import prepare_outing

pytestmark = pytest.mark.django_db


@pytest.fixture
def turfs(campaign):
    return make_turfs(campaign, 3)


@pytest.fixture
def token(campaign, volunteer, turfs):
    return make_phone(campaign, volunteer, turfs[:1])[1]


def ask(token, path, method="get"):
    return getattr(Client(), method)(path, headers={"authorization": f"Bearer {token}"})


def allow(campaign, turf):
    """Give the bureau of a turf what the plan says of it: it may be walked."""
    Score.objects.create(
        campaign=campaign, place=turf.place, run=turf.run, bureau=turf.bureau, code="75056_2001",
        rank=1, priority=1, weak=False, held_out=False, registered=1000,
    )  # fmt: skip


def send(token, *reports):
    now = timezone.now()
    answers = receive_reports(
        sender=find_sender(token, now), reports=list(reports), sent_at=now, received_at=now
    )
    assert {answer.status for answer in answers} == {201}


def test_home(campaign, volunteer, turfs, token, team_leader):
    with scope(campaign=campaign):
        _home(campaign, volunteer, turfs, token, team_leader)


def _home(campaign, volunteer, turfs, token, team_leader):
    now = timezone.now()
    team = Team.objects.create(campaign=campaign, name="Équipe Est", leader=team_leader, place=turfs[0].place)
    TeamMember.objects.create(campaign=campaign, team=team, user=volunteer, state="member")
    TeamMessage.objects.create(campaign=campaign, team=team, by=team_leader, text="Rendez-vous à 14 h")
    Outing.objects.create(
        campaign=campaign, team=team, title="Samedi", starts_at=now, ends_at=now + timedelta(hours=2)
    )
    told = ask(token, "/api/me").json()
    assert told["person"] == {"name": "Emma", "language": "fr"}
    assert [turf["id"] for turf in told["turfs"]] == [turfs[0].pk]
    assert [outing["title"] for outing in told["outings"]] == ["Samedi"]
    assert [(m["by"], m["text"]) for m in told["messages"]] == [("Driss", "Rendez-vous à 14 h")]
    assert (told["expires_at"], told["consent"]) == (None, [])
    make_text(campaign)
    CanvassSettings.objects.update_or_create(campaign=campaign, defaults={"ask_contact": True})
    told = ask(token, "/api/me").json()
    assert "contact" in told["questions"]
    assert told["consent"][0]["text"]["fr"] == "Texte lu à la porte."


def test_a_pack(campaign, turfs, token, inside):
    turf = turfs[0]
    key = f"75056_{turf.number}_1"
    send(
        token,
        body(turf=turf.pk, address=key, outcome="open", at=timezone.now() - timedelta(days=30)),
        body(turf=turf.pk, address=key, door="2", outcome="never", at=timezone.now()),
        body("access", turf=turf.pk, address=key, access="intercom"),
        body("add", turf=turf.pk, address=key, stair="A", floor=1, doors=2),
        body(
            "add", turf=turf.pk, address="new:1", what="building", label="9 bis", lon=2.4, lat=48.9, doors=3
        ),
    )
    told = ask(token, f"/api/packs/{turf.pk}").json()
    assert (told["perron"], told["turf"]["code"], told["turf"]["bureau"]) == (1, "2001-1", "1")
    first, second, added = told["stops"]
    assert (first["key"], first["access"], first["doors"]) == (key, "intercom", 10)
    assert first["stairs"] == [{"stair": "A", "floors": [{"floor": 1, "doors": ["1", "2"]}]}]
    assert {(one["door"], one["outcome"], one["now"]) for one in first["previous"]} == {
        ("1", "open", False),
        ("2", "never", True),
    }
    assert all(len(one["at"]) == 10 for one in first["previous"])
    assert first["never"] == [{"stair": "", "floor": None, "door": "2"}]
    assert (second["previous"], second["stairs"]) == ([], [])
    assert (added["key"], added["street"], added["added"]) == ("new:1", "9 bis", True)
    assert Holding.objects.get(turf=turf).pack_at


def test_only_what_is_held_is_packed(campaign, turfs, token, inside, other_campaign):
    theirs = make_turfs(other_campaign)[0]
    for turf in (turfs[1].pk, theirs.pk, 10**9):
        assert ask(token, f"/api/packs/{turf}").status_code == 404
    Holding.objects.update(ended_at=timezone.now(), end="done")
    assert ask(token, f"/api/packs/{turfs[0].pk}").status_code == 404


def test_a_pack_takes_the_same_number_of_queries_whatever_was_reported(
    turfs, token, django_assert_num_queries, django_assert_max_num_queries
):
    path = f"/api/packs/{turfs[0].pk}"
    ask(token, path)  # draws the streets
    with django_assert_max_num_queries(20) as first:
        ask(token, path)
    send(token, *(body(turf=turfs[0].pk, address="75056_1_1", door=str(door)) for door in range(30)))
    with django_assert_num_queries(len(first)):
        ask(token, path)


def test_turfs_are_taken_and_given_back(campaign, turfs, token, inside):
    allow(campaign, turfs[0])
    listed = ask(token, "/api/turfs").json()["turfs"]
    assert [turf["id"] for turf in listed] == [turfs[1].pk, turfs[2].pk]
    assert listed[0]["why"]
    one = turfs[1].pk
    assert ask(token, f"/api/turfs/{one}/take", "post").status_code == 201
    assert ask(token, f"/api/turfs/{one}/take", "post").status_code == 201  # the answer was lost on the way
    assert Holding.objects.filter(turf=one).count() == 1
    assert ask(token, f"/api/turfs/{one}/finish", "post").json()["done"]
    assert ask(token, f"/api/turfs/{one}/finish", "post").status_code == 200
    refused = ask(token, f"/api/turfs/{one}/take", "post")
    assert (refused.status_code, refused.json()["error"]) == (409, "Ce secteur est déjà fait.")
    assert ask(token, f"/api/turfs/{turfs[0].pk}/give-back", "post").status_code == 200
    assert ask(token, f"/api/turfs/{turfs[2].pk}/give-back", "post").status_code == 404
    assert ask(token, "/api/turfs/999999/take", "post").status_code == 404


def test_a_phone_that_ended_reads_nothing(campaign, turfs, token, inside, volunteer):
    volunteer.memberships.update(until=timezone.now())
    for path in ("/api/me", "/api/turfs", f"/api/packs/{turfs[0].pk}"):
        answer = ask(token, path)
        assert (answer.status_code, answer.json()["wipe"]) == (403, True)
        assert ask("unknown", path).status_code == 401
        assert Client().get(path).status_code == 401


@pytest.fixture
def three(volunteer, team_leader, lead):
    return [volunteer, team_leader, lead]


def test_a_group_of_three_has_the_list_on_each_phone(campaign, three, director, turfs):
    """One types for all, whoever it is; who leaves the group has nothing any more."""
    now = timezone.now()
    tokens = [make_phone(campaign, one)[1] for one in three]
    alone = make_phone(campaign, director)[1]
    with scope(campaign=campaign, places=None):
        allow(campaign, turfs[0])
        outing = Outing.objects.create(
            campaign=campaign, place=turfs[0].place, starts_at=now, ends_at=now + timedelta(hours=2)
        )
        people = [
            OutingPerson.objects.create(campaign=campaign, outing=outing, user=one, pair=1) for one in three
        ]
        OutingPerson.objects.create(campaign=campaign, outing=outing, user=director, pair=2)
        made = prepare_outing(outing=outing, pairs=prepared(outing).pairs[:1], by=director)
    turf = made[0].turf_id
    for token in tokens:
        assert [one["id"] for one in ask(token, "/api/me").json()["turfs"]] == [turf]
        assert ask(token, f"/api/packs/{turf}").json()["turf"]["outing"] == outing.pk
    assert ask(alone, f"/api/packs/{turf}").status_code == 404
    sender = find_sender(tokens[2], now)
    reports = [body(turf=turf, outing=outing.pk, address=f"75056_{turf}_1", at=now)]
    answers = receive_reports(sender=sender, reports=reports, sent_at=now, received_at=now)
    assert [answer.status for answer in answers] == [201]
    assert gone(sender, reports) == []
    named = {made[0].holder_id, made[0].partner_id}
    third = next(rank for rank, one in enumerate(three) if one.pk not in named)
    with scope(campaign=campaign, places=None):
        OutingPerson.objects.filter(pk=people[third].pk).update(answer="not", pair=None)
    assert ask(tokens[third], "/api/me").json()["turfs"] == []
    assert ask(tokens[third], f"/api/packs/{turf}").status_code == 404
    for one in (third - 1, third - 2):
        assert ask(tokens[one], f"/api/turfs/{turf}/finish", "post").json()["done"] is True
