"""The local plane against PROJ, which computes the same things by other means."""

import numpy as np
import pyproj
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from perron.geo.projection import local_degrees, local_metres, reproject, shapes_in_metres

ORIGIN = (2.35, 48.85)
GEODESIC = pyproj.Geod(ellps="WGS84")


@pytest.mark.parametrize("lat0", [-21.1, 4.9, 43.6, 48.85, 51.0])
def test_plane_agrees_with_proj_within_a_millimetre(lat0):
    lon, lat = (
        g.ravel() for g in np.meshgrid(2.35 + np.linspace(-0.45, 0.45, 9), lat0 + np.linspace(-1, 1, 9))
    )
    tm = f"+proj=tmerc +lon_0=2.35 +lat_0={lat0} +k=1 +ellps=WGS84"
    expected = pyproj.Transformer.from_crs("OGC:CRS84", tm, always_xy=True).transform(lon, lat)
    x, y = local_metres(lon, lat, origin=(2.35, lat0))
    np.testing.assert_allclose(x, expected[0], atol=2e-3)
    np.testing.assert_allclose(y, expected[1], atol=2e-3)


@given(
    st.tuples(st.floats(-0.15, 0.15), st.floats(-0.1, 0.1)),
    st.tuples(st.floats(-0.15, 0.15), st.floats(-0.1, 0.1)),
)
def test_lengths_in_a_city_agree_with_the_geodesic(one, two):
    lon, lat = np.array([one, two]).T + np.array([[ORIGIN[0]], [ORIGIN[1]]])
    x, y = local_metres(lon, lat, origin=ORIGIN)
    _, _, expected = GEODESIC.inv(lon[0], lat[0], lon[1], lat[1])
    assert np.hypot(x[1] - x[0], y[1] - y[0]) == pytest.approx(expected, rel=2e-6, abs=1e-3)


@given(st.floats(-40_000, 40_000), st.floats(-60_000, 60_000), st.floats(-60, 60))
@settings(max_examples=60)
def test_degrees_bring_back_the_point(x, y, lat0):
    lon, lat = local_degrees([x], [y], origin=(2.0, lat0))
    back = local_metres(lon, lat, origin=(2.0, lat0))
    assert back[0][0] == pytest.approx(x, abs=1e-6)
    assert back[1][0] == pytest.approx(y, abs=1e-6)


def test_default_origin_is_the_middle_of_the_points():
    x, y = local_metres([2.0, 2.2], [48.0, 48.2])
    assert x.sum() == pytest.approx(0, abs=60)
    assert y.sum() == pytest.approx(0, abs=60)


def test_no_point_projects_to_nothing():
    assert local_metres([], [])[0].shape == (0,)


def test_area_agrees_with_the_geodesic_area():
    square = shapely.box(2.30, 48.83, 2.40, 48.88)
    area, _ = GEODESIC.geometry_area_perimeter(square)
    plane = shapes_in_metres(np.array([square]), origin=ORIGIN)
    assert shapely.area(plane)[0] == pytest.approx(area, rel=1e-5)


def test_lambert93_comes_back_to_longitude_and_latitude():
    # 1, avenue du Général Lemonnier, Paris: both coordinates stand in the Base Adresse Nationale
    moved = reproject(np.array([shapely.Point(650852.91, 6862571.27)]), crs="EPSG:2154")
    assert shapely.get_coordinates(moved)[0] == pytest.approx([2.330113, 48.861299], abs=2e-6)
