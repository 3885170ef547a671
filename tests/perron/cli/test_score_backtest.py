"""The commands score and backtest, on files written from the sample."""

import json

import polars as pl
import pytest
from typer.testing import CliRunner

from perron.cli.app import app
from perron.cli.demo_files import write_files
from perron.errors import BadInputError
from perron.samples import load_paris
from perron.targeting import load_blocs

run = CliRunner().invoke


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("paris")
    write_files(load_paris(), folder)
    return folder


def results_of(files):
    return [word for f in sorted(files.glob("20*.csv")) for word in ("--results", str(f))]


def test_backtest_of_the_sample_as_json():
    done = run(app, ["backtest", "--sample", "paris", "--json"])
    assert done.exit_code == 0, done.output
    rows = json.loads(done.stdout)["rows"]
    assert rows[0]["method"] == "perron"
    assert rows[0]["mae"] < 1.45


def test_backtest_in_words():
    done = run(app, ["backtest", "--sample", "paris"])
    assert done.exit_code == 0
    assert "perron" in done.stdout
    assert "2017-legislatives-1" in done.stdout


def test_an_unknown_sample():
    assert isinstance(run(app, ["backtest", "--sample", "lyon"]).exception, BadInputError)
    assert isinstance(run(app, ["backtest"]).exception, BadInputError)


def test_score_from_files(files, tmp_path):
    out = tmp_path / "scores.csv"
    arguments = [
        *("score", *results_of(files), "--bureaux", str(files / "bureaux-2017.geojson")),
        *("--former", f"2014-europeennes={files / 'bureaux-2012.geojson'}"),
        *("--blocs", str(files / "blocs-droite.toml"), "--out", str(out)),
    ]
    done = run(app, arguments)
    assert done.exit_code == 0, done.output
    assert pl.read_csv(out).height == 896
    assert len(list(tmp_path.iterdir())) == 2
    assert "  1  75056_" in done.stdout
    done = run(app, [*arguments, "--json", "--objective", "persuasion"])
    content = json.loads(done.stdout)
    assert content["bureaux"][0]["rank"] == 1
    assert content["files"]
    assert content["notes"]


def test_score_without_a_map_writes_parquet(files, tmp_path):
    out = tmp_path / "deep" / "scores.parquet"
    results = [
        w for n in ("2019-europeennes", "2017-legislatives-1") for w in ("--results", str(files / f"{n}.csv"))
    ]
    blocs = ["--blocs", str(files / "blocs-gauche.toml")]
    done = run(app, ["score", *results, *blocs, "--out", str(out), "--json"])
    assert done.exit_code == 0, done.output
    assert pl.read_parquet(out)["votes_per_hour"].is_sorted(descending=True)


def test_the_template_of_blocs_can_be_used_as_it_is(files, tmp_path):
    file = tmp_path / "blocs.toml"
    results = ["--results", str(files / "2019-europeennes.csv")]
    assert run(app, ["score", *results, "--example-blocs", "--out", str(file)]).exit_code == 0
    assert "EUROPE ÉCOLOGIE" in file.read_text(encoding="utf-8")
    assert "EUROPE ÉCOLOGIE" in run(app, ["score", *results, "--example-blocs"]).stdout
    assert load_blocs(file).default == "other"


def test_score_wants_blocs(files):
    done = run(app, ["score", "--results", str(files / "2019-europeennes.csv")])
    assert isinstance(done.exception, BadInputError)
