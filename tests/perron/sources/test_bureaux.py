import json
from pathlib import Path

import made
import polars as pl
import pytest
import shapely
from pyproj import Transformer

from perron.errors import (
    BadInputError,
    DuplicateRowError,
    GeometryError,
    MissingColumnError,
    UnknownFormatError,
)
from perron.sources import read, read_areas, read_bureaux, read_housing

DATA = Path(__file__).parent / "data"


def written(tmp_path, features, crs=None, name="areas.geojson"):
    path = tmp_path / name
    path.write_text(made.collection(features, crs), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("file", "codes", "territory"),
    [
        ("paris2012", ["75056_0101", "75056_0102", "75056_0103"], "Paris 1er"),
        ("paris2017", ["75056_0101", "75056_0102", "75056_0103"], "Paris 1er"),
        ("montpellier2014", ["34172_0061", "34172_0062"], "canton 6"),
        ("montpellier2015", ["34172_0061", "34172_0062"], "canton 4"),
        ("etalab2022", ["85191_0001", "85191_0010"], "2ème circonscription"),
    ],
)
def test_every_convention_met(file, codes, territory):
    found = read(DATA / f"{file}.geojson")
    assert found.kind == "bureaux"
    table = found.table
    assert set(codes) <= set(table.get_column("bureau"))
    assert territory in table.get_column("territory").to_list()
    assert shapely.is_valid(shapely.from_wkb(table.get_column("geometry").to_list())).all()


def test_letters_lost_before_us_are_said_to_be():
    found = read(DATA / "montpellier2015.geojson")
    assert any("lettres déjà perdues" in note.fr for note in found.notes)
    assert not found.table.get_column("name").str.contains("\ufffd").any()
    assert not any("perdues" in note.fr for note in read(DATA / "montpellier2014.geojson").notes)


def test_a_file_in_latin_1_and_with_a_byte_order_mark(tmp_path):
    area = made.feature(made.square(3.87, 43.6), code_insee="34172", num_bv=1, libelle="École")
    text = json.dumps({"type": "FeatureCollection", "features": [area]}, ensure_ascii=False)
    for index, content in enumerate((text.encode("latin-1"), b"\xef\xbb\xbf" + text.encode())):
        path = tmp_path / f"{index}.csv"
        path.write_bytes(content)
        assert read_bureaux(path).row(0, named=True)["name"] == "École"


@pytest.mark.parametrize(
    ("epsg", "declared"), [(2154, True), (2154, False), (3943, False), (27572, False), (3946, True)]
)
def test_projections_are_declared_or_guessed(tmp_path, epsg, declared):
    flat = Transformer.from_crs(4326, epsg, always_xy=True)
    ring = [list(flat.transform(x, y)) for x, y in made.square(3.87, 43.6)["coordinates"][0]]
    area = made.feature({"type": "Polygon", "coordinates": [ring]}, code_insee="34172", bureau="12")
    found = read(written(tmp_path, [area], f"urn:ogc:def:crs:EPSG::{epsg}" if declared else None))
    box = shapely.total_bounds(shapely.from_wkb(found.table.get_column("geometry").to_list()))
    assert box == pytest.approx([3.87, 43.6, 3.88, 43.61], abs=1e-5)
    assert "reprojeté" in found.notes[0].fr


def test_an_unknown_projection_is_refused(tmp_path):
    ring = [[5e7, 5e7], [5e7 + 9, 5e7], [5e7 + 9, 5e7 + 9], [5e7, 5e7]]
    area = made.feature({"type": "Polygon", "coordinates": [ring]}, code_insee="34172", bureau="12")
    with pytest.raises(GeometryError, match="projection"):
        read_bureaux(written(tmp_path, [area]))
    with pytest.raises(GeometryError, match="declared"):
        read_bureaux(written(tmp_path, [area], "urn:nothing"))


def test_swapped_coordinates_are_refused(tmp_path):
    area = made.feature(made.square(43.6, 3.87), code_insee="34172", bureau="12")
    with pytest.raises(GeometryError) as caught:
        read_bureaux(written(tmp_path, [area]))
    assert "inversées" in caught.value.text("fr")


def test_an_area_outside_its_commune_is_refused(tmp_path):
    features = [
        made.feature(made.square(3.87 + i / 50, 43.6), code_insee="34172", bureau=str(i)) for i in range(3)
    ]
    features.append(made.feature(made.square(2.3, 48.8), code_insee="34172", bureau="9"))
    with pytest.raises(GeometryError, match="34172_0009"):
        read_bureaux(written(tmp_path, features))
    document = json.loads((DATA / "paris2017.geojson").read_text())
    document["features"][1]["geometry"] = made.square(3.87, 43.6)
    path = tmp_path / "paris.geojson"
    path.write_text(json.dumps(document))
    with pytest.raises(GeometryError, match="75056_01"):
        read_bureaux(path)


def test_a_bow_tie_is_repaired_and_counted(tmp_path):
    bow = {"type": "Polygon", "coordinates": [[[0, 45], [0.01, 45.01], [0.01, 45], [0, 45.01], [0, 45]]]}
    found = read(written(tmp_path, [made.feature(bow, code_insee="16001", bureau="1")]))
    assert shapely.is_valid(shapely.from_wkb(found.table.get_column("geometry")[0]))
    assert any("repaired" in note.en for note in found.notes)


