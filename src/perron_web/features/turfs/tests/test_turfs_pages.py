"""Pages of turfs: who sees what, the same queries with one and with many, plain forms and scripts alike."""

import pytest
from django.urls import reverse
from django_scopes import scope

from perron_web.features.teams.models import Team
from perron_web.features.turfs.models import Edit, Stop, Turf

pytestmark = pytest.mark.django_db
SLUG = "essai"


def at(name, *args):
    return reverse(f"turfs:{name}", args=[SLUG, *args])


def rows(code="75056_2001"):
    from django_scopes import scopes_disabled

    with scopes_disabled():
        return list(Turf.objects.filter(bureau__code=code, retired=False).order_by("number"))


def versions(code="75056_2001"):
    return ",".join(f"{turf.number}:{turf.version}" for turf in rows(code))


def test_the_list_shows_bureaux_with_their_figures(planned, signed, director):
    page = signed(director).get(at("index")).content.decode()
    assert "75056_2001" in page
    assert "75056_0201" in page
    assert "75056_2003" not in page  # held out


def test_without_a_plan_the_list_says_what_to_do(campaign, signed, director):
    assert "Un plan découpe" in signed(director).get(at("index")).content.decode()


def test_filters_keep_what_they_say(planned, signed, director, campaign):
    client = signed(director)
    with scope(campaign=campaign, places=None):
        team = Team.objects.get()
        Turf.objects.filter(bureau__code="75056_2002", number=1).update(team=team, state="taken")
    for query, kept in (
        ("q=0201", "75056_0201"),
        ("territoire=11/75/75056/02/", "75056_0201"),
        (f"equipe={team.pk}", "75056_2002"),
        ("etat=taken", "75056_2002"),
    ):
        page = client.get(f"{at('index')}?{query}").content.decode()
        assert kept in page
        assert "75056_2001" not in page
    assert "Aucun secteur" in client.get(f"{at('index')}?retouche=1").content.decode()


def test_a_lead_sees_and_edits_their_place_and_nothing_else(planned, signed, lead):
    client = signed(lead)
    page = client.get(at("index")).content.decode()
    assert "75056_2001" in page
    assert "75056_0201" not in page
    assert client.get(at("bureau", "75056_2001")).status_code == 200
    assert client.get(at("bureau", "75056_0201")).status_code == 404
    assert client.post(at("edit", "75056_0201"), {"geste": "new"}).status_code == 404
    assert client.get(at("show", rows("75056_0201")[0].pk)).status_code == 404
    assert client.get(at("turf_sheet", rows("75056_0201")[0].pk)).status_code == 404
    assert "75056_0201" not in client.get(at("download", "csv")).content.decode()


def test_a_team_leader_reads_and_prints_but_does_not_edit(planned, signed, team_leader):
    client = signed(team_leader)
    page = client.get(at("bureau", "75056_2001")).content.decode()
    assert 'name="geste"' not in page
    assert client.post(at("edit", "75056_2001"), {"geste": "new"}).status_code == 403
    assert client.get(at("turf_sheet", rows()[0].pk))["Content-Type"] == "application/pdf"


def test_volunteers_and_strangers_stay_out(planned, signed, volunteer, stranger):
    assert signed(volunteer).get(at("index")).status_code == 403
    assert signed(stranger).get(at("index")).status_code == 404


def test_a_held_out_bureau_says_why_it_has_no_turf(planned, signed, director):
    page = signed(director).get(at("bureau", "75056_2003")).content.decode()
    assert "laissé de côté" in page


def test_a_plain_form_merges_and_comes_back(planned, signed, director):
    answer = signed(director).post(
        at("edit", "75056_2001"), {"geste": "merge", "secteur": [1, 2], "versions": versions()}, follow=True
    )
    assert answer.redirect_chain
    page = answer.content.decode()
    assert "Secteur 02 retiré" in page
    assert 'id="secteur-2"' not in page


def test_a_script_gets_the_touched_turfs_only(planned, signed, director, django_assert_max_num_queries):
    client = signed(director)
    asked = {"geste": "split", "secteur": 1, "parts": 2, "versions": versions()}
    with django_assert_max_num_queries(45):
        answer = client.post(at("edit", "75056_2001"), asked, headers={"accept": "application/json"})
    found = answer.json()
    assert len(found["turfs"]) == len(found["rows"]) == 2
    assert "portes" in found["message"]
    assert found["undo"]["label"] == "division par Alix"
    back = client.post(
        at("edit", "75056_2001"),
        {"geste": "undo", "edition": found["undo"]["id"]},
        headers={"accept": "application/json"},
    ).json()
    assert back["gone"]
    assert back["redo"]["id"] == found["undo"]["id"]


