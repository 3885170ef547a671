"""The mapping of blocs: precedence, wildcards, clear errors, the template."""

import tomllib

import polars as pl
import pytest

from perron.errors import BadInputError, BadValueError, NoMatchError
from perron.tables import VOTES, Results
from perron.targeting import load_blocs
from perron.targeting.blocs import BLOCS, Blocs, blocs_from
from perron.targeting.template import example_blocs, quoted


def made(default=None, **elections):
    return blocs_from({"elections": elections} | ({"default": default} if default else {}))


def test_a_name_beats_a_nuance_beats_a_wildcard_beats_everything():
    blocs = made(x={"ours": ["MÉLENCHON"], "ally": ["nuance:FI"], "opponent": ["M*"], "other": ["*"]})
    assert blocs.bloc_of("x", "Mélenchon", "DVD") == "ours"
    assert blocs.bloc_of("x", "MARTIN", "FI") == "ally"
    assert blocs.bloc_of("x", "MARTIN", "SOC") == "opponent"
    assert blocs.bloc_of("x", "LE PEN", None) == "other"


def test_an_exact_election_beats_a_wildcard():
    blocs = made(**{"2017-*": {"ours": ["A"]}, "2017-legislatives-1": {"ally": ["A"]}})
    assert blocs.bloc_of("2017-legislatives-1", "A") == "ally"
    assert blocs.bloc_of("2017-legislatives-2", "A") == "ours"
    assert blocs.covers("2017-presidentielle-1")
    assert not blocs.covers("2019-europeennes")


def test_apostrophes_accents_and_blanks_do_not_matter():
    blocs = made(x={"ours": ["Envie  d’Europe"]})
    assert blocs.bloc_of("x", "ENVIE D'EUROPE") == "ours"


def test_a_choice_that_is_not_mapped_is_named():
    with pytest.raises(NoMatchError, match="LASSALLE") as caught:
        made(x={"ours": ["A"]}).bloc_of("x", "LASSALLE")
    assert "LASSALLE" in caught.value.text("fr")
    assert made("other", x={"ours": ["A"]}).bloc_of("x", "LASSALLE") == "other"


def test_names_that_stand_for_nothing_are_told():
    blocs = made(**{"2017-*": {"ours": ["REM", "RME"], "ally": ["nuance:FI"]}, "2022-x": {"ours": ["Z"]}})
    choices = [("2017-legislatives-1", "Rem", None), ("2017-legislatives-2", "MARTIN", "FI")]
    assert blocs.unused(choices) == (("2017-*", "RME"),)


def test_two_blocs_may_not_claim_a_choice():
    with pytest.raises(BadValueError, match="ally and ours"):
        made(x={"ours": ["A"], "ally": ["A"]}).bloc_of("x", "A")


@pytest.mark.parametrize(
    "wrong",
    [
        {"default": "nobody"},
        {"elections": []},
        {"elections": {"x": {"theirs": ["A"]}}},
        {"elections": {"x": {"ours": "A"}}},
        {"elections": {"x": ["A"]}},
    ],
)
def test_a_file_that_is_no_mapping(wrong):
    with pytest.raises(BadValueError):
        blocs_from(wrong)


def test_broken_toml_names_the_file(tmp_path):
    file = tmp_path / "blocs.toml"
    file.write_text("ours = [")
    with pytest.raises(BadInputError, match=r"blocs\.toml"):
        load_blocs(file)


def test_the_template_loads_and_lists_every_choice():
    rows = [("2019-europeennes", "75056_0001", c, None, None, v) for c, v in (("A", 5), ('B "x"', 9))]
    votes = pl.DataFrame(rows, schema=VOTES.schema(), orient="row")
    text = example_blocs(Results(pl.DataFrame(), votes))
    blocs = blocs_from(tomllib.loads(text))
    assert blocs.default == "other"
    assert blocs.bloc_of("2019-europeennes", "A") == "other"
    assert text.index('B \\"x\\"') < text.index('"A"')  # most votes first
    odd = 'a"\\b' + chr(1)
    assert tomllib.loads("x = " + quoted(odd))["x"] == odd


def test_the_order_of_blocs_is_fixed():
    assert BLOCS == ("ours", "ally", "opponent", "other")
    assert Blocs().default is None


def test_the_sample_takes_no_side(paris):
    files = sorted(paris.folder.glob("blocs-*.toml"))
    assert len(files) >= 3
    assert all("xemple" in file.read_text() for file in files)


def test_a_bloc_may_have_families():
    blocs = made("other", x={"ours": ["A"], "opponent": {"left": ["B"], "right": ["C"]}})
    assert blocs.parts() == ("ours", "ally", "opponent/left", "opponent/right", "other")
    assert blocs.part_of("x", "C") == "opponent/right"
    assert blocs.bloc_of("x", "C") == "opponent"
