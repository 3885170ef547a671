"""The decorators let in whom they declare, and nobody else."""

import pytest
from django_scopes.exceptions import ScopeError

from perron_web.platform.jobs.models import Job


def test_a_member_opens_the_campaign(signed, campaign, director):
    assert signed(director).get("/c/essai/").status_code == 200


def test_a_stranger_finds_nothing(signed, campaign, stranger):
    assert signed(stranger).get("/c/essai/").status_code == 404


def test_a_visitor_is_sent_to_the_login_page(client, campaign):
    answer = client.get("/c/essai/")
    assert answer.status_code == 302
    assert answer["Location"].endswith("?next=/c/essai/")


def test_a_role_is_not_enough_everywhere(signed, campaign, volunteer):
    assert signed(volunteer).get("/c/essai/travaux/").status_code == 403


def test_a_method_nobody_may_use(signed, campaign, director):
    assert signed(director).post("/c/essai/").status_code == 405


def test_rows_outside_a_scope_are_refused(campaign):
    with pytest.raises(ScopeError):
        list(Job.objects.all())


def test_rows_of_another_campaign_are_not_there(inside, other_campaign):
    Job.objects.create(campaign=other_campaign, kind="x", title="CANARI")
    assert not Job.objects.exists()
