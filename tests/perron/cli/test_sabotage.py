"""Files spoilt in every way: one clear error that says where, what was found, what was expected."""

import json
from datetime import UTC, datetime

import polars as pl
import pytest

from perron.cli.draw import command as draw
from perron.cli.evaluate_inputs import announced_in
from perron.cli.naming import naming
from perron.errors import BadInputError, NoMatchError, ParameterError
from perron.evaluation.compliance import compliance_of
from perron.experiments.design import Design, Registration, seal
from perron.experiments.design.files import record_hash
from perron.experiments.estimate.compare import Asked, compare
from perron.experiments.pooling import sealed_from
from perron.words import Words

UNITS = pl.DataFrame({"unit": [f"34172_{n:04d}" for n in range(1, 21)], "score": [n / 7 for n in range(20)]})
DESIGN = Design.default(share=0.25, order_by="score")


def told(error) -> str:
    return error.value.text("fr")


def result(**changed) -> bytes:
    """Seal a result of another commune, spoilt before it was sealed: its hash is right."""
    row = {"outcome": "voix", "measure": "support", "bloc": "", "election": "2026", "arm": "visit"}
    row |= {"estimand": "assigned", "method": "lin", "exploratory": False}
    row |= {"estimate": 0.01, "error": 0.005, "df": 20.0, **changed.pop("row", {})}
    plain = {"perron": "result/1", "version": "0", "name": "Ailleurs", "draw": "f" * 64, "units": 40}
    plain |= {"results": [row], **changed}
    return json.dumps(plain | {"record": record_hash(plain)}).encode()


@pytest.mark.parametrize(
    ("changed", "column"),
    [
        ({"results": 5}, "results"),
        ({"results": []}, "results"),
        ({"units": "x"}, "units"),
        ({"units": -5}, "units"),
        ({"name": {"a": 1}}, "name"),
        ({"draw": None}, "draw"),
        ({"row": {"estimate": "0.01"}}, ""),
        ({"row": {"error": 1e-300}}, "voix"),
        ({"row": {"df": 1e-300}}, "voix"),
        ({"row": {"estimand": "all"}}, "voix"),
        ({"results": [3]}, ""),
    ],
)
def test_a_result_of_elsewhere_that_cannot_be_pooled(changed, column):
    assert sealed_from(result(), file="ailleurs.json").name == "Ailleurs"
    with pytest.raises(BadInputError) as error:
        sealed_from(result(**changed), file="ailleurs.json")
    assert error.value.column == column
    assert told(error).startswith("ailleurs.json")


@pytest.mark.parametrize("mark", ["\u202e", "\u2066", "\x1b", "\u200f"])
def test_a_name_that_shows_as_another_is_not_drawn(mark):
    units = UNITS.with_columns(unit=pl.col("unit").str.replace("34172_0007", f"{mark}34172_0007"))
    with pytest.raises(BadInputError) as error, naming(["unités.csv"]):
        seal(DESIGN, units, 1, name="essai", by="Alix", at=datetime(2026, 1, 1, tzinfo=UTC))
    assert told(error).startswith("unités.csv, ligne 8, «\u00a0unit\u00a0»")
    assert mark not in told(error)


@pytest.mark.parametrize("arms", ["x", 3, [{"name": "visit"}], ["visit"], None])
def test_a_design_that_cannot_be_read_says_what_an_arm_is(arms):
    with pytest.raises(ParameterError, match="name, share, channels"):
        Design.from_dict({**DESIGN.to_dict(), "arms": arms})


@pytest.mark.parametrize("outcomes", ["x", None, [{"name": "voix"}], [1]])
def test_a_registration_that_cannot_be_read_says_what_an_outcome_is(outcomes):
    with pytest.raises(ParameterError, match="name, election, measure"):
        Registration.from_dict({"outcomes": outcomes})


def test_visits_of_other_units_are_not_visits_of_none():
    drawn = UNITS.select("unit", arm=pl.lit("visit"))
    visits = pl.DataFrame(
        {"unit": ["99999_0001"], "doors": [9], "knocked": [9], "opened": [4], "talked": [1]}
    )
    with pytest.raises(NoMatchError) as error:
        compliance_of(drawn, visits, {"visit": False}, file="visites.csv")
    assert told(error).startswith("visites.csv, «\u00a0unit\u00a0»\u00a0: aucune unité du tirage")
    assert "99999_0001" in told(error)
    assert "34172_0001" in told(error)


TABLE = pl.DataFrame(
    {"y": [0.1, 0.5, 0.3, 0.9, 0.2, 0.4], "z": [0, 1, 0, 1, 0, 1], "x": [1.0, 2, 3, 4, 5, 7]}
)


@pytest.mark.parametrize("value", [1e308, -1e200, float("inf")])
@pytest.mark.parametrize("column", ["y", "x"])
def test_numbers_beyond_counting_are_named_with_their_line(value, column):
    spoilt = TABLE.with_columns(
        pl.when(pl.int_range(6) == 2).then(value).otherwise(pl.col(column)).alias(column)
    )
    with pytest.raises(BadInputError) as error:
        compare(spoilt, Asked("y", "z", covariates=("x",)), permutations=0)
    assert (error.value.line, error.value.column) == (4, column)


def test_the_outcome_is_not_a_covariate():
    with pytest.raises(ParameterError, match="another column too"):
        compare(TABLE, Asked("y", "z", covariates=("x", "y")), permutations=0)


def test_one_empty_cell_is_one():
    with pytest.raises(BadInputError, match="a cell is empty"):
        compare(TABLE.with_columns(y=pl.Series([0.1, None, 0.3, 0.9, 0.2, 0.4])), Asked("y", "z"))


def test_an_error_of_a_table_names_its_file_and_writes_nothing(tmp_path):
    units = tmp_path / "unités.csv"
    pl.concat([UNITS, UNITS.head(1)]).write_csv(units)
    with pytest.raises(BadInputError) as error:
        draw(units, by="Alix", out=tmp_path / "tirage", order_by="score")
    assert told(error).startswith("unités.csv, ligne 22, «\u00a0unit\u00a0»")
    assert [one.name for one in tmp_path.iterdir()] == ["unités.csv"]
    with pytest.raises(ParameterError) as error:
        draw(units, by="Alix", out=tmp_path / "tirage", share=0.0, order_by="score")
    assert error.value.file == "", "an option is not a line of the file"


def test_files_are_named_without_their_folder_nor_their_election():
    with pytest.raises(BadInputError) as error, naming([None, "2026-municipales-1=/a/b/comptes.csv"]):
        raise BadInputError(Words("x", "x"), line=3)
    assert told(error).startswith("comptes.csv, ligne 3")


def test_a_registration_is_read_with_its_file_in_hand(tmp_path):
    path = tmp_path / "annonce.json"
    path.write_text('{"perron": "registration/1", "outcomes": [{"name": "voix"}]}', encoding="utf-8")
    with pytest.raises(ParameterError) as error:
        announced_in(path)
    assert told(error).startswith("annonce.json, «\u00a0outcomes 1\u00a0»")
