import gzip
from pathlib import Path

import polars as pl
import pytest

from perron.errors import (
    BadInputError,
    BadValueError,
    InconsistentCountsError,
    NoMatchError,
    UnknownFormatError,
)
from perron.sources import read, read_results

DATA = Path(__file__).parent / "data"
EUROPE = DATA / "europeennes2019_large.csv"


def test_one_column_per_list_with_corsica_overseas_and_letters():
    results = read_results(f"2019-europeennes={EUROPE}")
    assert set(results.general.get_column("bureau")) == {
        *("01001_0001", "2A004_0001", "2B033_0001", "75056_0101", "75056_2072", "75056_JUS1", "ZZ231_0001"),
        *("97105_0001", "97601_0025", "97701_0001", "97801_0001", "98711_0001", "98801_0001"),
        *("25147_BV01", "25222_BV01", "31555_192A"),
    }
    assert results.votes.height == 16 * 34
    paris = results.votes.filter(pl.col("bureau") == "75056_0101")
    assert paris.get_column("votes").sum() == 627
    assert results.votes.get_column("nuance").null_count() == results.votes.height


def test_short_capital_names_are_nuances(tmp_path):
    path = tmp_path / "2017-legislatives-1_large.csv"
    path.write_text(
        "departement,commune,bureau,inscrits,votants,exprimes,SOC,LR\n01,001,0001,100,80,70,30,40\n"
    )
    votes = read_results(path).votes
    assert votes.select("choice", "nuance", "votes").rows() == [("SOC", "SOC", 30), ("LR", "LR", 40)]


def test_the_file_name_gives_the_election_and_gzip_is_transparent(tmp_path):
    packed = tmp_path / "2019-europeennes_par_bureau_large.txt"
    packed.write_bytes(gzip.compress(EUROPE.read_bytes()))
    results = read_results(packed, communes=["75056"])
    assert results.general.height == 3
    assert set(results.general.get_column("election")) == {"2019-europeennes"}


def test_a_row_cut_short_in_a_table_of_columns(tmp_path):
    lines = EUROPE.read_text().splitlines()
    lines[4] = lines[4].rsplit(",", 2)[0]
    path = tmp_path / "2019-europeennes.csv"
    path.write_text("\n".join(lines))
    with pytest.raises(BadValueError) as caught:
        read_results(path)
    assert caught.value.line == 5


def test_long_tables_with_a_quoted_comma_that_comes_late():
    results = read_results(f"2017-legislatives-2={DATA / 'legislatives2017t2_long.csv'}")
    assert "BROTHERSON Moetai, Charles" in results.votes.get_column("choice").to_list()
    assert results.general.get_column("bureau").to_list()[0] == "01001_0001"
    assert "98714_0001" in results.general.get_column("bureau").to_list()


def test_rows_of_one_bureau_must_agree(tmp_path):
    text = (
        (DATA / "legislatives2017t2_long.csv").read_text().replace("598,308,22,282,10", "599,308,22,282,10")
    )
    path = tmp_path / "2017-legislatives-2.csv"
    path.write_text(text)
    with pytest.raises(InconsistentCountsError, match="disagree"):
        read_results(path)


def test_a_city_portal_counts_bureaux_within_its_arrondissements():
    results = read_results(DATA / "paris2014_europeennes_portal.csv")
    general = results.general
    assert general.get_column("bureau").to_list() == ["75056_0101", "75056_2072"]
    assert general.get_column("election")[0] == "2014-europeennes"
    assert general.row(0, named=True)["invalid"] == 1
    assert results.votes.height == 62


@pytest.mark.parametrize(
    ("line", "layout"),
    [
        ("1;13;055;Marseille;04;12;0101;900;700;690;1;JOLY;Eva;VEC;300", 15),
        ("1;13;055;Marseille;0101;900;700;690;1;JOLY;Eva;VEC;300", 13),
        ("1;13;055;Marseille;0101;900;700;690;JOLY;Eva;VEC;300", 12),
    ],
)
def test_text_of_before_2015_with_comments_and_both_rounds(tmp_path, line, layout):
    second = line.replace("JOLY;Eva", "ÉTÉ;Zoé").replace(";300", ";390")
    rows = [
        "--",
        "-- Champ 1 : N° tour",
        line,
        second,
        line.replace("1;13", "2;13", 1),
        second.replace("1;13", "2;13", 1),
    ]
    path = tmp_path / "PR12_Bvot_T1T2.txt"
    path.write_bytes(("\r\n".join(rows) + "\r\n").encode("latin-1"))
    results = read_results(path)
    assert results.general.get_column("election").to_list() == [
        "2012-presidentielle-1",
        "2012-presidentielle-2",
    ]
    assert results.general.get_column("bureau").unique().to_list() == ["13055_0101"]
    assert results.votes.get_column("votes").sum() == 2 * 690
    assert "ÉTÉ" in results.votes.get_column("choice").to_list()
    assert layout == line.count(";") + 1


