"""Walk lists: the bytes of `perron sheets`, the turfs as they stand, many as a job."""

import pytest
from django.urls import reverse
from django_scopes import scope

from perron.output.read import read_plan
from perron.output.sheets import make_sheets
from perron_web.features.turfs.models import Turf
from perron_web.features.turfs.rules import RefusedError
from perron_web.features.turfs.services import merge_turfs
from perron_web.features.turfs.services.printing import print_turfs
from perron_web.platform.jobs.models import Job

pytestmark = pytest.mark.django_db


def test_the_sheet_of_an_untouched_turf_is_the_one_of_perron(planned, inside, director, plan_folder):
    plan, code = read_plan(plan_folder)
    turf = Turf.objects.get(code="75056_2001-03")
    made = print_turfs(run=planned, turfs=Turf.objects.filter(pk=turf.pk), lang="fr", by=director)
    assert made == make_sheets(plan, [turf.code], code=code)


def test_a_bureau_prints_its_turfs_in_order(planned, inside, director, plan_folder, bureau):
    plan, code = read_plan(plan_folder)
    names = sorted(Turf.objects.filter(bureau=bureau).values_list("code", flat=True))
    made = print_turfs(run=planned, turfs=Turf.objects.filter(bureau=bureau), lang="fr", by=director)
    assert made == make_sheets(plan, names, code=code)


def test_an_edited_turf_prints_as_it_stands(planned, bureau, versions, director, plan_folder):
    plan, code = read_plan(plan_folder)
    merge_turfs(run=planned, bureau=bureau, turfs=[1, 2], versions=versions(), by=director)
    turf = Turf.objects.filter(bureau=bureau, number=1)
    made = print_turfs(run=planned, turfs=turf, lang="fr", by=director)
    assert made.startswith(b"%PDF")
    assert made != make_sheets(plan, [turf.get().code], code=code)
    with pytest.raises(RefusedError):
        print_turfs(run=planned, turfs=Turf.objects.filter(retired=True), lang="fr", by=director)


@pytest.mark.usefixtures("planned")
def test_many_turfs_are_printed_by_a_job(signed, director, campaign, settings, monkeypatch):
    from perron_web.features.turfs.views import files

    settings.JOBS_INLINE = True
    monkeypatch.setattr(files, "ALL_AT_ONCE", 2)
    client = signed(director)
    with scope(campaign=campaign, places=None):
        for pk in Turf.objects.filter(bureau__code="75056_0201").values_list("pk", flat=True):
            Turf.objects.filter(pk=pk).update(edited=True)
    from django.test import TestCase

    with TestCase.captureOnCommitCallbacks(execute=True):
        answer = client.post(reverse("turfs:sheets", args=["essai"]), {"retouche": "1"})
    with scope(campaign=campaign, places=None):
        job = Job.objects.get(kind="print_turfs")
    assert job.state == "done"
    assert answer["Location"] == reverse("jobs:show", args=["essai", job.pk])
    assert client.get(job.back_to).content.startswith(b"%PDF")


def test_a_print_belongs_to_whoever_asked(signed, director, lead, campaign, settings):
    settings.FILES = settings.FILES / "no-print-yet"
    with scope(campaign=campaign, places=None):
        job = Job.objects.create(campaign=campaign, kind="print_turfs", title="x", by=director)
    url = reverse("turfs:sheets_file", args=["essai", job.pk])
    assert signed(lead).get(url).status_code == 404
    assert signed(director).get(url).status_code == 404  # not made yet


def test_too_many_are_refused_before_the_work(planned, signed, director, monkeypatch):
    from perron_web.features.turfs.views import files

    monkeypatch.setattr(files, "MOST_SHEETS", 3)
    monkeypatch.setattr(files, "ALL_AT_ONCE", 2)
    answer = signed(director).post(reverse("turfs:sheets", args=["essai"]), {}, follow=True)
    assert "trop pour une impression" in answer.content.decode()
