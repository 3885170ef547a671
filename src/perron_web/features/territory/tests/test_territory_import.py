"""Imports: read, joined, applied all at once, undone exactly."""

import json
from datetime import timedelta

import pytest
from django.core import serializers
from django_scopes import scope

from perron.errors import ParameterError
from perron_web.features.territory import queries
from perron_web.features.territory.models import (
    Address,
    BoundarySet,
    Bureau,
    Dataset,
    ElectionResult,
    Import,
    ImportFile,
    ResultMatch,
    Territory,
)
from perron_web.features.territory.queries.imports import links_to
from perron_web.features.territory.rules.tree import arrondissement_of
from perron_web.features.territory.services import applying
from perron_web.features.territory.services.applying import apply_import
from perron_web.features.territory.services.inspecting import inspect_import
from perron_web.features.territory.services.matching import match_bureau, unmatch_bureau
from perron_web.features.territory.services.reverting import revert_import
from perron_web.features.territory.services.uploads import add_path, start_import
from perron_web.features.territory.tests.factories import second

ROWS = (BoundarySet, Bureau, Dataset, Territory)


def state():
    """Everything that pages and the science read, rows set aside included."""
    managers = [model._base_manager for model in ROWS] + [ElectionResult.every, Address.every]
    return {
        manager.model.__name__: json.loads(serializers.serialize("json", manager.order_by("pk")))
        for manager in managers
    }


@pytest.fixture
def everything(inside, bring, files):
    return bring(inside, *files.values())


def test_files_are_recognised_by_content_and_joined(inside, bring, files):
    imported = bring(inside, *files.values(), apply=False)
    assert imported.state == "ready"
    kinds = {f.name: f.kind for f in ImportFile.objects.filter(of=imported)}
    assert kinds["bureaux-2017.geojson"] == "bureaux"
    assert kinds["adresses.csv"] == "addresses"
    assert kinds["iris.geojson"] == "areas"
    rows = {row["election"]: row for row in imported.report["elections"]}
    assert rows["2014-europeennes"]["year"] == 2012
    assert rows["2019-europeennes"]["year"] == 2017
    assert rows["2019-europeennes"]["share"] == 1.0
    assert imported.report["current"] == 2017
    assert not Dataset.objects.exists()


def test_an_import_brings_the_tree_the_bureaux_the_results_and_the_addresses(everything):
    assert list(Territory.objects.values_list("path", "name")) == [
        ("11/", "Île-de-France"),
        ("11/75/", "Paris"),
        ("11/75/75056/", "Paris"),
        ("11/75/75056/02/", "Paris 2e"),
    ]
    bureau = queries.find_bureau("75056_0201")
    assert bureau.place == "11/75/75056/02/75056_0201/"
    assert bureau.registered > 500
    assert bureau.doors == sum(queries.addresses_of(bureau).values_list("doors", flat=True))
    assert json.loads(bureau.shape)["type"] in {"Polygon", "MultiPolygon"}
    history = {row["election"]: row for row in queries.results_of(bureau)}
    assert len(history) == 5  # the seat was won in the first round of 2017
    last = history["2019-europeennes"]
    assert last["estimated"] == 0
    assert (
        sum(c["votes"] for c in history["2019-europeennes"]["choices"])
        <= history["2019-europeennes"]["valid"]
    )
    assert BoundarySet.objects.get(current=True).year == 2017
    carried = ElectionResult.objects.filter(election="2014-europeennes", bureau__boundary_set__year=2017)
    counted = ElectionResult.objects.filter(election="2014-europeennes", bureau__boundary_set__year=2012)
    assert sum(carried.values_list("voters", flat=True)) == sum(counted.values_list("voters", flat=True))
    assert len(queries.shapes_of()) == Bureau.objects.filter(boundary_set__current=True).count()


def test_the_science_reads_what_the_files_held(everything):
    inputs = queries.science_inputs(everything.campaign)
    sample = second()
    assert inputs.areas.height == sample.bureaux_2017.height
    assert inputs.addresses.height == sample.addresses.height
    assert inputs.results.general.height == sample.results.general.height
    assert set(inputs.former) == {"2014-europeennes"}
    assert inputs.insee is not None
    assert len(inputs.files) == 11
    assert all(len(sha256) == 64 for sha256 in inputs.files.values())


def test_undoing_an_import_leaves_nothing(inside, bring, files, settings, django_capture_on_commit_callbacks):
    before = state()
    imported = bring(inside, *files.values())
    assert list(settings.FILES.rglob("*.parquet"))
    with django_capture_on_commit_callbacks(execute=True):
        revert_import(imported=imported)
    assert state() == before
    assert not list(settings.FILES.rglob("*.parquet"))
    assert Import.objects.get().state == "reverted"


