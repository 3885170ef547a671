"""The map page: what is shown, to whom, in how many queries."""

import base64
import csv
import gzip
import io
import json
import re

import polars as pl
import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_scopes import scope

from perron_web.features.targeting.models import Score
from perron_web.features.targeting.queries.map_measures import MEASURES, breaks, class_of, legend
from perron_web.features.targeting.queries.map_ranking import as_bits
from perron_web.features.targeting.tests.map_factories import town

MAP = "/c/essai/carte/"


@pytest.fixture(autouse=True)
def own_data(settings, tmp_path):
    settings.DATA = tmp_path
    settings.FILES = tmp_path / "files"
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def run(campaign):
    return town(campaign)


def key_in(response) -> str:
    return re.search(rb"carte/([0-9a-f]{20})/", response.content)[1].decode()


def body(response):
    content = b"".join(response.streaming_content)
    shut(response)
    return json.loads(gzip.decompress(content))


def shut(response):
    """Close the file without ending the request, which would close the connection of the test."""
    for close in response._resource_closers:
        close()


def codes(response) -> list[str]:
    return re.findall(r'<tr id="b-([^"]+)"', response.content.decode())


class TestPage:
    def test_the_best_comes_first_with_words_and_ranges(self, run, director, signed):
        page = signed(director).get(MAP)
        assert page.status_code == 200
        assert codes(page)[:2] == ["75056_2001", "75056_2002"]
        text = page.content.decode()
        assert "très prioritaire" in text
        assert "bureau témoin" in text
        assert "Ville de Paris" in text
        assert "0,12\u00a0– 0,18" in text  # the interval of the first
        assert not re.search(r'style="|<script(?![^>]*src)', text)

    def test_every_script_and_style_is_ours(self, run, director, signed):
        page = signed(director).get(MAP)
        assert "unsafe" not in page["Content-Security-Policy"]

    def test_a_fragment_for_htmx(self, run, director, signed):
        page = signed(director).get(MAP, headers={"HX-Request": "true"})
        text = page.content.decode()
        assert text.count("<html") == 0
        assert 'id="classement"' in text
        assert 'id="legende" hx-swap-oob="true"' in text

    @pytest.mark.parametrize(
        ("asked", "found"),
        [
            ("q=2003", ["75056_2003"]),
            ("q=pyrenees", ["75056_2001", "75056_2002", "75056_2003", "75056_2004"]),
            ("q=rue+réaumur", ["75056_0201", "75056_0202", "75056_0203", "75056_0204"]),
            ("q=ecole+4", ["75056_2004", "75056_0204"]),
            ("q=xyz", []),
            ("territoire=Paris+2e", ["75056_0201", "75056_0202", "75056_0203", "75056_0204"]),
            ("priorite=1", ["75056_2001", "75056_2002"]),
            ("sorte=temoins", ["75056_2003"]),
            ("sorte=fragiles", ["75056_2002"]),
            ("sorte=temoins&sorte=fragiles", []),
            ("tri=-bureau&q=2e", []),
            ("tri=-rang&priorite=1", ["75056_2002", "75056_2001"]),
            ("mesure=participation&tri=-mesure&priorite=1", ["75056_2002", "75056_2001"]),
            ("page=99&q=2003", ["75056_2003"]),
            ("page=-1&tri=nothing&mesure=nothing&priorite=9&q=2003", ["75056_2003"]),
        ],
    )  # fmt: skip
    def test_filters_live_in_the_address(self, run, director, signed, asked, found):
        assert codes(signed(director).get(f"{MAP}?{asked}")) == found

    def test_a_named_bureau_opens_its_page(self, campaign, director, signed):
        town(campaign, each=40)
        page = signed(director).get(f"{MAP}?bureau=75056_0240")
        assert "75056_0240" in codes(page)
        assert "75056_2001" not in codes(page)
        assert len(codes(page)) == 30

    def test_what_matches_is_told_to_the_map(self, run, director, signed):
        text = signed(director).get(f"{MAP}?sorte=temoins").content.decode()
        bits = base64.b64decode(re.search(r'data-matched="([^"]*)"', text)[1])
        assert [
            rank for rank in range(16) if bits[rank // 8 : rank // 8 + 1] and bits[rank // 8] >> rank % 8 & 1
        ] == [3]
        assert 'data-matched=""' in signed(director).get(MAP).content.decode()

    def test_same_queries_for_one_and_thirty_bureaux(
        self, campaign, other_campaign, director, stranger, signed
    ):
        town(campaign, each=1)
        town(other_campaign, each=15)
        counts = []
        for who, slug, rows in ((director, "essai", 1), (director, "essai", 1), (stranger, "autre", 15)):
            client = signed(who)
            cache.clear()
            with CaptureQueriesContext(connection) as seen:
                assert len(codes(client.get(f"/c/{slug}/carte/?q=pyrenees"))) == rows
            counts.append(len(seen))
        assert counts[1] == counts[2]

    def test_english(self, run, director, signed):
        client = signed(director)
        client.cookies["langue"] = "en"
        text = client.get(MAP).content.decode()
        assert "very high priority" in text
        assert "0.12" in text


class TestEmpty:
    def test_without_data_the_next_step_is_the_import(self, campaign, director, signed):
        text = signed(director).get(MAP).content.decode()
        assert "/c/essai/donnees/" in text

    def test_without_a_plan_the_next_step_is_the_plan(self, campaign, director, signed):
        town(campaign, run=False)
        assert "/c/essai/plan/" in signed(director).get(MAP).content.decode()

    def test_a_place_without_bureaux(self, run, campaign, director, volunteer, signed):
        from perron_web.features.campaigns.models import Membership

        Membership.objects.filter(user=volunteer).update(place="11/75/75056/07/")
        page = signed(volunteer).get(MAP)
        assert page.status_code == 200
        assert "Aucun bureau dans votre territoire" in page.content.decode()
        assert codes(page) == []


class TestScope:
    def test_a_lead_of_the_20e_sees_the_20e(self, run, lead, signed):
        client = signed(lead)
        page = client.get(MAP)
        assert codes(page) == ["75056_2001", "75056_2002", "75056_2003", "75056_2004"]
        key = key_in(page)
        places = body(client.get(f"{MAP}{key}/lieux.json"))
        assert places["code"] == codes(page)
        shapes = body(client.get(f"{MAP}{key}/contours.json"))
        assert sorted(one["properties"]["code"] for one in shapes["features"]) == codes(page)
        values = body(client.get(f"{MAP}{key}/valeurs/persuasion.json"))
        assert len(values["value"]) == 4
        streets = body(client.get(f"{MAP}{key}/rues.json"))
        assert {one["properties"]["name"] for one in streets["features"]} == {"Rue des Pyrénées"}

    def test_ranks_are_among_all_the_bureaux_of_the_plan(self, run, lead, signed):
        run.summary |= {"bureaux": 800}
        run.save()
        for address in ("/c/essai/bureaux/75056_2004/", f"{MAP}fiche/75056_2004/"):
            assert "sur 800" in signed(lead).get(address).content.decode()

    def test_nor_can_they_take_the_rest_away(self, run, lead, signed):
        client = signed(lead)
        rows = list(
            csv.DictReader(
                io.StringIO(client.get(f"{MAP}telecharger/csv/").content.decode("utf-8-sig")), delimiter=";"
            )
        )
        assert [row["bureau"] for row in rows] == ["75056_2001", "75056_2002", "75056_2003", "75056_2004"]
        shapes = json.loads(client.get(f"{MAP}telecharger/geojson/").content)
        assert len(shapes["features"]) == 4
        table = pl.read_parquet(io.BytesIO(client.get(f"{MAP}telecharger/parquet/").content))
        assert table.height == 4

    def test_another_s_key_is_not_found(self, run, director, lead, signed):
        key = key_in(signed(director).get(MAP))
        for name in ("lieux.json", "contours.json", "rues.json", "valeurs/priorite.json", "contours.pmtiles"):
            assert signed(lead).get(f"{MAP}{key}/{name}").status_code == 404

    @pytest.mark.parametrize("name", ["map_card", "bureau", "bureau_charts", "bureau_plan"])
    def test_a_bureau_elsewhere_is_not_found(self, run, lead, signed, name):
        assert signed(lead).get(reverse(f"targeting:{name}", args=["essai", "75056_2001"])).status_code == 200
        assert signed(lead).get(reverse(f"targeting:{name}", args=["essai", "75056_0201"])).status_code == 404

    def test_a_stranger_finds_nothing(self, run, stranger, signed):
        assert signed(stranger).get(MAP).status_code == 404

    def test_a_volunteer_takes_nothing_away(self, run, volunteer, signed):
        assert signed(volunteer).get(f"{MAP}telecharger/csv/").status_code == 403

    def test_names_found_by_one_person_are_not_shown_to_another(self, run, director, lead, signed):
        assert len(codes(signed(director).get(f"{MAP}?q=ecole"))) == 8
        assert len(codes(signed(lead).get(f"{MAP}?q=ecole"))) == 4


class TestFiles:
    def test_kept_for_ever_and_asked_once(self, run, director, signed):
        client = signed(director)
        address = f"{MAP}{key_in(client.get(MAP))}/contours.json"
        first = client.get(address)
        assert "immutable" in first["Cache-Control"]
        assert "private" in first["Cache-Control"]
        assert body(first)["features"][0]["geometry"]["coordinates"]
        assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304

    def test_a_new_run_gives_new_addresses(self, run, campaign, director, signed):
        client = signed(director)
        before = key_in(client.get(MAP))
        with scope(campaign=campaign, places=None):
            run.adopted = False
            run.save()
            run.pk, run.number, run.adopted = None, 2, True
            run.save()
            for one in Score.objects.filter(run__number=1):
                one.pk, one.run = None, run
                one.save()
        assert key_in(client.get(MAP)) != before

    def test_filtered_download_with_intervals(self, run, director, signed):
        text = signed(director).get(f"{MAP}telecharger/csv/?priorite=1&tri=-rang").content.decode("utf-8-sig")
        head, *rows = text.splitlines()
        assert "persuasion_low" in head
        assert [row.split(";")[1] for row in rows] == ["75056_2002", "75056_2001"]

    def test_tiles_answer_parts(self, run, director, signed, monkeypatch, campaign):
        from perron_web.features.targeting.queries import map_scope
        from perron_web.features.targeting.queries.map_tiles import write_tiles

        monkeypatch.setattr(map_scope, "TILED", 5)
        client = signed(director)
        assert "data-shapes" in client.get(MAP).content.decode()
        with scope(campaign=campaign, places=None):
            write_tiles(map_scope.map_scope(campaign))
        page = client.get(MAP)
        assert "data-tiles" in page.content.decode()
        address = f"{MAP}{key_in(page)}/contours.pmtiles"
        part = client.get(address, headers={"Range": "bytes=0-6"})
        assert part.status_code == 206
        assert b"".join(part.streaming_content) == b"PMTiles"
        shut(part)

    def test_places_name_the_hatched(self, run, director, signed):
        client = signed(director)
        places = body(client.get(f"{MAP}{key_in(client.get(MAP))}/lieux.json"))
        assert (places["weak"], places["held"]) == ([1], [2])
        assert places["territories"] == ["Paris 20e", "Paris 2e"]


class TestCard:
    def test_words_scores_and_reasons(self, run, director, signed):
        text = signed(director).get(f"{MAP}fiche/75056_2001/").content.decode()
        assert "Très prioritaire, rang 1 sur 8" in text
        assert "Un vote plus disputé" in text
        assert "/c/essai/bureaux/75056_2001/" in text


class TestMeasures:
    def test_five_classes_of_the_same_size(self):
        values = [n / 1000 for n in range(100)]
        limits = breaks(values, MEASURES["mobilisation"])
        classes = [class_of(value, limits) for value in values]
        assert [classes.count(k) for k in (1, 2, 3, 4, 5)] == [20] * 5
        assert class_of(None, limits) == 0

    def test_limits_are_round_where_that_keeps_them_apart(self):
        assert breaks([n / 100 for n in range(100)], MEASURES["participation"]) == [0.2, 0.4, 0.6, 0.8]

    def test_one_value_only(self):
        measure = MEASURES["inscrits"]
        limits = breaks([7, 7, 7], measure)
        assert {class_of(7, limits)} == {1}
        assert [step.range for step in legend([7, 7, 7], [1, 1, 1], measure)] == ["7"]
        assert breaks([], measure) == []

    def test_bits(self):
        assert base64.b64decode(as_bits([1, 8, 9])) == bytes([0b10, 0b11])
        assert as_bits([]) == "AA=="


class TestDrawing:
    def test_adoption_draws_the_map_before_anyone_asks(
        self, run, campaign, director, django_capture_on_commit_callbacks
    ):
        from perron_web.features.targeting.queries.map_scope import map_scope
        from perron_web.features.targeting.services.adopting import adopt_run

        with scope(campaign=campaign, places=None), django_capture_on_commit_callbacks(execute=True):
            adopt_run(run=run, by=director)
        with scope(campaign=campaign, places=None):
            made = {path.name for path in map_scope(campaign).folder.iterdir()}
        assert {"shapes.json.br", "places.json.br", "streets.json.br", "priorite.json.gz"} <= made

    def test_many_bureaux_come_as_tiles(self, run, campaign, director, monkeypatch):
        from perron_web.features.targeting.queries import map_scope
        from perron_web.features.targeting.services.mapping import prepare_map

        monkeypatch.setattr(map_scope, "TILED", 5)
        with scope(campaign=campaign, places=None):
            assert prepare_map(campaign=campaign, by=director) == 8
            assert (map_scope.map_scope(campaign).folder / "shapes.pmtiles").exists()
