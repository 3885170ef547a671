"""The sample written as ordinary files reads back as it was."""

import polars as pl
import pytest

from perron.cli.demo_files import write_files
from perron.samples import load_paris
from perron.sources import read, read_addresses, read_areas, read_bureaux, read_results, read_statistics


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    return {path.name: path for path in write_files(load_paris(), tmp_path_factory.mktemp("files"))}


def test_every_file_is_recognised(files):
    kinds = {name: read(path).kind for name, path in files.items() if not name.endswith(".toml")}
    assert kinds["2019-europeennes.csv"] == "results"
    assert kinds["bureaux-2017.geojson"] == "bureaux"
    assert kinds["adresses.csv"] == "addresses"
    assert kinds["iris.geojson"] == "areas"
    assert kinds["chiffres-iris.csv"] == "statistics"
    assert kinds["logements-sociaux.geojson"] == "housing"


def test_results_read_back(files):
    paris = load_paris().results
    back = read_results([path for name, path in sorted(files.items()) if name[0] == "2"])
    columns = ["election", "bureau", "registered", "voters", "valid"]
    assert back.general.select(columns).sort(columns).equals(paris.general.select(columns).sort(columns))
    assert back.votes["votes"].sum() == paris.votes["votes"].sum()


def test_places_read_back(files):
    paris = load_paris()
    columns = ["number", "suffix", "street", "commune", "lon", "lat", "doors", "bureau"]
    assert read_addresses([files["adresses.csv"]]).select(columns).equals(paris.addresses.select(columns))
    known = ["bureau", "commune", "number", "name", "territory"]
    assert read_bureaux(files["bureaux-2017.geojson"]).select(known).equals(paris.bureaux_2017.select(known))
    assert read_areas(files["iris.geojson"])["area"].equals(paris.areas["area"])
    figures = read_statistics(files["chiffres-iris.csv"])
    assert (
        figures.sort("area")
        .select(pl.col("C11_POP15P"))
        .equals(paris.statistics.sort("area").select("C11_POP15P"))
    )
