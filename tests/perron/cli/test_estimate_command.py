"""perron estimate: any table in, estimates out, clear errors."""

import json
import subprocess
import sys

import numpy as np
import polars as pl
import pytest
from typer.testing import CliRunner

from perron.cli.app import app
from perron.errors import BadInputError, BadValueError, MissingColumnError, ParameterError

run = CliRunner().invoke


def people(n=240, seed=2):
    rng = np.random.default_rng(seed)
    arm = np.array(["Control", "Letter", "Visit"])[rng.permutation(n) % 3]
    street = np.arange(n) // 4
    voted = rng.random(n) < 0.4 + 0.1 * (arm == "Visit")
    return pl.DataFrame(
        {
            "voted": np.where(voted, "Yes", "No"),
            "arm": arm,
            "visited": (arm == "Visit") & (rng.random(n) < 0.6),
            "street": street,
            "quarter": np.array(["North", "South"])[np.arange(n) % 2],
            "age": rng.integers(18, 90, n),
            "sex": np.array(["male", "female"])[rng.integers(0, 2, n)],
            "registered": np.full(n, 1),
        }
    )


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    path = tmp_path_factory.mktemp("table") / "people.csv"
    people().write_csv(path)
    return path


def estimate(file, *words):
    return run(app, ["estimate", str(file), "--outcome", "voted", "--assigned", "arm", *words])


def test_every_arm_against_the_control_as_json(file):
    words = ("--received", "visited", "--blocks", "quarter", "--covariates", "age", "--covariates", "sex")
    done = estimate(file, *words, "--permutations", "200", "--seed", "4", "--json")
    assert done.exit_code == 0, done.output
    said = json.loads(done.stdout)
    assert said["rows"] == 240
    assert said["asked"]["outcome"] == "voted"
    assert [c["arm"] for c in said["comparisons"]] == ["Letter", "Visit"]
    visit = said["comparisons"][1]
    assert visit["control"] == "Control"
    assert visit["called_for"] == "blocked"
    assert "2 strata" in visit["why"][0]["en"]
    methods = {e["method"] for e in visit["estimates"]}
    assert {"blocked", "fixed_effects", "lin", "two_stage", "anderson_rubin", "regression"} <= methods
    assert any("permutation" in method for method in methods)
    assert len(said["joint"]) == 2
    again = estimate(file, *words, "--permutations", "200", "--seed", "4", "--json")
    assert again.stdout == done.stdout


def test_two_arms_in_words(file, tmp_path):
    few = tmp_path / "two.csv"
    people().filter(pl.col("arm") != "Letter").write_csv(few)
    done = estimate(few, "--clusters", "street", "--permutations", "0")
    assert done.exit_code == 0, done.output
    for words in ("Visit", "grappes sont données", "par prudence"):
        assert words in done.stdout
    assert "−0.0" not in done.stdout


def test_the_whole_program_takes_several_covariates(file):
    words = ["--outcome", "voted", "--assigned", "arm", "--covariates", "age", "sex", "--permutations", "0"]
    command = [sys.executable, "-m", "perron", "--lang", "fr", "estimate", str(file), *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "Ajustée sur les covariables (Lin)" in " ".join(done.stdout.split())


def test_other_formats_give_the_same(file, tmp_path):
    table = people()
    table.write_parquet(tmp_path / "people.parquet")
    first = json.loads(estimate(file, "--permutations", "0", "--json").stdout)["comparisons"]
    second = json.loads(estimate(tmp_path / "people.parquet", "--permutations", "0", "--json").stdout)
    assert second["comparisons"] == first


def changed(tmp_path, **columns):
    path = tmp_path / "changed.csv"
    people().with_columns(**columns).write_csv(path)
    return path


@pytest.mark.parametrize(
    ("words", "error", "column"),
    [
        (("--blocks", "district"), MissingColumnError, "district"),
        (("--control", "Nobody"), BadValueError, "arm"),
        (("--received", "age"), BadValueError, "age"),
        (("--received", "sex"), BadValueError, "sex"),
        (("--weights", "quarter"), BadValueError, "quarter"),
        (("--covariates", "age", "--covariates", "registered"), BadInputError, "registered"),
        (("--between", "0", "0"), ParameterError, "--between"),
        (("--level", "95"), ParameterError, "level"),
    ],
)
def test_wrong_choices_name_the_column(file, words, error, column):
    done = estimate(file, "--permutations", "0", *words)
    assert isinstance(done.exception, error), done.exception
    assert done.exception.column == column


def test_one_cluster_in_an_arm(tmp_path):
    done = estimate(changed(tmp_path, street=pl.col("arm")), "--clusters", "street")
    assert isinstance(done.exception, BadValueError)
    assert (done.exception.column, done.exception.found) == ("street", "1")
    assert done.exception.file == "changed.csv"


def test_an_outcome_that_never_varies(tmp_path):
    done = estimate(changed(tmp_path, voted=pl.lit("Yes")))
    assert isinstance(done.exception, BadValueError)
    assert done.exception.column == "voted"
    assert "same in every row" in str(done.exception)


def test_missing_strata_are_refused_or_counted(tmp_path):
    gone = changed(tmp_path, quarter=pl.when(pl.int_range(pl.len()) < 5).then(None).otherwise("quarter"))
    done = estimate(gone, "--blocks", "quarter")
    assert isinstance(done.exception, BadValueError)
    assert (done.exception.column, done.exception.line) == ("quarter", 2)
    assert "5 rows" in str(done.exception)
    done = estimate(gone, "--blocks", "quarter", "--drop-missing", "--permutations", "0", "--json")
    said = json.loads(done.stdout)
    assert said["rows"] == 235
    assert sum(said["left_out"].values()) == 5


def test_bounds_of_the_outcome(tmp_path):
    path = changed(
        tmp_path, voted=pl.when(pl.int_range(pl.len()) == 7).then(3).otherwise(1 - pl.col("age") % 2)
    )
    assert estimate(path, "--permutations", "0").exit_code == 0
    for bounds in (("0", "1"), ("0", "registered")):
        done = estimate(path, "--permutations", "0", "--between", *bounds)
        assert isinstance(done.exception, BadValueError)
        assert (done.exception.column, done.exception.line, done.exception.found) == ("voted", 9, "3.0")


def test_an_outcome_in_words_that_are_not_yes_or_no(tmp_path):
    done = estimate(changed(tmp_path, voted=pl.col("sex")))
    assert isinstance(done.exception, BadValueError)
    assert (done.exception.column, done.exception.line) == ("voted", 2)


def test_arms_without_a_known_control(tmp_path):
    path = changed(tmp_path, arm=pl.col("arm").replace({"Control": "A", "Letter": "B", "Visit": "C"}))
    assert "control is not known" in str(estimate(path).exception)
    done = estimate(path, "--control", "A", "--permutations", "0", "--json")
    assert [c["arm"] for c in json.loads(done.stdout)["comparisons"]] == ["B", "C"]
