import polars as pl
import pytest

from perron.sources.codes import bureau_number, commune_code, election_in, whole_commune


@pytest.mark.parametrize(
    ("departement", "commune", "insee"),
    [
        ("1", "1", "01001"),
        ("75", "056", "75056"),
        ("2A", "004", "2A004"),
        ("2b", "33", "2B033"),
        ("ZA", "101", "97101"),
        ("971", "101", "97101"),
        ("ZM", "501", "97601"),
        ("ZM", "601", "97601"),
        ("ZP", "011", "98711"),
        ("ZP", "711", "98711"),
        ("ZN", "801", "98801"),
        ("ZX", "701", "97701"),
        ("977", "801", "97801"),
        ("ZS", "502", "97502"),
        ("ZW", "001", "98601"),
        ("ZZ", "231", "ZZ231"),
        ("99", "231", "ZZ231"),
        ("34", "34172", "34172"),
        ("ZA", "ZA101", "97101"),
        ("ZX", "ZX801", "97801"),
    ],
)
def test_communes(departement, commune, insee):
    frame = pl.DataFrame({"d": [departement], "c": [commune]})
    assert frame.select(commune_code(pl.col("d"), pl.col("c"))).item() == insee


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("1", "0001"),
        ("0001", "0001"),
        ("28b", "028B"),
        ("JUS1", "JUS1"),
        ("BV01", "BV01"),
        (" 7 ", "0007"),
        ("12.1", "12.1"),
    ],
)
def test_bureaux(written, code):
    assert pl.DataFrame({"b": [written]}).select(bureau_number(pl.col("b"))).item() == code


def test_arrondissements_belong_to_their_commune():
    frame = pl.DataFrame({"c": ["75119", "13201", "69381", "34172", "2A004"]})
    assert frame.select(whole_commune(pl.col("c"))).to_series().to_list() == [
        "75056",
        "13055",
        "69123",
        "34172",
        "2A004",
    ]


@pytest.mark.parametrize(
    ("name", "election"),
    [
        ("aktiur_2017-presidentielle-1_par_bureau_large.csv.gz", "2017-presidentielle-1"),
        ("aktiur_2014-europeennes_par_bureau_large.csv.gz", "2014-europeennes"),
        ("paris2014_europeennes_bv_procurations.csv", "2014-europeennes"),
        ("PR17_BVot_T1_FE.txt", "2017-presidentielle-1"),
        ("Leg_2017_Resultats_BVT_T1_c.txt", "2017-legislatives-1"),
        ("legislatives-2022-tour-2.csv", "2022-legislatives-2"),
        ("législatives 2024 t1.csv", "2024-legislatives-1"),
        ("legislatives2017_metadata_bureaux.csv.zip", None),
        ("resultats.csv", None),
        ("2019.csv", None),
    ],
)
def test_elections_named_by_their_file(name, election):
    assert election_in(name) == election


def test_a_file_with_both_rounds_needs_no_round():
    assert election_in("PR12_Bvot_T1T2.txt", rounds_inside=True) == "2012-presidentielle"
    assert election_in("LG02_BVot_T1T2.txt", rounds_inside=True) == "2002-legislatives"
