"""Pages of data: the wizard without a browser, what it refuses, who may use it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_scopes import scope

from perron_web.features.territory.models import Bureau, Import, ImportFile, ResultMatch
from perron_web.features.territory.tests.factories import upload


def at(name, *arguments):
    return reverse(f"territory:{name}", args=["essai", *arguments])


def dropped(client, *files):
    """Drop files; return the answer and the import's page."""
    return client.post(at("drop"), {"fichiers": list(files)}, follow=True)


def test_the_wizard_from_files_to_summary_and_back(desk, campaign, files, django_capture_on_commit_callbacks):
    assert "premiers fichiers" in desk.get(at("data")).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        desk.post(
            at("drop"),
            {
                "fichiers": [
                    upload(files["bureaux-2017.geojson"]),
                    upload(files["2019-europeennes.csv"], "text/csv"),
                ]
            },
        )
    with scope(campaign=campaign, places=None):
        imported = Import.objects.get()
    page = desk.get(at("import", imported.pk)).content.decode()
    assert "Ce qui se rapproche" in page
    assert "10 sur 10" in page
    assert "100" in page
    with django_capture_on_commit_callbacks(execute=True):
        desk.post(at("apply", imported.pk))
    page = desk.get(at("import", imported.pk)).content.decode()
    assert "Les données sont dans la campagne" in page
    page = desk.get(at("data")).content.decode()
    assert "Européennes 2019" in page
    assert "découpage des plans" in page
    with django_capture_on_commit_callbacks(execute=True):
        desk.post(at("revert", imported.pk))
    assert "a été annulé" in desk.get(at("import", imported.pk)).content.decode()
    with scope(campaign=campaign, places=None):
        assert not Bureau.objects.exists()


def test_unmatched_are_matched_in_the_page(
    desk, campaign, files, tmp_path, django_capture_on_commit_callbacks
):
    results = tmp_path / "2019-europeennes.csv"
    results.write_text(files["2019-europeennes.csv"].read_text().replace(",0203,", ",203A,"))
    with django_capture_on_commit_callbacks(execute=True):
        dropped(desk, upload(files["bureaux-2017.geojson"]), upload(results))
    with scope(campaign=campaign, places=None):
        imported = Import.objects.get()
    page = desk.get(at("import", imported.pk)).content.decode()
    assert "75056_203A" in page
    said = {"election": "2019-europeennes", "found": "75056_203A", "bureau": "75056_0203"}
    page = desk.post(at("match", imported.pk), said, follow=True).content.decode()
    assert "rapproché par Alix" in page
    with scope(campaign=campaign, places=None):
        match = ResultMatch.objects.get()
    page = desk.post(at("unmatch", imported.pk, match.pk), follow=True).content.decode()
    assert "rapproché par" not in page


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("photo.png", b"x", "image/png"), "pas un fichier de données"),
        (("data.csv", b"MZ", "application/x-msdownload"), "pas un fichier de données"),
        (("vide.csv", b"", "text/csv"), "le fichier est vide"),
    ],
)
def test_what_is_not_data_is_refused_at_the_door(desk, inside, given, said):
    answer = dropped(desk, SimpleUploadedFile(*given))
    assert said in answer.content.decode().lower()
    assert not Import.objects.exists()


def test_a_file_larger_than_the_site_allows_takes_no_room(desk, campaign, settings):
    settings.UPLOAD_MEGABYTES = 1
    large = SimpleUploadedFile("gros.csv", b"a;b\n" * 400_000, "text/csv")
    page = dropped(desk, large, SimpleUploadedFile("petit.csv", b"a;b\n", "text/csv")).content.decode()
    assert "gros.csv" in page
    assert "le plus que ce site accepte" in page
    with scope(campaign=campaign, places=None):
        assert not Import.objects.exists()
    assert not (settings.DATA / "uploads").exists()


def test_a_stranger_uploads_nothing(client, campaign, settings):
    answer = client.post(at("drop"), {"fichiers": SimpleUploadedFile("a.csv", b"a;b\n", "text/csv")})
    assert answer.status_code == 302
    assert not answer.wsgi_request.FILES


