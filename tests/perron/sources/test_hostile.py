"""Files made to harm: each is refused at once, by name, in both languages, without taking memory."""

import gzip
import json
import math
import stat
import zipfile

import numpy as np
import polars as pl
import pytest
from made import collection, feature, square

from perron.errors import BadInputError, GeometryError, TooLargeError
from perron.sources import Limits, read

SMALL = Limits(
    size=200 << 20, rows=2_000, columns=200, line=1 << 16, vertices=50_000, crossings=20_000, members=20
)


def refused(path, error=BadInputError, limits=SMALL):
    with pytest.raises(error) as caught:
        read(path, election="2019-europeennes", limits=limits)
    text = caught.value
    assert text.text("fr") != text.text("en")
    assert len(text.text("fr")) < 1200
    return text


@pytest.fixture
def bomb(tmp_path):
    """300 MB of zeros in 300 kB."""
    path = tmp_path / "bomb.zip"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("data.csv", "w", force_zip64=True) as member,
    ):
        for _ in range(300):
            member.write(b"0" * (1 << 20))
    return path


def test_a_zip_bomb_is_refused_from_what_it_declares(bomb):
    assert "swells" in str(refused(bomb, TooLargeError, Limits()))
    assert "315\u202fMo" in refused(bomb, TooLargeError).text("fr")


def test_a_gzip_bomb_is_refused_while_it_streams(tmp_path):
    path = tmp_path / "bomb.csv.gz"
    with gzip.open(path, "wb", compresslevel=9) as file:
        file.write(b"departement,commune,bureau,inscrits,votants,exprimes,A\n")
        for _ in range(80):
            file.write(b"75,056,0101,9,8,7,6\n" * (1 << 16))
    assert "swells" in str(refused(path, TooLargeError))


def test_a_consolidated_gzip_bomb_is_refused_before_polars_unpacks_it(tmp_path):
    path = tmp_path / "candidats_results.csv.gz"
    with gzip.open(path, "wb", compresslevel=9) as file:
        file.write(b"id_election;code_departement;code_commune;code_bv;voix\n")
        for _ in range(80):
            file.write(b"2022_pres_t1;75;75056;0101;1\n" * (1 << 15))
    refused(path, TooLargeError)


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "a/../../b.csv", "C:\\b.csv"])
def test_a_member_that_leaves_the_archive_is_refused(tmp_path, name):
    path = tmp_path / "out.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(name, "a;b\n1;2\n")
    assert "outside" in str(refused(path))


def test_a_link_in_an_archive_is_refused(tmp_path):
    path = tmp_path / "link.zip"
    link = zipfile.ZipInfo("data.csv")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(link, "/etc/passwd")
    assert "outside" in str(refused(path))


