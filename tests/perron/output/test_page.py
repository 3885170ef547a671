"""The page: self-contained, small, the same text twice, everything in it that the plan holds."""

import base64
import json
import re
import zlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from perron.output.page import data, make_page
from perron.output.page.data import differences
from town import make_town


@pytest.fixture(scope="module")
def page():
    return make_page(make_town(), code="1a2b3c4d")


def blob(page: str, name: str) -> dict:
    text = re.search(rf'id="{name}">([^<]*)<', page)[1]
    return json.loads(zlib.decompress(base64.b64decode(text)))


def test_nothing_points_outside_the_page(page):
    assert not re.findall(r'(?:src|href|action)\s*=\s*["\']?\s*(?:https?:)?//', page)
    assert "@import" not in page
    assert set(re.findall(r"url\(([a-z]+):", page)) == {"data"}
    assert "default-src 'none'" in page
    assert "{{" not in page


def test_same_plan_gives_the_same_page(page):
    assert make_page(make_town(), code="1a2b3c4d") == page


def test_bureaux_are_there_best_first(page):
    core = blob(page, "core")
    assert core["columns"]["rank"] == [1, 2, 3, 4, 5, 6]
    assert core["columns"]["held_out"] == [0, 0, 1, 0, 0, 0]
    assert len(core["shapes"]) == 6
    assert core["notes"] == [["an invented town", "une ville inventée"]]


def test_stops_are_there_in_walking_order(page):
    town, walks = make_town(), blob(page, "details")["walks"]
    assert sum(walks["stops"]) == len(walks["number"]) == len(town.doors)
    xy = np.cumsum(np.array(walks["points"]).reshape(-1, 2), axis=0) / data.GRID
    first = town.doors.filter(town.doors["turf"] == walks["turf"][0])
    assert np.allclose(xy[: len(first)], first.select("lon", "lat").to_numpy(), atol=1 / data.GRID)


def test_reasons_are_words_in_both_languages(page):
    reasons = blob(page, "details")["reasons"]["75056_0101"]
    assert {score for score, *_ in reasons} == {"m", "p"}
    assert all(isinstance(effect, float) and en and fr for _, effect, en, fr in reasons)


def test_the_ranking_stands_without_scripts(page):
    static = re.search(r"<noscript>(.*)</noscript>", page, re.DOTALL)[1]
    assert static.count("<tr>") == 7
    assert "École 1" in static


def test_names_are_escaped():
    town = make_town()
    town.parameters["campaign"] = "<script>alert(1)</script>"
    assert "<script>alert" not in make_page(town, code="x")


def test_the_best_turfs_come_first_when_there_are_too_many(monkeypatch):
    town = make_town()
    monkeypatch.setattr(data, "MOST_STOPS", 200)
    shown = data.details(town)
    assert shown["walks"]["turf"][0] == "75056_0101-01"
    assert 0 < shown["left_out"] < len(town.turfs)
    assert sum(shown["walks"]["stops"]) <= 200


@given(st.lists(st.tuples(st.floats(-180, 180), st.floats(-90, 90)), min_size=1, max_size=50))
def test_differences_add_up_to_the_points(points):
    lonlat = np.array(points)
    back = np.cumsum(np.array(differences(lonlat)).reshape(-1, 2), axis=0) / data.GRID
    assert np.abs(back - lonlat).max() <= 0.5 / data.GRID + 1e-9