GENERAL = """id_election;code_departement;code_commune;code_bv;inscrits;votants;blancs;nuls;exprimes
2022_pres_t1;01;01001;0001;100;90;5;5;80
2022_pres_t1;ZA;ZA101;0001;50;40;0;0;40
2024_euro_t1;01;01001;0001;100;50;0;0;50
"""
CANDIDATES = """id_election;code_departement;code_commune;code_bv;no_panneau;voix;nuance;nom;prenom;liste
2022_pres_t1;01;01001;0001;1;30;;A;Camille;
2022_pres_t1;01;01001;0001;2;50;;B;Camille;
2022_pres_t1;ZA;ZA101;0001;1;40;;A;Camille;
2024_euro_t1;01;01001;0001;7;50;LUG;;;COURTE
"""


@pytest.mark.parametrize("extension", ["csv", "parquet"])
def test_consolidated_tables_come_in_two_files(tmp_path, extension):
    paths = []
    for name, text in (("general_results", GENERAL), ("candidats_results", CANDIDATES)):
        path = tmp_path / f"{name}.{extension}"
        if extension == "csv":
            path.write_text(text, encoding="utf-8")
        else:
            frame = pl.read_csv(text.encode(), separator=";", infer_schema=False)
            counts = [
                c for c in ("inscrits", "votants", "blancs", "nuls", "exprimes", "voix") if c in frame.columns
            ]
            frame.with_columns(pl.col(counts).cast(pl.Int32)).write_parquet(path)
        paths.append(path)
    results = read_results(paths)
    assert sorted(set(results.general.get_column("election"))) == [
        "2022-presidentielle-1",
        "2024-europeennes",
    ]
    assert "97101_0001" in results.general.get_column("bureau").to_list()
    # a surname alone in présidentielles, as in the Ministry's own files
    assert set(results.votes.get_column("choice")) == {"A", "B", "COURTE"}
    only = read_results(paths, communes=["01001"])
    assert set(only.general.get_column("commune")) == {"01001"}
    with pytest.raises(NoMatchError, match="general_results"):
        read_results(paths[1])
    assert "candidats_results" in read(paths[0]).notes[0].en


def test_points_of_2024_join_nothing_and_say_so(tmp_path):
    path = tmp_path / "legislatives2024_t1_points.parquet"
    pl.DataFrame(
        {
            "codeCommune": [1001.0, 1001.0, None],
            "nomCommune": ["A", "A", None],
            "Inscrits": [100, 200, 300],
            "Votants": [90, 100, 100],
            "Exprimés": [80, 100, 100],
            "Blancs": [5, 0, 0],
            "Nuls": [5, 0, 0],
            "NFP": [80, 60, 50],
            "ED": [0, 40, 50],
            "X3035": [3758000, 3758100, 3748800],
            "Y3035": [2887200, 2887200, 2901000],
        }
    ).write_parquet(path)
    found = read(path, election="2024-legislatives-1")
    assert found.table.general.get_column("bureau").to_list() == ["01001_P001", "01001_P002"]
    assert "ne se joignent à rien" in found.notes[0].fr
    assert found.notes[0].fr.endswith("1")


def test_percentages_are_refused_with_reasons(tmp_path):
    path = tmp_path / "participation1.json"
    path.write_text('var participation1={"131": 60.68}')
    with pytest.raises(BadInputError) as caught:
        read(path)
    assert "pourcentages" in caught.value.text("fr")
    assert "percentages" in caught.value.text("en")


def test_two_files_with_the_same_bureaux_are_refused():
    with pytest.raises(BadInputError, match="twice"):
        read_results([f"2019-europeennes={EUROPE}"] * 2)


@pytest.mark.parametrize(
    "content", [b"bonjour\n", b"a;b;c\n1;2;3\n", b"\x89PNG\r\n", b'{"type": "Topology"}']
)
def test_the_unknown_is_refused(tmp_path, content):
    path = tmp_path / "results.csv"
    path.write_bytes(content)
    with pytest.raises(UnknownFormatError):
        read(path)


@pytest.mark.parametrize(
    "content", [b"", b"\x1f\x8b\x08\x00abc", b"PK\x03\x04abc", "a;b\n1;2\n".encode("utf-16")]
)
def test_empty_damaged_and_utf16_files_are_named(tmp_path, content):
    path = tmp_path / "x.csv"
    path.write_bytes(content)
    with pytest.raises(BadInputError, match=r"x\.csv"):
        read(path)
