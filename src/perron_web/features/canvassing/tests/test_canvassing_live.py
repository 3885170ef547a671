"""Live and coverage pages: who sees what of the tree, figures that add up, a constant number of queries."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_scopes import scope

from perron_web.features.campaigns.services import grant_role
from perron_web.features.canvassing.models import CanvassSettings, Tally
from perron_web.features.canvassing.queries.live_board import forget_still, load_board
from perron_web.features.canvassing.queries.live_channel import DIRECT
from perron_web.features.canvassing.queries.live_view import class_of, view_board
from perron_web.features.canvassing.services.tallying import tally_waiting
from perron_web.features.canvassing.tests import tally_town as town
from perron_web.features.teams.choices import OutingState
from perron_web.features.teams.models import Outing, Team
from perron_web.platform.access.roles import Role
from perron_web.platform.live.boards import forget
from perron_web.platform.providers import ask


@pytest.fixture
def turfs(campaign, volunteer):
    """Make the town, with an hour of reports of today: four doors, in the plan and in the control bureau."""
    forget()
    forget_still()
    now = timezone.now()
    with scope(campaign=campaign, places=None):
        made = town.make_town(campaign)
        team = Team.objects.create(campaign=campaign, place=town.ARRONDISSEMENT, name="Équipe A")
        first, second = made[town.PLANNED]
        town.send(
            town.visit(first, volunteer, "1", "open", talked=True, at=now),
            town.visit(first, volunteer, "2", "absent", at=now),
            town.visit(second, volunteer, "3", "refused", at=now),
            town.visit(made[town.HELD][0], volunteer, "4", "absent", at=now),
        )
        tally_waiting()
        made["team"] = team
    return made


def at(campaign, *places: str):
    with scope(campaign=campaign, places=None):
        return view_board(load_board(campaign), places or ("",))


def test_the_board_is_cut_by_place(campaign, turfs):
    whole = at(campaign)
    assert whole["today"]["knocked"] == 4
    assert whole["today"]["rate"] == 0.25
    assert whole["today"]["talk_rate"] == 1.0
    assert whole["zones"] == {"plan": 3, "outside": 0, "control": 1}
    assert whole["all"] == {"planned": 24, "done": 4, "share": round(4 / 24, 4)}
    assert whole["states"] == {"free": 6, "taken": 0, "going": 0, "done": 0, "expired": 0}
    assert whole["field"]["people"] == 1
    assert whole["bureaux"][town.PLANNED] == [4, 3, 8, 3]
    mine = at(campaign, town.place_of(town.PLANNED))
    assert mine["today"]["knocked"] == 3
    assert set(mine["bureaux"]) == {town.PLANNED}
    assert sorted(row[1] for row in mine["turfs"].values()) == [1, 2]
    assert at(campaign, "99/")["today"]["knocked"] == 0
    assert at(campaign, town.place_of(town.PLANNED), town.place_of(town.HELD))["today"]["knocked"] == 4
    assert sum(row[0] for row in whole["parts"].values()) == 4


def test_a_saturday_replayed_in_the_demo_is_seen_whatever_was_reported_today(campaign, turfs, volunteer):
    day = timezone.now() - timedelta(days=2)
    with scope(campaign=campaign, places=None):
        hours = {"starts_at": day, "ends_at": day + timedelta(hours=3)}
        Outing.objects.create(
            campaign=campaign, place=town.ARRONDISSEMENT, state=OutingState.UNDER_WAY, **hours
        )
        town.send(
            town.visit(turfs[town.PLANNED][0], volunteer, "7", "absent", at=day, received_at=timezone.now())
        )
        tally_waiting()
    assert at(campaign)["today"]["knocked"] == 4, "a campaign looks at today"
    campaign.demo = True
    assert at(campaign)["today"]["knocked"] == 1, "the demo at what came in last"
    with scope(campaign=campaign, places=None):
        town.send(town.visit(turfs[town.PLANNED][1], volunteer, "8", "absent", at=timezone.now()))
        tally_waiting()
    assert at(campaign)["today"]["knocked"] == 5


def test_classes_of_coverage():
    assert [class_of(n, 10) for n in (0, 1, 2, 4, 6, 8, 10)] == [0, 5, 4, 3, 2, 1, 1]
    assert class_of(3, 0) == 0


def test_a_lead_sees_their_own_places_only(turfs, signed, director, lead, volunteer):
    elsewhere = town.ARRONDISSEMENT.replace("/20/", "/02/")
    page = signed(director).get("/c/essai/direct/")
    assert page.status_code == 200
    assert "École" not in page.content.decode(), "names of bureaux are on the map and below"
    assert signed(lead).get("/c/essai/direct/").status_code == 200
    assert signed(lead).get(f"/c/essai/direct/?lieu={town.ARRONDISSEMENT}").status_code == 200
    assert signed(lead).get(f"/c/essai/direct/?lieu={elsewhere}").status_code == 404
    assert signed(director).get("/c/essai/direct/?lieu=11/99/").status_code == 404
    assert signed(volunteer).get("/c/essai/direct/").status_code == 403
    bureau = signed(lead).get(f"/c/essai/direct/?bureau={town.PLANNED}")
    assert "Secteurs du bureau" in bureau.content.decode()
    told = signed(lead).get("/c/essai/direct/etat.json").json()
    assert told["today"]["knocked"] == 4
    one = signed(lead).get(f"/c/essai/direct/etat.json?lieu={town.place_of(town.HELD)}").json()
    assert one["today"]["knocked"] == 1


def test_a_team_leader_of_one_bureau_is_told_of_it_alone(campaign, turfs, signed, stranger):
    from perron_web.conftest import person

    leader = person("gaston")
    grant_role(campaign=campaign, user=leader, role=Role.TEAM_LEADER, place=town.place_of(town.PLANNED))
    told = signed(leader).get("/c/essai/direct/etat.json").json()
    assert told["today"]["knocked"] == 3
    assert set(told["bureaux"]) == {town.PLANNED}
    assert signed(leader).get("/c/essai/direct/jours/").context["total"]["knocked"] == 3
    assert signed(stranger).get("/c/essai/direct/etat.json").status_code == 404


def test_a_team_leader_is_told_nothing_of_a_bureau_left_alone(campaign, turfs, signed, team_leader, lead):
    """Not even that somebody was there: those who plan see it and talk to the team."""
    told = signed(team_leader).get("/c/essai/direct/etat.json").json()
    assert told["zones"] == {"plan": 3, "outside": 0, "control": 0}
    assert town.HELD not in told["bureaux"]
    assert not any(town.HELD in path for path in told["parts"])
    there = f"/c/essai/direct/?bureau={town.HELD}"
    assert signed(team_leader).get(there).status_code == 404
    assert signed(team_leader).get(f"/c/essai/direct/?lieu={town.place_of(town.HELD)}").status_code == 404
    assert signed(lead).get(there).status_code == 200
    assert "témoin" not in signed(team_leader).get("/c/essai/direct/conformite/").content.decode()


@pytest.mark.parametrize("page", ["", "jours/", "conformite/", "equipes/"])
def test_pages_take_as_many_queries_for_one_turf_as_for_many(page, campaign, turfs, signed, request):
    director, volunteer = (request.getfixturevalue(who) for who in ("director", "volunteer"))
    client = signed(director)
    client.get("/c/essai/direct/" + page)

    def queries() -> int:
        forget()
        forget_still()
        with CaptureQueriesContext(connection) as seen:
            assert client.get("/c/essai/direct/" + page).status_code == 200
        return len(seen)

    before = queries()
    now = timezone.now()
    with scope(campaign=campaign, places=None):
        for code in town.CODES:
            for turf in turfs[code]:
                for day in range(4):
                    town.send(
                        *(town.visit(turf, volunteer, str(n), at=now - timedelta(days=day)) for n in range(4))
                    )
        tally_waiting()
    assert queries() == before


def test_people_are_counted_once_and_nobody_is_nobody(campaign, turfs, volunteer, director):
    with scope(campaign=campaign, places=None):
        one = Tally.objects.first()
        for user in (director, volunteer, None):
            for place in (town.place_of(town.PLANNED), town.place_of(town.HELD)):
                Tally.objects.create(
                    campaign=campaign, place=place, user=user, hour=one.hour, source="phone", visits=1
                )
        board = load_board(campaign)
    assert board.people[town.place_of(town.HELD)] == {director.pk, volunteer.pk}
    assert at(campaign)["field"]["people"] == 2


def test_compliance_and_silent_turfs(campaign, turfs, signed, director):
    page = signed(director).get("/c/essai/direct/conformite/")
    assert page.context["shares"] == {"plan": 0.75, "outside": 0.0, "control": 0.25}
    assert "Des bureaux témoins reçoivent des visites" in page.content.decode()
    assert page.context["silent"]["handed"] == 0


def test_people_are_shown_to_whoever_leads_their_team_alone(campaign, turfs, signed, director, request):
    team_leader, volunteer = (request.getfixturevalue(who) for who in ("team_leader", "volunteer"))
    from perron_web.features.turfs.models import Holding, Turf

    with scope(campaign=campaign, places=None):
        turf = turfs[town.PLANNED_TOO][0]
        Holding.every.create(
            campaign=campaign, place=turf.place, turf=turf, team=turfs["team"], holder=volunteer,
            code="ABCDEFGH", taken_at=timezone.now() - timedelta(hours=1),
            expires_at=timezone.now() + timedelta(days=1),
        )  # fmt: skip
        Turf.every.filter(pk=turf.pk).update(state="taken", team=turfs["team"])
        town.send(town.visit(turf, volunteer, "8", "open", at=timezone.now()))
        tally_waiting()
        Team.objects.filter(pk=turfs["team"].pk).update(leader=team_leader)
        assert ask("teams.progress", [turfs["team"].pk], default={}) == {turfs["team"].pk: 1}
        assert [figure.value for figure in ask("canvassing.mine", volunteer, default=[])] == [
            "5",
            "2",
            "1",
            "1",
        ]
        assert ask("canvassing.mine", director, default=None) == []
        assert ask("canvassing.opening_by_trained", default=None) == (0, 0, 5, 2)
    assert "Emma" in signed(team_leader).get("/c/essai/direct/equipes/").content.decode()
    page = signed(director).get("/c/essai/direct/equipes/").content.decode()
    assert "Équipe A" in page
    assert "Emma" not in page


@pytest.mark.parametrize("table", ["heures", "jours", "territoires", "equipes"])
def test_every_table_is_taken_away(table, campaign, turfs, signed, director):
    answer = signed(director).get(f"/c/essai/direct/{table}.csv")
    assert answer.status_code == 200
    assert "knocked" in answer.content.decode("utf-8-sig").splitlines()[0]
    assert signed(director).get(f"/c/essai/direct/{table}.parquet").content[:4] == b"PAR1"
    assert signed(director).get("/c/essai/direct/autre.csv").status_code == 404
    assert signed(director).get(f"/c/essai/direct/{table}.geojson").status_code == 404


def test_the_public_counter_is_a_choice_and_tells_no_small_figure(campaign, turfs, client, volunteer):
    assert client.get("/compteur/essai/").status_code == 404
    with scope(campaign=campaign, places=None):
        CanvassSettings.objects.update_or_create(campaign=campaign, defaults={"public_counter": True})
    page = client.get("/compteur/essai/")
    assert "Le compteur commence bientôt" in page.content.decode()
    assert page["Cache-Control"] == "public, max-age=60"
    assert page.context["counted"] is None
    with scope(campaign=campaign, places=None):
        turf = turfs[town.PLANNED][0]
        town.send(*(town.visit(turf, volunteer, f"x{n}", "open", at=timezone.now()) for n in range(113)))
        tally_waiting()
    from django.core.cache import cache

    cache.clear()
    found = client.get("/compteur/essai/").context["counted"]
    assert (found.knocked, found.opened) == (110, 110)


def test_pages_may_connect_to_the_streams_of_their_own_host_alone(
    turfs, signed, director, monkeypatch, settings
):
    client = signed(director)

    def page():
        answer = client.get("/c/essai/direct/")
        policy = answer["Content-Security-Policy"].split("connect-src ")[1].partition(";")[0]
        return answer.content.decode(), policy

    assert page()[1] == "'self'"
    monkeypatch.setenv("PERRON_EVENTS_PORT", "8001")
    text, policy = page()
    assert 'data-stream="http://testserver:8001/flux/direct/essai/"' in text
    assert policy == "'self' http://testserver:8001"
    settings.HTTPS = True
    assert 'data-stream=""' in page()[0], "behind TLS only the administrator knows the way"
    settings.EVENTS = "https://flux.exemple.test"
    text, policy = page()
    assert 'data-stream="https://flux.exemple.test/flux/direct/essai/"' in text
    assert policy == "'self' https://flux.exemple.test"
    settings.EVENTS = "0"
    assert page()[1] == "'self'"


def test_the_first_page_tells_of_the_field_to_those_who_lead_some_of_it(campaign, turfs, signed, director):
    page = signed(director).get("/c/essai/").content.decode()
    assert 'data-live="today.knocked">4<' in page
    assert "/c/essai/direct/drapeaux/" in page
    assert "marches à regarder" in signed(director).get("/c/essai/direct/drapeaux/").content.decode()


def test_the_channel_is_for_those_who_lead(campaign):
    assert Role.VOLUNTEER not in DIRECT.read
    assert {Role.DIRECTOR, Role.TERRITORY_LEAD, Role.TEAM_LEADER, Role.ANALYST} <= DIRECT.read
