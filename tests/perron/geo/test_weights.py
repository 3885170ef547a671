"""Weights between boundary sets: bases, thresholds, addresses held to their bureau."""

import polars as pl
import pytest
import shapely
from geo_squares import addresses, areas, grid
from hypothesis import given, settings
from hypothesis import strategies as st

from perron.errors import ParameterError
from perron.geo.weights import overlap_weights
from perron.samples import load_paris

ONE = areas([shapely.box(0, 0, 200, 100)], ["75056_0009"])
TWO = areas([shapely.box(0, 0, 50, 100), shapely.box(50, 0, 200, 100)], ["75056_0001", "75056_0002"])
X, Y = [10.0, 20.0, 100.0, 150.0], [50.0, 50.0, 50.0, 50.0]


def _weights(points=None, **more):
    found = overlap_weights(ONE, TWO, points, **more)
    assert found.get_column("weight").sum() == pytest.approx(1)
    (basis,) = found.get_column("basis").unique()
    return found.get_column("weight").to_list(), basis


def test_without_addresses_weights_rest_on_area():
    assert _weights() == (pytest.approx([0.25, 0.75], rel=1e-6), "area")


def test_addresses_alone_count_for_one_each():
    assert _weights(addresses(X, Y)) == ([0.5, 0.5], "addresses")


def test_doors_go_before_addresses_and_electors_before_doors():
    assert _weights(addresses(X, Y, doors=[3, 3, 1, 1])) == ([0.75, 0.25], "doors")
    assert _weights(addresses(X, Y, doors=[3, 3, 1, 1], electors=[1, 0, 0, 9])) == ([0.1, 0.9], "electors")


def test_electors_known_for_too_few_addresses_are_not_used():
    assert _weights(addresses(X, Y, electors=[5, None, None, None])) == ([0.5, 0.5], "addresses")
    assert _weights(addresses(X, Y, electors=[5, None, 5, None])) == ([0.5, 0.5], "electors")


def test_each_source_has_its_own_basis():
    source = grid(2, 1)
    found = overlap_weights(source, source, addresses([50.0], [50.0], doors=[4]))
    assert found.get_column("basis").to_list() == ["doors", "area"]


def test_small_shares_are_dropped():
    electors = [1, 0, 500, 500]
    assert _weights(addresses(X, Y, electors=electors))[0] == [1.0]
    assert len(_weights(addresses(X, Y, electors=electors), smallest=0.0)[0]) == 2


def test_addresses_are_held_to_the_bureau_their_file_says():
    # the second point fell just across the border of its own bureau, which has not changed
    old = grid(2, 1)
    points = addresses([50.0, 104.0, 150.0], [50.0] * 3, bureau=["75056_0000"] * 2 + ["75056_0001"])
    held = overlap_weights(old, old, points, stated="source")
    assert held.select("source", "target", "weight").rows() == [
        (c, c, 1.0) for c in ("75056_0000", "75056_0001")
    ]
    free = overlap_weights(old, old, points, stated="neither")
    assert free.filter(pl.col("source") == "75056_0000").get_column("weight").to_list() == [1.0]


def test_bureau_known_by_its_addresses_alone_has_weights():
    points = addresses([50.0, 150.0], [50.0] * 2, bureau=["75056_0000", "75056_0099"])
    found = overlap_weights(grid(2, 1), grid(2, 1), points, stated="source")
    assert ("75056_0099", "75056_0001", 1.0, "addresses") in found.rows()


def test_sides_are_found_from_the_addresses_themselves():
    old, new = grid(2, 1), areas([shapely.box(0, 0, 200, 100)], ["75056_0007"])
    points = addresses([50.0, 150.0], [50.0] * 2, bureau=["75056_0000", "75056_0001"], doors=[1, 3])
    assert overlap_weights(old, new, points).get_column("weight").to_list() == [1, 1]
    assert overlap_weights(new, old, points).get_column("weight").to_list() == [0.25, 0.75]


def test_no_common_ground_no_weights():
    far = areas([shapely.box(5000, 5000, 5100, 5100)])
    assert overlap_weights(far, TWO).is_empty()


def test_share_out_of_range_is_refused():
    with pytest.raises(ParameterError):
        overlap_weights(ONE, TWO, smallest=0.5)


@given(st.lists(st.tuples(st.floats(1, 199), st.floats(1, 99), st.integers(0, 50)), max_size=30))
@settings(max_examples=50, deadline=None)
def test_weights_of_a_source_always_add_up_to_one(points):
    x, y, doors = ([p[i] for p in points] for i in range(3))
    found = overlap_weights(grid(2, 1), TWO, addresses(x, y, doors=doors) if points else None)
    sums = found.group_by("source").agg(pl.col("weight").sum()).get_column("weight").to_list()
    assert sums == pytest.approx([1.0] * 2)
    assert found.get_column("weight").is_between(0, 1, closed="right").all()


def test_paris_from_2012_to_2017():
    sample = load_paris()
    found = overlap_weights(sample.bureaux_2012, sample.bureaux_2017, sample.addresses)
    assert found.get_column("source").n_unique() == 869  # two of them have addresses but no area
    assert found.get_column("target").n_unique() == 896
    assert found.get_column("basis").unique().to_list() == ["doors"]
    whole = found.filter(pl.len().over("source") == 1).height
    assert whole == pytest.approx(667, abs=5)


def test_a_border_drawn_twice_moves_nobody():
    moved = areas([shapely.box(0, 0, 101.5, 100), shapely.box(101.5, 0, 200, 100)])
    found = overlap_weights(grid(2, 1), moved, smallest=0.0)
    assert found.get_column("weight").to_list() == [1.0, 1.0]
