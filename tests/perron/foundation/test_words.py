from hypothesis import given
from hypothesis import strategies as st

from perron.words import NARROW, Words, duration, number


def test_numbers_as_each_language_writes_them():
    assert number(1234567.891, 1) == f"1{NARROW}234{NARROW}567,9"
    assert number(1234567.891, 1, "en") == "1,234,567.9"
    assert number(-3.5, 1) == "\u22123,5"
    assert number(0) == "0"
    assert number(-0.004, 2) == "0,00"


@given(st.integers(-(10**12), 10**12))
def test_a_written_number_reads_back(value):
    text = number(value).replace(NARROW, "").replace("\u2212", "-")
    assert int(text) == value


def test_durations():
    assert duration(45) == "45\u00a0min"
    assert duration(60) == "1\u00a0h"
    assert duration(119.6) == "2\u00a0h"
    assert duration(125) == "2\u00a0h\u00a005"


def test_text_in_each_language():
    assert Words("door", "porte").text() == "porte"
    assert Words("door", "porte").text("en") == "door"
