"""The page of a bureau."""

import json
import time
import xml.etree.ElementTree as ET

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_scopes import scope

from perron_web.features.targeting.models import Score
from perron_web.features.targeting.tests.map_factories import town
from perron_web.features.territory.models import Address
from perron_web.platform.charts.process import RENDERER
from perron_web.platform.design.elections import in_order, long_name, short_name

FIRST = "/c/essai/bureaux/75056_2001/"


@pytest.fixture(autouse=True)
def own_data(settings, tmp_path):
    settings.DATA = tmp_path
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def run(campaign):
    return town(campaign)


def test_where_it_stands_and_why(run, director, signed):
    text = signed(director).get(FIRST).content.decode()
    assert "Très prioritaire</strong>, rang 1 sur 8" in text
    assert "Beaucoup d’intermittents" in text
    assert "50\u202f% de chances" in text
    assert "Présidentielle 2017, 1er tour" in text
    assert "20\u202f% des électeurs viennent d’un autre découpage" in text
    assert 'rel="next"' in text
    assert 'rel="prev"' not in text
    assert "/c/essai/secteurs/bureau/75056_2001/" in text


def test_held_out_and_weak_are_said(run, director, signed):
    assert "laissé de côté" in signed(director).get("/c/essai/bureaux/75056_2003/").content.decode()
    assert "Estimation fragile" in signed(director).get("/c/essai/bureaux/75056_2002/").content.decode()


def test_neighbours_stay_in_the_lead_s_territory(run, lead, signed):
    text = signed(lead).get("/c/essai/bureaux/75056_2004/").content.decode()
    assert "rang 4 sur 8" in text
    assert "75056_2003" in text
    assert "75056_0201" not in text


def wait_for_charts(client) -> str:
    """Ask as the page does, until the charts are there."""
    until = time.monotonic() + RENDERER.patience
    while "load delay" in (text := client.get(f"{FIRST}graphiques/").content.decode()):
        assert time.monotonic() < until, text
        time.sleep(0.1)
    return text


def test_charts_are_drawn_once_then_come_with_the_page(run, director, signed):
    client = signed(director)
    page = client.get(FIRST).content.decode()
    assert 'hx-trigger="load"' in page
    assert '<svg class="vega' not in page
    drawn = wait_for_charts(client)
    charts = [part.split("</svg>")[0] + "</svg>" for part in drawn.split('<div class="picture">')[1:]]
    assert len(charts) == 5  # two scores, turnout, support, registered
    labels = [ET.fromstring(chart).attrib["aria-label"] for chart in charts]
    assert labels[0].startswith("Mobilisation\u00a0: voix gagnées en faisant voter. Bureau moyen")
    assert "Présidentielle 2017, 1er tour 70\u202f%" in labels[2]
    assert drawn.count("<details") == 5
    assert drawn.count("ministère") == 3
    assert client.get(FIRST).content.decode().count('<svg class="vega wide"') == 5


def test_without_scripts_a_link_draws_them(run, director, signed):
    assert '<svg class="vega wide"' in signed(director).get(f"{FIRST}?graphiques=1").content.decode()


def test_when_charts_cannot_be_drawn_their_figures_stand(run, director, signed, monkeypatch):
    from perron_web.platform.charts.process import ChartError

    def broken(*_):
        raise ChartError("no engine")

    monkeypatch.setattr(RENDERER, "ask", broken)
    client = signed(director)
    assert 'hx-trigger="load delay:1s"' in client.get(f"{FIRST}graphiques/").content.decode()
    text = client.get(f"{FIRST}graphiques/?essai=60").content.decode()
    assert "n’a pas pu être dessiné" in text
    assert text.count("<details") == 5


def test_effects_add_up_to_the_score(run, campaign, director, signed):
    from perron_web.features.targeting.queries.bureau_pictures import reason_pictures

    with scope(campaign=campaign, places=None):
        score = Score.objects.get(code="75056_2001")
    rows = reason_pictures(score, {"mobilisation": "Mobilisation"})[0].call.values["rows"]
    assert rows[0]["end"] + sum(row["end"] - row["start"] for row in rows[1:-1]) == pytest.approx(
        score.mobilisation
    )
    assert rows[-1]["end"] == pytest.approx(score.mobilisation)


def test_the_plan_draws_neighbours_streets_and_buildings_of_one_s_own_places(run, lead, signed):
    plan = json.loads(signed(lead).get(f"{FIRST}plan.json").content)
    assert {one["properties"]["code"] for one in plan["shapes"]["features"]} == {"75056_2001", "75056_2002"}
    assert {one["properties"]["name"] for one in plan["streets"]["features"]} == {"Rue des Pyrénées"}
    assert len(plan["buildings"]["features"]) == 3


def test_electors_of_an_address_are_nowhere(run, director, signed):
    client = signed(director)
    for page in (FIRST, f"{FIRST}plan.json", f"{FIRST}immeubles/csv/", f"{FIRST}immeubles/geojson/"):
        text = client.get(page).content.decode()
        assert "electors" not in text
    table = client.get(f"{FIRST}immeubles/csv/").content.decode("utf-8-sig").splitlines()
    assert table[0] == "bureau;street;number;suffix;doors;estimated;lon;lat"
    assert len(table) == 4


def test_same_queries_whatever_the_number_of_buildings(campaign, director, signed):
    town(campaign, each=2, addresses=1)
    client = signed(director)
    counts = []
    client.get(FIRST)
    for more in (0, 30):
        with scope(campaign=campaign, places=None):
            model = Address.objects.filter(bureau__code="75056_2001").first()
            for n in range(more):
                model.pk, model.number, model.key = None, 100 + n, f"more {n}"
                model.save()
        cache.clear()
        with CaptureQueriesContext(connection) as seen:
            client.get(FIRST)
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_pages_of_buildings_for_htmx(campaign, director, signed):
    town(campaign, each=1, addresses=50)
    answer = signed(director).get(f"{FIRST}?page=2", headers={"HX-Request": "true", "HX-Target": "immeubles"})
    text = answer.content.decode()
    assert "<html" not in text
    assert text.count("<tr data-address") == 10


def test_no_run_no_page(campaign, director, signed):
    town(campaign, run=False)
    assert signed(director).get(FIRST).status_code == 404


@pytest.mark.parametrize(
    ("name", "long", "short"),
    [
        ("2017-presidentielle-1", "Présidentielle 2017, 1er tour", "Présid. 1|2017"),
        ("2019-europeennes", "Européennes 2019", "Europ.|2019"),
        ("2020-municipales-2", "Municipales 2020, 2d tour", "Munic. 2|2020"),
        ("autre chose", "autre chose", "autre chose"),
    ],
)
def test_elections_in_words(name, long, short):
    assert long_name(name) == long
    if name[0].isdigit():
        assert short_name(name) == short


def test_elections_in_time():
    names = ["2017-legislatives-1", "2017-presidentielle-2", "2017-presidentielle-1", "2014-europeennes"]
    assert sorted(names, key=in_order) == [names[3], names[2], names[1], names[0]]