def test_too_many_files_are_refused(desk, campaign):
    many = [SimpleUploadedFile(f"{n}.csv", b"a;b\n", "text/csv") for n in range(41)]
    assert "trop de fichiers" in dropped(desk, *many).content.decode().lower()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("bombe.csv", b"x" * 100_000), "n’a pas de fin"),
        (("noeud.geojson", b'{"features":' + b"[" * 2000), "trop imbriqué"),
        (("rien.csv", b"a;b;c\n1;2;3\n"), "aucun des formats connus"),
        (("faux.parquet", b"PAR1" + b"\x00" * 50), "abîmé"),
    ],
)
def test_a_hostile_file_gets_a_clear_answer_in_the_page(
    desk, inside, given, said, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        dropped(desk, SimpleUploadedFile(*given, "application/octet-stream"))
    imported = Import.objects.get()
    page = desk.get(at("import", imported.pk)).content.decode().replace("'", "’").replace("&#x27;", "’")
    assert said in page
    assert "Rien n’a changé dans la campagne" in page
    assert "Importer ces données" not in page


def test_uploads_lie_outside_the_web_root_under_a_random_name(desk, campaign, files, settings):
    dropped(desk, upload(files["2019-europeennes.csv"]))
    with scope(campaign=campaign, places=None):
        file = ImportFile.objects.get()
    stored = settings.DATA / "uploads" / file.stored
    assert stored.stat().st_mode & 0o777 == 0o600
    assert "europeennes" not in file.stored
    assert settings.FILES not in stored.parents
    desk.post(at("discard", file.of_id))


def test_a_file_is_described_taken_out_and_the_import_thrown_away(
    desk, campaign, files, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        dropped(desk, SimpleUploadedFile("resultats.csv", files["2019-europeennes.csv"].read_bytes()))
    with scope(campaign=campaign, places=None):
        file = ImportFile.objects.get()
    wrong = desk.post(at("describe", file.of_id, file.pk), {f"f{file.pk}-election": "européennes"})
    assert wrong.status_code == 422
    with django_capture_on_commit_callbacks(execute=True):
        desk.post(at("describe", file.of_id, file.pk), {f"f{file.pk}-election": "2019-europeennes"})
    with scope(campaign=campaign, places=None):
        assert ImportFile.objects.get().state == "read"
    with django_capture_on_commit_callbacks(execute=True):
        desk.post(at("remove", file.of_id, file.pk))
    desk.post(at("discard", file.of_id))
    with scope(campaign=campaign, places=None):
        assert not Import.objects.exists()


def test_official_files_of_a_commune_are_listed_without_network(desk, campaign):
    page = desk.get(at("official"), {"commune": "34172"}).content.decode()
    assert "adresses-34.csv.gz" in page
    assert "Licence Ouverte 2.0" in page
    assert "perron fetch 34172" in page
    assert "code Insee" in desk.get(at("official"), {"commune": "Montpellier"}).content.decode()


def test_fetching_is_refused_where_the_site_may_not(desk, campaign, settings):
    settings.FETCH = False
    desk.post(at("official"), {"commune": "34172", "fichier": "ban"})
    with scope(campaign=campaign, places=None):
        assert not Import.objects.exists()


def test_a_lead_reads_the_data_and_imports_nothing(campaign, lead, volunteer, signed):
    client = signed(lead)
    page = client.get(at("data")).content.decode()
    assert "Déposez" not in page
    assert client.post(at("drop")).status_code == 403
    assert client.get(at("import", 1)).status_code == 403
    assert signed(volunteer).get(at("data")).status_code == 403


def test_an_import_of_another_campaign_is_not_there(desk, other_campaign, bring, files):
    with scope(campaign=other_campaign, places=None):
        theirs = bring(other_campaign, files["adresses.csv"], apply=False)
    assert desk.get(at("import", theirs.pk)).status_code == 404
    assert desk.post(at("apply", theirs.pk)).status_code == 404


def test_the_list_asks_as_much_for_one_import_as_for_thirty(desk, campaign, bring, files):
    with scope(campaign=campaign, places=None):
        bring(campaign, files["2019-europeennes.csv"])
        desk.get(at("data"))
        with CaptureQueriesContext(connection) as one:
            desk.get(at("data"))
        first = Import.objects.get()
        for _ in range(29):
            Import.objects.create(campaign=campaign, by=first.by, state="draft")
    with CaptureQueriesContext(connection) as thirty:
        desk.get(at("data"))
    assert len(thirty) == len(one)


def test_english_is_complete(desk, campaign, director, files, bring):
    with scope(campaign=campaign, places=None):
        imported = bring(campaign, files["bureaux-2017.geojson"], files["2019-europeennes.csv"], apply=False)
    desk.cookies["langue"] = "en"
    page = desk.get(at("import", imported.pk)).content.decode()
    assert "Import this data" in page
