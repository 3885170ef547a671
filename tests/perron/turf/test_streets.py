"""Walks on a street network, and tables of points put in order."""

import numpy as np
import polars as pl
import pytest

from perron.errors import BadValueError, MissingColumnError
from perron.geo.streets import StreetNetwork
from perron.routing.addresses import address_links, places
from perron.routing.paths import all_ways
from perron.turf import cut, make_stops
from perron.turf.route import route
from perron.turf.streets import Streets, street_ways

DEGREE = 111_195.0


def two_streets():
    """Two parallel streets 40 m apart, joined only at their far western end."""
    sx, sy = np.array([0.0, 200.0, 0.0, 200.0]), np.array([0.0, 0.0, 40.0, 40.0])
    start, end = np.array([0, 2, 0], np.int32), np.array([1, 3, 2], np.int32)
    return sx, sy, Streets(sx, sy, start, end, np.array([200.0, 200.0, 40.0]))


def test_a_way_follows_the_streets_not_the_crow():
    sx, sy, streets = two_streets()
    px, py = np.array([180.0, 180.0]), np.array([5.0, 35.0])
    graph = address_links(
        px, py, np.array([0, 1], np.int32), np.array([1, 1], np.int32), places(px, py), 14.0, 1500.0
    )
    far = graph._replace(length=graph.length + 100)
    ways = street_ways(far, px, py, sx, sy, streets)
    d = all_ways(ways, np.arange(2, dtype=np.int32), np.inf)
    assert d[0, 1] == pytest.approx(5 + 180 + 40 + 180 + 5)


def test_places_of_one_side_walk_along_it():
    sx, sy, streets = two_streets()
    px, py = np.array([20.0, 120.0, 60.0]), np.array([-5.0, -5.0, 5.0])
    graph = address_links(
        px, py, np.array([0, 0, 0], np.int32), np.array([1, 3, 2], np.int32), places(px, py), 14.0, 1500.0
    )
    none = graph._replace(length=graph.length + 500)
    d = all_ways(street_ways(none, px, py, sx, sy, streets), np.arange(3, dtype=np.int32), np.inf)
    assert d[0, 1] == pytest.approx(5 + 100 + 5)
    assert d[0, 2] == pytest.approx(5 + 20 + 60 + 5)  # round the end of the street


def test_a_town_is_cut_on_its_streets(town):
    blocks, step = 3, 100.0
    at = np.arange(blocks + 1) * step
    x, y = (v.ravel() for v in np.meshgrid(at, at))
    node = np.arange(len(x)).reshape(blocks + 1, blocks + 1)
    start = np.concatenate([node[:, :-1].ravel(), node[:-1].ravel()]).astype(np.int32)
    end = np.concatenate([node[:, 1:].ravel(), node[1:].ravel()]).astype(np.int32)
    network = StreetNetwork(
        2.6 + x / (DEGREE * np.cos(np.radians(47.2))),
        47.2 + y / DEGREE,
        start,
        end,
        np.full(len(start), step),
        ("",) * len(start),
    )
    stops = make_stops(town)
    done = cut(stops, network=network)
    assert done.turfs.get_column("one_piece").all()
    assert done.doors.get_column("doors").sum() == stops.get_column("doors").sum()
    assert done.turfs.get_column("minutes").is_between(100, 140).all()
    assert done.doors.equals(cut(stops, network=network).doors)


def points():
    x = np.array([0, 300, 100, 200, 400.0])
    return pl.DataFrame({"name": list("adbce"), "lon": 2.0 + x / DEGREE, "lat": [0.0] * 5})


def test_points_are_put_in_order():
    found = route(points())
    assert "".join(found["name"]) in {"abcde", "edcba"}
    assert found["order"].to_list() == [1, 2, 3, 4, 5]
    assert found["leg_m"][0] == 0
    assert found["leg_m"][1:].to_numpy() == pytest.approx(100, rel=0.02)


def test_the_first_row_may_be_the_start():
    shuffled = points()[[2, 0, 1, 3, 4]]
    assert route(shuffled, from_first=True)["name"][0] == "b"


def test_turfs_are_walked_one_by_one():
    table = pl.concat([points().with_columns(turf=pl.lit(t)) for t in ("two", "one")])
    found = route(table)
    assert found["turf"].to_list() == ["two"] * 5 + ["one"] * 5
    assert found["order"].to_list() == [1, 2, 3, 4, 5] * 2


def test_numbers_and_streets_are_followed(town):
    found = route(town.head(30))
    assert sorted(found["address"]) == sorted(town.head(30)["address"])


def test_a_table_without_places_is_refused():
    with pytest.raises(MissingColumnError, match="lon"):
        route(pl.DataFrame({"lat": [1.0]}), file="points.csv")
    with pytest.raises(BadValueError, match="line 3"):
        route(pl.DataFrame({"lon": [1.0, None], "lat": [1.0, 1.0]}), file="points.csv")


def test_no_points():
    assert route(
        pl.DataFrame({"lon": [], "lat": []}, schema={"lon": pl.Float64, "lat": pl.Float64})
    ).is_empty()
