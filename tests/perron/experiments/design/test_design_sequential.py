"""Units that come one by one: shares kept all along, equal chances, verified at the end."""

import json
from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from perron.cli.app import app
from perron.errors import BadInputError
from perron.experiments.design import Arm
from perron.experiments.design.sequential import Came, Trial, arm_of, block_codes, verify_came
from perron.experiments.design.trial_record import files_of, promise, seal_trial, verify_trial

HALVES = (Arm("a", 0.5, ("visit",)), Arm("b", 0.5, ("visit",)))
AT = datetime(2026, 1, 15, tzinfo=UTC)


def test_the_size_of_blocks():
    thirds = tuple(Arm(n, 1 / 3) for n in "abc")
    sizes = [Trial(a, 10).block for a in (HALVES, thirds, (Arm("a", 0.2), Arm("b", 0.8)))]
    assert sizes == [4, 6, 5]
    assert Trial(HALVES, 10, block=8).block == 8
    for wrong in (
        lambda: Trial((Arm("a", 0.137), Arm("b", 0.863)), 10),
        lambda: Trial(HALVES, 1),
        lambda: Trial(HALVES, 10, block=5),
        lambda: Trial((Arm("a", 0.5), Arm("b", 0.4)), 10),
        lambda: Trial.from_dict({"arms": []}),
    ):
        with pytest.raises(BadInputError):
            wrong()
    assert Trial.from_dict(Trial(thirds, 12, by_place=True).to_dict()) == Trial(thirds, 12, by_place=True)


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from([(0.5, 0.5), (0.2, 0.8), (0.25, 0.25, 0.5)]), st.integers(0, 2**60), st.integers(1, 50)
)
def test_shares_are_kept_all_along(shares, seed, n):
    trial = Trial(tuple(Arm(f"a{i}", s) for i, s in enumerate(shares)), 50)
    arms = np.array([arm_of(trial, seed, "20e", i) for i in range(n)])
    for k, share in enumerate(shares):
        counts = np.cumsum(arms == k)
        assert np.abs(counts - share * np.arange(1, n + 1)).max() <= trial.block * share * (1 - share) + 1e-9


def test_every_place_of_a_block_has_the_same_chance():
    trial = Trial(HALVES, 10)
    first = np.array([[arm_of(trial, s, "", i) for i in range(4)] for s in range(1500)])
    assert np.abs(first.mean(axis=0) - 0.5).max() < 0.06
    assert abs(np.corrcoef(first[:, 0], first[:, 1])[0, 1] + 1 / 3) < 0.08  # without replacement
    other = np.array([arm_of(trial, s, "x", 0) for s in range(1500)])
    assert abs(np.corrcoef(first[:, 0], other)[0, 1]) < 0.08


def test_blocks_follow_strata():
    codes = block_codes(Trial(HALVES, 10), ["a", "b", "a", "a", "a", "a", "b"])
    assert codes.tolist() == [0, 1, 0, 0, 0, 2, 1]


def test_a_trial_is_verified_once_its_seed_is_told(tmp_path):
    trial, seed = Trial(HALVES, 10, by_place=True), 77
    seen = {"x": 0, "y": 0}
    came = []
    for i in range(9):
        stratum = "x" if i % 3 else "y"
        arm = trial.arms[arm_of(trial, seed, stratum, seen[stratum])].name
        came.append(Came(f"t{i}", stratum, arm))
        seen[stratum] += 1
    assert verify_came(trial, seed, came) == []
    record = seal_trial(trial, seed, name="essai", by="x", at=AT, outcome="opened")
    assert record["promise"] == promise(seed)
    assert str(seed) not in str({k: v for k, v in record.items() if k not in {"promise", "record"}})
    rows = [(one, AT.isoformat()) for one in came]
    assert verify_trial(files_of(record, rows, None)) == []
    assert verify_trial(files_of(record, rows, seed)) == []
    assert verify_trial(files_of(record, rows, 78))[0].column == "seed"
    swapped = [(came[0]._replace(arm="a" if came[0].arm == "b" else "b"), ""), *rows[1:]]
    found = verify_trial(files_of(record, swapped, seed))
    assert [(f.file, f.line, f.expected) for f in found] == [("units.csv", 2, came[0].arm)]
    for name, told, code in (("right", seed, 0), ("running", None, 0), ("wrong", 78, 1)):
        (tmp_path / name).mkdir()
        for file, data in files_of(record, rows, told).items():
            (tmp_path / name / file).write_bytes(data)
        assert CliRunner().invoke(app, ["verify-draw", str(tmp_path / name)]).exit_code == code
    told = CliRunner().invoke(app, ["verify-draw", str(tmp_path / "right"), "--json"])
    assert json.loads(told.stdout)["right"] is True
    changed = {**record, "name": "autre"}
    assert verify_trial(files_of(changed, rows, seed))[0].column == "record"
    with pytest.raises(BadInputError):
        verify_trial({"trial.json": b"{}", "units.csv": b""})
    with pytest.raises(BadInputError):
        seal_trial(trial, seed, name="", by="x", at=AT)
