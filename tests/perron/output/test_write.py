"""A plan on disk: complete or absent, the same bytes twice, nothing foreign overwritten."""

import json
from dataclasses import replace

import polars as pl
import pytest
import shapely
from polars.testing import assert_frame_equal

from perron.errors import BadInputError
from perron.output import write as writing
from perron.output import write_plan
from perron.output.folder import is_plan, written_at_once
from perron.output.read import read_plan
from perron.output.tables import by_bureau
from town import BLOCKS, make_town

FILES = {
    "bureaux.csv",
    "bureaux.geojson",
    "turfs.geojson",
    "doors.parquet",
    "feuilles-de-route.pdf",
    "plan.json",
    "index.html",
}


@pytest.fixture(scope="module")
def town():
    return make_town()


@pytest.fixture(scope="module")
def folder(town, tmp_path_factory):
    where = tmp_path_factory.mktemp("plans") / "plan"
    write_plan(town, where, inputs={"a.csv": "0" * 64})
    return where


def test_writes_every_file_and_nothing_else(folder):
    assert {path.name for path in folder.iterdir()} == FILES
    assert [path.name for path in folder.parent.iterdir()] == ["plan"]


def test_same_plan_gives_the_same_bytes(folder, tmp_path):
    write_plan(make_town(), tmp_path / "again", inputs={"a.csv": "0" * 64})
    for name in FILES:
        assert (folder / name).read_bytes() == (tmp_path / "again" / name).read_bytes(), name


def test_other_parameters_give_another_code(town):
    code = writing.plan_code(town, {})
    assert writing.plan_code(replace(town, parameters={"seed": 2}), {}) != code
    assert writing.plan_code(replace(town, doors=town.doors.head(5)), {}) != code
    assert writing.plan_code(town, {"a.csv": "1"}) != code


def test_csv_reads_back_without_loss(town, folder):
    wanted = by_bureau(town)
    read = pl.read_csv(folder / "bureaux.csv", schema_overrides=wanted.schema)
    assert_frame_equal(read, wanted, check_exact=True)


def test_parquet_holds_the_walk(town, folder):
    assert_frame_equal(pl.read_parquet(folder / "doors.parquet"), town.doors)


def test_areas_are_valid_and_right_handed(town, folder):
    features = json.loads((folder / "bureaux.geojson").read_bytes())["features"]
    assert [feature["id"] for feature in features] == town.scores["bureau"].to_list()
    for feature in features:
        shape = shapely.from_geojson(json.dumps(feature["geometry"]))
        assert shape.is_valid
        assert shape.exterior.is_ccw
        assert feature["properties"]["priority"] in range(1, 6)


def test_turfs_are_walking_lines_from_their_start(town, folder):
    features = json.loads((folder / "turfs.geojson").read_bytes())["features"]
    assert [feature["id"] for feature in features] == town.turfs["turf"].to_list()
    stops = dict(town.turfs.select("turf", "stops").iter_rows())
    for feature in features:
        points = feature["geometry"]["coordinates"]
        assert points[0] == feature["properties"]["start"]
        assert len(points) == stops[feature["id"]]
        assert shapely.from_geojson(json.dumps(feature["geometry"])).is_valid


def test_a_turf_of_one_point_is_a_point(tmp_path):
    write_plan(make_town([[80]], bureaux=1, held=9), tmp_path / "plan", sheets=0)
    features = json.loads((tmp_path / "plan" / "turfs.geojson").read_bytes())["features"]
    assert features[0]["geometry"]["type"] == "Point"
    assert not (tmp_path / "plan" / "feuilles-de-route.pdf").exists()


def test_description_says_where_the_plan_comes_from(folder):
    about = json.loads((folder / "plan.json").read_bytes())
    assert about["inputs"] == {"a.csv": "0" * 64}
    assert about["sheets"] == {"turfs": 6, "printed": 6}
    assert len(about["code"]) == 8
    assert about["notes"] == [{"en": "an invented town", "fr": "une ville inventée"}]


def test_says_how_to_print_the_walk_lists_it_left_out(town, tmp_path):
    about = write_plan(town, tmp_path / "plan", sheets=2)
    assert about["sheets"] == {"turfs": 6, "printed": 2}
    assert "perron sheets" in about["notes"][-1]["fr"]
    assert json.loads((tmp_path / "plan" / "plan.json").read_bytes()) == about


