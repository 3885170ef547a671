"""The state of doors is a function of the set of reports, not of the order in which they came."""

from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perron_web.features.canvassing.queries.doors import buildings_at, doors_at, never_at
from perron_web.features.canvassing.queries.senders import find_sender
from perron_web.features.canvassing.rules.doors import Event, buildings, door_states
from perron_web.features.canvassing.services.receiving import receive_reports
from perron_web.features.canvassing.tests.factories import NOW, body, make_phone
from perron_web.platform.providers import ask

OUTCOMES = ("open", "absent", "refused", "later", "unreachable", "never")


def event(number, kind="visit", **fields):
    base = {
        "id": UUID(int=number), "kind": kind, "source": "phone", "phone": 1, "user": 1, "outing": None,
        "turf": 1, "at": NOW, "seq": number, "address": "a", "stair": "", "floor": None, "door": "1",
        "outcome": "absent" if kind == "visit" else "", "talked": None, "access": "", "undoes": None,
        "detail": None,
    }  # fmt: skip
    return Event(**{**base, **fields})


@st.composite
def histories(draw):
    """Visits, undos (of one's own or of another's), additions and ways in, with clocks that collide."""
    made = []
    for number in range(1, draw(st.integers(1, 12)) + 1):
        common = {
            "phone": draw(st.integers(1, 3)), "seq": draw(st.integers(1, 4)),
            "at": NOW + timedelta(minutes=draw(st.integers(0, 3))), "door": draw(st.sampled_from("12")),
            "floor": draw(st.sampled_from((None, 0, 1))),
        }  # fmt: skip
        kind = draw(st.sampled_from(("visit", "visit", "visit", "undo", "add", "access")))
        more = {
            "visit": lambda: {"outcome": draw(st.sampled_from(OUTCOMES))},
            "undo": lambda: {"undoes": UUID(int=draw(st.integers(1, 12)))},
            "add": lambda: {
                "detail": {"what": draw(st.sampled_from(("floor", "door", "building"))), "doors": 3}
            },
            "access": lambda: {"access": draw(st.sampled_from(("open", "code")))},
        }[kind]()
        made.append(event(number, kind, **common, **more))
    return made, draw(st.permutations(made))


@settings(max_examples=300, deadline=None)
@given(histories())
def test_any_order_gives_the_same_state(both):
    came, other = both
    assert door_states(came) == door_states(other)
    assert buildings(came) == buildings(other)


@settings(max_examples=150, deadline=None)
@given(histories())
def test_the_state_is_that_of_the_last_visit_that_counts(both):
    came, _ = both
    undone = {(one.undoes, one.phone) for one in came if one.undoes}
    visits = [one for one in came if one.kind == "visit" and (one.id, one.phone) not in undone]
    states = door_states(came)
    assert set(states) == {one.which for one in visits}
    for which, state in states.items():
        mine = sorted((one for one in visits if one.which == which), key=lambda one: one.rank)
        assert (state.report, state.outcome, state.visits) == (mine[-1].id, mine[-1].outcome, len(mine))
        assert state.never == any(one.outcome == "never" for one in mine)


def test_only_ones_own_phone_takes_back():
    one = event(1, outcome="open")
    assert door_states([one, event(2, "undo", undoes=one.id, phone=2)])[one.which].outcome == "open"
    assert door_states([event(2, "undo", undoes=one.id), one]) == {}


def test_what_was_added_is_known():
    told = [
        event(1, "add", address="new:1", detail={"what": "building", "label": "3 rue Neuve", "doors": 6}),
        event(2, "add", stair="A", floor=2, detail={"what": "floor", "doors": 3}, address="new:1"),
        event(3, "add", stair="A", floor=2, door="12", detail={"what": "door"}, address="new:1"),
        event(4, stair="B", floor=0, door="gauche", address="new:1"),
        event(5, "access", access="code", address="new:1"),
        event(6, "add", stair="C", detail={"what": "stair"}, address="new:1"),
    ]
    known = buildings(told)["new:1"]
    assert (known.label, known.doors, known.access, known.turf) == ("3 rue Neuve", 6, "code", 1)
    assert known.stairs == {"A": {2: ["1", "2", "3", "12"]}, "B": {0: ["gauche"]}, "C": {}}


@pytest.mark.django_db
def test_doors_of_the_database(campaign, volunteer, inside, django_assert_num_queries):
    _phone, token = make_phone(campaign, volunteer)
    early, late = NOW - timedelta(hours=2), NOW - timedelta(hours=1)
    reports = [
        body(outcome="open", at=late, talked=True), body(outcome="never", at=early),
        body(door="2", outcome="absent"), body("access", access="code"), body(address="elsewhere"),
        body("add", stair="A", floor=1, what="floor", doors=2),
    ]  # fmt: skip
    reports.append(body("undo", undoes=reports[2]["id"], seq=2))
    sender = find_sender(token, NOW)
    receive_reports(sender=sender, reports=reports, sent_at=NOW, received_at=NOW)
    with django_assert_num_queries(1):
        states = doors_at(["75056_1_1"])
    assert set(states) == {("75056_1_1", "", None, "1")}
    (state,) = states.values()
    assert (state.outcome, state.talked, state.never, state.visits) == ("open", True, True, 2)
    assert ask("canvassing.never", ["75056_1_1", "elsewhere"], default=None) == set(states)
    assert never_at(["elsewhere"]) == frozenset()
    assert buildings_at(["75056_1_1"])["75056_1_1"].stairs == {"A": {1: ["1", "2"]}}
