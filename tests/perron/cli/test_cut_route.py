"""`perron cut` and `perron route`."""

import json

import numpy as np
import polars as pl
import pytest
from typer.testing import CliRunner

from perron.cli.app import app
from perron.tables import ADDRESSES

DEGREE = 111_195.0


def street(n=60):
    rng = np.random.default_rng(4)
    return ADDRESSES.check(
        pl.DataFrame(
            {
                "address": [f"a{i}" for i in range(n)],
                "bureau": ["45001_0001"] * (n - 1) + [None],
                "commune": ["45001"] * n,
                "number": list(range(1, n + 1)),
                "street": ["RUE A"] * n,
                "street_key": ["RUE A"] * n,
                "lon": 2.0 + np.arange(n) * 8 / DEGREE,
                "lat": 47.0 + (np.arange(n) % 2) * 10 / DEGREE,
                "doors": rng.integers(1, 12, n),
            }
        )
    )


@pytest.fixture
def files(tmp_path, monkeypatch):
    monkeypatch.setattr("perron.sources.read_addresses", lambda _: street())
    (tmp_path / "addresses.csv").write_text("anything")
    return tmp_path


def run(*arguments):
    return CliRunner().invoke(app, [str(a) for a in arguments])


def test_cut_writes_doors_turfs_and_what_is_left_out(files):
    done = run("cut", "--addresses", files / "addresses.csv", "--out", files / "out", "--json")
    assert done.exit_code == 0, done.output
    summary = json.loads(done.stdout)
    doors = pl.read_parquet(files / "out" / "doors.parquet")
    turfs = json.loads((files / "out" / "turfs.geojson").read_text())["features"]
    assert summary["turfs"] == len(turfs) == doors.get_column("turf").n_unique()
    assert summary["doors"] == doors.get_column("doors").sum()
    assert summary["left_out"][0]["reason"] == "no bureau"
    assert (files / "out" / "left-out.csv").read_text().startswith("stop,bureau,address")


def test_cut_says_it_in_words_and_repeats_itself(files):
    for out in ("one", "two"):
        done = run("cut", "--addresses", files / "addresses.csv", "--out", files / out)
        assert done.exit_code == 0, done.output
        assert "secteurs" in done.output
        assert "sans bureau" in done.output
    for name in ("doors.parquet", "turfs.geojson", "cut.json", "left-out.csv"):
        assert (files / "one" / name).read_bytes() == (files / "two" / name).read_bytes()


def test_door_times_come_from_a_file(files):
    (files / "times.toml").write_text("talk = 8.0\n")
    base = ("cut", "--addresses", files / "addresses.csv", "--json", "--out")
    short = json.loads(run(*base, files / "a").stdout)
    long = json.loads(run(*base, files / "b", "--times", files / "times.toml").stdout)
    assert long["turfs"] > short["turfs"]


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_route_orders_a_table(tmp_path, suffix):
    table = pl.DataFrame({"name": list("cab"), "lon": [2.002, 2.0, 2.001], "lat": [47.0] * 3})
    source, out = tmp_path / f"points{suffix}", tmp_path / f"walk{suffix}"
    table.write_csv(source) if suffix == ".csv" else table.write_parquet(source)
    done = run("route", source, "--out", out, "--json")
    assert done.exit_code == 0, done.output
    found = pl.read_csv(out) if suffix == ".csv" else pl.read_parquet(out)
    assert "".join(found.get_column("name")) in {"abc", "cba"}
    assert json.loads(done.stdout)["points"] == 3


def test_route_from_the_first_row_in_words(tmp_path):
    table = pl.DataFrame({"name": list("bac"), "lon": [2.001, 2.0, 2.003], "lat": [47.0] * 3})
    table.write_csv(tmp_path / "p.csv")
    done = run("route", tmp_path / "p.csv", "--out", tmp_path / "w.csv", "--from-first")
    assert done.exit_code == 0, done.output
    assert pl.read_csv(tmp_path / "w.csv").get_column("name")[0] == "b"
    assert "km" in done.output
