import zipfile

import made
import polars as pl
import pytest

from perron.errors import BadInputError, BadValueError, DuplicateRowError, InconsistentCountsError
from perron.sources import read, read_results

P2 = [("MARTIN", 30), ("LE GOFF", 50)]


@pytest.fixture
def president(tmp_path):
    rows = [
        made.row("1", "1", "1", (100, 90, 6, 4, 80), made.president(*P2)),
        made.row("2A", "004", "28B", (200, 150, 5, 5, 140), made.president(("MARTIN", 70), ("LE GOFF", 70))),
        made.row("ZA", "101", "0001", (50, 40, 0, 0, 40), made.president(("MARTIN", 15), ("LE GOFF", 25))),
    ]
    return made.wide(tmp_path / "2017-presidentielle-1.txt", made.PRESIDENT, rows)


def test_the_header_names_only_the_first_block(president):
    results = read_results(president)
    assert results.general.get_column("bureau").to_list() == ["01001_0001", "2A004_028B", "97101_0001"]
    first = results.general.row(0, named=True)
    assert (first["registered"], first["voters"], first["blank"], first["invalid"], first["valid"]) == (
        100,
        90,
        6,
        4,
        80,
    )
    assert first["commune_name"] == "L'Haÿ-les-Roses"
    votes = results.votes.filter(pl.col("bureau") == "01001_0001").sort("number")
    assert votes.select("choice", "number", "votes").rows() == [("MARTIN", 1, 30), ("LE GOFF", 2, 50)]


def test_candidates_of_a_local_election_keep_their_first_name_and_nuance(tmp_path):
    rows = [
        made.row("01", "001", "1", (100, 90, 5, 5, 80), made.deputy(("A", "SOC", 30), ("B", "LR", 50))),
        made.row(
            *("01", "002", "1", (100, 90, 5, 5, 80)),
            made.deputy(("C", "RN", 20), ("A", "SOC", 30), ("D", "ENS", 30)),
        ),
    ]
    results = read_results(made.wide(tmp_path / "2022-legislatives-1.txt", made.DEPUTY, rows))
    assert results.votes.height == 5
    found = results.votes.filter(pl.col("bureau") == "01002_0001").sort("number")
    assert found.select("choice", "nuance", "votes").rows() == [
        ("C Camille", "RN", 20),
        ("A Camille", "SOC", 30),
        ("D Camille", "ENS", 30),
    ]


def test_lists_are_named_by_their_short_title(tmp_path):
    rows = [
        made.row("01", "001", str(n), (100, 90, 5, 5, 80), made.europe(("ÉCOLE", 30), ("RURAL", 50)))
        for n in (1, 2)
    ]
    results = read_results(made.wide(tmp_path / "europeennes 2019.txt", made.EUROPE, rows))
    assert results.general.get_column("election").unique().to_list() == ["2019-europeennes"]
    assert results.votes.group_by("choice").agg(pl.col("votes").sum()).sort("choice").rows() == [
        ("RURAL", 100),
        ("ÉCOLE", 60),
    ]


def test_a_list_without_short_title_takes_its_long_one(tmp_path):
    blocks = [(1, "", "LISTE LONGUE", "TÊTE", 30, "1", "2"), (2, "COURT", "X", "TÊTE", 50, "1", "2")]
    results = read_results(
        made.wide(
            tmp_path / "2019-europeennes.txt",
            made.EUROPE,
            [made.row("01", "001", "1", (100, 90, 5, 5, 80), blocks)],
        )
    )
    assert sorted(results.votes.get_column("choice")) == ["COURT", "LISTE LONGUE"]


def test_municipales_name_lists_or_people(tmp_path):
    by_list = (1, "LDVG", "F", "A", "Camille", "VIVRE ICI", "", "", "", 80, "1", "2")
    person = (1, "", "F", "B", "Camille", "", "", "", "", 60, "1", "2")
    rows = [
        made.row("01", code, "1", (100, 90, 5, 5, 80), [block])
        for code, block in (("001", by_list), ("002", person))
    ]
    results = read_results(made.wide(tmp_path / "2020-municipales-1.txt", made.MAYOR, rows))
    assert results.votes.sort("bureau").get_column("choice").to_list() == ["VIVRE ICI", "B Camille"]


def test_2024_numbers_its_blocks_and_quotes_its_fields(tmp_path):
    header = [
        "Code localisation",
        "Code département",
        "Libellé département",
        "Code commune",
        "Libellé commune",
        "Code BV",
        "Inscrits",
        "Votants",
        "% Votants",
        "Exprimés",
        "Blancs",
        "Nuls",
    ]
    block = [
        "Numéro de panneau",
        "Nuance liste",
        "Libellé abrégé de liste",
        "Libellé de liste",
        "Voix",
        "% Voix/inscrits",
        "% Voix/exprimés",
        "Sièges",
    ]
    header += [f"{name} {n}" for n in (1, 2) for name in block]
    values = [
        "FE",
        "974",
        "La Réunion",
        "97411",
        "Saint-Denis",
        "0012",
        "100",
        "90",
        "90,00%",
        "80",
        "6",
        "4",
    ]
    values += ["1", "LDIV", "POUR; ENSEMBLE", "long", "30", "30,00%", "37,50%", "0"]
    values += ["2", "LRN", "AUTRE", "long", "50", "50,00%", "62,50%", "0"]
    path = tmp_path / "resultats-definitifs-par-bureau-de-vote.csv"
    path.write_text(
        "\n".join(";".join(f'"{v}"' for v in line) for line in (header, values)) + "\n", encoding="utf-8"
    )
    found = read(path, election="2024-europeennes")
    assert found.format.name == "results-ministry"
    assert found.table.general.get_column("bureau").to_list() == ["97411_0012"]
    assert found.table.votes.select("choice", "nuance", "number", "votes").rows() == [
        ("POUR; ENSEMBLE", "LDIV", 1, 30),
        ("AUTRE", "LRN", 2, 50),
    ]


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "utf-8", "utf-8-sig"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_encodings_and_line_ends(tmp_path, encoding, end):
    rows = [
        made.row(
            "01",
            "001",
            "1",
            (100, 90, 6, 4, 80),
            made.president(("ŒUVRÉ" if encoding == "cp1252" else "ÉVRÉ", 80)),
        )
    ]
    name = read_results(
        made.wide(tmp_path / "2022-presidentielle-2.dat", made.PRESIDENT, rows, encoding, end)
    ).votes
    assert name.get_column("choice").to_list() == ["ŒUVRÉ" if encoding == "cp1252" else "ÉVRÉ"]


