"""The shipped sample: whole, checked, and without electors per address."""

import json

import numpy as np
import polars as pl
import pytest
import shapely

from perron.samples import load_paris
from perron.samples.pack import MANIFEST, ORDER, digest, pack, unpack
from perron.samples.paris import FOLDER
from perron.samples.places import spoken
from perron.tables import ADDRESSES, AREAS, BUREAUX

SAMPLE = load_paris()
ALL = json.loads((FOLDER / MANIFEST).read_text(encoding="utf-8"))


def test_manifest_lists_every_file_with_its_checksum():
    assert sorted(ALL["files"]) == sorted(p.name for p in FOLDER.glob("*.parquet"))
    for name, said in ALL["files"].items():
        assert digest(FOLDER / name) == said["sha256"]
        assert pl.read_parquet(FOLDER / name).height == said["rows"]


def test_sample_is_small():
    assert sum(p.stat().st_size for p in FOLDER.iterdir()) < 2_000_000


def test_tables_are_as_declared():
    BUREAUX.check(SAMPLE.bureaux_2012)
    BUREAUX.check(SAMPLE.bureaux_2017)
    ADDRESSES.check(SAMPLE.addresses)
    AREAS.check(SAMPLE.areas)
    SAMPLE.results.check()


def test_no_electors_per_address():
    assert SAMPLE.addresses.get_column("electors").null_count() == SAMPLE.addresses.height == 72_107
    assert "electors" not in pl.read_parquet_schema(FOLDER / "addresses.parquet")
    assert SAMPLE.addresses.get_column("doors").min() == 1


def test_addresses_have_points_and_bureaux_of_2012():
    assert SAMPLE.addresses.get_column("lon").null_count() == ALL["counts"]["points none"] < 120
    assert SAMPLE.addresses.get_column("bureau").n_unique() == 869
    assert SAMPLE.addresses.get_column("address").is_unique().all()


@pytest.mark.parametrize("name", ["bureaux_2012", "bureaux_2017", "areas"])
def test_shapes_are_valid(name):
    shapes = shapely.from_wkb(np.array(getattr(SAMPLE, name).get_column("geometry").to_list(), dtype=object))
    assert shapely.is_valid(shapes).all()


def test_published_totals():
    # Ministère de l'Intérieur: Paris, 2017 presidential, second round (89.68 % and 10.32 %)
    votes = SAMPLE.results_2017.votes
    votes = votes.filter(pl.col("election") == "2017-presidentielle-2")
    totals = dict(votes.group_by("choice").agg(pl.col("votes").sum()).rows())
    assert totals == {"MACRON": 849_257, "LE PEN": 97_770}
    assert SAMPLE.results_2012.general.get_column("registered").sum() > 1_200_000


def test_results_of_2017_and_2019_have_areas_but_one():
    strange = SAMPLE.results_2017.general.join(SAMPLE.bureaux_2017, on="bureau", how="anti")
    assert strange.get_column("bureau").unique().to_list() == ["75056_JUS1"]


def test_figures_stand_by_area():
    assert SAMPLE.statistics.get_column("area").to_list() == SAMPLE.areas.get_column("area").to_list()
    assert SAMPLE.statistics.get_column("C11_POP15P").sum() == pytest.approx(1_930_000, rel=0.05)


def test_streets_and_housing_load():
    assert len(SAMPLE.streets.lon) == 1_496
    assert float(SAMPLE.streets.length.min()) > 0
    assert SAMPLE.housing.columns == ["lon", "lat", "dwellings"]


def test_same_rows_same_bytes(tmp_path):
    frame = SAMPLE.addresses.sample(2000, seed=1)
    pack(frame, tmp_path / "a", by=["address"])
    pack(frame.sample(2000, seed=2), tmp_path / "b", by=["address"])
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    back = unpack(tmp_path / "a")
    want = frame.sort("address", nulls_last=True).drop("electors", "suffix")
    assert back.select(want.columns).equals(want)


@pytest.mark.parametrize(("name", "by"), ORDER.items())
def test_shipped_tables_pack_to_the_shipped_bytes(name, by, tmp_path):
    again = tmp_path / name
    pack(unpack(FOLDER / f"{name}.parquet"), again, by=by)
    assert digest(again) == ALL["files"][f"{name}.parquet"]["sha256"]


def test_polling_places_are_named_as_people_write_them():
    named = dict(SAMPLE.bureaux_2017.select("bureau", "name").rows())
    assert named["75056_0108"] == "École élémentaire, 11 rue d'Argenteuil"
    assert SAMPLE.bureaux_2017.get_column("name").str.contains(r"^Bureau").sum() == 0


@pytest.mark.parametrize(
    ("capitals", "said"),
    [
        ("ECOLE ELEMENTAIRE B", "École élémentaire B"),
        ("COLLEGE D'ENSEIGNEMENT SECONDAIRE POQUELIN", "Collège d'enseignement secondaire Poquelin"),
        ("MAIRIE D ARRONDISSEMENT", "Mairie d'arrondissement"),
        ("L E I GASTON BACHELARD", "LEI Gaston Bachelard"),
        ("LYCEE D ETAT JEAN ZAY", "Lycée d'État Jean Zay"),
        ("ECOLE ELEMENTAIRE SAINT-SEBASTIEN", "École élémentaire Saint-Sébastien"),
    ],
)
def test_capitals_become_names(capitals, said):
    assert spoken(capitals) == said
