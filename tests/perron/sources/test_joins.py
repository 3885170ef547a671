from pathlib import Path

import pytest

from perron.errors import UnknownFormatError
from perron.sources import check_files, join_report, read_bureaux, read_results

DATA = Path(__file__).parent / "data"
EUROPE = f"2019-europeennes={DATA / 'europeennes2019_large.csv'}"


@pytest.fixture
def electors(tmp_path):
    path = tmp_path / "electors.csv"
    path.write_text(
        "arrondissement,bureau,numero,voie,nom,nb,ID\n01,01,4,RUE,X,12,0101\n02,01,5,RUE,Y,3,0201\n"
    )
    return path


def test_matched_by_number_and_by_electors():
    report = join_report(read_results(EUROPE), read_bureaux(DATA / "paris2017.geojson"))
    side = report.sides[0]
    assert (side.bureaux, side.matched) == (3, 1)
    assert (side.registered, side.registered_matched) == (1061 + 1623 + 5184, 1061)
    assert side.without_table == ("75056_2072", "75056_JUS1")
    assert side.without_results == ("75056_0102", "75056_0103")
    assert "découpage" in report.notes[0].fr


def test_a_whole_set_of_files(electors):
    checked = check_files([EUROPE, DATA / "paris2017.geojson", electors, DATA / "ban75.csv"])
    assert [f.kind for f in checked.files] == ["results", "bureaux", "addresses", "addresses"]
    assert not checked.failures
    assert (checked.join.electors, checked.join.electors_matched) == (15, 12)
    assert [side.table for side in checked.join.sides] == ["bureaux", "addresses"]
    assert any("0 adresses sur 2" in note.fr for note in checked.notes)


def test_the_same_code_with_other_electors_is_doubted(electors):
    checked = check_files([EUROPE, electors])
    assert checked.join.sides[0].drifted == ("75056_0101",)
    assert "autre périmètre" in checked.join.notes[-1].fr


def test_boundaries_of_two_years_are_joined_each_on_its_own():
    checked = check_files([EUROPE, DATA / "paris2012.geojson", DATA / "paris2017.geojson"])
    assert [side.source for side in checked.join.sides] == ["paris2012.geojson", "paris2017.geojson"]


def test_one_bad_file_does_not_hide_the_others(tmp_path):
    bad = tmp_path / "bad.csv"
    bad.write_text("x;y\n1;2\n")
    checked = check_files([DATA / "paris2017.geojson", bad, tmp_path / "absent.csv"])
    assert len(checked.files) == 1
    assert isinstance(checked.failures[0].error, UnknownFormatError)
    assert isinstance(checked.failures[1].error, FileNotFoundError)
    assert checked.join is None


def test_holes_and_overlaps_are_said(tmp_path):
    import made

    path = tmp_path / "areas.geojson"
    shapes = [made.square(3.87, 43.6), made.square(3.875, 43.6), made.square(3.9, 43.6)]
    path.write_text(
        made.collection([made.feature(s, insee="34172", bureau=str(i)) for i, s in enumerate(shapes)])
    )
    checked = check_files([path])
    assert checked.coverage["areas.geojson"].overlaps.height == 1
    assert "chevauchements" in checked.notes[0].fr