def test_an_archive_with_a_password_is_refused(tmp_path):
    path = tmp_path / "secret.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("data.csv", "a;b\n1;2\n")
    data = bytearray(path.read_bytes())
    data[data.rfind(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    assert "mot de passe" in refused(path).text("fr")


def test_archives_in_archives_and_too_many_members_are_refused(tmp_path):
    inner = tmp_path / "inner.zip"
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("inner.zip", b"PK")
    assert "inside an archive" in str(refused(inner))
    many = tmp_path / "many.zip"
    with zipfile.ZipFile(many, "w") as archive:
        for index in range(30):
            archive.writestr(f"{index}.csv", "")
    assert "too many files" in str(refused(many, TooLargeError))


def test_a_text_without_a_line_end_is_refused(tmp_path):
    first = tmp_path / "first.csv"
    first.write_bytes(b"a;" * 200_000)
    assert refused(first, TooLargeError).line == 1
    third = tmp_path / "europeennes2019.csv"
    header = b"departement,commune,bureau,inscrits,votants,exprimes,A\n"
    third.write_bytes(header + b"75,056,0101,9,8,7,6\n" + b"1" * 200_000)
    assert refused(third, TooLargeError).line == 3


def test_a_million_columns_and_a_million_rows_are_refused(tmp_path):
    wide = tmp_path / "wide.csv"
    wide.write_text(";".join(str(n) for n in range(5_000)) + "\n")
    assert "columns" in str(refused(wide, TooLargeError))
    long = tmp_path / "long.csv"
    long.write_text("departement,commune,bureau,inscrits,votants,exprimes,A\n" + "\n" * 3_000)
    assert "trop de lignes" in refused(long, TooLargeError).text("fr")


@pytest.mark.parametrize("quotes", ['"' * 50_001, '"' + '""' * 25_000, '";"' * 10_000])
def test_quotes_without_end_are_refused(tmp_path, quotes):
    path = tmp_path / "quotes.csv"
    path.write_text(f"departement,commune,bureau,inscrits,votants,exprimes,A\n75,056,{quotes}\n")
    refused(path)


def test_what_was_found_is_shown_short(tmp_path):
    path = tmp_path / "long.csv"
    header = "departement,commune,bureau,inscrits,votants,exprimes,A\n"
    path.write_text(header + f"75,056,0101,{'x' * 60_000},8,7,6\n")
    refused(path)


def test_a_parquet_of_endless_rows_is_refused(tmp_path):
    path = tmp_path / "rows.parquet"
    pl.DataFrame({"id_election": ["a"] * 3_000}).write_parquet(path)
    assert "too many rows" in str(refused(path, TooLargeError))


def written(tmp_path, features, name="areas.geojson"):
    path = tmp_path / name
    path.write_text(collection(features) if isinstance(features, list) else features)
    return path


def bureau(geometry, number="1"):
    return feature(geometry, code_insee="75056", numero=number)


def test_shapes_with_too_many_corners_are_refused_before_they_are_parsed(tmp_path):
    ring = ",".join(["[2.3,48.8]"] * 60_000)
    path = written(
        tmp_path,
        '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":'
        f'{{"type":"Polygon","coordinates":[[{ring}]]}}}}]}}',
    )
    assert "sommets" in refused(path, TooLargeError).text("fr")


@pytest.mark.parametrize(
    "text",
    [
        '{"features":' + "[" * 40_000,
        '{"type":"FeatureCollection","features":' + "[" * 900 + "]" * 900 + "}",
        collection([bureau({"type": "Polygon", "coordinates": json.loads("[" * 60 + "]" * 60)})]),
        collection([feature(square(2.3, 48.8), code_insee="75056", numero=json.loads("[" * 60 + "]" * 60))]),
    ],
)
def test_deep_nesting_is_refused(tmp_path, text):
    refused(written(tmp_path, text))


def test_collections_inside_collections_are_refused(tmp_path):
    inner = square(2.3, 48.8)
    for _ in range(100):
        inner = {"type": "GeometryCollection", "geometries": [inner]}
    assert "trop imbriqué" in refused(written(tmp_path, [bureau(inner)])).text("fr")


def test_a_missing_shape_is_named_and_says_what_to_do(tmp_path):
    path = written(tmp_path, [bureau(square(2.3, 48.8)), bureau(None, "2")])
    error = refused(path, GeometryError)
    assert "75056_0002" in str(error)
    assert "n’a pas de contour" in error.text("fr")
    assert "no feature has a geometry" in str(refused(written(tmp_path, [bureau(None)])))


@pytest.mark.parametrize(
    "coordinates", [[], [[]], [[[]]], [[[2.3, 48.8]]], None, {}, "x", [[["a", "b"]] * 4]]
)
def test_coordinates_that_are_none_are_refused(tmp_path, coordinates):
    refused(written(tmp_path, [bureau({"type": "Polygon", "coordinates": coordinates})]), GeometryError)


@pytest.mark.parametrize("value", ["1e999", "-1e999", "1e300", "NaN", "Infinity"])
def test_numbers_that_are_none_are_refused(tmp_path, value):
    text = collection([bureau(square(2.3, 48.8)), bureau(square(2.4, 48.8), "2")])
    refused(written(tmp_path, text.replace("2.4,", f"{value},")))


@pytest.mark.parametrize(
    "features", ["[null]", "[3]", '[{"properties": [1], "geometry": null}]', '["a"]', '[{"geometry": "x"}]']
)
def test_features_that_are_not_objects_are_refused(tmp_path, features):
    refused(written(tmp_path, f'{{"type": "FeatureCollection", "features": {features}}}'))


def test_a_shape_that_crosses_itself_everywhere_is_refused_and_a_knot_is_repaired(tmp_path):
    rng = np.random.default_rng(1)
    points = (np.array([2.3, 48.8]) + rng.random((1_500, 2)) / 100).tolist()
    wild = {"type": "Polygon", "coordinates": [[*points, points[0]]]}
    assert "recoupe" in refused(written(tmp_path, [bureau(wild)]), GeometryError).text("fr")
    ring = [[2.3, 48.8], [2.31, 48.81], [2.31, 48.8], [2.3, 48.81], [2.3, 48.8]]
    path = written(tmp_path, [bureau({"type": "Polygon", "coordinates": [ring]})])
    assert read(path, limits=SMALL).rows == 1


def test_a_large_honest_border_is_let_in(tmp_path):
    turn = np.linspace(0, 2 * math.pi, 20_000)
    ring = np.stack([2.3 + np.cos(turn) / 200, 48.8 + np.sin(turn) / 200], axis=1).tolist()
    ring[-1] = ring[0]
    path = written(tmp_path, [bureau({"type": "Polygon", "coordinates": [ring]})])
    assert read(path, limits=SMALL).rows == 1


def test_a_street_network_beyond_the_limit_is_refused(tmp_path):
    nodes = "".join(
        f'<node id="{i}"><data key="x">2</data><data key="y">48</data></node>' for i in range(2_100)
    )
    keys = '<key id="x" attr.name="x"/><key id="y" attr.name="y"/>'
    path = tmp_path / "streets.graphml"
    path.write_text(
        f'<graphml xmlns="http://graphml.graphdrawing.org/xmlns">{keys}<graph>{nodes}</graph></graphml>'
    )
    refused(path, TooLargeError)


@pytest.mark.parametrize("pad", [0, 70_000, 16_384 - 70])
def test_xml_that_declares_entities_is_refused_wherever_it_does(tmp_path, pad):
    path = tmp_path / "laughs.graphml"
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    text = f'<?xml version="1.0"?><!-- <graphml {"x" * pad} -->'
    path.write_text(f'{text}<!DOCTYPE g [<!ENTITY l0 "ha">{entities}]><graphml>&l9;</graphml>')
    assert "entités" in refused(path).text("fr")
