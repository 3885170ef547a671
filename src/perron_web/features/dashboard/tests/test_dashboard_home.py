"""The first page teaches the next step, and shows each person their own places."""

import pytest
from django_scopes import scope

from perron_web.platform.jobs.models import Job

pytestmark = pytest.mark.django_db


def test_an_empty_campaign_teaches_the_first_step(signed, campaign, director):
    page = signed(director).get("/c/essai/").content.decode()
    assert "Dater l’élection" in page
    assert 'aria-current="step"' in page


def test_a_team_leader_waits_for_the_plan(signed, campaign, team_leader):
    page = signed(team_leader).get("/c/essai/").content.decode()
    assert "Le plan n’est pas encore prêt" in page
    assert "Dater l’élection" not in page


def test_only_jobs_that_open_are_shown(signed, campaign, director, lead):
    with scope(campaign=campaign, places=None):
        job = Job.objects.create(
            campaign=campaign, kind="demo", title="Calcul du plan", by=director, back_to="/"
        )
    shown = f"/c/essai/travaux/{job.pk}/"
    assert shown in signed(director).get("/c/essai/").content.decode()
    browser = signed(lead)
    assert browser.get(shown).status_code == 404
    assert shown not in browser.get("/c/essai/").content.decode()


def test_english(signed, campaign, director):
    browser = signed(director)
    browser.cookies["langue"] = "en"
    assert "Date the election" in browser.get("/c/essai/").content.decode()
