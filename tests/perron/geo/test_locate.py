"""Points in areas: inside, on a border, in a gap, nowhere, missing."""

import numpy as np
import shapely
from geo_squares import ORIGIN, areas, grid
from hypothesis import given, settings
from hypothesis import strategies as st

from perron.geo.locate import bureau_of_points, index_of_points
from perron.geo.projection import local_degrees
from perron.geo.shapes import shapes_of
from perron.samples import load_paris


def _in(x, y, table, **more):
    return bureau_of_points(*local_degrees(x, y, origin=ORIGIN), table, **more).to_list()


def test_points_fall_in_their_square():
    assert _in([50, 150, 50], [50, 50, 150], grid(2, 2)) == ["75056_0000", "75056_0001", "75056_0002"]


def test_point_in_a_gap_goes_to_the_nearest_within_the_tolerance():
    table = grid(2, 1, gap=10.0)
    assert _in([92, 98, 250], [50, 50, 50], table) == ["75056_0000", "75056_0001", None]
    assert _in([92], [50], table, gap_m=0) == [None]


def test_overlap_goes_to_the_first_area():
    table = areas([shapely.box(0, 0, 100, 100), shapely.box(50, 0, 150, 100)])
    assert _in([75], [50], table) == ["75056_0000"]


def test_missing_points_have_no_bureau():
    assert bureau_of_points([np.nan, 2.3505], [48.85, np.nan], grid(2, 2)).to_list() == [None, None]
    assert bureau_of_points([], [], grid(2, 2)).to_list() == []


def test_swapped_coordinates_find_nothing():
    assert bureau_of_points([48.8504], [2.3504], grid(2, 2)).to_list() == [None]


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=30, deadline=None)
def test_same_answer_as_one_by_one(seed):
    rng = np.random.default_rng(seed)
    shapes = shapes_of(grid(3, 3, gap=20.0))
    west, south, east, north = shapely.total_bounds(shapes)
    x, y = rng.uniform(west, east, 40), rng.uniform(south, north, 40)
    slow = [
        next((i for i, s in enumerate(shapes) if s.covers(shapely.Point(*at))), -1)
        for at in zip(x, y, strict=True)
    ]
    assert index_of_points(x, y, shapes).tolist() == slow


def test_addresses_of_paris_fall_in_the_bureau_their_file_says():
    sample = load_paris()
    there = sample.addresses.drop_nulls("lon")
    found = bureau_of_points(there.get_column("lon"), there.get_column("lat"), sample.bureaux_2012)
    assert (found == there.get_column("bureau")).mean() > 0.985
