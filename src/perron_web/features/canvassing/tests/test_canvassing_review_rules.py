"""What makes a leader look twice, and what is ordinary: gestures of the phone, paper, undone doors."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perron_web.features.canvassing.rules.review import Seen, common_place, disputed, flags, walks

SATURDAY = datetime(2026, 11, 21, 14, 0, tzinfo=UTC)


def seen(second=0.0, **more):
    values = {
        "id": uuid4(), "kind": "visit", "source": "phone", "phone": 1, "user": 7, "outing": 3, "turf": 5,
        "at": SATURDAY + timedelta(seconds=second),
        "skewed": False, "address": "rue-1", "stair": "", "floor": None, "door": "1", "outcome": "absent",
        "away": 20, "undoes": None, "aside": "",
    }  # fmt: skip
    return Seen(**(values | more))


def kinds(reports, **more):
    return [flag.kind for flag in flags(reports, **more)]


def test_a_hundred_doors_in_two_minutes_are_looked_at():
    rows = [seen(second=n * 1.1, door=str(n)) for n in range(100)]
    (flag,) = flags(rows)
    assert (flag.kind, flag.many) == ("pace", 100)


def test_a_building_told_in_one_gesture_is_ordinary():
    tower = [seen(second=60, door=str(n)) for n in range(60)]
    street = [seen(second=200 + 90 * n, address=f"rue-{n}", outcome="open") for n in range(5)]
    assert flags([*tower, *street]) == []
    assert kinds([seen(second=60, door=str(n), outcome="open") for n in range(30)]) == ["pace", "contact"]
    assert kinds([seen(door=str(n), address=f"rue-{n % 3}") for n in range(120)]) == ["pace"]


def test_paper_has_no_pace():
    assert flags([seen(second=n / 10, door=str(n), source="paper", phone=None) for n in range(120)]) == []


def test_nearly_every_door_open_is_looked_at():
    rows = [seen(second=n * 90, door=str(n), outcome="open") for n in range(20)]
    assert kinds(rows) == ["contact"]
    assert flags(rows[:19]) == []
    assert flags([*rows, seen(second=9000, door="x"), seen(second=9100, door="y")]) == []


def test_what_was_undone_does_not_point():
    rows = [seen(second=n * 90, door=str(n), outcome="open") for n in range(20)]
    back = seen(second=4000, kind="undo", outcome="", undoes=rows[0].id, door="0")
    assert flags([*rows, back]) == []


def test_far_clock_rights():
    rows = [seen(second=n * 90, door=str(n), away=900 + n) for n in range(3)]
    rows += [seen(second=500, skewed=True, door="s"), seen(second=600, aside="not_held", door="h")]
    rows += [seen(second=700, aside="access_ended", door="e")]
    found = flags(rows, disputed_doors=2)
    assert [(flag.kind, flag.many) for flag in found] == [
        ("away", 3), ("skew", 1), ("not_held", 1), ("access_ended", 1), ("doors", 2)
    ]  # fmt: skip
    assert found[0].value == 901
    assert flags([row._replace(aside="review") for row in rows]) == []


def test_two_phones_at_one_door_disagree_until_one_is_set_aside():
    first, second = seen(), seen(second=60, phone=2, outcome="open")
    assert disputed([first, second]) == {(3, 5): {first.which}}
    assert disputed([first, second._replace(outcome="absent")]) == {}
    assert disputed([first, second._replace(outing=4)]) == {}
    assert disputed([first, second._replace(aside="review")]) == {}
    undo = seen(second=90, phone=2, kind="undo", outcome="", undoes=second.id)
    assert disputed([first, second, undo]) == {}
    assert [walk.flags[0].kind for walk in walks([first, second])] == ["doors", "doors"]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.builds(
            seen,
            second=st.floats(0, 4000),
            phone=st.sampled_from([1, 2, None]),
            user=st.sampled_from([7, 8]),
            turf=st.sampled_from([5, 6, None]),
            door=st.sampled_from("abcdef"),
            outcome=st.sampled_from(["open", "absent", "refused"]),
            aside=st.sampled_from(["", "", "review", "not_held"]),
        ),
        max_size=40,
    ),
    st.randoms(use_true_random=False),
)
def test_every_report_is_in_one_walk_whatever_the_order(rows, random):
    found = walks(rows)
    assert sorted(one.id for walk in found for one in walk.reports) == sorted(one.id for one in rows)
    random.shuffle(rows)
    assert {walk.key: walk.flags for walk in walks(rows)} == {walk.key: walk.flags for walk in found}
    assert all(walk.first <= walk.last and walk.opened <= walk.doors for walk in found)


@pytest.mark.parametrize(
    ("places", "expected"),
    [
        (["11/75/20/a/", "11/75/20/b/"], "11/75/20/"),
        (["11/75/20/", "11/75/2/"], "11/75/"),
        (["11/75/20/"], "11/75/20/"),
        (["11/", "12/"], ""),
        ([""], ""),
        ([], ""),
    ],
)
def test_the_smallest_place_that_holds_all(places, expected):
    assert common_place(places) == expected
