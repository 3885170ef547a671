import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from perron.errors import (
    BadValueError,
    DuplicateRowError,
    InconsistentCountsError,
    MissingColumnError,
)
from perron.tables import GENERAL, SCORES, VOTES, Results


def general(**changes):
    row = {
        "election": "2019-europeennes",
        "bureau": "75056_0101",
        "commune": "75056",
        "registered": 1000,
        "voters": 600,
        "valid": 580,
    }
    return pl.DataFrame([row | changes])


def test_a_good_table_comes_back_in_the_declared_types_and_order():
    checked = GENERAL.check(general().with_columns(extra=pl.lit(1)))
    assert checked.schema == pl.Schema(GENERAL.schema())
    assert checked.row(0, named=True)["blank"] is None


def test_types_are_cast_where_nothing_is_lost():
    assert GENERAL.check(general(registered="1000")).get_column("registered").to_list() == [1000]


@pytest.mark.parametrize(
    ("changes", "error", "column"),
    [
        ({"registered": "12a"}, BadValueError, "registered"),
        ({"registered": -1, "voters": -2, "valid": -3}, BadValueError, "registered"),
        ({"voters": 1001}, InconsistentCountsError, "voters"),
        ({"valid": 601}, InconsistentCountsError, "valid"),
        ({"bureau": None}, BadValueError, "bureau"),
    ],
)
def test_a_bad_value_is_named_with_its_line(changes, error, column):
    frame = pl.concat([general(bureau="75056_0102"), general(**changes)], how="vertical_relaxed")
    with pytest.raises(error) as caught:
        GENERAL.check(frame, file="f.csv")
    assert caught.value.file == "f.csv"
    assert caught.value.line == 3
    assert caught.value.column == column


def test_a_missing_column_is_named():
    with pytest.raises(MissingColumnError) as caught:
        GENERAL.check(general().drop("voters"), file="f.csv")
    assert caught.value.column == "voters"


def test_a_bureau_twice_is_named_with_both_lines():
    frame = pl.concat([general(), general(bureau="75056_0102"), general()])
    with pytest.raises(DuplicateRowError) as caught:
        GENERAL.check(frame, file="f.csv")
    assert caught.value.line == 4
    assert "line 2" in str(caught.value)
    assert "75056_0101" in caught.value.found


@given(
    st.lists(
        st.tuples(st.integers(0, 500), st.integers(-2, 500), st.integers(0, 500)), min_size=1, max_size=20
    )
)
def test_the_check_refuses_exactly_the_impossible_rows(rows):
    frame = pl.DataFrame(
        {
            "election": ["e"] * len(rows),
            "bureau": [f"75056_{i:04d}" for i in range(len(rows))],
            "commune": ["75056"] * len(rows),
            "registered": [r for r, _, _ in rows],
            "voters": [v for _, v, _ in rows],
            "valid": [x for _, _, x in rows],
        }
    )
    wrong = [i for i, (r, v, x) in enumerate(rows) if v < 0 or v > r or x > v]
    if not wrong:
        assert GENERAL.check(frame).height == len(rows)
        return
    with pytest.raises((BadValueError, InconsistentCountsError)) as caught:
        GENERAL.check(frame)
    assert caught.value.line - 2 in wrong


def test_more_votes_than_valid_ballots_is_refused():
    votes = pl.DataFrame(
        {
            "election": ["2019-europeennes"] * 2,
            "bureau": ["75056_0101"] * 2,
            "choice": ["A", "B"],
            "votes": [300, 281],
        }
    )
    with pytest.raises(InconsistentCountsError):
        Results(general(), votes).check()
    kept = Results(general(), votes.with_columns(votes=pl.lit(290))).check()
    assert kept.votes.schema == pl.Schema(VOTES.schema())


def test_an_empty_table_keeps_its_types():
    empty = SCORES.check(pl.DataFrame(schema=SCORES.schema()))
    assert empty.is_empty()
    assert empty.schema == pl.Schema(SCORES.schema())
