import pickle

from perron.errors import BadInputError, BadValueError, PerronError
from perron.words import Words


def test_an_error_says_place_found_and_expected_in_both_languages():
    error = BadValueError(
        Words("this value is too small", "cette valeur est trop petite"),
        file="resultats.csv",
        line=12,
        column="voters",
        found="-3",
        expected=Words("at least 0", "au moins 0"),
    )
    assert str(error) == (
        'resultats.csv, line 12, "voters": this value is too small; found: -3; expected: at least 0'
    )
    french = error.text("fr").replace("\u00a0", " ").replace("\u202f", " ")
    assert french.startswith("resultats.csv, ligne 12, « voters » : cette valeur est trop petite")
    assert french.endswith("trouvé : -3 ; attendu : au moins 0")


def test_bad_input_is_a_value_error_and_ours():
    assert issubclass(BadInputError, ValueError)
    assert issubclass(BadInputError, PerronError)


def test_an_error_crosses_processes():
    error = BadValueError(Words("a", "b"), file="f.csv", line=3, column="c", found="d")
    again = pickle.loads(pickle.dumps(error))
    assert again.text("fr") == error.text("fr")
    assert (again.file, again.line, again.column) == ("f.csv", 3, "c")
