"""Teams: made and changed in one's own place, read by team leaders, closed to others."""

import pytest
from django.urls import reverse
from django_scopes import scope

from perron_web.features.teams.models import Team
from perron_web.features.territory.models import Territory
from perron_web.platform.audit.models import AuditLine

pytestmark = pytest.mark.django_db
PARIS_20, PARIS_2 = "11/75/75056/20/", "11/75/75056/02/"


def at(name, *args):
    return reverse(f"teams:{name}", args=["essai", *args])


@pytest.fixture
def places(campaign):
    with scope(campaign=campaign, places=None):
        for path, name in ((PARIS_20, "Paris 20e"), (PARIS_2, "Paris 2e")):
            Territory.objects.create(
                campaign=campaign, path=path, level="arrondissement", code=path[-3:-1], name=name
            )


@pytest.fixture
def team(campaign, places):
    with scope(campaign=campaign, places=None):
        return Team.objects.create(campaign=campaign, place=PARIS_20, name="Équipe Gambetta")


def only(campaign):
    with scope(campaign=campaign, places=None):
        return Team.objects.get()


def test_a_lead_makes_a_team_in_their_place(places, campaign, signed, lead):
    client = signed(lead)
    assert "Aucune équipe" in client.get(at("index")).content.decode()
    asked = {
        "name": "Équipe Pyrénées",
        "place": PARIS_20,
        "leader": lead.pk,
        "meeting_name": "devant la mairie",
    }
    page = client.post(at("create"), asked, follow=True).content.decode()
    assert "Équipe Pyrénées" in page
    assert only(campaign).leader == lead
    with scope(campaign=campaign, places=None):
        assert AuditLine.objects.filter(action="teams.create").exists()


@pytest.mark.parametrize("asked", [{"name": ""}, {"name": "X", "place": PARIS_2}, {"name": "X", "place": ""}])
def test_what_a_lead_may_not_make_is_refused(places, campaign, signed, lead, asked):
    assert signed(lead).post(at("create"), asked).status_code == 422
    with scope(campaign=campaign, places=None):
        assert not Team.objects.exists()


def test_a_leader_is_a_member_of_the_campaign(places, signed, director, stranger):
    asked = {"name": "X", "place": "", "leader": stranger.pk}
    assert signed(director).post(at("create"), asked).status_code == 422


def test_a_name_is_taken_once(team, signed, director):
    answer = signed(director).post(at("create"), {"name": team.name, "place": ""})
    assert answer.status_code == 422
    assert "Une autre équipe" in answer.content.decode()


def test_a_team_is_changed(team, campaign, signed, director):
    client = signed(director)
    assert team.name in client.get(at("update", team.pk)).content.decode()
    asked = {"name": "Équipe Belleville", "place": PARIS_20, "meeting_lon": "2.4", "meeting_lat": "48.86"}
    client.post(at("update", team.pk), asked)
    kept = only(campaign)
    assert (kept.name, kept.meeting_lon, kept.meeting_lat) == ("Équipe Belleville", 2.4, 48.86)


def test_all_read_and_only_those_above_change(team, signed, team_leader, volunteer, stranger):
    for client in (signed(team_leader), signed(volunteer)):
        assert team.name in client.get(at("index")).content.decode()
        assert client.get(at("show", team.pk)).status_code == 200
        assert client.get(at("create")).status_code == 200
    assert signed(team_leader).post(at("update", team.pk), {"name": "X"}).status_code == 404
    assert signed(volunteer).post(at("update", team.pk), {"name": "X"}).status_code == 403
    assert signed(volunteer).get(at("members", team.pk)).status_code == 403
    assert signed(stranger).get(at("show", team.pk)).status_code == 404


def test_teams_of_other_places_are_not_found(team, campaign, signed, lead):
    with scope(campaign=campaign, places=None):
        other = Team.objects.create(campaign=campaign, place=PARIS_2, name="Équipe Sentier")
    assert other.name not in signed(lead).get(at("index")).content.decode()
    assert signed(lead).get(at("show", other.pk)).status_code == 404


def test_the_list_asks_as_much_with_one_team_as_with_thirty(team, campaign, signed, director):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = signed(director)
    client.get(at("index"))
    with CaptureQueriesContext(connection) as one:
        client.get(at("index"))
    with scope(campaign=campaign, places=None):
        Team.objects.bulk_create(
            Team(campaign=campaign, place=PARIS_20, name=f"Équipe {i}", leader=director) for i in range(30)
        )
    with CaptureQueriesContext(connection) as many:
        client.get(at("index"))
    assert len(one) == len(many)
