"""The command power: the curve of the sample, from files, and what it refuses."""

import json

import polars as pl
import pytest
from typer.testing import CliRunner

from perron.cli.app import app
from perron.errors import BadInputError, NoMatchError, ParameterError

run = CliRunner().invoke
QUICK = ("--draws", "60", "--shares", "0.3")


def test_the_sample_as_json_and_csv(tmp_path):
    out = tmp_path / "curve.csv"
    done = run(app, ["power", "--sample", "paris", "--json", "-o", str(out), *QUICK])
    assert done.exit_code == 0, done.output
    content = json.loads(done.stdout)
    assert content["perron"] == "power/1"
    assert {row["share"] for row in content["curve"]} == {0.15, 0.3}
    own = next(r for r in content["curve"] if r["share"] == 0.15 and r["outcome"] == "turnout")
    assert 0.003 < own["effect"] < 0.007
    assert own["contacted"] == pytest.approx(own["effect"] / (0.5 * 0.859 * 0.95 * 0.26))
    assert pl.read_csv(out).height == 4


def test_in_words(tmp_path):
    done = run(app, ["power", "--sample", "paris", *QUICK, "-o", str(tmp_path / "curve.json")])
    assert done.exit_code == 0, done.output
    assert "trop petite pour en apprendre" in done.stdout
    assert "2019-europeennes" in done.stdout
    assert json.loads((tmp_path / "curve.json").read_text())["design"]["stratum_size"] == 7


def test_units_of_ones_own(tmp_path):
    units = tmp_path / "scores.csv"
    units.write_text("bureau,votes_per_hour\n" + "".join(f"75056_20{i:02},{i}\n" for i in range(1, 41)))
    done = run(app, ["power", str(units), "--sample", "paris", "--json", *QUICK])
    assert done.exit_code == 0, done.output
    row = json.loads(done.stdout)["curve"][0]
    assert row["control"] + row["treated"] == 40
    units.write_text("bureau,votes_per_hour\n13055_0101,1\n13055_0102,2\n")
    assert isinstance(run(app, ["power", str(units), "--sample", "paris"]).exception, NoMatchError)


def test_strata_within_arrondissements_find_smaller_effects():
    effects = []
    for more in ((), ("--strata", "territory"), ("--cluster", "territory")):
        done = run(app, ["power", "--sample", "paris", "--json", *QUICK, *more])
        assert done.exit_code == 0, done.output
        rows = json.loads(done.stdout)["curve"]
        effects.append(next(r["effect"] for r in rows if r["share"] == 0.3 and r["outcome"] == "support"))
    assert effects[1] < 0.9 * effects[0] < effects[0] < 0.2 * effects[2]


def test_what_is_refused(tmp_path):
    assert isinstance(run(app, ["power"]).exception, ParameterError)
    assert isinstance(run(app, ["power", "--sample", "lyon"]).exception, BadInputError)
    wrong = ["power", "--sample", "paris", *QUICK, "-o", str(tmp_path / "curve.docx")]
    assert isinstance(run(app, wrong).exception, BadInputError)
    assert not list(tmp_path.iterdir())
    assert run(app, ["power", "--sample", "paris", "--coverage", "1.5"]).exit_code == 2