def test_reads_back_what_sheets_need(town, folder):
    plan, code = read_plan(folder)
    assert code == json.loads((folder / "plan.json").read_bytes())["code"]
    assert_frame_equal(plan.doors, town.doors)
    assert_frame_equal(plan.turfs, town.turfs, abs_tol=1e-6)
    assert_frame_equal(plan.scores, town.scores)


@pytest.mark.parametrize("step", ["write_sheets", "write_doors", "write_description"])
def test_a_crash_leaves_the_older_plan_whole(tmp_path, monkeypatch, step):
    where = tmp_path / "plan"
    write_plan(make_town([BLOCKS], bureaux=1, held=9), where, sheets=1)
    before = {path.name: path.read_bytes() for path in where.iterdir()}
    monkeypatch.setattr(writing, step, lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        write_plan(make_town(), where)
    assert {path.name: path.read_bytes() for path in where.iterdir()} == before
    assert list(tmp_path.iterdir()) == [where]


def test_a_crash_leaves_nothing_where_nothing_was(tmp_path, monkeypatch):
    monkeypatch.setattr(writing, "write_description", lambda *_, **__: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        write_plan(make_town([BLOCKS], bureaux=1, held=9), tmp_path / "new" / "plan", sheets=0)
    assert list((tmp_path / "new").iterdir()) == []


def test_replaces_an_older_plan(tmp_path):
    where = tmp_path / "plan"
    write_plan(make_town([BLOCKS], bureaux=1, held=9), where, sheets=0)
    write_plan(make_town([BLOCKS], bureaux=2, held=9), where, sheets=0)
    assert pl.read_csv(where / "bureaux.csv").height == 2
    assert list(tmp_path.iterdir()) == [where]


def test_refuses_a_foreign_folder(tmp_path):
    (tmp_path / "holiday.jpg").write_bytes(b"sea")
    with pytest.raises(BadInputError, match="not a plan"):
        write_plan(make_town([BLOCKS], bureaux=1, held=9), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["holiday.jpg"]


def test_refuses_a_file_and_a_link(tmp_path):
    (tmp_path / "file").write_text("x")
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    for name in ("file", "link"):
        with pytest.raises(BadInputError):
            write_plan(make_town([BLOCKS], bureaux=1, held=9), tmp_path / name)


def test_a_plan_with_almost_nothing_is_written(tmp_path, town):
    empty = [n for n in town.scores.columns if n not in {"bureau", "registered", "rank", "priority", "weak"}]
    scores = town.scores.with_columns(pl.lit(None, town.scores.schema[n]).alias(n) for n in empty)
    nothing = {"turfs": town.turfs.clear(), "doors": town.doors.clear(), "profiles": pl.DataFrame()}
    bare = replace(town, scores=scores, reasons=town.reasons.clear(), summary={}, **nothing)
    write_plan(replace(bare, allocation=town.allocation.clear()), tmp_path / "plan")
    assert pl.read_csv(tmp_path / "plan" / "bureaux.csv").height == 6


def test_a_plan_without_addresses_is_written(tmp_path, town):
    bare = replace(town, turfs=town.turfs.clear(), doors=town.doors.clear())
    write_plan(bare, tmp_path / "plan")
    assert {path.name for path in (tmp_path / "plan").iterdir()} == FILES - {"feuilles-de-route.pdf"}


def test_what_a_killed_run_left_is_removed_and_its_older_plan_comes_back(town, tmp_path):
    left = tmp_path / ".plan.abcd1234"
    write_plan(town, left / "old", sheets=0)
    (left / "new").mkdir()
    alive = tmp_path / ".plan.efgh5678"
    alive.mkdir()
    (alive / "mine").touch()
    with written_at_once(tmp_path / "plan") as fresh:
        assert not left.exists()
        assert is_plan(tmp_path / "plan")
        with written_at_once(tmp_path / "plan") as other:
            assert fresh.exists()
            (other / "plan.json").write_bytes((tmp_path / "plan" / "plan.json").read_bytes())
        (fresh / "plan.json").write_bytes((tmp_path / "plan" / "plan.json").read_bytes())
    assert sorted(path.name for path in tmp_path.iterdir()) == [alive.name, "plan"]
