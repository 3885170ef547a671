"""Files of the map: ranges, hashes in the address, tiles, base map."""

import gzip

import pytest
from django.test import RequestFactory
from pmtiles.reader import MmapSource, Reader

from perron_web.platform.maps.base import base_map, hosts
from perron_web.platform.maps.prepared import answer, keep, kept
from perron_web.platform.maps.ranged import asked_part, ranged_file
from perron_web.platform.maps.tiles import make_tiles

ask = RequestFactory().get


@pytest.fixture
def tiles(tmp_path):
    path = tmp_path / "x.pmtiles"
    path.write_bytes(bytes(range(256)) * 4)
    return path


def body(response):
    content = b"".join(response.streaming_content) if response.streaming else response.content
    shut(response)
    return content


def shut(response):
    """Close the file, not the connections of a request that never was."""
    for close in response._resource_closers:
        close()


@pytest.mark.parametrize(
    ("asked", "part"),
    [
        ("bytes=0-9", (0, 9)),
        ("bytes=1000-", (1000, 1023)),
        ("bytes=-4", (1020, 1023)),
        ("bytes=1000-9999", (1000, 1023)),
        ("bytes=1024-", None),
        ("bytes=9-3", None),
        ("bytes=-", None),
        ("bytes=0-1,4-5", None),
        ("metres=0-1", None),
    ],
)
def test_asked_part(asked, part):
    assert asked_part(asked, 1024) == part


def test_range(tiles):
    response = ranged_file(ask("/", headers={"Range": "bytes=2-5"}), tiles, kind="application/octet-stream")
    assert (response.status_code, response["Content-Range"], response["Content-Length"]) == (
        206,
        "bytes 2-5/1024",
        "4",
    )
    assert body(response) == bytes([2, 3, 4, 5])


def test_whole_then_not_modified_then_refused(tiles):
    whole = ranged_file(ask("/"), tiles, kind="x/y")
    assert whole.status_code == 200
    assert len(body(whole)) == 1024
    again = ranged_file(ask("/", headers={"If-None-Match": whole["ETag"]}), tiles, kind="x/y")
    assert again.status_code == 304
    assert ranged_file(ask("/", headers={"Range": "bytes=4000-"}), tiles, kind="x/y").status_code == 416


def test_a_changed_file_is_sent_whole(tiles):
    response = ranged_file(ask("/", headers={"Range": "bytes=2-5", "If-Range": '"old"'}), tiles, kind="x/y")
    assert response.status_code == 200
    shut(response)


def test_prepared_answers(tmp_path):
    path = keep(tmp_path / "a", "shapes-1.json", b"{}" * 400)
    assert kept(path)
    assert not kept(tmp_path / "b")
    plain = answer(ask("/", headers={"Accept-Encoding": "gzip"}), path, forever=True)
    assert plain["Content-Encoding"] == "gzip"
    assert "immutable" in plain["Cache-Control"]
    assert gzip.decompress(body(plain)) == b"{}" * 400
    best = answer(ask("/", headers={"Accept-Encoding": "gzip, deflate, br"}), path, forever=False)
    assert best["Content-Encoding"] == "br"
    shut(best)
    assert answer(ask("/", headers={"If-None-Match": plain["ETag"]}), path, forever=True).status_code == 304


def test_tiles_keep_the_code_of_each_shape(tmp_path):
    square = [[[0, 0], [0, 1], [1, 1], [1, 0], [0, 0]]]
    feature = {
        "type": "Feature",
        "properties": {"code": "75056_0001"},
        "geometry": {"type": "Polygon", "coordinates": square},
    }
    make_tiles({"bureaux": [feature]}, tmp_path / "deep" / "made.pmtiles")
    with (tmp_path / "deep" / "made.pmtiles").open("rb") as file:
        reader = Reader(MmapSource(file))
        assert reader.header()["tile_type"].name == "MVT"
        assert [layer["id"] for layer in reader.metadata()["vector_layers"]] == ["bureaux"]
        assert b"75056_0001" in gzip.decompress(reader.get(4, 8, 7))
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["made.pmtiles"]


def test_base_map_is_one_setting():
    assert base_map("") == {"kind": "none"}
    assert hosts("") == []
    assert hosts("ign") == ["https://data.geopf.fr"]
    assert hosts("osm")[0] == "https://a.tile.openstreetmap.fr"
    assert hosts("/media/fond.pmtiles") == []
    assert hosts("https://cartes.exemple.test/fond.pmtiles") == ["https://cartes.exemple.test"]
    assert base_map("ign")["credit"]
