"""A first cut put in order: one piece each, none empty."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from perron.routing.addresses import to_graph
from perron.routing.paths import components
from perron.turf.mend import mend
from perron.turf.windows import subgraph, windows


def grid(width, height):
    node = np.arange(width * height, dtype=np.int32).reshape(height, width)
    a = np.concatenate([node[:, :-1].ravel(), node[:-1].ravel()])
    b = np.concatenate([node[:, 1:].ravel(), node[1:].ravel()])
    return to_graph(width * height, a, b, np.ones(len(a)))


@given(st.integers(2, 8), st.integers(2, 8), st.integers(2, 5), st.integers(0, 1000))
@settings(max_examples=60, deadline=None)
def test_any_cut_is_mended(width, height, parts, seed):
    rng = np.random.default_rng(seed)
    n = width * height
    parts = min(parts, n)
    graph, minutes = grid(width, height), rng.uniform(1, 5, n)
    part = rng.integers(0, max(1, parts - seed % 2), n).astype(np.int32)
    turfs = mend(graph, minutes, part, parts)
    assert set(part.tolist()) == set(range(turfs))
    for k in range(turfs):
        assert components(subgraph(graph, np.flatnonzero(part == k))).max() == 0


def test_windows_hold_every_turf_once():
    rng = np.random.default_rng(2)
    x, y = rng.uniform(0, 1000, 200), rng.uniform(0, 1000, 200)
    many = rng.integers(20, 60, 200)
    for share in (0.5, 0.35):
        groups = windows(x, y, many, share)
        assert sorted(np.concatenate(groups)) == list(range(200))
        assert all(many[g].sum() <= 3000 for g in groups)
