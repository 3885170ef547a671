"""Editing by hand: no door lost or doubled, the numbers of a fresh cut, contiguous halves, lines on foot."""

import numpy as np
import polars as pl
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from perron.errors import ParameterError
from perron.geo.streets import StreetNetwork
from perron.tables import ADDRESSES, DOORS, TURFS
from perron.turf import cut, draw_walks, make_bench, make_stops, numbers_of, pieces_of, walk_again
from perron.turf.edit import FREE, building, inside, merged, moved, split, too_long, touched
from perron.turf.warm import warm_edits
from perron.turf.zones import turf_zones


@pytest.fixture(scope="module")
def tower_town(town):
    """A town with towers: floors of one building in several turfs."""
    tall = pl.when(pl.int_range(pl.len()) % 17 == 0).then(130 + pl.int_range(pl.len()) % 90)
    return ADDRESSES.check(town.with_columns(tall.otherwise("doors").cast(pl.Int32).alias("doors")))


@pytest.fixture(scope="module")
def done(tower_town):
    return cut(make_stops(tower_town))


@pytest.fixture(scope="module")
def bench(done):
    return make_bench(pieces_of(done.doors))


@pytest.fixture(scope="module")
def turf(done, bench):
    return numbers_of(bench, pieces_of(done.doors))


def all_of(turf):
    return [int(n) for n in np.unique(turf) if n != FREE]


def test_pieces_are_the_stops_that_were_cut(tower_town, done):
    stops = make_stops(tower_town)
    pieces = pieces_of(done.doors)
    names = [name for name in stops.columns if name != "stop"]
    assert pieces.select(names).sort(names).equals(stops.select(names).sort(names))
    floors = done.doors.group_by("address").agg(pl.col("turf").n_unique())
    assert (floors["turf"] > 1).any()
    mine = pieces.group_by("turf").agg(pl.sum("doors")).sort("turf")
    assert mine.equals(done.turfs.select("turf", "doors").sort("turf"))


def test_walking_again_gives_the_numbers_of_the_cut(done, bench, turf):
    again = walk_again(bench, turf, all_of(turf))
    assert again.turfs.equals(done.turfs)
    assert again.doors.drop("part").equals(done.doors)
    some = walk_again(bench, turf, [3, 2])
    assert some.turfs.equals(
        done.turfs.filter(pl.col("turf").str.ends_with("-02") | pl.col("turf").str.ends_with("-03"))
    )


def test_pieces_named_by_part_are_the_same(done, bench, turf):
    again = walk_again(bench, turf, all_of(turf))
    names = ["turf", "order", "address", "part", "doors", "minutes"]
    found = pieces_of(again.doors).select(names).sort(names)
    assert found.equals(pieces_of(done.doors).select(names).sort(names))


def test_with_streets_and_a_meeting_point_too(town_of):
    town = town_of(2)
    stops = make_stops(town)
    lon, lat = town["lon"].to_numpy(), town["lat"].to_numpy()
    west, east, south, north = lon.min(), lon.max(), lat.min(), lat.max()
    network = StreetNetwork(
        np.array([west, east, west, east]),
        np.array([south, south, north, north]),
        np.array([0, 2, 0, 1]),
        np.array([1, 3, 2, 3]),
        np.array([200.0, 200.0, 200.0, 200.0]),
        ("A", "B", "C", "D"),
    )
    meeting = pl.DataFrame({"bureau": ["45001_0001"], "lon": [west], "lat": [north]})
    walked = cut(stops, network=network, meeting=meeting)
    bench = make_bench(pieces_of(walked.doors), network=network, meeting=meeting)
    turf = numbers_of(bench, pieces_of(walked.doors))
    again = walk_again(bench, turf, all_of(turf))
    assert again.turfs.equals(walked.turfs)
    assert again.doors.drop("part").equals(walked.doors)
    assert all(np.isfinite(line).all() for line in again.lines.values())
    drawn = draw_walks(pieces_of(walked.doors), network=network)
    assert all(np.array_equal(again.lines[name], drawn[name]) for name in drawn)


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_no_edit_loses_or_doubles_a_door(bench, turf, data):
    now = turf
    for _ in range(data.draw(st.integers(1, 4))):
        before, numbers = now, all_of(now)
        kind = data.draw(st.sampled_from(["move", "merge", "split", "lasso"]))
        fresh = max(numbers) + 1
        if kind == "move":
            address = data.draw(st.sampled_from(bench.pieces["address"].to_list()))
            now = moved(now, building(bench, [address]), data.draw(st.sampled_from([*numbers, fresh])))
        elif kind == "merge" and len(numbers) > 1:
            now = merged(
                now, data.draw(st.lists(st.sampled_from(numbers), min_size=2, max_size=3, unique=True))
            )
        elif kind == "split":
            number = data.draw(st.sampled_from(numbers))
            parts = min(data.draw(st.integers(2, 4)), int((now == number).sum()))
            if parts > 1:
                now = split(bench, now, number, list(range(fresh, fresh + parts - 1)))
        else:
            i, j = (data.draw(st.integers(0, len(now) - 1)) for _ in "ij")
            a, b = bench.pieces.select("lon", "lat").rows()[i], bench.pieces.select("lon", "lat").rows()[j]
            now = moved(now, inside(bench, [a, (a[0], b[1]), b, (b[0], a[1])]), fresh)
        changed = touched(before, now)
        walked = walk_again(bench, now, changed)
        DOORS.check(walked.doors)
        TURFS.check(walked.turfs)
        kept = np.isin(now, changed)
        assert np.array_equal(kept, np.isin(before, changed))  # the doors of touched turfs stay among them
        assert walked.doors["doors"].sum() == bench.pieces["doors"].to_numpy()[kept].sum()
        parts_given = walked.doors.select("address", "part").explode("part")
        assert parts_given.is_unique().all()
        assert len(parts_given) == kept.sum()
        assert np.allclose(walked.turfs["minutes"].sum(), walked.doors["minutes"].sum())
        fresh_walk = walk_again(make_bench(pieces_of_all(bench, now)), now, changed)
        assert fresh_walk.turfs.equals(walked.turfs)
        assert fresh_walk.doors.equals(walked.doors)
    assert (now != FREE).all()


