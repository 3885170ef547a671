"""Shortest ways, pieces and trees, against SciPy."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components, dijkstra, minimum_spanning_tree

from perron.routing.addresses import to_graph
from perron.routing.paths import all_ways, components, spanning_length


@st.composite
def graphs(draw):
    n = draw(st.integers(2, 15))
    pairs = draw(
        st.lists(
            st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)).filter(lambda p: p[0] != p[1]),
            max_size=30,
        )
    )
    lengths = [draw(st.integers(1, 50)) for _ in pairs]
    return n, pairs, lengths


def matrix(n, pairs, lengths):
    best = {}
    for (a, b), length in zip(pairs, lengths, strict=True):
        key = (min(a, b), max(a, b))
        best[key] = min(length, best.get(key, length))
    rows, columns = [k[0] for k in best], [k[1] for k in best]
    return coo_matrix((list(best.values()), (rows, columns)), shape=(n, n)).tocsr()


def graph(n, pairs, lengths):
    ends = np.array(pairs, np.int32).reshape(-1, 2)
    return to_graph(n, ends[:, 0].copy(), ends[:, 1].copy(), np.array(lengths, float))


@given(graphs())
@settings(max_examples=80, deadline=None)
def test_ways_pieces_and_trees_agree_with_scipy(given_graph):
    n, pairs, lengths = given_graph
    ours, theirs = graph(n, pairs, lengths), matrix(n, pairs, lengths)
    expected = dijkstra(theirs, directed=False)
    assert np.allclose(all_ways(ours, np.arange(n, dtype=np.int32), np.inf), expected)
    some = np.arange(0, n, 2, dtype=np.int32)
    assert np.allclose(all_ways(ours, some, np.inf), expected[np.ix_(some, some)])
    pieces = components(ours)
    assert pieces.max() + 1 == connected_components(theirs, directed=False)[0]
    assert spanning_length(ours) == pytest.approx(minimum_spanning_tree(theirs).sum())


def test_ways_stop_at_the_reach():
    ours = graph(4, [(0, 1), (1, 2), (2, 3)], [10, 10, 10])
    d = all_ways(ours, np.arange(4, dtype=np.int32), 25.0)
    assert d[0, 2] == 20
    assert np.isinf(d[0, 3])
