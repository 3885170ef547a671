"""Other ways in: the command, the official catalogue, the Base Adresse Nationale, the Paris sample."""

import json
import shutil

import polars as pl
import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.urls import reverse

from perron_web.features.territory import queries
from perron_web.features.territory.models import Address, Bureau, Dataset, Import, ImportFile
from perron_web.features.territory.services import fetching
from perron_web.features.territory.services.uploads import start_import
from perron_web.features.territory.tests.factories import second


def command(campaign, *files, **options):
    call_command("import_files", [str(file) for file in files], campaign=campaign.slug, **options)


def test_the_command_does_what_the_wizard_does(inside, files, capsys):
    command(inside, files["bureaux-2017.geojson"], f"2019-europeennes={files['2019-europeennes.csv']}")
    said = capsys.readouterr().out
    assert "2019-europeennes ↔ 2017\u00a0: 10/10, 100,0\u202f%" in said
    assert Bureau.objects.count() == 10
    assert Import.objects.get().state == "applied"


def test_the_command_checks_without_importing(inside, files, capsys):
    command(inside, files["adresses.csv"], check=True, lang="en")
    assert "the campaign's own addresses" in capsys.readouterr().out
    assert not Import.objects.exists()


def test_the_command_refuses_and_leaves_nothing(inside, tmp_path, capsys):
    bad = tmp_path / "bad.csv"
    bad.write_text("a;b\n1;2\n")
    with pytest.raises(CommandError) as refused:
        command(inside, bad)
    assert refused.value.returncode == 2
    assert "aucun des formats connus" in capsys.readouterr().err
    with pytest.raises(CommandError, match="introuvable"):
        command(inside, tmp_path / "none.csv")
    assert not Import.objects.exists()


def test_official_files_are_fetched_where_the_site_may(
    inside, desk, monkeypatch, files, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(settings, "FETCH", True)

    def download(url, target, **_options):
        shutil.copy(files["iris.geojson"], target)

    monkeypatch.setattr(fetching, "download", download)
    address = reverse("territory:official", args=[inside.slug])
    assert "Télécharger et lire" in desk.get(address, {"commune": "75056"}).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        desk.post(address, {"commune": "75056", "fichier": ["iris"]})
    file = ImportFile.objects.get()
    assert (file.kind, file.state, file.licence) == ("areas", "read", "Licence Ouverte 2.0")
    assert "IGN" in file.source


def test_nothing_is_fetched_where_the_site_may_not(inside, director, monkeypatch):
    monkeypatch.setattr(settings, "FETCH", False)
    imported = start_import(campaign=inside, by=director)
    with pytest.raises(Exception, match="PERRON_FETCH"):
        fetching.fetch_official(imported=imported, commune="75056", names=["iris"])


def test_doors_are_estimated_where_only_points_are_known(inside, bring, files, tmp_path):
    path = tmp_path / "adresses-75.csv"
    points = second().addresses.filter(pl.col("lon").is_not_null())
    points.select(
        pl.col("address").alias("id"),
        pl.col("number").alias("numero"),
        pl.col("suffix").alias("rep"),
        pl.col("street").alias("nom_voie"),
        pl.col("commune").alias("code_insee"),
        "lon",
        "lat",
    ).write_csv(path, separator=";")
    bring(inside, files["bureaux-2017.geojson"], files["2019-europeennes.csv"], path)
    assert Address.objects.count() > 1000
    assert not Address.objects.filter(estimated=False).exists()
    bureau = queries.find_bureau("75056_0201")
    assert 0.5 * bureau.registered / 1.4 < bureau.doors < 2 * bureau.registered / 1.4


def areas(*codes, shift=0.0):
    """GeoJSON of unit squares, side by side when they are shifted."""
    features = []
    for index, (commune, bureau) in enumerate(codes):
        x = 2.3 + index * shift
        ring = [[x, 48.8], [x + 0.01, 48.8], [x + 0.01, 48.81], [x, 48.81], [x, 48.8]]
        shape = {"type": "Polygon", "coordinates": [ring]}
        properties = {"code_insee": commune, "numero": bureau}
        features.append({"type": "Feature", "properties": properties, "geometry": shape})
    return json.dumps({"type": "FeatureCollection", "features": features})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (areas(("75/56", "1")), "pas un code"),
        (areas(("75056", "1/../2")), "pas un code"),
        (areas(("75056", "\x00")), "octet nul"),
        (areas(("75056", "9" * 50)), "pas un code"),
        (areas(*(("75056", str(n)) for n in range(300))), "les unes sur les autres"),
    ],
    ids=["slash", "dots", "zero", "long", "heap"],
)
def test_areas_that_would_harm_are_refused(inside, bring, tmp_path, text, said):
    path = tmp_path / "bureaux-2017.geojson"
    path.write_text(text)
    assert bring(inside, path, apply=False).state == "draft"
    assert said in ImportFile.objects.get().error["fr"]


def test_areas_side_by_side_are_let_in(inside, bring, tmp_path):
    path = tmp_path / "bureaux-2017.geojson"
    path.write_text(areas(*(("75056", str(n)) for n in range(40)), shift=0.01))
    assert bring(inside, path, apply=False).state == "ready"


def test_a_thousand_elections_in_a_file_are_refused(inside, bring, tmp_path):
    head = "id_election;code_departement;code_commune;code_bv;inscrits;votants;exprimes"
    rows = [f"{1000 + n}_pres_t1;75;75056;0101;9;8;7" for n in range(400)]
    path = tmp_path / "general_results.csv"
    path.write_text("\n".join([head, *rows]))
    assert bring(inside, path, apply=False).state == "draft"
    assert "trop de scrutins" in ImportFile.objects.get().error["fr"]


def test_the_sample_is_a_campaign_s_data(inside, director, monkeypatch):
    from perron_web.features.territory.services import load_sample, samples

    small = second()
    monkeypatch.setattr(samples, "load_paris", lambda: Sample(small))
    steps = []
    imported = load_sample(
        campaign=inside, by=director, progress=lambda what, done, total: steps.append(what.fr)
    )
    assert imported.state == "applied"
    assert set(Dataset.objects.values_list("kind", flat=True)) >= {
        "results",
        "bureaux",
        "addresses",
        "streets",
    }
    assert queries.current_boundaries().year == 2017
    assert len(steps) > 4


class Sample:
    """The 2nd arrondissement, with the sample's streets."""

    def __init__(self, small):
        from perron.samples import load_paris

        self.__dict__.update(small.__dict__)
        self.streets = load_paris().streets
