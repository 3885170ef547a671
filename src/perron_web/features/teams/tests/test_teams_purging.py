"""Answers and presences go half a year after the ballot; outings, teams and other campaigns stay."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django_scopes import scope, scopes_disabled

from perron_web.features.campaigns.models import Election
from perron_web.features.campaigns.services import ending
from perron_web.features.teams.models import Outing, OutingPerson, TeamMember
from perron_web.features.teams.services.purging import purge_presences
from perron_web.features.teams.tests.factories import a_person, a_team, an_outing
from perron_web.platform.audit.models import AuditLine

pytestmark = pytest.mark.django_db
GONE = datetime(2026, 9, 18, 22, tzinfo=UTC)
"""Midnight in Paris, 180 days after the end of 22 March."""


def test_presences_go_and_outings_stay(campaign, other_campaign, volunteer, lead, monkeypatch):
    monkeypatch.setattr(ending, "BATCH", 2)
    third = a_person(campaign, "Fanny")
    for one in (campaign, other_campaign):
        an_outing(one, team=a_team(one, members=(volunteer,)), people=(volunteer, lead, third))
    with scope(campaign=campaign, places=None):
        days = {"first_round": date(2026, 3, 15), "second_round": date(2026, 3, 22)}
        Election.objects.create(campaign=campaign, kind="municipales", name="x", **days)
    assert purge_presences(now=GONE - timedelta(seconds=1)) == 0
    assert purge_presences(now=GONE) == 3
    assert purge_presences(now=GONE) == 0
    with scopes_disabled():
        left = OutingPerson.objects.values_list("campaign", flat=True)
        assert list(left) == [other_campaign.pk] * 3
        assert (Outing.every.count(), TeamMember.objects.count()) == (2, 2)
    lines = AuditLine.objects.filter(action="teams.purge_presences").order_by("pk")
    assert [(line.campaign_id, line.details) for line in lines] == [
        (campaign.pk, {"rows": 2}),
        (campaign.pk, {"rows": 1}),
    ]