def test_what_an_import_replaced_comes_back_exactly(inside, bring, files, tmp_path):
    bring(inside, files["bureaux-2012.geojson"], files["2014-europeennes.csv"], files["adresses.csv"])
    assert BoundarySet.objects.get(current=True).year == 2012
    before = state()
    changed = tmp_path / "2014-europeennes.csv"
    lines = files["2014-europeennes.csv"].read_text().splitlines()
    changed.write_text("\n".join(lines[:-1]) + "\n")
    later = bring(inside, files["bureaux-2017.geojson"], files["2019-europeennes.csv"], changed)
    assert BoundarySet.objects.get(current=True).year == 2017
    assert state() != before
    revert_import(imported=later)
    assert state() == before


def test_boundaries_of_the_same_year_are_replaced_and_come_back(inside, bring, files):
    bring(inside, files["bureaux-2017.geojson"], files["2019-europeennes.csv"])
    before = state()
    again = bring(inside, files["bureaux-2017.geojson"])
    assert BoundarySet.objects.filter(retired_by=None).count() == 1
    assert ElectionResult.objects.filter(bureau__boundary_set__current=True).exists()
    revert_import(imported=again)
    assert state() == before


def test_newer_boundaries_take_the_elections_of_their_time(inside, bring, files):
    bring(inside, files["bureaux-2012.geojson"], files["2019-europeennes.csv"])
    assert set(queries.science_inputs(inside).former) == set()
    before = state()
    later = bring(inside, files["bureaux-2017.geojson"], files["2014-europeennes.csv"])
    assert set(queries.science_inputs(inside).former) == {"2014-europeennes"}
    counted = ElectionResult.objects.filter(election="2019-europeennes")
    assert set(counted.values_list("bureau__boundary_set__year", "estimated")) == {(2017, 0.0)}
    revert_import(imported=later)
    assert state() == before


def test_an_import_that_a_later_one_rests_on_is_not_undone(inside, bring, files):
    first = bring(inside, files["bureaux-2017.geojson"])
    later = bring(inside, files["2019-europeennes.csv"])
    with pytest.raises(ParameterError, match="later imports"):
        revert_import(imported=first)
    revert_import(imported=later)
    revert_import(imported=first)
    assert not Bureau.objects.exists()


@pytest.mark.parametrize(
    "stop", ["_write_boundaries", "_write_results", "_write_addresses", "add_up", "_close"]
)
def test_a_failure_anywhere_changes_nothing(inside, bring, files, monkeypatch, stop):
    imported = bring(inside, *files.values(), apply=False)
    before = state()
    real = getattr(applying, stop)

    def fail(*args, **kwargs):
        real(*args, **kwargs)
        raise RuntimeError("struck by lightning")

    monkeypatch.setattr(applying, stop, fail)
    with pytest.raises(RuntimeError):
        apply_import(imported=imported)
    assert state() == before
    assert Import.objects.get().state == "ready"


def test_unmatched_bureaux_are_listed_suggested_and_matched_by_hand(inside, bring, files, director, tmp_path):
    results = tmp_path / "2019-europeennes.csv"
    results.write_text(files["2019-europeennes.csv"].read_text().replace(",0203,", ",203A,"))
    imported = bring(inside, files["bureaux-2017.geojson"], results, apply=False)
    row = imported.report["elections"][0]
    assert [entry["code"] for entry in row["unmatched"]] == ["75056_203A"]
    assert row["unmatched"][0]["suggestions"] == ["75056_0203"]
    assert [entry["code"] for entry in row["alone"]] == ["75056_0203"]
    said = {"imported": imported, "election": "2019-europeennes", "by": director}
    with pytest.raises(ParameterError):
        match_bureau(found="75056_203A", bureau="75056_0204", **said)
    match = match_bureau(found="75056_203A", bureau="75056_0203", **said)
    unmatch_bureau(match=match, by=director)
    match_bureau(found="75056_203A", bureau="75056_0203", **said)
    apply_import(imported=imported)
    assert queries.results_of(queries.find_bureau("75056_0203"))[0]["registered"] > 0
    assert ResultMatch.objects.get().by == director
    general = queries.science_inputs(inside).results.general
    assert "75056_0203" in general.get_column("bureau").to_list()


def test_results_without_an_election_are_refused_until_it_is_named(inside, bring, files, director, tmp_path):
    from perron_web.features.territory.services.matching import describe_file

    path = tmp_path / "resultats.csv"
    path.write_bytes(files["2019-europeennes.csv"].read_bytes())
    imported = bring(inside, path, apply=False)
    file = ImportFile.objects.get()
    assert (imported.state, file.state) == ("draft", "failed")
    assert "scrutin" in file.error["fr"] or "élection" in file.error["fr"]
    describe_file(file=file, by=director, election="2019-europeennes")
    assert inspect_import(imported=imported).state == "ready"


