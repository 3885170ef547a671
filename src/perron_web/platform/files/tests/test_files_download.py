"""Tables given to people."""

import io
import json

import polars as pl
import pytest

from perron_web.platform.files import download

FRAME = pl.DataFrame(
    {
        "code": ["75056_0001", "75056_0002"],
        "nom": ["École ; maternelle", "=1+1"],
        "part": [0.125, None],
        "témoin": [True, False],
        "geometry": ['{"type":"Point","coordinates":[2.3,48.8]}', None],
    }
)


def test_csv_opens_in_a_french_spreadsheet_and_runs_nothing():
    response = download(FRAME, "Bureaux du 20e", "csv")
    assert response["Content-Disposition"] == 'attachment; filename="bureaux-du-20e.csv"'
    text = response.content.decode("utf-8")
    assert text.startswith("\ufeffcode;nom;part;témoin\n")
    assert '75056_0001;"École ; maternelle";0,125;oui' in text
    assert "75056_0002;'=1+1;;non" in text
    assert "coordinates" not in text


def test_geojson():
    content = json.loads(download(FRAME, "x", "geojson").content)
    first, second = content["features"]
    assert first["geometry"]["coordinates"] == [2.3, 48.8]
    assert first["properties"]["part"] == 0.125
    assert second["geometry"] is None


def test_parquet_holds_wkb():
    frame = pl.read_parquet(io.BytesIO(download(FRAME, "x", "parquet").content))
    assert frame.schema["geometry"] == pl.Binary
    assert frame["geometry"][1] is None


def test_another_form_is_refused():
    with pytest.raises(KeyError):
        download(FRAME, "x", "exe")
