"""Streets from addresses: the middle runs between the sides; nothing is drawn across a gap."""

import numpy as np
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from perron.geo.projection import local_metres
from perron.output.streets import streets_of
from perron.tables import DOORS

LON, LAT = 2.35, 48.85
METRE = (1 / 73_200, 1 / 111_195)


def addresses(rows: list[tuple[str, int | None, float, float]]) -> pl.DataFrame:
    full = [
        {"bureau": "75056_0101", "turf": "75056_0101-01", "order": i + 1, "address": str(i), "number": number}
        | {"suffix": None, "street": street, "floor_from": None, "floor_to": None, "doors": 1, "minutes": 1.0}
        | {"lon": LON + x * METRE[0], "lat": LAT + y * METRE[1], "estimated": False}
        for i, (street, number, x, y) in enumerate(rows)
    ]
    return pl.DataFrame(full, schema=DOORS.schema())


def metres(line: np.ndarray) -> np.ndarray:
    return np.column_stack(local_metres(line[:, 0], line[:, 1], origin=(LON, LAT)))


@settings(max_examples=40, deadline=None)
@given(st.floats(6, 40), st.integers(3, 30), st.integers(2, 30))
def test_the_middle_lies_between_the_two_sides(width, odds, evens):
    rows = [("Rue A", 2 * i + 1, 9.0 * i, 0.0) for i in range(odds)]
    rows += [("Rue A", 2 * i + 2, 8.0 * i + 3, width) for i in range(evens)]
    (street,) = streets_of(addresses(rows))
    assert np.allclose(metres(street.line)[:, 1], width / 2, atol=0.8)
    assert 6 <= street.width <= 18


def test_one_side_alone_is_the_street():
    (street,) = streets_of(addresses([("Quai B", n, 10.0 * n, 5.0) for n in range(1, 12, 2)]))
    assert np.allclose(metres(street.line)[:, 1], 5.0, atol=0.2)


def test_far_sides_are_two_streets():
    rows = [("Cours C", n, 10.0 * n, 0.0 if n % 2 else 90.0) for n in range(1, 20)]
    assert len(streets_of(addresses(rows))) == 2


def test_a_long_gap_is_left_open():
    rows = [("Route D", n, 10.0 * n + (600 if n > 9 else 0), 0.0) for n in range(1, 20, 2)]
    lines = [metres(street.line) for street in streets_of(addresses(rows))]
    assert len(lines) == 2
    assert max(float(np.ptp(line[:, 0])) for line in lines) < 200


def test_addresses_without_number_or_alone_draw_nothing():
    assert (
        streets_of(addresses([("Place E", None, 0, 0), ("Place E", None, 50, 0), ("Rue F", 3, 9, 9)])) == []
    )
    assert streets_of(addresses([])) == []
