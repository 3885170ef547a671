"""From addresses to stops: doors, floors, minutes."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perron.errors import ParameterError
from perron.tables import ADDRESSES, STOPS
from perron.turf import DoorTimes, make_stops


def addresses(**columns):
    n = max(len(v) for v in columns.values())
    base = {
        "address": [f"a{i}" for i in range(n)],
        "bureau": ["45001_0001"] * n,
        "commune": ["45001"] * n,
        "number": list(range(1, n + 1)),
        "street": ["RUE A"] * n,
        "street_key": ["RUE A"] * n,
        "lon": [2.0] * n,
        "lat": [47.0] * n,
    }
    return ADDRESSES.check(pl.DataFrame({**base, **columns}, strict=False))


def doors(table, bureaux=None):
    stops = make_stops(table, bureaux)
    return stops.group_by("address").agg(pl.sum("doors"), pl.first("estimated")).sort("address")


def test_doors_are_electors_over_one_point_four_rounded_up():
    found = doors(addresses(electors=[1, 2, 14, 15, 28]))
    assert found.get_column("doors").to_list() == [1, 2, 10, 11, 20]
    assert not found.get_column("estimated").any()


def test_known_doors_come_before_electors():
    assert doors(addresses(electors=[14], doors=[3])).get_column("doors").to_list() == [3]


def test_other_doors_are_the_bureau_s_spread_evenly_and_flagged():
    table = addresses(electors=[14, None, None, None])
    registered = pl.DataFrame({"bureau": ["45001_0001"], "registered": [56]})
    found = doors(table, registered)
    assert found.get_column("doors").to_list() == [10, 10, 10, 10]
    assert found.get_column("estimated").to_list() == [False, True, True, True]


def test_nothing_known_is_a_national_mean():
    found = doors(addresses(electors=pl.Series([None] * 10, dtype=pl.Int32)))
    assert found.get_column("doors").sum() == 13
    assert found.get_column("estimated").all()


def test_no_doors_no_stop():
    assert len(make_stops(addresses(doors=[0, 4]))) == 1


@given(st.integers(1, 500), st.floats(30, 300))
@settings(max_examples=60, deadline=None)
def test_floors_of_a_building_share_its_doors(count, minutes):
    times = DoorTimes()
    stops = STOPS.check(make_stops(addresses(doors=[count]), minutes=minutes))
    shares = stops.get_column("doors")
    assert shares.sum() == count
    assert shares.max() - shares.min() <= 1
    assert (shares.max() - 1) * times.door <= times.largest_stop * minutes or shares.max() == 1
    if count >= 3:
        low, high = stops.get_column("floor_from"), stops.get_column("floor_to")
        assert low[0] == 0
        assert high.max() < times.floors
        assert (high >= low).all()
        assert (low[1:] >= high[:-1]).all()
        assert (low[1:] <= high[:-1] + 1).all()


def test_minutes_of_a_stop_by_hand():
    times = DoorTimes()
    house, building = make_stops(addresses(doors=[2, 8])).get_column("minutes")
    assert house == pytest.approx(2 * (0.5 + 0.4 * 2.2))
    assert building == pytest.approx(8 * times.door + times.entry + 1 * times.floor)


def test_missing_places_are_kept():
    table = addresses(doors=[1, 2], lon=[None, 2.0], bureau=["45001_0001", None])
    stops = make_stops(table)
    assert len(stops) == 2
    assert stops.get_column("lon").is_nan().sum() == 1
    assert "" in stops.get_column("bureau").to_list()


def test_minutes_must_be_more_than_none():
    with pytest.raises(ParameterError):
        make_stops(addresses(doors=[1]), minutes=0)
