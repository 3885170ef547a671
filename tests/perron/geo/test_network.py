"""Walking distances against scipy and against distances known by hand."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import coo_array
from scipy.sparse.csgraph import dijkstra

from perron.geo.network import network_distances, node_distances, snap
from perron.geo.projection import local_degrees
from perron.geo.streets import StreetNetwork

ORIGIN = (2.35, 48.85)


def _grid(side: int, step: float = 100.0) -> StreetNetwork:
    x, y = np.meshgrid(np.arange(side) * step, np.arange(side) * step)
    lon, lat = local_degrees(x.ravel(), y.ravel(), origin=ORIGIN)
    node = np.arange(side * side).reshape(side, side)
    pairs = np.concatenate(
        [
            np.column_stack([node[:, :-1].ravel(), node[:, 1:].ravel()]),
            np.column_stack([node[:-1].ravel(), node[1:].ravel()]),
        ]
    ).astype(np.int32)
    return StreetNetwork(lon, lat, pairs[:, 0], pairs[:, 1], np.full(len(pairs), step), ("",) * len(pairs))


def test_snap_finds_edge_offset_and_place():
    lon, lat = local_degrees([30.0], [10.0], origin=ORIGIN)
    at = snap(_grid(3), lon, lat)
    assert at.off == pytest.approx([10.0], abs=1e-3)
    assert at.along == pytest.approx([30.0], abs=1e-3)


def test_distance_goes_round_the_block():
    lon, lat = local_degrees([30.0, 60.0, 200.0], [5.0, 5.0, 150.0], origin=ORIGIN)
    metres = network_distances(_grid(3), lon, lat)
    assert metres[0, 1] == pytest.approx(30 + 10, abs=0.01)
    assert metres[0, 2] == pytest.approx(5 + 170 + 150, abs=0.01)
    assert np.array_equal(metres, metres.T)
    assert not metres.diagonal().any()


def test_no_way_within_limit_is_infinite():
    lon, lat = local_degrees([0.0, 400.0], [0.0, 400.0], origin=ORIGIN)
    assert np.isinf(network_distances(_grid(5), lon, lat, 700.0)[0, 1])
    assert network_distances(_grid(5), lon, lat, 801.0)[0, 1] == pytest.approx(800, abs=0.1)


def test_no_points_no_distances():
    assert network_distances(_grid(2), [], []).shape == (0, 0)


@given(st.integers(0, 2**32 - 1), st.integers(2, 40), st.integers(1, 120))
@settings(max_examples=40, deadline=None)
def test_node_distances_match_scipy(seed, nodes, edges):
    rng = np.random.default_rng(seed)
    start, end = rng.integers(0, nodes, (2, edges)).astype(np.int32)
    length = rng.uniform(1, 100, edges)
    lon, lat = local_degrees(*rng.uniform(0, 500, (2, nodes)), origin=ORIGIN)
    network = StreetNetwork(lon, lat, start, end, length, ("",) * edges)
    some = np.unique(rng.integers(0, nodes, 10))
    dense = np.full((nodes, nodes), np.inf)
    np.minimum.at(dense, (start, end), length)
    dense = np.minimum(dense, dense.T)
    np.fill_diagonal(dense, 0)
    i, j = np.nonzero(np.isfinite(dense) & (dense > 0))
    graph = coo_array((dense[i, j], (i, j)), shape=(nodes, nodes)).tocsr()
    expected = dijkstra(graph, directed=False, indices=some)[:, some]
    np.testing.assert_allclose(node_distances(network, some), expected)
