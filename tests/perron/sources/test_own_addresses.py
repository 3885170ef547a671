import pytest

from perron.errors import BadValueError, MissingColumnError
from perron.sources import read, read_addresses

FRENCH = """numero;rep;voie;code_insee;lon;lat;portes;bureau
12;BIS;Rue de l'Église;34172;3,87;43,61;4;12
14;;Rue de l'Église;34172;3.8701;43.6101;22;34172_0012
;;Le Mas;34172;;;1;
"""


def written(tmp_path, text, name="adresses.txt"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_campaigns_own_list_is_read(tmp_path):
    table = read_addresses([written(tmp_path, FRENCH)])
    assert table["doors"].to_list() == [4, 22, 1]
    assert table["suffix"].to_list()[0] == "bis"
    assert table["bureau"].to_list() == ["34172_0012", "34172_0012", None]
    assert table["street_key"].to_list()[0] == "RUE DE L EGLISE"
    assert table["lon"].to_list() == [3.87, 3.8701, None]
    assert table["address"].n_unique() == 3
    assert read(written(tmp_path, FRENCH)).format.name == "own-addresses"


def test_english_headers_and_electors(tmp_path):
    text = "number,street,commune,lon,lat,electors\n3,High Street,34172,3.9,43.6,7\n"
    assert read_addresses([written(tmp_path, text)])["electors"].to_list() == [7]


def test_a_missing_point_column_is_named(tmp_path):
    with pytest.raises(MissingColumnError) as caught:
        read_addresses([written(tmp_path, "numero;voie;code_insee;portes\n1;Rue;34172;3\n")])
    assert caught.value.column == "lon"


def test_a_letter_in_a_count_is_named_with_its_line(tmp_path):
    with pytest.raises(BadValueError) as caught:
        read_addresses([written(tmp_path, FRENCH.replace(";22;", ";2x;"))])
    assert caught.value.line == 3
    assert "2x" in caught.value.found
