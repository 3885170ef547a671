"""The seal: recomputed by anyone; what was touched is named by file and line; nothing half-written."""

import json
import zipfile
from datetime import UTC, datetime
from hashlib import sha256

import numpy as np
import polars as pl
import pytest
from typer.testing import CliRunner

from perron.cli.app import app
from perron.errors import BadInputError, TooLargeError
from perron.experiments.design import (
    Arm,
    Design,
    Outcome,
    Registration,
    chain_findings,
    freeze,
    read_draw,
    seal,
    verify,
)
from perron.experiments.design.ledger import append_record, last_hash, read_ledger
from perron.experiments.design.registration import deviations, is_whole

AT = datetime(2026, 1, 15, 9, 30, tzinfo=UTC)
run = CliRunner().invoke


def units(n=70):
    rng = np.random.default_rng(1)
    return pl.DataFrame(
        {
            "unit": [f"75056_{i:04}" for i in range(n)],
            "votes_per_hour": rng.random(n),
            "registered": rng.integers(500, 1500, n),
            "who": "nobody",
        }
    )


def sealed(**more):
    keys = {"name": "Essai", "by": "directrice", "at": AT} | more
    return seal(Design.default(0.15), units(), 12, **keys)


@pytest.fixture
def folder(tmp_path):
    sealed().write(tmp_path / "draw")
    return tmp_path / "draw"


def test_a_draw_is_read_back_and_right(folder, tmp_path):
    draw = sealed()
    back = read_draw(folder)
    assert back.record == draw.record
    assert back.units.columns == ["unit", "votes_per_hour", "registered"]
    assert back.units.equals(units().drop("who").cast({"registered": pl.Float64}))
    assert back.assignment.equals(draw.assignment)
    assert back.arms == {"control": 11, "visit": 59}
    assert (back.seed, back.name, back.design) == (12, "Essai", Design.default(0.15))
    (tmp_path / "draw.zip").write_bytes(draw.to_zip())
    assert draw.to_zip() == sealed().to_zip()
    for path in (folder, tmp_path / "draw.zip"):
        verdict = verify(path)
        assert verdict.right
        assert verdict.words.fr.startswith("Conforme")
        assert verdict.to_dict()["right"] is True


def test_the_seal_is_the_same_whatever_the_order_of_rows():
    turned = seal(Design.default(0.15), units().reverse(), 12, name="Essai", by="directrice", at=AT)
    assert turned.record == sealed().record


