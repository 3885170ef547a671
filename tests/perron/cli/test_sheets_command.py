"""`perron sheets`: prints again what a written plan holds."""

import json
import re

import pytest

from perron.cli.app import main
from perron.output import write_plan
from town import make_town


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    where = tmp_path_factory.mktemp("plans") / "plan"
    write_plan(make_town(), where, sheets=1)
    return where


def run(monkeypatch, *arguments: object) -> int | str | None:
    monkeypatch.setattr("sys.argv", ["perron", *map(str, arguments)])
    with pytest.raises(SystemExit) as left:
        main()
    return left.value.code


def test_prints_a_bureau_and_a_turf(folder, tmp_path, monkeypatch, capsys):
    pdf = tmp_path / "a.pdf"
    code = run(monkeypatch, "sheets", folder, "--bureau", "0105", "--turf", "0106-02", "--out", pdf, "--json")
    assert code == 0
    said = json.loads(capsys.readouterr().out)
    assert said["turfs"] == [*(f"75056_0105-0{n}" for n in (1, 2, 3)), "75056_0106-02"]
    assert pdf.read_bytes().startswith(b"%PDF")


def test_prints_the_same_bytes_as_the_plan_did(folder, tmp_path, monkeypatch):
    pdf = tmp_path / "a.pdf"
    assert run(monkeypatch, "sheets", folder, "--turf", "75056_0101-01", "--out", pdf) == 0
    assert pdf.read_bytes() == (folder / "feuilles-de-route.pdf").read_bytes()


def test_an_unknown_turf_is_bad_input(folder, tmp_path, monkeypatch, capsys):
    assert run(monkeypatch, "sheets", folder, "--turf", "9999-01", "--out", tmp_path / "a.pdf") == 2
    assert re.search(r"trouvé\s: 9999-01", capsys.readouterr().err)


def test_a_folder_without_a_plan_is_bad_input(tmp_path, monkeypatch):
    assert run(monkeypatch, "sheets", tmp_path, "--out", tmp_path / "a.pdf") == 2
    assert list(tmp_path.iterdir()) == []
