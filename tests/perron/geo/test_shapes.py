"""Repair, areas, and the report on holes and overlaps."""

import numpy as np
import pyproj
import pytest
import shapely
from geo_squares import areas, degrees, grid

from perron.geo.shapes import area_m2, centroids, check_coverage, repair, shapes_of
from perron.samples import load_paris


def test_repair_leaves_valid_areas_only():
    bow_tie = shapely.Polygon([(0, 0), (2, 2), (2, 0), (0, 2)])
    line = shapely.LineString([(0, 0), (1, 1)])
    mixed = shapely.GeometryCollection([shapely.box(0, 0, 1, 1), line])
    fixed = repair(np.array([bow_tie, line, mixed, shapely.box(0, 0, 1, 1)], dtype=object))
    assert shapely.is_valid(fixed).all()
    assert shapely.area(fixed) == pytest.approx([2, 0, 1, 1])
    assert fixed[1].is_empty


def test_repair_drops_slivers():
    two = shapely.MultiPolygon([shapely.box(0, 0, 1, 1), shapely.box(5, 5, 5.01, 5.01)])
    fixed = repair(np.array([two], dtype=object), sliver=0.001)
    assert fixed[0].geom_type == "Polygon"
    assert fixed[0].area == pytest.approx(1)


def test_area_of_a_known_square():
    assert area_m2(grid(2, 1)) == pytest.approx([10_000, 10_000], rel=1e-6)


def test_area_agrees_with_the_geodesic_in_paris():
    table = load_paris().bureaux_2017.head(20)
    geodesic = pyproj.Geod(ellps="WGS84")
    expected = [abs(geodesic.geometry_area_perimeter(shape)[0]) for shape in shapes_of(table)]
    assert area_m2(table) == pytest.approx(expected, rel=1e-5)


def test_centroid_of_a_square():
    lon, lat = centroids(grid(1, 1))
    middle = shapely.get_coordinates(degrees(shapely.Point(50, 50)))[0]
    assert [lon[0], lat[0]] == pytest.approx(middle, abs=1e-8)


def test_clean_set_has_nothing_to_report():
    report = check_coverage(grid(3, 3))
    assert report.clean
    assert report.total_m2 == pytest.approx(90_000, rel=1e-6)


def test_overlap_is_reported_with_area_and_share():
    report = check_coverage(areas([shapely.box(0, 0, 100, 100), shapely.box(80, 0, 120, 100)]))
    assert report.overlaps.height == 1
    row = report.overlaps.row(0, named=True)
    assert (row["bureau"], row["other"]) == ("75056_0000", "75056_0001")
    assert row["area_m2"] == pytest.approx(2_000, rel=1e-6)
    assert row["share"] == pytest.approx(0.5, rel=1e-6)


def test_hole_is_reported_with_a_point_inside():
    ring = [shapely.box(i * 100, j * 100, i * 100 + 100, j * 100 + 100) for i in range(3) for j in range(3)]
    middle = ring.pop(4)
    report = check_coverage(areas(ring))
    assert report.holes.get_column("area_m2").to_list() == pytest.approx([10_000], rel=1e-6)
    lon, lat = report.holes.select("lon", "lat").row(0)
    assert degrees(middle).contains(shapely.Point(lon, lat))


def test_commune_gives_holes_at_the_edge_and_areas_outside():
    commune = shapely.to_wkb(degrees(shapely.box(0, 0, 200, 200)))
    report = check_coverage(
        areas([shapely.box(0, 0, 100, 200), shapely.box(100, 0, 250, 100)]), commune=commune
    )
    assert report.holes.get_column("area_m2").to_list() == pytest.approx([10_000], rel=1e-6)
    assert report.outside.get_column("bureau").to_list() == ["75056_0001"]
    assert report.outside.get_column("area_m2").to_list() == pytest.approx([5_000], rel=1e-6)
    assert report.outside.get_column("share").to_list() == pytest.approx([1 / 3], rel=1e-6)


def test_swapped_coordinates_lie_outside_the_commune():
    table = grid(2, 2)
    commune = shapely.to_wkb(shapely.union_all(shapes_of(table)))
    swapped = shapely.transform(shapes_of(table), lambda at: at[:, ::-1])
    report = check_coverage(table.with_columns(geometry=np.array(shapely.to_wkb(swapped))), commune=commune)
    assert report.outside.get_column("share").to_list() == pytest.approx([1.0] * 4)


@pytest.mark.parametrize("name", ["bureaux_2012", "bureaux_2017", "areas"])
def test_paris_has_no_holes_and_no_overlaps(name):
    report = check_coverage(getattr(load_paris(), name))
    assert report.clean
    assert 80e6 < report.total_m2 < 106e6
