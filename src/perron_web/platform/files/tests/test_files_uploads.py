"""Names that come with files, and cells that go out in them."""

from pathlib import Path

import pytest

from perron_web.platform.files.download import harmless
from perron_web.platform.files.uploads import disk_name


@pytest.mark.parametrize(
    "name",
    ["comptes.csv", "../../etc/passwd", "..", "", "/", "é" * 240 + ".csv", "票" * 250, "a" * 5000 + ".zip"],
)
def test_a_file_lies_in_its_folder_whatever_its_name(tmp_path, name):
    path = tmp_path / disk_name(name, "usual.csv")
    path.write_bytes(b"x")
    assert path.resolve().parent == tmp_path
    assert path.suffix == Path(name).suffix or name in {"..", "", "/"}


def test_what_begins_like_a_formula_is_a_text():
    assert [harmless(cell) for cell in ("=1+1", "+33", "@a", "-x", "Nous")] == [
        "'=1+1",
        "'+33",
        "'@a",
        "'-x",
        "Nous",
    ]