@pytest.mark.parametrize(
    "geometry",
    [
        None,
        {"type": "Point", "coordinates": [3, 43]},
        {"type": "Polygon", "coordinates": [[[3, 43], [4, 44], [3, 43]]]},
    ],
)
def test_what_is_not_an_area_is_refused(tmp_path, geometry):
    features = [made.feature(made.square(3.0, 43.0), code_insee="34172", bureau="1")]
    features.append(made.feature(geometry, code_insee="34172", bureau="2"))
    with pytest.raises(GeometryError):
        read_bureaux(written(tmp_path, features))


def test_parts_of_one_bureau_are_joined_but_true_duplicates_refused(tmp_path):
    parts = [made.feature(made.square(x, 43.6), code_insee="34172", bureau="1") for x in (3.87, 3.89)]
    found = read(written(tmp_path, parts))
    assert found.rows == 1
    assert shapely.from_wkb(found.table.get_column("geometry")[0]).geom_type == "MultiPolygon"
    twice = [made.feature(made.square(3.87, 43.6), code_insee="34172", bureau=b) for b in ("1", "0001")]
    with pytest.raises(DuplicateRowError, match="34172_0001"):
        read_bureaux(written(tmp_path, twice))


def test_codes_with_letters_corsica_and_arrondissements(tmp_path):
    features = [
        made.feature(made.square(8.7, 41.9), INSEE_COM="2A004", numero="28b"),
        made.feature(made.square(2.3, 48.85), INSEE_COM="75106", numero="0609"),
        made.feature(made.square(55.4, -20.9), INSEE_COM="97411", numero="12"),
    ]
    assert read_bureaux(written(tmp_path, features)).get_column("bureau").to_list() == [
        "2A004_028B",
        "75056_0609",
        "97411_0012",
    ]


def test_a_commune_named_by_hand(tmp_path):
    path = written(tmp_path, [made.feature(made.square(3.87, 43.6), bureau="7")])
    with pytest.raises(MissingColumnError, match="34172=FILE"):
        read_bureaux(path)
    assert read_bureaux(f"34172={path}").get_column("bureau").to_list() == ["34172_0007"]
    assert read_bureaux(f"85191={DATA / 'etalab2022.geojson'}").height == 2
    with pytest.raises(BadInputError, match="no area of this commune"):
        read_bureaux(f"34172={DATA / 'etalab2022.geojson'}")


def test_one_commune_of_a_national_file_is_read_line_by_line(tmp_path):
    areas = [made.feature(made.square(3.87, 43.6), codeBureauVote="34172_0001")]
    areas += [made.feature(made.square(2.0 + i / 100, 47.0), codeBureauVote=f"18033_{i}") for i in range(12)]
    lines = ",\n".join(json.dumps(area) for area in areas)
    path = tmp_path / "france.geojson"
    path.write_text(f'{{\n"type": "FeatureCollection",\n"features": [\n{lines}\n]\n}}\n')
    assert read_bureaux(f"34172={path}").get_column("bureau").to_list() == ["34172_0001"]
    path.write_text(json.dumps(json.loads(path.read_text()), indent=1))
    assert read_bureaux(f"34172={path}").get_column("bureau").to_list() == ["34172_0001"]


def test_a_missing_property_names_its_feature(tmp_path):
    features = [made.feature(made.square(3.87, 43.6), code_insee="34172", bureau=b) for b in ("1", None)]
    with pytest.raises(MissingColumnError, match="feature 2"):
        read_bureaux(written(tmp_path, features))


def test_broken_json_names_its_line(tmp_path):
    path = tmp_path / "x.geojson"
    path.write_text('{"type": "FeatureCollection",\n"features": [\n')
    with pytest.raises(BadInputError, match="line"):
        read(path)


def test_iris_and_their_kind():
    areas = read_areas(DATA / "paris_iris.geojson")
    assert areas.get_column("area").str.len_chars().to_list() == [9, 9, 9]
    assert areas.get_column("kind")[0] == "H"


def test_iris_of_the_mapping_agency(tmp_path):
    area = made.feature(made.square(3.87, 43.6), code_iris="341720101", nom_iris="Centre", type_iris="H")
    assert read_areas(written(tmp_path, [area])).row(0)[:3] == ("341720101", "Centre", "H")


def test_housing_without_points_and_corrections_are_set_aside():
    found = read(DATA / "logements_sociaux.geojson")
    assert found.kind == "housing"
    assert found.table.get_column("dwellings").min() >= 0
    assert len(found.notes) == 2
    assert read_housing(DATA / "logements_sociaux.geojson").equals(found.table)


def test_a_reader_says_what_else_the_file_is():
    with pytest.raises(UnknownFormatError) as caught:
        read_bureaux(DATA / "paris_iris.geojson")
    assert "IRIS" in caught.value.text("fr")
    assert isinstance(read_bureaux(DATA / "paris2012.geojson"), pl.DataFrame)
