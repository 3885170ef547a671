"""Door times: checked, read from TOML."""

import pytest

from perron.errors import BadValueError, ParameterError
from perron.turf import DoorTimes, load_times


def test_a_file_changes_what_it_names(tmp_path):
    path = tmp_path / "times.toml"
    path.write_text("[times]\ntalk = 4\nopened = 0.3\n")
    times = load_times(path)
    assert times == DoorTimes(talk=4, opened=0.3)
    assert times.door == pytest.approx(0.5 + 1.2)


@pytest.mark.parametrize("text", ["talc = 2", 'talk = "long"', "talk = true", "talk = ", "talk = [1]"])
def test_a_wrong_file_is_named(tmp_path, text):
    path = tmp_path / "times.toml"
    path.write_text(text)
    with pytest.raises(BadValueError, match=r"times\.toml"):
        load_times(path)


@pytest.mark.parametrize(
    "wrong", [{"pace": 0}, {"opened": 1.2}, {"knock": -1}, {"talk": float("nan")}, {"largest_stop": 0}]
)
def test_parameters_are_checked(wrong):
    with pytest.raises(ParameterError):
        DoorTimes(**wrong)


def test_a_crossing_in_metres():
    assert DoorTimes().crossing_m == pytest.approx(14.0)
