"""Folding reports: what stands, what a door counts for, who contradicts whom."""

from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from perron_web.features.canvassing.rules.shapes import contains
from perron_web.features.canvassing.rules.tallies import COUNTS, Row, conflicting, fold, standing

PARIS = ZoneInfo("Europe/Paris")
START = datetime(2026, 11, 21, 8, 0, tzinfo=UTC)
OUTCOMES = ("open", "absent", "refused", "later", "unreachable", "never", "unknown")


def row(number: int, **values) -> Row:
    known = {
        "id": UUID(int=number), "kind": "visit", "place": "p/", "source": "phone", "phone": 1, "user": 1,
        "outing": None, "at": START + timedelta(minutes=number), "seq": number, "address": "a", "stair": "",
        "floor": None, "door": "1", "outcome": "absent", "talked": None, "undoes": None,
    }  # fmt: skip
    return Row(**(known | values))


rows = st.lists(
    st.builds(
        lambda number, phone, minute, door, outcome, talked, undoes: row(
            number,
            phone=phone,
            user=phone,
            at=START + timedelta(minutes=minute),
            door=str(door),
            outcome="" if undoes else outcome,
            kind="undo" if undoes else "visit",
            talked=talked if outcome == "open" else None,
            undoes=UUID(int=undoes) if undoes else None,
        ),
        st.integers(1, 10_000),
        st.integers(1, 3),
        st.integers(0, 3 * 24 * 60),
        st.integers(1, 4),
        st.sampled_from(OUTCOMES),
        st.booleans(),
        st.one_of(st.none(), st.none(), st.integers(1, 50)),
    ),
    unique_by=lambda one: one.id,
    max_size=40,
)


@given(rows, st.randoms())
def test_the_order_of_arrival_changes_nothing(reports, random):
    mixed = list(reports)
    random.shuffle(mixed)
    one, other = fold(reports, zone=PARIS), fold(mixed, zone=PARIS)
    assert (one.cells, one.total, one.conflicts) == (other.cells, other.total, other.conflicts)


@given(rows)
def test_sums_hold(reports):
    found = fold(reports, zone=PARIS)
    named = dict(zip(COUNTS, found.total, strict=True))
    assert sum(cell[0] for cell in found.cells.values()) == named["visits"] == len(standing(reports))
    assert named["doors"] == len({one.which for one in standing(reports)})
    assert sum(cell[1] for cell in found.cells.values()) >= named["doors"]
    assert named["doors"] >= sum(named[c] for c in ("opened", "absent", "refused", "later", "never"))
    assert named["talked"] <= named["opened"]


@given(rows)
def test_what_is_undone_counts_as_if_it_had_never_been(reports):
    gone = {(one.undoes, one.phone) for one in reports if one.undoes}
    kept = [one for one in reports if not one.undoes and (one.id, one.phone) not in gone]
    assert fold(kept, zone=PARIS).cells == fold(reports, zone=PARIS).cells


def test_a_door_counts_once_a_day_by_its_last_visit_and_yesterday_stays():
    saturday = [row(1), row(2, outcome="open", talked=True)]
    sunday = [row(3, at=START + timedelta(days=1), outcome="refused")]
    found = fold([*sunday, *saturday], zone=PARIS)
    days = {cell.hour.date().day: counts for cell, counts in found.cells.items()}
    assert dict(zip(COUNTS, days[21], strict=True)) == dict.fromkeys(COUNTS, 0) | {
        "visits": 2, "doors": 1, "opened": 1, "talked": 1,
    }  # fmt: skip
    assert days[22][:2] == [1, 1]
    assert dict(zip(COUNTS, found.total, strict=True))["refused"] == 1
    assert found.total[:4] == [3, 1, 0, 0]


def test_only_its_own_phone_takes_a_visit_back():
    theirs = row(9, kind="undo", outcome="", undoes=UUID(int=1), phone=2)
    assert len(standing([row(1), theirs])) == 1
    assert standing([row(1), theirs._replace(phone=1)]) == []


def test_two_phones_that_disagree_in_one_outing_are_a_conflict():
    first = row(1, outing=5)
    other = row(2, outing=5, phone=2, outcome="open")
    assert conflicting([first, other], PARIS) == {first.which}
    assert conflicting([first, other._replace(outing=6)], PARIS) == set()
    corrected = row(3, outing=5, outcome="open")
    assert conflicting([first, corrected], PARIS) == set()
    assert conflicting([first, other, corrected], PARIS) == set(), "they agree in the end"


def test_a_point_is_in_a_shape_and_not_in_its_hole():
    ring = [[0, 0], [4, 0], [4, 4], [0, 4], [0, 0]]
    hole = [[1, 1], [2, 1], [2, 2], [1, 2], [1, 1]]
    shape = {"type": "MultiPolygon", "coordinates": [[ring, hole], [[[9, 9], [10, 9], [10, 10], [9, 9]]]]}
    assert contains(shape, 3, 3)
    assert contains(shape, 9.9, 9.5)
    assert not contains(shape, 1.5, 1.5)
    assert not contains({"type": "Polygon", "coordinates": [ring]}, 5, 1)
