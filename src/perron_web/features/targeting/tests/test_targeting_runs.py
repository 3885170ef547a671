"""Runs: asked for, computed, kept, adopted; the same bytes as the command line and as the run repeated."""

import hashlib
import shlex
import subprocess
import sys
import zipfile
from io import BytesIO

import pytest
from django_scopes import scope

from perron.errors import PerronError
from perron_web.features.targeting.models import Run, Score
from perron_web.features.targeting.queries import adopted_run, kept_runs
from perron_web.features.targeting.queries.recipes import command_line
from perron_web.features.targeting.services import adopt_run, delete_run, rename_run, request_run, restore_run
from perron_web.features.targeting.tasks import found_words
from perron_web.features.targeting.tests.factories import ready
from perron_web.platform.audit.models import AuditLine
from perron_web.platform.hooks import LISTENERS, on
from perron_web.platform.jobs.choices import State as JobState

pytestmark = pytest.mark.django_db(transaction=True)
CHOICES = {"hours": 150.0, "holdout": 0.2, "priors": {"opening_rate": {"mean": 0.45}}}


@pytest.fixture
def run(inside, director):
    ready(inside)
    return request_run(campaign=inside, parameters=CHOICES, by=director)


def test_a_run_is_computed_and_kept(run, inside):
    assert (run.number, run.state, run.job.state) == (1, "done", JobState.DONE)
    assert run.summary["bureaux"] == Score.objects.filter(run=run).count() == 10
    assert run.summary["outings"] == sum(Score.objects.filter(run=run).values_list("outings", flat=True))
    best = Score.objects.filter(run=run).first()
    assert best.rank == 1
    assert best.place == f"11/75/75056/02/{best.code}/"
    assert {"score", "factor", "value", "average", "effect"} <= set(best.reasons[0])
    assert set(run.files) == {
        "plan.json", "bureaux.csv", "bureaux.geojson", "turfs.geojson", "doors.parquet", "index.html",
    }  # fmt: skip
    assert AuditLine.objects.filter(action="targeting.compute_run").count() == 1


def test_repeated_it_gives_the_same_bytes_whatever_was_imported_since(run, inside, director):
    from perron_web.features.campaigns.models import BlocChoice
    from perron_web.features.territory.models import Dataset

    Dataset.objects.filter(kind="addresses").update(active=False)
    BlocChoice.objects.all().delete()
    again = request_run(campaign=inside, parameters={}, by=director, repeats=run)
    assert (again.number, again.state, again.repeats) == (2, "done", run)
    assert again.files == run.files
    assert again.code == run.code


def test_the_command_line_makes_the_same_folder(run, tmp_path, signed, director):
    page = signed(director).get(f"/c/essai/plan/calculs/{run.number}/entrees.zip")
    zipfile.ZipFile(BytesIO(b"".join(page.streaming_content))).extractall(tmp_path)
    words = shlex.split(command_line(run))
    subprocess.run([sys.executable, "-m", *words], cwd=tmp_path, check=True, capture_output=True)
    made = {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in (tmp_path / "plan-1").iterdir()}
    assert made == run.files


def test_what_a_plan_needs_is_said(inside, director):
    with pytest.raises(PerronError, match="results"):
        request_run(campaign=inside, parameters={}, by=director)
    ready(inside)
    with pytest.raises(PerronError, match="holdout"):
        request_run(campaign=inside, parameters={"holdout": 2}, by=director)
    assert not Run.objects.exists()


def test_adoption_is_told_and_one_run_is_adopted(run, inside, director):
    told = []
    listener = on("run_adopted")(lambda *, run, by: told.append((run.number, by)))
    try:
        adopt_run(run=run, by=director)
        second = request_run(campaign=inside, parameters={"hours": 20}, by=director)
        adopt_run(run=second, by=director)
    finally:
        LISTENERS["run_adopted"].remove(listener)
    assert told == [(1, director), (2, director)]
    assert adopted_run(inside) == second
    line = AuditLine.objects.filter(action="targeting.adopt_run").first()
    assert line.details == {"number": 2, "previous": 1}


def test_the_adopted_run_is_not_deleted_others_come_back(run, inside, director):
    adopt_run(run=run, by=director)
    with pytest.raises(PerronError, match="adopted"):
        delete_run(run=run, by=director)
    other = request_run(campaign=inside, parameters={"hours": 20}, by=director)
    delete_run(run=other, by=director)
    assert list(kept_runs(inside)) == [run]
    with pytest.raises(PerronError):
        adopt_run(run=Run.objects.get(pk=other.pk), by=director)
    restore_run(run=other, by=director)
    assert kept_runs(inside).count() == 2
    assert rename_run(run=other, name="Moins d’heures", by=director).name == "Moins d’heures"


def test_a_lead_sees_their_own_scores(run, campaign):
    with scope(campaign=campaign, places=("11/75/75056/20/",)):
        assert not Score.objects.exists()
    with scope(campaign=campaign, places=("11/75/75056/02/",)):
        assert Score.objects.count() == 10


def test_a_run_that_fails_says_so(inside, director):
    ready(inside)
    from perron_web.features.territory.models import Dataset

    Dataset.objects.filter(kind="results").update(table="lost.parquet")
    with pytest.raises(FileNotFoundError):
        request_run(campaign=inside, parameters={}, by=director)
    run = Run.objects.get()
    assert run.state == "failed"
    assert run.stopped
    with pytest.raises(PerronError, match="finished"):
        request_run(campaign=inside, parameters={}, by=director, repeats=run)


def test_one_bureau_is_told_in_the_singular():
    assert "1 bureau à visiter, 1 porte." in found_words(3, 1, 1).text("fr")
    assert "2 bureaux to visit, 0 doors." in found_words(3, 2, 0).text("en")
