"""Inputs written and read again: the same plan to the byte, and a changed table refused."""

import hashlib

import numpy as np
import pytest

from perron.errors import BadInputError
from perron.geo.streets import StreetNetwork
from perron.output.inputs import read_inputs, write_inputs
from perron.plan import Inputs


@pytest.fixture(scope="module")
def inputs(second):
    streets = StreetNetwork(
        np.array([2.33, 2.34]), np.array([48.86, 48.87]), np.array([0], np.int32), np.array([1], np.int32),
        np.array([1200.0]), ("Rue des Lilas",),
    )  # fmt: skip
    names = ("results", "areas", "addresses", "former", "insee", "credits")
    tables = {name: second[name] for name in names}
    tables["former"] = dict.fromkeys(("2012-presidentielle-1", *second["former"]), *second["former"].values())
    return Inputs(**tables, network=streets, meeting=None, files={"a.csv": "0" * 64})


def test_what_is_read_is_what_was_written(inputs, tmp_path):
    write_inputs(inputs, tmp_path)
    found = read_inputs(tmp_path)
    assert found.results.general.equals(inputs.results.general)
    assert found.results.votes.equals(inputs.results.votes)
    for name in ("areas", "addresses"):
        assert getattr(found, name).equals(getattr(inputs, name))
    assert found.insee.statistics.equals(inputs.insee.statistics)
    assert list(found.former) == list(inputs.former)
    first, second = found.former.values()
    assert first is second
    assert found.network.name == inputs.network.name
    assert found.network.start.dtype == np.int32
    assert found.meeting is None
    assert (found.files, found.credits) == (inputs.files, inputs.credits)


def test_the_same_inputs_give_the_same_bytes(inputs, tmp_path):
    for name in ("one", "two"):
        write_inputs(inputs, tmp_path / name)
    hashes = [
        [hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted((tmp_path / name).iterdir())]
        for name in ("one", "two")
    ]
    assert hashes[0] == hashes[1]


def test_a_changed_table_is_refused(inputs, tmp_path):
    write_inputs(inputs, tmp_path)
    (tmp_path / "votes.parquet").write_bytes((tmp_path / "general.parquet").read_bytes())
    with pytest.raises(BadInputError, match=r"votes\.parquet"):
        read_inputs(tmp_path)


def test_another_folder_is_refused(tmp_path):
    with pytest.raises(BadInputError, match="inputs"):
        read_inputs(tmp_path)
