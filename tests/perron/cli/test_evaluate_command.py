"""The same from the shell: draw, campaign, `perron evaluate`, and again from its own JSON."""

import orjson
import pytest
from past_paris import some

from perron.cli.app import main
from perron.evaluation.files import write_campaign
from perron.evaluation.simulate import Truth, simulate_campaign
from perron.experiments.design import read_draw

ELECTION = "2026-municipales-1"


@pytest.fixture
def run(folder, monkeypatch, capsys):
    """Run a command in the folder: exit code, output, messages."""

    def command(*arguments):
        monkeypatch.chdir(folder)
        monkeypatch.setattr("sys.argv", ["perron", *arguments])
        capsys.readouterr()
        with pytest.raises(SystemExit) as left:
            main()
        said = capsys.readouterr()
        return left.value.code, said.out, said.err.replace("\u00a0", " ").replace("\u202f", " ")

    return command


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    where = tmp_path_factory.mktemp("shell")
    past, units = some(40)
    units.write_csv(where / "units.csv")
    asked = ["perron", "draw", "units.csv", "--share", "0.2", "--seed", "3", "--by", "x", "-o", "draw"]
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(where)
        patch.setattr("sys.argv", asked)
        with pytest.raises(SystemExit):
            main()
    draw = read_draw(where / "draw")
    campaign = simulate_campaign(
        draw.assignment, past, visited_arms=("visit",), election=ELECTION, truth=Truth(persuaded=0.08), seed=1
    )
    write_campaign(campaign, where)
    return where


def test_results_and_visits_in_report_out_and_again(run, folder):
    code, said, wrong = run(
        *("evaluate", "--design", "draw", "--results", f"{ELECTION}.csv", "--visits", "visites.csv"),
        *("--blocs", "blocs.toml", "--hours", "900", "--permutations", "200", "-o", "out"),
    )
    assert code == 0, wrong
    assert "Voix pour nous (sur inscrits)" in said
    assert {"index.html", "evaluation.pdf", "evaluation.json"} <= {p.name for p in (folder / "out").iterdir()}
    content = orjson.loads((folder / "out" / "evaluation.json").read_bytes())
    assert set(content["inputs"]) == {f"{ELECTION}.csv", "visites.csv", "blocs.toml"}
    code, said, wrong = run("evaluate", "--again", "out/evaluation.json", "--json")
    assert code == 0, wrong
    forged = orjson.loads((folder / "out" / "evaluation.json").read_bytes())
    forged["outcomes"][0]["comparisons"][0]["main"]["estimate"] += 0.01
    (folder / "forged.json").write_bytes(orjson.dumps(forged))
    bad, _, wrong = run("evaluate", "--again", "forged.json")
    assert bad == 2
    assert "outcomes.0.comparisons.0.main.estimate" in wrong
    content.pop("data")
    assert orjson.loads(said) == content


def test_own_counts_give_the_same_turnout(run):
    code, said, wrong = run(
        *("evaluate", "--design", "draw", "--counts", f"{ELECTION}=comptes.csv", "--visits", "visites.csv"),
        *("--permutations", "200", "--json"),
    )
    assert code == 0, wrong
    outcomes = orjson.loads(said)["outcomes"]
    assert [outcome["measure"] for outcome in outcomes] == ["turnout"]


def test_bad_input_is_said_with_file_line_and_field_and_nothing_is_written(run, folder):
    (folder / "people.csv").write_text("nom;bureau;inscrits;votants\nX;1;10;2\n")
    (folder / "over.csv").write_text("bureau;inscrits;votants\n75056_0101;10;11\n")
    (folder / "other.csv").write_text("bureau;inscrits;votants\n13055_0101;10;9\n")
    for file, expected in (
        ("people.csv", "people.csv, « nom »"),
        ("over.csv", "over.csv, ligne 2, « votants »"),
        ("other.csv", "aucune unité du tirage"),
    ):
        code, _, wrong = run("evaluate", "--design", "draw", "--counts", f"{ELECTION}={file}", "-o", "none")
        assert code == 2
        assert expected in wrong
        assert not (folder / "none").exists()
    text = (folder / "draw" / "assignment.csv").read_text()
    forged = folder / "forged"
    forged.mkdir()
    for path in (folder / "draw").iterdir():
        (forged / path.name).write_bytes(path.read_bytes())
    (forged / "assignment.csv").write_text(text.replace(",visit,", ",control,", 1))
    code, _, wrong = run("evaluate", "--design", "forged", "--counts", f"{ELECTION}=comptes.csv")
    assert code == 2
    assert "assignment.csv" in wrong
    assert "modifié" in wrong