def test_a_stale_page_is_told_and_shown_afresh(planned, signed, director, lead):
    seen = versions()
    script = {"accept": "application/json"}
    first = {"geste": "merge", "secteur": [1, 2], "versions": seen}
    assert signed(director).post(at("edit", "75056_2001"), first, headers=script).status_code == 200
    answer = signed(lead).post(
        at("edit", "75056_2001"), {"geste": "split", "secteur": 1, "versions": seen}, headers=script
    )
    assert answer.status_code == 409
    assert answer.json()["all"]
    assert "Alix" in answer.json()["message"]
    plain = signed(lead).post(
        at("edit", "75056_2001"), {"geste": "split", "secteur": 1, "versions": seen}, follow=True
    )
    assert "entre-temps" in plain.content.decode()


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"geste": "drop"},
        {"geste": "merge"},
        {"geste": "merge", "secteur": ["1", "x"]},
        {"geste": "split", "secteur": 1, "parts": 99},
        {"geste": "move", "adresse": "nowhere", "vers": "x"},
        {"geste": "redraw", "trace": "{"},
        {"geste": "redraw", "trace": '{"coordinates": 5}'},
        {"geste": "redraw", "trace": "[[1, 2], [3, true], [4, 5]]"},
        {"geste": "redraw", "trace": "[[0, 0], [0, 1], [1, 1]]"},
        {"geste": "undo", "edition": "7"},
        {"geste": "undo", "edition": str(10**30)},
        {"geste": "move", "adresse": "nowhere", "vers": "²"},
        {"geste": "split", "secteur": "²", "versions": "²:1"},
        {"geste": "redraw", "trace": "[[1, 2], [NaN, 3], [4, 1e400]]"},
        {"geste": "merge", "secteur": [1, 2], "versions": "1:x"},
    ],
)
def test_nonsense_is_refused_in_words(planned, signed, director, asked):
    answer = signed(director).post(at("edit", "75056_2001"), asked, headers={"accept": "application/json"})
    assert answer.status_code in {409, 422}
    assert answer.json()["message"]


def test_turfs_are_given_to_a_team_from_the_page(planned, signed, director, campaign):
    with scope(campaign=campaign, places=None):
        team = Team.objects.get()
    client = signed(director)
    asked = {"geste": "give", "secteur": [1, 2], "equipe": team.pk}
    found = client.post(at("edit", "75056_2001"), asked, headers={"accept": "application/json"}).json()
    assert "Ménilmontant" in found["message"]
    assert "75056_2001" not in client.get(at("of_team", team.pk)).content.decode()
    assert "-01" in client.get(at("of_team", team.pk)).content.decode()
    assert client.get(at("team_sheets", team.pk))["Content-Type"] == "application/pdf"


def test_fragments_and_one_turf(planned, signed, director):
    client = signed(director)
    turf = rows()[0]
    page = client.get(at("show", turf.pk)).content.decode()
    assert "Dans l’ordre de marche" in page
    assert str(turf.pk) in client.get(at("of_bureau", "75056_2001")).content.decode()
    assert client.get(at("streets", "75056_2001")).json()["features"]


@pytest.mark.parametrize("form", ["csv", "geojson", "parquet"])
def test_downloads(planned, signed, director, form):
    answer = signed(director).get(at("download", form))
    assert answer.status_code == 200
    assert len(answer.content) > 1000
    assert signed(director).get(at("download", "xls")).status_code == 404


def test_lists_ask_as_much_with_one_row_as_with_many(
    planned, signed, director, campaign, django_assert_max_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = signed(director)
    client.get(at("index"))

    def asked(url):
        with CaptureQueriesContext(connection) as found:
            assert client.get(url).status_code == 200
        return len(found)

    urls = [at("index"), at("bureau", "75056_2001"), at("of_bureau", "75056_2001")]
    many = [asked(url) for url in urls]
    with scope(campaign=campaign, places=None):
        Turf.objects.exclude(bureau__code="75056_2001", number=1).delete()
    assert [asked(url) for url in urls] == many
    assert max(many) <= 24


def test_an_edit_is_written_down(planned, signed, director, campaign):
    signed(director).post(
        at("edit", "75056_2001"), {"geste": "merge", "secteur": [1, 2], "versions": versions()}
    )
    with scope(campaign=campaign, places=None):
        assert Edit.objects.get().by == director
        assert Stop.objects.filter(turf__number=2, turf__bureau__code="75056_2001").count() == 0


def test_a_leader_reads_and_prints_what_their_team_was_given_elsewhere(
    planned, signed, director, team_leader, campaign
):
    with scope(campaign=campaign, places=None):
        team = Team.objects.create(campaign=campaign, place="", name="Équipe volante", leader=team_leader)
        given, other = rows("75056_0201")[:2]
        Turf.objects.filter(pk=given.pk).update(team=team, state="taken")
    client = signed(team_leader)
    assert given.short in client.get(at("of_team", team.pk)).content.decode()
    page = client.get(at("show", given.pk)).content.decode()
    assert "Dans l’ordre de marche" in page
    assert client.get(at("turf_sheet", given.pk))["Content-Type"] == "application/pdf"
    assert client.get(at("team_sheets", team.pk))["Content-Type"] == "application/pdf"
    assert client.get(at("show", other.pk)).status_code == 404
    assert client.get(at("bureau", "75056_0201")).status_code == 404
    assert client.get(reverse("teams:show", args=[SLUG, team.pk])).status_code == 200