def pieces_of_all(bench, turf):
    return pieces_of(walk_again(bench, turf, all_of(turf)).doors)


@pytest.mark.parametrize("parts", [2, 3, 5])
def test_parts_are_in_one_piece_and_of_equal_time(bench, turf, parts):
    whole = merged(turf, all_of(turf)[:parts])
    fresh = [90 + i for i in range(parts - 1)]
    after = split(bench, whole, 1, fresh)
    walked = walk_again(bench, after, [1, *fresh])
    assert len(walked.turfs) == parts
    assert walked.turfs["one_piece"].all()
    minutes = walked.turfs["minutes"]
    assert minutes.max() < 1.35 * minutes.min()
    assert np.array_equal(split(bench, whole, 1, fresh), after)


def test_a_turf_in_two_pieces_is_told_and_may_be_split(bench, turf):
    lon = bench.pieces["lon"].to_numpy()
    ends = moved(turf, np.array([int(lon.argmin()), int(lon.argmax())]), 77)
    assert not walk_again(bench, ends, [77]).turfs["one_piece"][0]
    after = split(bench, ends, 77, [78])
    assert walk_again(bench, after, [77, 78]).turfs["one_piece"].all()


def test_what_cannot_be_done_is_refused_by_name(bench, turf):
    with pytest.raises(ParameterError):
        merged(turf, [1, 1])
    with pytest.raises(ParameterError):
        split(bench, turf, 1, [])
    with pytest.raises(ParameterError):
        split(bench, turf, 1, list(range(100, 2000)))
    with pytest.raises(ParameterError):
        building(bench, ["elsewhere"])
    for corners in ([[0, 0], [1, 1]], [[0, 0, 0]] * 3, [[float("nan"), 0]] * 3):
        with pytest.raises(ParameterError):
            inside(bench, corners)


def test_a_line_that_crosses_itself_still_encloses(bench):
    lon, lat = (bench.pieces[c].to_numpy() for c in ("lon", "lat"))
    box = [(lon.min(), lat.min()), (lon.max(), lat.max()), (lon.max(), lat.min()), (lon.min(), lat.max())]
    assert 0 < len(inside(bench, box)) < len(lon)
    assert len(inside(bench, [(0, 0), (0, 1), (1, 1)])) == 0


def test_lines_follow_the_doors(bench, turf, done):
    walked = walk_again(bench, turf, all_of(turf))
    drawn = draw_walks(pieces_of(done.doors))
    for name, line in walked.lines.items():
        assert np.array_equal(line, drawn[name])
        own = walked.doors.filter(pl.col("turf") == name).select(pl.col("lon", "lat").round(6)).rows()
        points = [tuple(p) for p in line]
        assert points[0] == own[0]
        assert points[-1] == own[-1]
        assert set(own) <= set(points)


def test_nothing_to_walk_gives_empty_tables(bench, turf):
    walked = walk_again(bench, turf, [999])
    assert walked.doors.is_empty()
    assert walked.turfs.is_empty()
    assert walked.lines == {}


def test_long_is_told_beyond_fifteen_per_cent():
    assert not too_long(138.0, 120.0)
    assert too_long(138.1, 120.0)


def test_zones_share_the_ground_of_a_bureau(bench, turf, done):
    doors = walk_again(bench, turf, all_of(turf)).doors
    number = doors["turf"].str.extract(r"-(\d+)$").cast(pl.Int64)
    area = shapely.box(doors["lon"].min(), doors["lat"].min(), doors["lon"].max(), doors["lat"].max())
    zones = turf_zones(doors["lon"], doors["lat"], number, doors["doors"], area=area)
    assert set(zones) <= set(number)
    assert sum(zone.area for zone in zones.values()) == pytest.approx(area.area, rel=1e-3)
    assert all(zone.is_valid for zone in zones.values())
    inside = [
        zones[n].buffer(1e-6).covers(shapely.Point(x, y))
        for n, x, y in zip(number, doors["lon"], doors["lat"], strict=True)
        if n in zones
    ]
    assert np.mean(inside) > 0.9
    alone = turf_zones([2.0], [48.0], [7], [3])
    assert list(alone) == [7]
    assert turf_zones([], [], [], []) == {}


def test_getting_ready_needs_nothing():
    warm_edits()
