"""Where somebody is, with nothing but what the campaign holds; what is near; nothing kept unless asked."""

import pytest
from django_scopes import scope

from perron_web.features.campaigns.tests.factories import queries
from perron_web.features.teams.queries.locating import ground_at, locate, territory_at
from perron_web.features.teams.tests.factories import (
    BAGNOLET,
    GAMBETTA,
    MONTREUIL,
    PARIS_2,
    PARIS_20,
    a_team,
    an_outing,
    at,
)
from perron_web.features.territory.models import Territory
from perron_web.platform import providers
from perron_web.platform.providers import Near

pytestmark = pytest.mark.django_db


@pytest.fixture
def inside_ground(campaign, ground):
    with scope(campaign=campaign, places=None):
        yield campaign


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("75020", "Paris 20e"),
        ("93100 Montreuil", "Montreuil"),
        ("montreuil", "Montreuil"),
        ("4 rue de Menilmontant 75020", "4 Rue de Ménilmontant"),
        ("39 rue de Ménilmontant, Paris 2e", "40 Rue de Ménilmontant"),
        ("2 rue des Lilas, 93100 Montreuil", "2 Rue des Lilas"),
        ("rue Inventée, 75020", "Paris 20e"),
    ],
)
def test_a_place_is_found(inside_ground, text, name):
    assert locate(text).name == name


def test_an_address_lies_where_the_campaign_says(inside_ground):
    found = locate("4 rue de Ménilmontant, 75020")
    assert found.exact
    assert found.point == pytest.approx((2.4004, 48.865))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "empty"),
        ("00123", "postcode"),
        ("33000", "outside"),
        ("Atlantis", "town"),
        ("12 rue Inventée", "vague"),
    ],
)
def test_what_is_not_found_is_said_why(inside_ground, text, why):
    found = locate(text)
    assert (found.point, found.unknown) == (None, why)


def test_several_places_are_offered(inside_ground):
    assert [name for _path, name in locate("93100").choices] == ["Bagnolet", "Montreuil"]
    assert locate("93100", place=MONTREUIL).name == "Montreuil"
    assert [path for path, _name in locate("2 rue des Lilas").choices] == [BAGNOLET, MONTREUIL]
    assert locate("93100", place="11/99/").unknown == "outside"


def test_a_point_lies_in_its_territory_and_has_a_ground(inside_ground):
    assert territory_at(GAMBETTA) == PARIS_20
    assert territory_at((2.451, 48.866)) == MONTREUIL  # just outside its square: the nearest
    assert territory_at((5.0, 43.0)) is None
    assert [row[0] for row in ground_at((2.4002, 48.865))][:2] == ["2", "4"]


def test_what_is_near_is_shown_at_once(campaign, ground, signed, volunteer, monkeypatch):
    """Teams and outings of other places too: they are open to all; nothing is stored."""
    near, far = a_team(campaign), a_team(campaign, name="Équipe Sentier", place=PARIS_2, meeting_lon=2.345)
    a_team(campaign, name="Équipe fermée", open=False)
    a_team(campaign, name="Équipe proposée", state="proposed")
    away = an_outing(campaign, team=far, title="Sortie du Sentier", meeting_lon=2.345)
    an_outing(campaign, team=near, title="Sortie annulée", state="cancelled")
    session = Near("Premiers pas", "/formation/", 120.0, where="la salle")
    monkeypatch.setitem(providers._PROVIDERS, "training.near", lambda lon, lat, limit: [session])
    client = signed(volunteer)
    page = client.post(at("near"), {"q": "75020"}).content.decode()
    assert page.index(near.name) < page.index(far.name)
    assert away.title in page
    assert "Premiers pas" in page
    assert "Équipe fermée" not in page
    assert "Équipe proposée" not in page
    assert "Sortie annulée" not in page
    assert "lieu" not in client.cookies
    assert client.get(at("outing", away.pk)).status_code == 404  # not in reach yet
    signature = page.split('name="sortie" value="')[1].split('"')[0]
    assert client.post(at("come"), {"sortie": signature}).status_code == 302
    assert client.get(at("outing", away.pk)).status_code == 200
    assert client.post(at("come"), {"sortie": f"{away.pk}.forged"}).status_code == 404


def test_a_place_is_kept_on_the_device_when_asked(campaign, ground, signed, volunteer):
    team = a_team(campaign)
    client = signed(volunteer)
    client.post(at("near"), {"q": "75020", "keep": "1"})
    assert team.name in client.get(at("near")).content.decode()
    client.post(at("forget"))
    assert team.name not in client.get(at("near")).content.decode()


def test_names_with_any_letter_are_kept_too(campaign, ground, signed, volunteer):
    with scope(campaign=campaign, places=None):
        Territory.tree.filter(path=MONTREUIL).update(name="Vœuil-l’Étang")
    client = signed(volunteer)
    client.post(at("near"), {"q": "vœuil l’étang", "keep": "1"})
    assert "Vœuil-l’Étang" in client.get(at("near")).content.decode()
    assert client.get(at("ground"), {"lon": "nan", "lat": "48"}).status_code == 400


def test_the_browser_may_say_where_it_is(campaign, ground, signed, volunteer):
    team = a_team(campaign)
    page = signed(volunteer).post(at("near"), {"lon": "2.4049", "lat": "48.8651"}).content.decode()
    assert team.name in page
    assert "Là où vous êtes" in page


def test_looking_near_asks_as_much_among_two_thousand_teams(campaign, ground, signed, volunteer):
    from perron_web.features.teams.models import Outing, Team

    client = signed(volunteer)
    a_team(campaign)
    an_outing(campaign)
    client.post(at("near"), {"q": "75020"})
    with queries() as few:
        client.post(at("near"), {"q": "75020"})
    with scope(campaign=campaign, places=None):
        model = Outing.every.first()
        Team.objects.bulk_create(
            Team(
                campaign=campaign, place=PARIS_20, name=f"É {n}", meeting_lon=2.4 + n / 1e5, meeting_lat=48.86
            )
            for n in range(2_000)
        )
        Outing.objects.bulk_create(
            Outing(
                campaign=campaign, place=PARIS_20, starts_at=model.starts_at, ends_at=model.ends_at,
                meeting_lon=2.4 + n / 1e5, meeting_lat=48.86,
            )
            for n in range(500)
        )  # fmt: skip
    with queries() as many:
        client.post(at("near"), {"q": "75020"})
    assert len(many) == len(few)
