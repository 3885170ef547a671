"""Changes of a tour kept as an array, against plain lists."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from perron.routing.moves import move_segment, reverse


def ring(order):
    """Return a cyclic order read from place 0 in the direction of the smaller neighbour."""
    at = list(order).index(0)
    one = [*order[at:], *order[:at]]
    other = [one[0], *one[:0:-1]]
    return tuple(min(one, other))


@given(st.integers(5, 20), st.data())
@settings(max_examples=100, deadline=None)
def test_a_reversed_stretch(n, data):
    order = np.array(data.draw(st.permutations(range(n))), np.int32)
    first, last = data.draw(st.integers(0, n - 1)), data.draw(st.integers(0, n - 1))
    length = (last - first) % n + 1
    turned = [int(order[(first + i) % n]) for i in range(n)]
    turned[:length] = turned[:length][::-1]
    at = np.argsort(order).astype(np.int32)
    reverse(order, at, first, last)
    assert ring([int(v) for v in order]) == ring(turned)
    assert all(order[at[p]] == p for p in range(n))


@given(st.integers(6, 20), st.data())
@settings(max_examples=100, deadline=None)
def test_a_moved_segment(n, data):
    order = np.array(data.draw(st.permutations(range(n))), np.int32)
    first, length = data.draw(st.integers(0, n - 1)), data.draw(st.integers(1, 3))
    ahead = data.draw(st.integers(0, n - length - 1))
    flip = data.draw(st.booleans())
    after = (first + length + ahead) % n
    turned = [int(order[(first + i) % n]) for i in range(n)]
    segment, rest = turned[:length], turned[length:]
    moved = [*rest[: ahead + 1], *(segment[::-1] if flip else segment), *rest[ahead + 1 :]]
    at = np.argsort(order).astype(np.int32)
    move_segment(order, at, first, length, after, flip)
    assert ring([int(v) for v in order]) == ring(moved)
    assert all(order[at[p]] == p for p in range(n))