def test_the_hash_of_the_record_is_that_of_its_json():
    record = sealed().record
    kept = {k: v for k, v in record.items() if k != "record"}
    text = json.dumps(kept, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert sha256(text.encode()).hexdigest() == record["record"]


def tamper(folder, name, old, new):
    data = (folder / name).read_bytes()
    assert old in data
    (folder / name).write_bytes(data.replace(old, new, 1))
    return verify(folder)


def test_an_arm_that_was_changed_is_named(folder):
    lines = (folder / "assignment.csv").read_text().splitlines()
    at = next(i for i, line in enumerate(lines) if ",control," in line)
    unit = lines[at].split(",")[0]
    verdict = tamper(folder, "assignment.csv", b",control,", b",visit,")
    assert not verdict.right
    found = [f for f in verdict.findings if f.line]
    assert [(f.file, f.line, f.column, f.found, f.expected) for f in found] == [
        ("assignment.csv", at + 1, f"arm, {unit}", "visit", "control")
    ]
    assert f"ligne {at + 1}" in found[0].text("fr")
    assert "Non conforme" in verdict.words.fr


def test_an_arm_changed_with_every_hash_made_good_is_still_found(folder):
    data = (folder / "assignment.csv").read_bytes().replace(b",control,", b",visit,", 1)
    (folder / "assignment.csv").write_bytes(data)
    record = json.loads((folder / "draw.json").read_text())
    record["assignment"]["sha256"] = sha256(data).hexdigest()
    record["assignment"]["arms"] = {"control": 10, "visit": 60}
    kept = {k: v for k, v in record.items() if k != "record"}
    text = json.dumps(kept, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    record["record"] = sha256(text.encode()).hexdigest()
    (folder / "draw.json").write_text(json.dumps(record))
    verdict = verify(folder)
    assert {(f.file, f.column.split(",")[0]) for f in verdict.findings} == {
        ("assignment.csv", "arm"),
        ("draw.json", "assignment.arms"),
    }


def test_an_input_that_was_changed_is_named(folder):
    lines = (folder / "units.csv").read_text().splitlines()
    unit, score, _ = lines[30].split(",")
    verdict = tamper(folder, "units.csv", f"{unit},{score}".encode(), f"{unit},0.5".encode())
    named = [f for f in verdict.findings if f.file == "units.csv" and f.line]
    assert [f.line for f in named] == [31]
    assert unit in named[0].found


def test_another_seed_a_removed_unit_another_header(folder):
    verdict = tamper(folder, "draw.json", b'"seed": 12', b'"seed": 13')
    assert any(f.file == "draw.json" and f.column == "record" for f in verdict.findings)
    assert any(f.file == "assignment.csv" and f.line for f in verdict.findings)
    tamper(folder, "draw.json", b'"seed": 13', b'"seed": 12')
    line = (folder / "units.csv").read_bytes().split(b"\n")[5] + b"\n"
    verdict = tamper(folder, "units.csv", line, b"")
    assert {"units.csv", "assignment.csv", "draw.json"} >= {f.file for f in verdict.findings}
    (folder / "units.csv").write_bytes(sealed().units_csv)
    verdict = tamper(folder, "assignment.csv", b"unit,stratum", b"unit,strate")
    assert any(f.line == 1 for f in verdict.findings)


def test_many_differences_are_counted_not_all_listed(folder):
    (folder / "assignment.csv").write_bytes(
        (folder / "assignment.csv").read_bytes().replace(b",visit,", b",control,")
    )
    verdict = verify(folder)
    assert verdict.more == 39
    assert "60" in verdict.words.en


def test_what_is_not_a_draw(folder, tmp_path):
    cases = {
        "not json": lambda: (folder / "draw.json").write_text("{"),
        "another format": lambda: (folder / "draw.json").write_text('{"perron": "plan"}'),
        "a missing key": lambda: (folder / "draw.json").write_text('{"perron": "draw/1"}'),
        "a missing file": (folder / "units.csv").unlink,
    }
    for spoil in cases.values():
        spoil()
        with pytest.raises(BadInputError):
            verify(folder)
    (tmp_path / "x.zip").write_bytes(b"PK nothing")
    with pytest.raises(BadInputError):
        read_draw(tmp_path / "x.zip")
    with zipfile.ZipFile(tmp_path / "y.zip", "w") as archive:
        archive.writestr("draw.json", "{}")
    with pytest.raises(BadInputError, match=r"units\.csv|missing"):
        read_draw(tmp_path / "y.zip")


def test_an_archive_that_unpacks_to_too_much(tmp_path):
    with zipfile.ZipFile(tmp_path / "big.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("draw.json", b" " * (65 << 20))
    with pytest.raises(TooLargeError):
        read_draw(tmp_path / "big.zip")


def test_unreadable_cells_are_findings_not_crashes(folder):
    (folder / "units.csv").write_bytes(b"\xff\xfe,\n1")
    assert not verify(folder).right
    sealed_again = sealed()
    (folder / "units.csv").write_bytes(sealed_again.units_csv)
    (folder / "assignment.csv").write_bytes(b"")
    assert not verify(folder).right


def test_the_seal_needs_who_and_when():
    for more in ({"by": " "}, {"name": ""}, {"at": AT.replace(tzinfo=None)}, {"previous": "abc"}):
        with pytest.raises(BadInputError):
            sealed(**more)


def test_a_sealed_draw_is_never_written_over(folder):
    before = (folder / "draw.json").read_bytes()
    with pytest.raises(BadInputError):
        sealed(name="Autre").write(folder)
    assert (folder / "draw.json").read_bytes() == before
    assert [p.name for p in folder.parent.iterdir()] == ["draw"]


def test_the_ledger_is_a_chain(tmp_path, folder):
    ledger = tmp_path / "draws.jsonl"
    one = sealed()
    append_record(ledger, one.record)
    two = sealed(name="Deux", previous=last_hash(ledger))
    append_record(ledger, two.record)
    records = read_ledger(ledger)
    assert [r["name"] for r in records] == ["Essai", "Deux"]
    assert verify(folder, records).right
    assert verify(folder, records).chained
    with pytest.raises(BadInputError):
        append_record(ledger, sealed(name="Trois").record)
    assert len(read_ledger(ledger)) == 2
    assert not verify(folder, records[1:]).right
    broken = [{**records[0], "seed": 3}, records[1]]
    assert chain_findings(broken)[0].line == 1
    assert chain_findings(records[1:])[0].column == "previous"
    ledger.write_text("{}\n")
    with pytest.raises(BadInputError):
        read_ledger(ledger)


def test_registration_is_frozen_with_its_hash():
    plan = Registration(
        (Outcome("turnout", "2026-municipales-1"), Outcome("ours", "2026-municipales-1", "support")),
        covariates=("turnout",),
        equivalence_bound=0.01,
    )
    record = freeze(plan, draw=sealed().hash, by="directrice", at=AT)
    assert record["perron"] == "registration/1"
    assert is_whole(record)
    assert not is_whole({**record, "estimator": "lin"})
    back = Registration.from_dict(json.loads(json.dumps(record)))
    assert back == plan
    assert deviations(record, back) == []
    assert deviations(record, Registration(plan.outcomes, estimator="lin")) == [
        "estimator",
        "covariates",
        "equivalence_bound",
    ]
    for wrong in (
        {"outcomes": ()},
        {"estimator": "magic"},
        {"correction": "hope"},
        {"level": 1.0},
        {"permutations": 5},
        {"equivalence_bound": 0.0},
    ):
        with pytest.raises(BadInputError):
            Registration(**({"outcomes": plan.outcomes} | wrong))
    with pytest.raises(BadInputError):
        Outcome("x", "y", "mood")
    with pytest.raises(BadInputError):
        Registration.from_dict({})


def test_draw_and_verify_from_the_shell(tmp_path):
    table = tmp_path / "scores.csv"
    units().rename({"unit": "bureau"}).write_csv(table)
    out, ledger = str(tmp_path / "draw"), str(tmp_path / "l.jsonl")
    asked = ["draw", str(table), "--share", "0.15", "--seed", "12", "--by", "directrice", "-o", out]
    done = run(app, [*asked, "--ledger", ledger, "--json"])
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["assignment"]["arms"] == {"control": 11, "visit": 59}
    assert read_draw(tmp_path / "draw").assignment.equals(sealed().assignment)
    assert run(app, ["verify-draw", out, "--ledger", ledger]).exit_code == 0
    verdict = run(app, ["verify-draw", out, "--json"])
    assert json.loads(verdict.stdout)["right"] is True
    path = tmp_path / "draw" / "assignment.csv"
    path.write_bytes(path.read_bytes().replace(b"control", b"visit", 1))
    verdict = run(app, ["verify-draw", out])
    assert verdict.exit_code == 1
    assert "assignment.csv" in verdict.stdout
    assert isinstance(run(app, asked).exception, BadInputError)


def test_every_design_from_the_shell(tmp_path):
    table = tmp_path / "units.csv"
    units().with_columns(
        street=pl.format("s{}", pl.int_range(70) // 5), turnout=pl.int_range(70) % 13
    ).write_csv(table, separator=";")
    arms = ["control=0.25", "visit=1/2:visit", "both=0.25:visit,letter"]
    levels = [word for level in ("0=0.5", "1=0.5") for word in ("--saturation", level)]
    cases = {
        "arms": [word for arm in arms for word in ("--arm", arm)],
        "pairs": ["--kind", "pairs", "--pair-on", "turnout"],
        "clusters": ["--kind", "complete", "--cluster", "street", "--unit", "building", "--share", "0.3"],
        "levels": [*("--kind", "saturation", "--cluster", "street"), *levels],
        "again": ["--rerandomise", "turnout", "--accept", "0.3"],
    }
    for name, words in cases.items():
        out = str(tmp_path / f"{name}.zip")
        done = run(app, ["draw", str(table), "--by", "x", "-o", out, *words])
        assert done.exit_code == 0, (name, done.output, done.exception)
        assert verify(tmp_path / f"{name}.zip").right
    same = run(app, ["draw", str(table), "--by", "x", "-o", str(tmp_path / "b"), "--arm", "a=x"])
    assert isinstance(same.exception, BadInputError)
    (tmp_path / "draw.json").write_text(json.dumps(read_draw(tmp_path / "pairs.zip").record))
    out = str(tmp_path / "again")
    done = run(app, ["draw", str(table), "--by", "x", "-o", out, "--design", str(tmp_path / "draw.json")])
    assert done.exit_code == 0
    assert read_draw(tmp_path / "again").design.kind == "pairs"


def test_arms_are_counted_in_the_record():
    three = (Arm("none", 0.2), Arm("letter", 0.4, ("letter",)), Arm("visit", 0.4, ("visit",)))
    draw = seal(Design("complete", "bureau", three), units(), 1, name="x", by="y", at=AT)
    assert draw.arms == {"none": 14, "letter": 28, "visit": 28}
