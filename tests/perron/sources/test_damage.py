"""Whatever happens to a file on the way, a reader returns a checked table or a named error."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from perron.errors import BadInputError, PerronError
from perron.sources import read, read_bureaux, read_results

DATA = Path(__file__).parent / "data"
FILES = sorted(path for path in DATA.iterdir() if path.suffix != ".md")
TOKENS = [
    b'"',
    b";",
    b",",
    b"\n",
    b"\r",
    b"-1",
    b"\xff",
    b"null",
    b"1e999",
    b"{}",
    b"999999999999",
    b"\x00",
    b"",
    b"NaN",
]
CHANGES = st.lists(
    st.tuples(st.floats(0, 1), st.integers(0, 60), st.sampled_from(TOKENS)), min_size=1, max_size=4
)


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
@settings(max_examples=15, suppress_health_check=list(HealthCheck), deadline=None)
@given(changes=CHANGES, cut=st.one_of(st.none(), st.floats(0.01, 1)))
def test_a_damaged_file_is_read_or_refused_by_name(path, changes, cut, tmp_path):
    data = path.read_bytes()
    for place, length, token in changes:
        start = int(place * len(data))
        data = data[:start] + token + data[start + length :]
    target = tmp_path / path.name
    target.write_bytes(data[: int(cut * len(data))] if cut else data)
    error = None
    try:
        read(target, election="2019-europeennes")
    except PerronError as caught:
        error = caught
    assert error is None or (error.text("fr") and error.text("en"))


def test_a_gzip_of_noise_is_refused_by_name(tmp_path):
    path = tmp_path / "noise.csv.gz"
    path.write_bytes(b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff" + b"\xff" * 500)
    with pytest.raises(BadInputError, match="damaged"):
        read_results([path])


def test_a_collection_without_shapes_says_so(tmp_path):
    path = tmp_path / "none.geojson"
    path.write_text('{"type": "FeatureCollection", "features": []}')
    with pytest.raises(BadInputError, match="no shape"):
        read_bureaux(path)
