"""Pairs: everybody once, wishes and groups made by hand kept, nobody new without somebody who has been."""

from hypothesis import given, settings
from hypothesis import strategies as st

from perron_web.features.teams.rules.pairing import Walker, form_pairs, numbered


@st.composite
def people(draw, wishes=True):
    keys = draw(st.lists(st.integers(1, 40), unique=True, max_size=17))
    return [
        Walker(key, draw(st.integers(0, 4)), draw(st.sampled_from([None, *keys])) if wishes else None)
        for key in keys
    ]


def new_ones(groups, walkers):
    new = {one.key for one in walkers if one.outings == 0}
    return [group for group in groups if set(group) <= new]


@settings(max_examples=150, deadline=None)
@given(people(), st.randoms(use_true_random=False))
def test_everybody_goes_out_once_by_two_or_one_by_three(walkers, shuffler):
    groups = form_pairs(walkers)
    assert sorted(key for group in groups for key in group) == sorted(one.key for one in walkers)
    sizes = sorted(len(group) for group in groups)
    odd = len(walkers) % 2
    assert (
        sizes == ([2] * (len(walkers) // 2) if not odd else [2] * (len(walkers) // 2 - 1) + [3])[: len(sizes)]
        or len(walkers) == 1
    )
    again = list(walkers)
    shuffler.shuffle(again)
    assert form_pairs(again) == groups


@settings(max_examples=100, deadline=None)
@given(people())
def test_two_who_ask_for_each_other_go_together(walkers):
    asked = {one.key: one.wants for one in walkers}
    together = {frozenset((a, b)) for a, b in asked.items() if b is not None and a != b and asked[b] == a}
    groups = form_pairs(walkers)
    assert all(any(pair <= set(group) for group in groups) for pair in together)


@settings(max_examples=100, deadline=None)
@given(people(wishes=False))
def test_as_few_new_ones_as_can_be_go_out_among_themselves(walkers):
    new = sum(one.outings == 0 for one in walkers)
    known = len(walkers) - new
    groups = form_pairs(walkers)
    least = max(0, len(groups) - known)
    assert len(new_ones(groups, walkers)) == least


@settings(max_examples=100, deadline=None)
@given(people(), st.data())
def test_groups_made_by_hand_stay(walkers, data):
    keys = [one.key for one in walkers]
    cut = data.draw(st.integers(0, len(keys) // 2)) * 2
    kept = [tuple(sorted(keys[place : place + 2])) for place in range(0, cut, 2)]
    groups = form_pairs(walkers, kept)
    assert all(any(set(pair) <= set(group) for group in groups) for pair in kept)
    if len(keys) % 2 == 0 or cut < len(keys) - 1:
        assert set(kept) <= set(groups)
    assert sorted(key for group in groups for key in group) == sorted(keys)


def test_numbers_stay_with_those_who_stay():
    groups = form_pairs([Walker(1), Walker(2), Walker(3), Walker(4, 2), Walker(5)], [(2, 3)])
    numbers = numbered(groups, {2: 4, 3: 4, 1: None})
    assert numbers[2] == numbers[3] == 4
    assert {numbers[key] for key in (1, 4, 5)} == {1}
    assert numbered([(1, 2), (3, 4)], {1: 2, 2: 3, 3: 3, 4: 3}) == {3: 3, 4: 3, 1: 1, 2: 1}


def test_whoever_comes_alone_takes_one_out_of_three():
    """The two who asked for each other stay; somebody who has been goes in each pair."""
    three = [Walker(1, 2), Walker(2, 0, wants=3), Walker(3, 1)]
    assert form_pairs([*three, Walker(4)], [(1, 2, 3)]) == [(2, 3), (1, 4)]
    assert form_pairs([Walker(1, 2), Walker(2), Walker(3, 1), Walker(4)], [(1, 2, 3)]) == [(2, 3), (1, 4)]
    assert form_pairs([*three, Walker(4)], [(1, 2)]) == [(1, 2), (3, 4)]
    assert form_pairs([Walker(1)]) == [(1,)]
    assert form_pairs([Walker(1), Walker(2), Walker(3)], [(1, 2)]) == [(1, 2, 3)]
