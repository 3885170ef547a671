from hypothesis import given
from hypothesis import strategies as st

from perron.cli.arguments import spread


def test_a_flag_is_repeated_before_each_value():
    typed = ["plan", "--results", "a.csv", "b.csv", "--bureaux", "c", "--addresses", "d", "e", "f", "--json"]
    assert spread(typed) == [
        *("plan", "--results", "a.csv", "--results", "b.csv", "--bureaux", "c"),
        *("--addresses", "d", "--addresses", "e", "--addresses", "f", "--json"),
    ]


def test_what_follows_other_flags_is_left_alone():
    assert spread(["check", "a", "b", "--lang", "en", "c"]) == ["check", "a", "b", "--lang", "en", "c"]


@given(st.lists(st.sampled_from(["--results", "--json", "x", "y", "--out"])))
def test_spreading_twice_changes_nothing_more(arguments):
    once = spread(arguments)
    assert spread(once) == once
    assert [a for a in once if not a.startswith("-")] == [a for a in arguments if not a.startswith("-")]
