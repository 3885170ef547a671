"""Jobs in their child process: however one ends, its state says so, and nothing is half done."""

import os
from pathlib import Path

import pytest
from site_process import Shell, Site

HERE = Path(__file__).parent / "jobs_site"
HEAD = """
from django_scopes import scopes_disabled
from perron_web.features.campaigns.models import Campaign
from perron_web.platform.jobs.models import Job
from perron_web.platform.jobs.child import run_in_child
from perron_web.platform.jobs.progress import read_step
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Make a site with one campaign; give a function that runs a few lines in it."""
    path = os.pathsep.join([str(HERE), os.environ.get("PYTHONPATH", "")])
    made = Site(tmp_path_factory.mktemp("site"), PYTHONPATH=path, DJANGO_SETTINGS_MODULE="odd_settings")
    made.migrate()
    shell = Shell(made)
    shell.python(HEAD + "Campaign.objects.create(name='Essai', slug='essai')")
    yield lambda lines: shell.python(HEAD + lines)
    shell.close()


STOP_SOON = """
import threading, time
def ask():
    time.sleep(2.5)
    with scopes_disabled():
        Job.objects.filter(pk=job.pk).update(cancel_asked=True)
threading.Thread(target=ask).start()
"""


def job(kind: str, arguments: str = "{}", before: str = "") -> str:
    return f"""
campaign = Campaign.objects.get(slug='essai')
job = Job.objects.create(campaign=campaign, kind='{kind}', title='x', arguments={arguments})
{before}
run_in_child(job.pk)
job.refresh_from_db()
print(job.state, job.message.get('fr', ''), read_step(job.pk).percent)
"""


def test_a_job_that_ends_well(site):
    assert site(job("count", "{'up_to': 5}")) == "done Compté 100"


def test_a_refusal_is_shown_as_it_is(site):
    assert site(job("refuse")) == "failed La ligne 3 est fausse None"


def test_a_bug_is_told_without_its_details(site):
    answer = site(job("bug"))
    assert answer.startswith("failed Une erreur imprévue")
    assert "secret" not in answer


@pytest.mark.parametrize("kind", ["crash", "eat"])
def test_a_job_that_dies_is_marked_as_failed(site, kind):
    assert site(job(kind)).startswith("failed ")


def test_nothing_is_half_done(site):
    assert site(job("half")).startswith("failed ")
    assert site("print(Campaign.objects.filter(slug='moitie').count())") == "0"


def test_a_job_is_stopped_when_asked(site):
    assert site(job("sleep", before=STOP_SOON)).startswith("cancelled Arrêté à votre demande")