def test_stray_quotes_inside_names(tmp_path):
    blocks = [(1, 'LA FRANCE "LIBRE"', "X", "T", 30, "1", "2"), (2, "L'AUTRE", "X", "T", 50, "1", "2")]
    rows = [made.row("01", "001", str(n), (100, 90, 5, 5, 80), blocks) for n in (1, 2)]
    votes = read_results(made.wide(tmp_path / "2019-europeennes.txt", made.EUROPE, rows)).votes
    assert 'LA FRANCE "LIBRE"' in votes.get_column("choice").to_list()


def test_a_packed_file_with_a_misleading_name(president, tmp_path):
    packed = tmp_path / "carte.geojson"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(president, "2017-presidentielle-1.txt")
        archive.writestr("__MACOSX/._x", "x")
    assert read(packed).format.name == "results-ministry"


def test_turnout_alone_is_said_to_be_so(tmp_path):
    path = tmp_path / "2017-legislatives-1.csv"
    text = made.FIXED + "\n" + made.row("01", "001", "1", (100, 90, 5, 5, 80), []) + "\n"
    path.write_text(text, encoding="utf-8")
    found = read(path)
    assert found.table.votes.is_empty()
    assert "participation seule" in found.notes[0].fr


def test_a_row_cut_short_names_its_line(tmp_path):
    rows = [made.row("01", "001", str(n), (100, 90, 6, 4, 80), made.president(*P2)) for n in (1, 2, 3)]
    rows[1] = rows[1].rsplit(";", 3)[0]
    with pytest.raises(BadValueError) as caught:
        read_results(made.wide(tmp_path / "2017-presidentielle-1.txt", made.PRESIDENT, rows))
    assert caught.value.line == 3
    assert "ligne 3" in caught.value.text("fr")
    assert "line 3" in caught.value.text("en")


def test_a_count_that_is_not_a_number_names_its_cell(tmp_path):
    rows = [made.row("01", "001", str(n), (100, 90, 6, 4, 80), made.president(*P2)) for n in (1, 2, 3)]
    rows[2] = rows[2].replace(";90;", ";neuf;")
    with pytest.raises(BadValueError) as caught:
        read_results(made.wide(tmp_path / "2017-presidentielle-1.txt", made.PRESIDENT, rows))
    assert (caught.value.line, caught.value.column, caught.value.found) == (4, "voters", "'neuf'")


def test_a_bureau_listed_twice_is_refused(tmp_path):
    rows = [made.row("01", "001", "1", (100, 90, 6, 4, 80), made.president(*P2)) for _ in range(2)]
    with pytest.raises(DuplicateRowError) as caught:
        read_results(made.wide(tmp_path / "2017-presidentielle-1.txt", made.PRESIDENT, rows))
    assert caught.value.line == 3
    assert "2" in caught.value.text("fr")


@pytest.mark.parametrize(
    ("counts", "votes", "error"),
    [
        ((100, 110, 6, 4, 80), P2, InconsistentCountsError),
        ((100, 90, 6, 4, 95), P2, InconsistentCountsError),
        ((100, 90, 6, 4, 80), [("MARTIN", 30), ("LE GOFF", 51)], InconsistentCountsError),
        ((100, 90, -6, 4, 80), P2, BadValueError),
        ((100, 90, 6, 4, 80), [("MARTIN", -1), ("LE GOFF", 50)], BadValueError),
    ],
)
def test_impossible_counts_are_refused_or_set_aside_by_name(tmp_path, counts, votes, error):
    rows = [
        made.row("01", "001", "1", (100, 90, 6, 4, 80), made.president(*P2)),
        made.row("01", "001", "2", counts, made.president(*votes)),
    ]
    path = made.wide(tmp_path / "2017-presidentielle-1.txt", made.PRESIDENT, rows)
    with pytest.raises(error):
        read_results(path)
    found = read(path, on_bad="set_aside")
    assert found.table.general.get_column("bureau").to_list() == ["01001_0001"]
    assert found.table.votes.get_column("bureau").unique().to_list() == ["01001_0001"]
    assert "01001_0002" in found.notes[0].fr


def test_an_election_nobody_names_is_asked_for(president, tmp_path):
    other = president.rename(tmp_path / "resultats.txt")
    with pytest.raises(BadInputError, match="name it by hand"):
        read_results(other)
    named = read_results(f"2017-presidentielle-1={other}")
    assert named.general.get_column("election")[0] == "2017-presidentielle-1"


def test_communes_are_kept_early(president):
    kept = read_results(president, communes=["2A004"])
    assert kept.general.get_column("commune").to_list() == ["2A004"]
    assert kept.votes.height == 2
