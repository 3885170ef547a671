"""Seats and presences go half a year after the ballot; sessions, certificates and the tree stay."""

from datetime import UTC, date, datetime, timedelta

from perron_web.features.campaigns.models import Election
from perron_web.features.training.choices import CheckIn
from perron_web.features.training.models import Attendance, Branch, Certificate, Session
from perron_web.features.training.services.purging import purge_attendances
from perron_web.features.training.services.seats import check_in, sign_up
from perron_web.features.training.services.sessions import close_session
from perron_web.features.training.tests.factories import make_session, people
from perron_web.platform.audit.models import AuditLine

GONE = datetime(2026, 9, 18, 22, tzinfo=UTC)
"""Midnight in Paris, 180 days after the end of 22 March."""


def test_attendances_go_and_certificates_stay(inside, lead, other_campaign):
    session = make_session(inside, lead)
    first, second = people(inside, 2)
    check_in(session=session, user=first, source=CheckIn.HAND, by=lead)
    sign_up(session=session, user=second, by=second)
    close_session(session=session, by=lead)
    stays = [sorted(model.objects.values_list("pk", flat=True)) for model in (Session, Certificate, Branch)]
    assert len(stays[1]) == 1
    Election.objects.create(campaign=inside, kind="municipales", name="x", first_round=date(2026, 3, 15))
    assert purge_attendances(now=GONE - timedelta(seconds=1)) == 0
    assert purge_attendances(now=GONE) == 2
    assert purge_attendances(now=GONE) == 0
    assert not Attendance.objects.exists()
    left = [sorted(model.objects.values_list("pk", flat=True)) for model in (Session, Certificate, Branch)]
    assert left == stays
    assert AuditLine.objects.get(action="training.purge_attendances").details == {"rows": 2}
