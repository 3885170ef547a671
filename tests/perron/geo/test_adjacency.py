"""Neighbours on grids whose borders are known."""

import polars as pl
import pytest
import shapely
from geo_squares import areas, grid

from perron.geo.adjacency import neighbours
from perron.samples import load_paris


@pytest.mark.parametrize("gap", [0.0, 3.0])
def test_grid_has_its_rook_neighbours(gap):
    found = neighbours(grid(4, 3, gap=gap))
    assert found.height == 2 * (3 * 3 + 4 * 2)  # corners do not make neighbours
    assert found.get_column("border_m").to_list() == pytest.approx(
        [100 - gap] * found.height, abs=2 * gap + 0.1
    )


def test_wide_gap_separates():
    assert neighbours(grid(2, 1, gap=15.0)).is_empty()
    assert neighbours(grid(2, 1, gap=15.0), gap_m=20).height == 2


def test_border_is_the_common_part_only():
    found = neighbours(areas([shapely.box(0, 0, 100, 100), shapely.box(100, 60, 200, 300)]))
    assert found.get_column("border_m").to_list() == pytest.approx([40, 40], abs=0.1)


def test_one_area_has_no_neighbour():
    assert neighbours(grid(1, 1)).columns == ["bureau", "neighbour", "border_m"]


def test_paris_is_symmetric_and_nobody_is_alone():
    areas_2017 = load_paris().bureaux_2017
    found = neighbours(areas_2017)
    back = found.select(bureau="neighbour", neighbour="bureau", border_m="border_m").sort(
        "bureau", "neighbour"
    )
    assert back.equals(found)
    assert found.get_column("bureau").n_unique() == areas_2017.height
    assert found.get_column("neighbour").is_in(areas_2017.get_column("bureau").implode()).all()
    assert found.filter(pl.col("bureau") == pl.col("neighbour")).is_empty()
