"""The address graph: sides, crossings, corners, pieces."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from perron.routing.addresses import address_links, places
from perron.routing.paths import components

CROSSING = 14.0


def links(rows, limit=1500.0):
    """Return {(a, b): metres} between rows (x, y, street, number)."""
    a = np.array(rows, float)
    x, y = a[:, 0].copy(), a[:, 1].copy()
    place = places(x, y)
    graph = address_links(x, y, a[:, 2].astype(np.int32), a[:, 3].astype(np.int32), place, CROSSING, limit)
    found = {}
    for i in range(len(graph.first) - 1):
        for e in range(graph.first[i], graph.first[i + 1]):
            found[i, int(graph.to[e])] = round(float(graph.length[e]), 6)
    return found, graph


def test_consecutive_numbers_of_a_side_are_neighbours():
    found, _ = links([(0, 0, 1, 1), (0, 10, 1, 2), (15, 0, 1, 3), (15, 10, 1, 4)])
    assert found[0, 2] == 15
    assert found[1, 3] == 15
    assert (0, 3) not in found


def test_crossing_the_street_has_a_price():
    found, _ = links([(0, 0, 1, 1), (0, 10, 1, 2), (15, 0, 1, 3), (15, 10, 1, 4)])
    assert found[0, 1] == found[1, 0] == 10 + CROSSING
    assert found[2, 3] == 10 + CROSSING


def test_a_corner_joins_two_streets():
    found, _ = links([(0, 0, 1, 1), (12, 0, 1, 3), (20, 8, 2, 1), (20, 22, 2, 3)])
    assert found[1, 2] == round(float(np.hypot(8, 8)), 6)
    assert (0, 3) not in found


def test_a_corner_in_the_middle_of_a_long_street():
    main = [(15 * i, 0, 1, 2 * i + 1) for i in range(20)]
    side = [(152, 12 + 15 * i, 2, 2 * i + 1) for i in range(5)]
    found, _ = links(main + side)
    assert (10, 20) in found


def test_pieces_are_joined_by_their_nearest_points_up_to_the_limit():
    rows = [(0, 0, 1, 1), (10, 0, 1, 3), (900, 0, 2, 1), (910, 0, 2, 3)]
    found, graph = links(rows, limit=1500.0)
    assert components(graph).max() == 0
    assert found[1, 2] == round(890 * 1.3, 6)
    assert components(links(rows, limit=500.0)[1]).max() == 1


def test_one_point_is_one_place():
    assert places(np.array([1.0, 2.0, 1.0, 1.0]), np.array([1.0, 1.0, 1.0, 2.0])).tolist() == [0, 1, 0, 2]


def test_addresses_without_number_are_joined_too():
    _, graph = links([(0, 0, 1, -1), (50, 0, 1, -1), (100, 0, 1, -1)])
    assert components(graph).max() == 0


@given(
    st.lists(
        st.tuples(st.integers(0, 400), st.integers(0, 400), st.integers(0, 4), st.integers(-1, 40)),
        min_size=1,
        max_size=60,
    )
)
@settings(max_examples=60, deadline=None)
def test_a_bureau_within_reach_is_one_piece_and_symmetric(rows):
    found, graph = links(sorted(rows, key=lambda r: (r[2], r[3])))
    assert components(graph).max() == 0
    assert all(found[b, a] == metres and metres >= 0 for (a, b), metres in found.items())
