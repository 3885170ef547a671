"""The pages of turfs in people's hands: the short list of a volunteer, the pairs of an outing."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope

from perron_web.conftest import person
from perron_web.features.campaigns.services import grant_role
from perron_web.features.teams.models import Outing, OutingPerson, Team, TeamMember
from perron_web.features.turfs.models import Holding, Turf
from perron_web.features.turfs.queries.claims import free_for
from perron_web.features.turfs.queries.nearby import next_best_near
from perron_web.features.turfs.services.holding import take_turf
from perron_web.platform import providers
from perron_web.platform.access.roles import Role

pytestmark = pytest.mark.django_db
SLUG = "essai"


def at(name, *args):
    return reverse(f"turfs:{name}", args=[SLUG, *args])


@pytest.fixture
def team(planned, campaign, team_leader):
    with scope(campaign=campaign, places=None):
        team = Team.objects.get()
        turf = Turf.objects.filter(bureau__code="75056_2001").first()
        team.leader = team_leader
        team.meeting_name, team.meeting_lon, team.meeting_lat = "Métro Ménilmontant", turf.lon, turf.lat
        team.save()
    return team


@pytest.fixture
def outing(team, campaign):
    """Four people in two pairs, one alone."""
    now = timezone.now()
    with scope(campaign=campaign, places=None):
        made = Outing.objects.create(
            campaign=campaign,
            place=team.place,
            team=team,
            starts_at=now + timedelta(hours=1),
            ends_at=now + timedelta(hours=4),
            meeting_name="Métro Ménilmontant",
        )
        for number, pair in enumerate((1, 1, 2, 2, None)):
            user = person(f"v{number}")
            grant_role(campaign=campaign, user=user, role=Role.VOLUNTEER, place=team.place)
            OutingPerson.objects.create(campaign=campaign, outing=made, user=user, pair=pair)
    return made


def posted(client, url, **fields):
    """Send a form and return the page that comes back."""
    return client.post(url, fields, follow=True).content.decode()


def holdings(campaign):
    with scope(campaign=campaign, places=None):
        return list(Holding.objects.filter(ended_at=None).select_related("turf__bureau"))


def test_a_volunteer_takes_from_a_short_list_and_gives_back(team, campaign, signed, volunteer):
    client = signed(volunteer)
    assert client.get(at("outing", 1)).status_code == 403
    page = client.get(at("near")).content.decode()
    assert page.count('name="secteur"') == 5
    with scope(campaign=campaign, places=("11/75/75056/20/",)):
        turf = Turf.objects.filter(bureau__code="75056_2001").first()
    page = posted(client, at("near"), geste="take", secteur=turf.pk)
    assert "est à vous jusqu’au" in page
    (held,) = holdings(campaign)
    assert held.code in page
    assert client.get(at("holding_sheet", held.pk)).content.startswith(b"%PDF")
    assert (
        "gardé jusqu’au"
        in client.post(at("near"), {"geste": "keep", "tenu": held.pk}, follow=True).content.decode()
    )
    assert (
        "est rendu"
        in client.post(at("near"), {"geste": "back", "tenu": held.pk}, follow=True).content.decode()
    )
    assert holdings(campaign) == []
    assert client.get(at("holding_sheet", held.pk)).status_code == 404


def test_what_somebody_holds_is_not_offered_nor_touched_by_others(team, campaign, signed, volunteer, lead):
    with scope(campaign=campaign, places=None):
        turf = Turf.objects.filter(bureau__code="75056_2001").first()
        held = take_turf(turf=turf.pk, by=volunteer)
    other = person("zoe")
    grant_role(campaign=campaign, user=other, role=Role.VOLUNTEER, place=team.place)
    client = signed(other)
    page = client.get(at("near")).content.decode()
    assert f'value="{turf.pk}"' not in page
    answer = client.post(at("near"), {"geste": "take", "secteur": turf.pk}, follow=True)
    assert "vient de prendre" in answer.content.decode()
    assert client.post(at("near"), {"geste": "back", "tenu": held.pk}).status_code == 404
    assert client.get(at("holding_sheet", held.pk)).status_code == 404
    assert signed(lead).post(at("near"), {"geste": "back", "tenu": held.pk}).status_code == 302
    assert holdings(campaign) == []


def test_a_volunteer_sees_neither_other_places_nor_turfs_of_other_teams(team, campaign, volunteer):
    with scope(campaign=campaign, places=(team.place,)):
        seen = set(free_for(volunteer).values_list("bureau__code", flat=True))
        assert seen == {"75056_2001", "75056_2002"}
        Turf.objects.filter(bureau__code="75056_2002").update(team=team, state="taken")
        assert set(free_for(volunteer).values_list("bureau__code", flat=True)) == {"75056_2001"}
        TeamMember.objects.create(campaign=campaign, team=team, user=volunteer, state="member")
        assert set(free_for(volunteer).values_list("bureau__code", flat=True)) == seen


def test_what_the_plan_leads_to_comes_first_and_what_is_all_rung_at_never(
    team, campaign, volunteer, monkeypatch
):
    near = (team.meeting_lon, team.meeting_lat)
    with scope(campaign=campaign, places=(team.place,)):
        best, *others = [one.turf for one in next_best_near(free_for(volunteer), near=near, limit=30)]
        Turf.objects.filter(pk=best.pk).update(outings=0)
        Turf.objects.exclude(pk=best.pk).update(outings=1)
        assert [one.turf for one in next_best_near(free_for(volunteer), near=near, limit=30)][-1] == best
        Turf.objects.update(outings=1)
        half = {best.pk: best.doors, others[0].pk: others[0].doors - 1}
        monkeypatch.setitem(providers._PROVIDERS, "canvassing.rung", lambda turfs: half)
        found = {one.turf: one for one in next_best_near(free_for(volunteer), near=near, limit=30)}
        assert best not in found
        assert found[others[0]].why.startswith(f"encore 1 porte sur {others[0].doors}")
        assert "encore" not in found[others[1]].why


def test_a_turf_beside_one_under_way_comes_last_and_says_why(team, campaign, volunteer, lead):
    near = (team.meeting_lon, team.meeting_lat)
    with scope(campaign=campaign, places=(team.place,)):
        first = next_best_near(free_for(volunteer), near=near, limit=30)
        assert [one.beside for one in first] == [False] * len(first)
        assert all("départ" in one.why for one in first)
        take_turf(turf=first[0].turf.pk, by=lead)
        then = next_best_near(free_for(volunteer), near=near, limit=30)
        assert first[0].turf not in [one.turf for one in then]
        beside = [one.beside for one in then]
        assert True in beside
        assert beside == sorted(beside)
        assert "voisin" in then[-1].why


def test_an_outing_is_prepared_in_one_click(outing, campaign, signed, team_leader):
    client = signed(team_leader)
    assert "pas encore de secteur" in client.get(at("outing", outing.pk)).content.decode()
    page = posted(client, at("outing", outing.pk), geste="prepare")
    assert "2 secteurs préparés" in page
    held = holdings(campaign)
    assert [(one.pair, one.holder.name, one.partner.name) for one in sorted(held, key=lambda o: o.pair)] == [
        (1, "V0", "V1"),
        (2, "V2", "V3"),
    ]
    assert "déjà son secteur" in posted(client, at("outing", outing.pk), geste="prepare")
    assert client.get(at("outing_sheets", outing.pk)).content.startswith(b"%PDF")
    assert all(one.on_paper for one in holdings(campaign))
    page = client.post(
        at("outing", outing.pk), {"geste": "back", "tenu": held[0].pk}, follow=True
    ).content.decode()
    assert "est rendu" in page
    turf = next(one for one in Turf_rows(campaign) if one.pk not in {h.turf_id for h in held})
    page = client.post(
        at("outing", outing.pk), {"geste": "hand", "secteur": turf.pk, "binome": 1}, follow=True
    ).content.decode()
    assert "va au binôme 1" in page


def Turf_rows(campaign):
    with scope(campaign=campaign, places=None):
        return list(Turf.objects.filter(bureau__code="75056_2001"))


def test_a_leader_hands_a_turf_to_somebody_by_name(team, campaign, signed, team_leader, volunteer):
    client = signed(team_leader)
    with scope(campaign=campaign, places=None):
        turf = Turf.objects.filter(bureau__code="75056_2001").first()
        TeamMember.objects.create(campaign=campaign, team=team, user=volunteer, state="member")
    stranger = person("inconnu")
    hands = at("hands", turf.pk)
    assert client.post(hands, {"geste": "hand", "personne": stranger.pk}).status_code == 404
    page = posted(client, hands, geste="hand", personne=volunteer.pk, avec=team_leader.pk)
    assert "est donné" in page
    assert "Emma, Driss" in page
    bureau = client.get(at("bureau", "75056_2001")).content.decode()
    assert "Emma, Driss" in bureau
    assert "etat=taken" in bureau
    assert (
        client.get(at("bureau", "75056_2001"), {"etat": "taken"}).content.decode().count('class="turf-row"')
        == 1
    )
    (held,) = holdings(campaign)
    assert "gardé" in posted(client, hands, geste="keep", tenu=held.pk)
    assert "est fait" in posted(client, hands, geste="done", tenu=held.pk)
    assert "rouvert" in posted(client, hands, geste="open")
    assert signed(volunteer).post(hands, {"geste": "back"}).status_code == 403


def test_whole_bureaux_are_given_to_a_team(team, campaign, signed, director, team_leader):
    with scope(campaign=campaign, places=None):
        turfs = Turf.objects.filter(bureau__code="75056_2001")
        asked = {"bureau": turfs.first().bureau_id, "equipe": team.pk}
        count = turfs.count()
    page = posted(signed(director), at("give_bureaux"), **asked)
    assert f"{count} secteurs confiés à {team.name}" in page
    assert f"{count} secteurs repris" in posted(signed(director), at("give_bureaux"), bureau=asked["bureau"])
    assert signed(team_leader).post(at("give_bureaux"), asked).status_code == 403


def test_lists_without_names_for_whoever_comes(team, campaign, signed, team_leader):
    now = timezone.now()
    with scope(campaign=campaign, places=None):
        bare = Outing.objects.create(
            campaign=campaign, place=team.place, team=team, starts_at=now, ends_at=now + timedelta(hours=3)
        )
    client = signed(team_leader)
    client.post(at("outing", bare.pk), {"geste": "prepare", "binomes": 3})
    assert sorted((one.pair, one.holder, one.on_paper) for one in holdings(campaign)) == [
        (number, None, True) for number in (1, 2, 3)
    ]


def test_only_who_runs_an_outing_hands_its_turfs(outing, signed, stranger, lead, campaign):
    assert signed(stranger).get(at("outing", outing.pk)).status_code == 404
    assert signed(lead).get(at("outing", outing.pk)).status_code == 200
    away = person("loin")
    grant_role(campaign=campaign, user=away, role=Role.TEAM_LEADER, place="11/75/75056/02/")
    assert signed(away).get(at("outing", outing.pk)).status_code == 404
    assert signed(away).post(at("outing", outing.pk), {"geste": "prepare"}).status_code == 404


def test_the_pages_ask_the_same_number_of_questions_with_one_and_with_many(
    outing, campaign, signed, team_leader, volunteer
):
    def asked(url, who):
        with CaptureQueriesContext(connection) as found:
            assert who.get(url).status_code == 200
        return len(found)

    leader, walker = signed(team_leader), signed(volunteer)
    leader.post(at("outing", outing.pk), {"geste": "prepare", "binomes": 1})
    few = asked(at("outing", outing.pk), leader)
    leader.post(at("outing", outing.pk), {"geste": "prepare", "binomes": 8})
    assert asked(at("outing", outing.pk), leader) <= few
    few = asked(at("near"), walker)
    with scope(campaign=campaign, places=None):
        for turf in free_for(volunteer)[:2]:
            take_turf(turf=turf.pk, by=volunteer)
    assert asked(at("near"), walker) <= few
