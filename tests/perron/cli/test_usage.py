import json
import sys

import pytest

from perron.cli import app as program
from perron.cli.language import without_lang
from perron.cli.usage import usage_error

LANGUAGE = (
    "«\u00a0--lang\u00a0»\u00a0: langue inconnue\u202f; trouvé\u00a0: de\u202f; attendu\u00a0: fr ou en"
)
SAID = [
    (["plan"], "il manque l’option «\u00a0--blocs\u00a0»"),
    (["route"], "il manque l’argument «\u00a0table\u00a0»"),
    (["plam"], "commande inconnue\u00a0: «\u00a0plam\u00a0»\u202f; plutôt «\u00a0plan\u00a0»\u202f?"),
    (["plan", "--hors"], "option inconnue\u00a0: --hors\u202f; plutôt --hours, --housing, --priors\u202f?"),
    (["plan", "--hours"], "l’option «\u00a0--hours\u00a0» attend une valeur"),
    (["plan", "--hours", "x"], "«\u00a0--hours\u00a0»\u00a0: un nombre est attendu"),
    (["plan", "--seed", "x"], "«\u00a0--seed\u00a0»\u00a0: un nombre entier est attendu"),
    (["plan", "--hours", "-1"], "«\u00a0--hours\u00a0»\u00a0: au moins 0 est attendu"),
    (["plan", "--hours", "nan"], "«\u00a0--hours\u00a0»\u00a0: au moins 0 est attendu"),
    (["plan", "--holdout", "2"], "«\u00a0--holdout\u00a0»\u00a0: au plus 1 est attendu"),
    (["plan", "--blocs", "/no"], "«\u00a0--blocs\u00a0»\u00a0: «\u00a0/no\u00a0» est introuvable"),
    (["demo", "foo"], "argument en trop\u00a0: foo"),
    (
        ["demo", "--lang", "de"],
        LANGUAGE,
    ),
]


@pytest.mark.parametrize(("arguments", "said"), SAID)
def test_usage_errors_are_french_and_json(monkeypatch, capsys, arguments, said):
    monkeypatch.setattr(sys, "argv", ["perron", *arguments, "--json"])
    with pytest.raises(SystemExit) as stopped:
        program.main()
    shown = capsys.readouterr()
    assert stopped.value.code == 2
    # a flag that waits for a value takes --json for one
    if arguments[-1] != "--hours":
        assert json.loads(shown.out)["message"] == said
        assert said in shown.err


def test_what_is_not_known_stays_in_english():
    assert usage_error("Something new happened").text("fr") == "Something new happened"


def test_help_has_french_titles(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["perron", "plan", "--help"])
    with pytest.raises(SystemExit) as stopped:
        program.main()
    shown = capsys.readouterr().out
    assert stopped.value.code == 0
    assert "[obligatoire]" in shown
    assert "Montrer cette aide." in shown


@pytest.mark.parametrize(
    ("typed", "asked", "rest"),
    [
        (["--lang", "en", "plan"], "en", ["plan"]),
        (["plan", "--help", "--lang=en"], "en", ["plan", "--help"]),
        (["plan", "--lang"], "?", ["plan"]),
        (["plan"], "", ["plan"]),
    ],
)
def test_the_language_is_read_wherever_it_stands(typed, asked, rest):
    assert without_lang(typed) == (asked, rest)


def test_an_unknown_example_lists_the_choices(monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(
        sys, "argv", ["perron", "demo", "--example", "x", "--out", str(tmp_path / "d"), "--json"]
    )
    with pytest.raises(SystemExit):
        program.main()
    assert "centre, droite, gauche" in json.loads(capsys.readouterr().out)["message"]
    assert not list(tmp_path.iterdir())
