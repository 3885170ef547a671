from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from perron.errors import BadInputError, BadValueError, DuplicateRowError, MissingColumnError
from perron.geo.names import fold, street_key
from perron.sources import convert_addresses, read, read_addresses, read_polling_places, read_statistics

DATA = Path(__file__).parent / "data"
BAN = DATA / "ban75.csv"
ELECTORS = """arrondissement,bureau,numero,voie,nom,nb,ID
06,09,4,RUE DE L,ABBAYE,12,0609
06,09,999,RUE DE L,ABBAYE,3,0609
"""


def test_ban():
    found = read(BAN)
    assert found.format.name == "ban"
    row = found.table.filter(pl.col("number") == 4).row(0, named=True)
    assert (row["commune"], row["street"], row["street_key"]) == (
        "75106",
        "Rue de l'Abbaye",
        "RUE DE L ABBAYE",
    )
    assert row["lon"] == pytest.approx(2.3357, abs=1e-3)


def test_a_suffix_s_is_not_a_missing_value(tmp_path):
    lines = BAN.read_text().splitlines()
    lines[1] = (
        lines[1].replace(";4;;", ";4;S;", 1) if ";4;;" in lines[1] else lines[1].replace(";;Rue", ";S;Rue", 1)
    )
    path = tmp_path / "ban.csv"
    path.write_text("\n".join(lines) + "\n")
    assert "s" in read_addresses(path).get_column("suffix").to_list()


def test_electors_find_their_points_in_ban(tmp_path):
    path = tmp_path / "electors.csv"
    path.write_text(ELECTORS)
    alone = read_addresses(path)
    assert alone.get_column("electors").to_list() == [12, 3]
    assert alone.get_column("bureau").unique().to_list() == ["75056_0609"]
    joined = read_addresses([path, BAN])
    assert joined.height == 2
    assert joined.get_column("lon").null_count() == 1
    assert joined.get_column("address").n_unique() == 2
    assert joined.filter(pl.col("lon").is_not_null()).get_column("address")[0].startswith("75106_")


def test_one_commune_out_of_a_larger_file():
    assert read_addresses(BAN, communes=["75056"]).height == read_addresses(BAN).height
    assert read_addresses(BAN, communes=["34172"]).is_empty()


REU = """id_brut_bv_reu,code_commune_ref,longitude,latitude,geo_type,geo_score,nb_adresses
34172_1,34172,3.87,43.6,housenumber,0.96,2
34172_1,34172,3.87,43.6,housenumber,0.96,1
34172_28B,34172,3.88,43.6,housenumber,0.96,1
34172_2,34172,3.89,43.6,street,0.5,1
2A004_3,2A004,8.7,41.9,housenumber,0.9,1
"""


@pytest.mark.parametrize("extension", ["csv", "parquet"])
def test_the_registers_addresses(tmp_path, extension):
    path = tmp_path / f"table.{extension}"
    path.write_text(REU)
    if extension == "parquet":
        pl.read_csv(REU.encode()).write_parquet(path)
    found = read(path)
    assert found.format.name == "reu"
    assert found.table.get_column("bureau").to_list() == ["34172_0001", "34172_028B", "2A004_0003"]
    assert found.notes[0].fr.endswith("1")
    assert read_addresses(path, communes=["34172"]).height == 2


def test_polling_places():
    table = read_polling_places(DATA / "polling_places.csv")
    assert table.get_column("bureau")[0] == "75056_0107"
    assert table.row(0, named=True)["lat"] == pytest.approx(48.8646, abs=1e-3)


def test_statistics_drop_labels_and_read_secrets_as_missing(tmp_path):
    assert read_statistics(DATA / "rp2011_cs8.csv").row(0)[:2] == ("751010101", 784.0)
    assert read_statistics(DATA / "filosofi2018.csv").row(0)[:2] == ("010040101", 20.1)
    path = tmp_path / "filo.csv"
    path.write_text("IRIS;LIBIRIS;DISP_MED21;X\n341720101;Centre;19300;12,5\n341720102;Nord;ns;nd\n")
    assert read_statistics(path).rows() == [("341720101", 19300.0, 12.5), ("341720102", None, None)]
    path.write_text("IRIS;X\n341720101;1\n341720101;2\n")
    with pytest.raises(DuplicateRowError, match="line 3"):
        read_statistics(path)
    path.write_text("IRIS;X\n341720101;douze\n")
    with pytest.raises(BadValueError, match="douze"):
        read_statistics(path)


def test_a_ban_of_any_size_becomes_parquet_and_reads_back_the_same(tmp_path):
    out = tmp_path / "ban.parquet"
    rows = convert_addresses(BAN, out)
    assert rows == read_addresses(BAN).height
    assert read_addresses(out).equals(read_addresses(BAN))
    assert not list(tmp_path.glob("*.part"))


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [
        ("2.33", "x.33", "lon"),
        (";48.8", ";148.8", "lat"),
        ("75106_", "", None),
        (";4;;;Rue", ";-4;;;Rue", "numero"),
    ],
)
def test_a_fault_in_a_big_ban_names_its_line_and_leaves_nothing(tmp_path, old, new, column):
    lines = BAN.read_text().splitlines()
    index = next((i for i, line in enumerate(lines) if i and old in line), None)
    if index is None or column is None:
        index, column = 3, "id"
        lines[index] = lines[index].split(";", 1)[0][:0] + ";" + lines[index].split(";", 1)[1]
    else:
        lines[index] = lines[index].replace(old, new, 1)
    path = tmp_path / "ban.csv"
    path.write_text("\n".join(lines) + "\n")
    with pytest.raises(BadInputError) as caught:
        convert_addresses(path, tmp_path / "ban.parquet")
    assert (caught.value.line, caught.value.column) == (index + 1, column)
    assert [p.name for p in tmp_path.iterdir()] == ["ban.csv"]


def test_what_is_not_a_ban_is_not_converted(tmp_path):
    with pytest.raises(MissingColumnError):
        convert_addresses(DATA / "rp2011_cs8.csv", tmp_path / "x.parquet")


@given(st.text(max_size=30))
def test_folding_by_column_and_one_by_one_agree(text):
    folded = pl.DataFrame({"s": [text]}).select(street_key(pl.col("s"))).item()
    assert folded == fold(text)
    assert fold(folded) == folded


def test_folding_keeps_what_tells_streets_apart():
    assert fold("Rue de l'Abbé-Grégoire") == "RUE DE L ABBE GREGOIRE"
    assert fold("Cœur d’Œillet 11 Novembre") == "COEUR D OEILLET 11 NOVEMBRE"