def test_votes_without_turnout_are_refused_together(inside, bring, tmp_path):
    path = tmp_path / "candidats_results.csv"
    path.write_text(
        "id_election;id_brut_miom;code_departement;code_commune;code_bv;no_panneau;voix;nuance;nom;prenom\n"
        "2022_pres_t1;75056_0201;75;75056;0201;1;12;;NOM;Prénom\n"
    )
    imported = bring(inside, path, apply=False)
    assert imported.state == "draft"
    assert "participation" in imported.report["error"]["fr"]


def test_a_refused_file_says_where_and_what_to_do(inside, bring, files, tmp_path):
    path = tmp_path / "2019-europeennes.csv"
    lines = files["2019-europeennes.csv"].read_text().splitlines()
    lines[3] += ",7"
    path.write_text("\n".join(lines))
    imported = bring(inside, path, apply=False)
    error = ImportFile.objects.get().error
    assert error["line"] == 4
    assert error["file"] == "2019-europeennes.csv"
    assert error["expected_fr"]
    with pytest.raises(ParameterError):
        apply_import(imported=imported)


def test_national_results_are_kept_for_the_communes_with_boundaries(inside, bring, files, tmp_path):
    path = tmp_path / "2019-europeennes.csv"
    text = files["2019-europeennes.csv"].read_text()
    row = text.splitlines()[1].split(",")
    path.write_text(text + ",".join(["13", "055", "0101", "Marseille", *row[4:]]) + "\n")
    bring(inside, files["bureaux-2017.geojson"], path)
    assert set(queries.science_inputs(inside).results.general.get_column("commune")) == {"75056"}


def test_a_campaign_is_sealed_and_a_lead_sees_their_arrondissement(everything, other_campaign):
    with scope(campaign=everything.campaign, places=("11/75/75056/20/",)):
        assert not queries.bureaux_of().exists()
        assert not Address.objects.exists()
        assert not ElectionResult.objects.exists()
        assert not queries.shapes_of()
    with scope(campaign=everything.campaign, places=("11/75/75056/02/",)):
        assert queries.bureaux_of().exists()
        assert queries.branch_of("11/75/75056/02/")[0].path == "11/"
    with scope(campaign=other_campaign, places=None):
        assert not Territory.objects.exists()
        assert queries.science_inputs(other_campaign).areas is None


def test_the_same_import_is_not_applied_twice(everything):
    with pytest.raises(ParameterError):
        apply_import(imported=everything)


def test_an_import_left_open_is_forgotten_with_its_files(
    inside, bring, files, settings, django_capture_on_commit_callbacks
):
    left = bring(inside, files["2019-europeennes.csv"], apply=False)
    kept = bring(inside, files["bureaux-2017.geojson"], apply=False)
    Import.objects.filter(pk=left.pk).update(created_at=left.created_at - timedelta(days=15))
    with django_capture_on_commit_callbacks(execute=True):
        newest = start_import(campaign=inside, by=left.by)
    assert set(Import.objects.values_list("pk", flat=True)) == {kept.pk, newest.pk}
    assert len(list(settings.FILES.rglob("*.parquet"))) == 1
    assert len([path for path in (settings.DATA / "uploads").rglob("*") if not path.is_dir()]) == 1
    assert files["2019-europeennes.csv"].exists()


def test_an_empty_import_is_not_ready(inside, director):
    imported = start_import(campaign=inside, by=director)
    assert inspect_import(imported=imported).state == "draft"


def test_a_file_of_a_machine_is_taken_without_being_moved(inside, director, files):
    imported = start_import(campaign=inside, by=director)
    add_path(imported=imported, path=files["adresses.csv"])
    inspect_import(imported=imported)
    apply_import(imported=imported)
    assert files["adresses.csv"].exists()
    assert ImportFile.objects.get().stored == ""
    assert not Address.objects.exists()  # no boundaries yet: nowhere to put them


def test_links_of_other_features_count_even_without_a_name():
    linked = {
        model: {one.related_model._meta.label for one in links_to(model)} for model in (Bureau, Address)
    }
    assert {"targeting.Score", "turfs.Turf"} <= linked[Bureau]
    assert linked[Address] == {"turfs.Stop"}


def test_boundaries_say_the_arrondissement_in_several_ways():
    said = {"Paris 20e": 20, "Paris 1er": 1, "3e arrondissement": 3, "canton 3": 0, "circonscription 2": 0}
    assert {name: arrondissement_of("75056", "x", name) for name in said} == said
    assert arrondissement_of("75056", "1702", "") == 17
