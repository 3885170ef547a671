import numpy as np
import shapely
from hypothesis import given
from hypothesis import strategies as st

from perron.geo.along import along

pairs = st.tuples(st.integers(-50, 50), st.integers(-50, 50))


@given(st.lists(pairs, min_size=2, max_size=8, unique=True), st.lists(pairs, min_size=1, max_size=10))
def test_feet_are_those_of_geos(line, points):
    line, points = np.array(line, float), np.array(points, float)
    place, foot, length = along(line, points)
    geos = shapely.linestrings(line)
    assert np.isclose(length, shapely.length(geos))
    assert np.allclose(np.hypot(*(foot - points).T), shapely.distance(geos, shapely.points(points)))
    there = shapely.get_coordinates(shapely.line_interpolate_point(geos, place))
    assert np.allclose(there, foot, atol=1e-6)
