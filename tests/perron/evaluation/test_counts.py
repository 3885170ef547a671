"""The commune's own counts come in; files about people do not."""

import pytest

from perron.errors import (
    BadInputError,
    DuplicateRowError,
    InconsistentCountsError,
    MissingColumnError,
    PersonalDataError,
)
from perron.evaluation.counts import as_results, read_counts
from perron.evaluation.visits import read_visits


def written(tmp_path, text, name="comptes.csv", encoding="utf-8"):
    path = tmp_path / name
    path.write_text(text, encoding=encoding)
    return path


def test_bureaux_by_number_with_votes_by_list(tmp_path):
    head = "Bureau;Inscrits;Votants;Exprimés;Notre liste;Liste B\n"
    text = head + "1;1 000;600;590;300;290\n2;900;400;390;200;100\n"
    counts = read_counts(written(tmp_path, text, encoding="cp1252"), communes={"34172"})
    assert counts.kind == "bureau"
    assert counts.general.rows() == [("34172_0001", 1000, 600, 590), ("34172_0002", 900, 400, 390)]
    assert set(counts.votes.get_column("choice")) == {"Notre liste", "Liste B"}
    results = as_results(counts, "2026-municipales-1")
    assert results.general.get_column("commune").to_list() == ["34172", "34172"]
    assert results.votes.get_column("votes").sum() == 890


def test_buildings_with_turnout_only(tmp_path):
    counts = read_counts(written(tmp_path, "immeuble,inscrits,votants\n12 rue X,40,20\n14 rue X,30,10\n"))
    assert counts.kind == "building"
    assert counts.general.get_column("valid").null_count() == 2
    assert as_results(counts, "2026-municipales-1").general.get_column("valid").to_list() == [20, 10]


PEOPLE = {
    "names": "nom;prénom;bureau;inscrits;votants\nDupont;Jeanne;1;10;1\n",
    "names in keys": "immeuble;inscrits;votants\nJeanne Dupont;10;9\nMarie Durand;30;1\n",
    "birth": "bureau;inscrits;votants;date de naissance\n1;10;1;12/03/1980\n",
    "dates": "bureau;inscrits;votants;x\n1;10;1;12/03/1980\n2;10;1;13/04/1971\n",
    "mail": "immeuble;inscrits;votants;x\n12 A;10;1;a@exemple.test\n",
    "phone": "immeuble;inscrits;votants;x\n12 A;10;1;06 12 34 56 78\n13 A;10;1;0612345679\n",
    "texts": "immeuble;inscrits;votants;remarque\n12 A;10;1;gentil\n13 A;10;1;absent\n",
    "one person a row": "immeuble;inscrits;votants\n12 A;1;1\n13 A;1;0\n",
    "few": "immeuble;inscrits;votants\n12 A;40;12\n13 A;4;4\n",
    "no header": "Dupont;Jeanne;12/03/1980\nDurand;Paul;13/04/1971\n",
    "signature": "bureau;inscrits;votants;émargement\n1;10;1;1\n",
}


@pytest.mark.parametrize("case", PEOPLE)
def test_a_file_about_people_is_refused_and_its_cells_are_not_repeated(tmp_path, case):
    with pytest.raises(PersonalDataError) as caught:
        read_counts(written(tmp_path, PEOPLE[case]))
    for lang in ("fr", "en"):
        said = caught.value.text(lang)
        assert "comptes.csv" in said
        for private in ("Dupont", "Jeanne", "1980", "exemple.test", "0612345679", "gentil"):
            assert private not in said


def test_few_says_the_line_and_the_least(tmp_path):
    with pytest.raises(PersonalDataError) as caught:
        read_counts(written(tmp_path, PEOPLE["few"]))
    assert caught.value.line == 3
    assert "5" in caught.value.text("fr")


@pytest.mark.parametrize(
    ("text", "error", "line"),
    [
        ("bureau;inscrits;votants\n34172_0001;10;11\n", InconsistentCountsError, 2),
        ("bureau;inscrits;votants;exprimes\n34172_0001;20;10;11\n", InconsistentCountsError, 2),
        ("bureau;inscrits;votants;exprimes;A\n34172_0001;20;10;9;10\n", InconsistentCountsError, 2),
        ("bureau;inscrits;votants\n34172_0001;10;1\n34172_0001;10;2\n", DuplicateRowError, 3),
        ("bureau;inscrits;votants;A\n34172_0001;10;1;-1\n", BadInputError, 2),
        ("bureau;inscrits;votants\n34172_0001;10;\n", InconsistentCountsError, 2),
        ("bureau;votants;A\n34172_0001;1;1\n", MissingColumnError, 1),
        ("inscrits;votants\n10;1\n", MissingColumnError, 1),
        (";inscrits;votants\n;10;1\n", MissingColumnError, 1),
    ],
)
def test_impossible_counts_name_file_line_and_field(tmp_path, text, error, line):
    with pytest.raises(error) as caught:
        read_counts(written(tmp_path, text))
    assert caught.value.file == "comptes.csv"
    assert caught.value.line == line
    assert caught.value.text("fr") != caught.value.text("en")


def test_visits_are_read_in_french_and_checked(tmp_path):
    text = "bureau;portes;frappées;ouvertes;échanges;minutes\n75056_0101;100;80;30;20;192,5\n"
    visits = read_visits(written(tmp_path, text, "visites.csv"))
    assert visits.row(0, named=True) == {
        "unit": "75056_0101",
        "doors": 100.0,
        "knocked": 80.0,
        "opened": 30.0,
        "talked": 20.0,
        "minutes": 192.5,
    }
    with pytest.raises(InconsistentCountsError) as caught:
        read_visits(written(tmp_path, "unit,doors,knocked,opened,talked\na,9,5,6,1\n", "visites.csv"))
    assert caught.value.line == 2
    assert "opened = 6" in caught.value.text("en")
    with pytest.raises(PersonalDataError):
        read_visits(
            written(
                tmp_path, "unit,doors,knocked,opened,talked,email\na,9,5,3,1,x@exemple.test\n", "visites.csv"
            )
        )
