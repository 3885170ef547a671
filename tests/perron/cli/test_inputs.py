import hashlib

from perron.cli.inputs import hashes


def test_every_file_has_its_hash_even_when_two_share_a_name(tmp_path):
    files = []
    for year in ("2014", "2017"):
        (tmp_path / year).mkdir()
        files.append(tmp_path / year / "bureaux.geojson")
        files[-1].write_text(year)
    found = hashes([files[0], f"2014-europeennes={files[1]}", files[0], None])
    assert found == {
        "bureaux.geojson": hashlib.sha256(b"2014").hexdigest(),
        "2017/bureaux.geojson": hashlib.sha256(b"2017").hexdigest(),
    }
