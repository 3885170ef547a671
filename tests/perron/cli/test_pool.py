"""The command pool: results pooled, sealed, and what it refuses."""

import json

from typer.testing import CliRunner

from perron.cli.app import app
from perron.errors import BadInputError, NoMatchError

run = CliRunner().invoke


def evaluation(name, draw, effect):
    main = {"method": "lin", "estimate": effect, "error": 0.005, "df": 40.0}
    one = {"arm": "visit", "main": main, "visited": None}
    outcome = {"name": "turnout", "measure": "turnout", "bloc": "", "election": "2026-municipales-1"}
    return {
        "perron": "evaluation/1",
        "version": "0.5.0",
        "experiment": {"name": name, "record": draw * 64, "arms": [{"units": 20, "registered": None}]},
        "outcomes": [outcome | {"exploratory": name == "Lille", "comparisons": [one]}],
    }


def files(folder):
    paths = []
    for name, draw, effect in (("Lyon", "a", 0.02), ("Lille", "b", 0.004), ("Nice", "c", 0.011)):
        path = folder / f"{name}.json"
        path.write_text(json.dumps(evaluation(name, draw, effect)))
        paths.append(str(path))
    return paths


def test_in_words_beside_what_is_published(tmp_path):
    done = run(app, ["pool", *files(tmp_path)])
    assert done.exit_code == 0, done.output
    assert "Ensemble, 3 expériences" in done.stdout
    assert "Lille (2026-municipales-1)*" in done.stdout
    assert "Pons 2018" in done.stdout


def test_as_json(tmp_path):
    done = run(app, ["pool", *files(tmp_path), "--json", "--method", "DL"])
    content = json.loads(done.stdout)
    assert content["pooled"]["method"] == "DL"
    assert content["published"][0]["source"]


def test_sealing_one(tmp_path):
    first, second, _ = files(tmp_path)
    sealed = tmp_path / "sealed.json"
    assert run(app, ["pool", first, "--seal", str(sealed)]).exit_code == 0
    assert json.loads(sealed.read_text())["perron"] == "result/1"
    assert isinstance(run(app, ["pool", first, "--seal", str(sealed)]).exception, FileExistsError)
    assert isinstance(run(app, ["pool", first, second, "--seal", "x"]).exception, BadInputError)
    assert run(app, ["pool", str(sealed), second]).exit_code == 0
    sealed.write_text(sealed.read_text().replace("0.02", "0.04"))
    assert isinstance(run(app, ["pool", str(sealed), second]).exception, BadInputError)


def test_nothing_to_pool(tmp_path):
    first, *_ = files(tmp_path)
    assert isinstance(run(app, ["pool", first]).exception, NoMatchError)
