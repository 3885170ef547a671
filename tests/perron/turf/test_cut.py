"""Cutting: every stop in one turf, in one piece, of equal time; edge cases."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perron.errors import ParameterError
from perron.tables import ADDRESSES, DOORS, TURFS
from perron.turf import DoorTimes, cut, make_stops


def addresses(points, doors, bureau="45001_0001"):
    n = len(points)
    return ADDRESSES.check(
        pl.DataFrame(
            {
                "address": [f"a{i}" for i in range(n)],
                "bureau": [bureau] * n,
                "commune": ["45001"] * n,
                "number": list(range(1, n + 1)),
                "street": ["RUE A"] * n,
                "street_key": ["RUE A"] * n,
                "lon": [p[0] for p in points],
                "lat": [p[1] for p in points],
                "doors": doors,
            }
        )
    )


def check(done, stops):
    """Every door of every stop is in exactly one turf, and the tables agree."""
    DOORS.check(done.doors)
    TURFS.check(done.turfs)
    left = stops.join(done.not_cut, on="stop", how="anti")
    mine = left.group_by("bureau", "address").agg(pl.sum("doors")).sort("bureau", "address")
    theirs = done.doors.group_by("bureau", "address").agg(pl.sum("doors")).sort("bureau", "address")
    assert mine.equals(theirs)
    assert (done.doors.get_column("turf").str.slice(0, 10) == done.doors.get_column("bureau")).all()
    by_turf = done.doors.group_by("turf", maintain_order=True).agg(
        pl.sum("doors"), pl.len().cast(pl.Int32).alias("stops"), pl.sum("minutes"), pl.col("order")
    )
    joined = done.turfs.join(by_turf, on="turf", suffix="_found")
    assert len(joined) == len(done.turfs) == len(by_turf)
    for name in ("doors", "stops"):
        assert (joined.get_column(name) == joined.get_column(f"{name}_found")).all()
    assert np.allclose(joined.get_column("minutes"), joined.get_column("minutes_found"))
    assert all(o.to_list() == list(range(1, len(o) + 1)) for o in joined.get_column("order"))


def test_a_town_is_cut_into_even_turfs_in_one_piece(town):
    stops = make_stops(town)
    done = cut(stops)
    check(done, stops)
    minutes = done.turfs.get_column("minutes")
    assert done.turfs.get_column("one_piece").all()
    assert minutes.is_between(102, 138).all()
    assert minutes.std() / minutes.mean() <= 0.12
    assert done.not_cut.is_empty()


def test_refinement_evens_out_metis_without_walking_more(town_of):
    stops = make_stops(town_of(5))
    metis, ours = (cut(stops, refine=r).turfs for r in (0, 600))
    assert (metis["minutes"] - 120).abs().max() > 18
    assert (ours["minutes"] - 120).abs().max() <= 18
    assert ours["minutes"].std() < 0.8 * metis["minutes"].std()
    assert ours["walk_m"].sum() < 1.02 * metis["walk_m"].sum()


def test_turfs_are_numbered_from_01_in_each_bureau(towns):
    names = cut(make_stops(towns)).turfs.group_by("bureau", maintain_order=True).agg("turf")
    for bureau, turfs in names.iter_rows():
        assert turfs == [f"{bureau}-{i:02d}" for i in range(1, len(turfs) + 1)]


def test_bureaux_are_independent(towns):
    together = cut(make_stops(towns))
    alone = cut(make_stops(towns.filter(pl.col("bureau") == "45001_0003")))
    assert together.turfs.filter(pl.col("bureau") == "45001_0003").equals(alone.turfs)
    assert together.doors.filter(pl.col("bureau") == "45001_0003").equals(alone.doors)


def test_the_order_of_the_rows_does_not_matter(town):
    stops = make_stops(town)
    assert cut(stops).doors.equals(cut(make_stops(town.sample(fraction=1.0, shuffle=True, seed=3))).doors)


def test_a_seed_is_kept(town):
    stops = make_stops(town)
    assert cut(stops, seed=5).doors.equals(cut(stops, seed=5).doors)
    assert not cut(stops, seed=5).doors.equals(cut(stops, seed=6).doors)


def test_one_address():
    stops = make_stops(addresses([(2.0, 47.0)], [3]))
    done = cut(stops)
    check(done, stops)
    assert done.turfs.row(0, named=True)["walk_m"] == 0


def test_a_tower_is_cut_by_floors():
    stops = make_stops(addresses([(2.0, 47.0)], [400]))
    done = cut(stops)
    check(done, stops)
    assert len(done.turfs) == 5
    assert done.turfs.get_column("one_piece").all()
    assert (done.turfs.get_column("doors") >= 60).all()
    floors = done.doors.sort("floor_from")
    assert floors.get_column("floor_from")[0] == 0


def test_addresses_all_at_one_point():
    stops = make_stops(addresses([(2.0, 47.0)] * 300, [1] * 300))
    done = cut(stops)
    check(done, stops)
    assert done.turfs.get_column("one_piece").all()
    assert done.turfs.get_column("walk_m").sum() == 0
    assert len(done.turfs) in {3, 4}


def test_a_bureau_smaller_than_a_turf_is_one_turf():
    stops = make_stops(addresses([(2.0, 47.0), (2.0002, 47.0)], [2, 3]))
    done = cut(stops)
    check(done, stops)
    assert len(done.turfs) == 1


def test_islands_are_never_one_turf():
    near, far = [(2.0 + i / 5000, 47.0) for i in range(20)], [(2.5 + i / 5000, 47.0) for i in range(20)]
    stops = make_stops(addresses(near + far, [1] * 40))
    done = cut(stops)
    check(done, stops)
    assert len(done.turfs) == 2
    assert done.turfs.get_column("one_piece").all()


def test_what_cannot_be_cut_is_reported():
    table = addresses([(2.0, 47.0), (None, None), (2.0, 47.001)], [3, 4, 5]).with_columns(
        pl.Series("bureau", ["45001_0001", "45001_0001", None])
    )
    stops = make_stops(table)
    done = cut(stops)
    check(done, stops)
    left = done.not_cut.sort("doors")
    assert left.get_column("reason").to_list() == ["no coordinates", "no bureau"]
    assert left.get_column("doors").to_list() == [4, 5]


def test_nothing_to_cut():
    done = cut(make_stops(addresses([(None, None)], [3])))
    assert done.turfs.is_empty()
    assert done.doors.is_empty()
    assert len(done.not_cut) == 1


def test_a_walk_begins_near_the_meeting_point(town):
    stops = make_stops(town)
    corner = pl.DataFrame({"bureau": ["45001_0001"], "lon": [2.6], "lat": [47.2]})
    done = cut(stops, meeting=corner)
    for turf in done.turfs.iter_rows(named=True):
        own = done.doors.filter(pl.col("turf") == turf["turf"])
        east = (own["lon"] - 2.6) * np.cos(np.radians(47.2))
        far = east**2 + (own["lat"] - 47.2) ** 2
        assert far[0] == pytest.approx(far.min(), rel=1e-6)
        assert (turf["start_lon"], turf["start_lat"]) == (own["lon"][0], own["lat"][0])


def test_shorter_outings_make_more_turfs(town):
    few, many = (len(cut(make_stops(town, minutes=m), minutes=m).turfs) for m in (120, 60))
    assert many > 1.6 * few


@given(
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30), st.integers(1, 60)), min_size=1, max_size=80),
    st.integers(0, 5),
)
@settings(max_examples=30, deadline=None)
def test_any_bureau_is_cut_whole_and_in_one_piece(cells, seed):
    points = [(2.0 + x / 4000, 47.0 + y / 4000) for x, y, _ in cells]
    stops = make_stops(addresses(points, [d for *_, d in cells]))
    done = cut(stops, seed=seed, refine=50)
    check(done, stops)
    assert done.turfs.get_column("one_piece").all()


def test_minutes_are_checked(town):
    with pytest.raises(ParameterError, match="more than 0 minutes"):
        cut(make_stops(town), minutes=0)


def test_eighty_doors_last_about_two_hours(town):
    times = DoorTimes()
    done = cut(make_stops(town, times=times), times=times)
    assert 70 <= done.turfs.get_column("doors").mean() <= 90
