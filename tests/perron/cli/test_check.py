import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from perron.cli.app import app

DATA = Path(__file__).parents[1] / "sources" / "data"
EUROPE = f"2019-europeennes={DATA / 'europeennes2019_large.csv'}"


def run(*arguments):
    return CliRunner().invoke(app, ["check", *map(str, arguments)])


def test_it_says_what_files_are_and_how_they_join():
    result = run(EUROPE, DATA / "paris2017.geojson")
    assert result.exit_code == 0
    assert "périmètres des bureaux de vote" in result.stdout
    assert "1 bureaux sur 3" in result.stdout
    assert "75056_JUS1" in result.stdout


def test_json_holds_every_unmatched_bureau():
    result = run(EUROPE, DATA / "paris2017.geojson", "--json")
    document = json.loads(result.stdout)
    assert [f["format"] for f in document["files"]] == ["results-columns", "bureaux"]
    assert document["join"]["sides"][0]["without_table"] == ["75056_2072", "75056_JUS1"]
    assert document["coverage"]["paris2017.geojson"]["total_m2"] > 1e5


def test_a_bad_file_exits_with_2_and_shows_the_others(tmp_path):
    bad = tmp_path / "bad.csv"
    bad.write_text("x;y\n1;2\n")
    result = run(DATA / "paris2017.geojson", bad)
    assert result.exit_code == 2
    assert "périmètres" in result.stdout
    assert "bad.csv" in result.stderr
    document = json.loads(run(bad, "--json").stdout)
    assert document["errors"][0]["error"] == "UnknownFormatError"


@pytest.mark.parametrize(("options", "code"), [([], 2), (["--set-aside"], 0)])
def test_impossible_counts(tmp_path, options, code):
    path = tmp_path / "2019-europeennes.csv"
    header = "departement,commune,bureau,inscrits,votants,exprimes,A LISTE,B LISTE\n"
    path.write_text(header + "01,001,1,100,90,80,40,40\n01,001,2,100,190,80,40,40\n")
    result = run(path, *options)
    assert result.exit_code == code
    assert ("01001_0002" in result.stdout) == (code == 0)


def test_a_missing_file_is_bad_input(tmp_path):
    result = run(tmp_path / "absent.csv")
    assert result.exit_code == 2
    assert "absent.csv" in result.stderr
