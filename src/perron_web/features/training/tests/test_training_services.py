"""Seats, presences, certificates: nothing is counted twice, nobody who waits is forgotten."""

from datetime import timedelta

import pytest
from django.utils import timezone

from perron.errors import PerronError
from perron_web.features.accounts.models import User
from perron_web.features.campaigns.models import Membership
from perron_web.features.campaigns.queries import find_member
from perron_web.features.training.choices import CheckIn
from perron_web.features.training.models import Attendance, Branch, Certificate
from perron_web.features.training.queries.links import find_session
from perron_web.features.training.rules import above, session_token
from perron_web.features.training.services.certifying import certify, let_train, revoke_certificate
from perron_web.features.training.services.printing import print_certificate
from perron_web.features.training.services.seats import (
    Tick,
    check_in,
    check_out,
    sign_up,
    take_ticks,
    welcome,
    withdraw,
)
from perron_web.features.training.services.sessions import cancel_session, close_session, save_session
from perron_web.features.training.tests.factories import make_module, make_session, people
from perron_web.platform.access import Role


@pytest.fixture
def session(inside, lead):
    return make_session(inside, lead, places_max=2)


def seats(session):
    return list(Attendance.objects.filter(session=session).order_by("pk").values_list("seat", flat=True))


def test_the_third_waits_and_gets_the_place_that_comes_free(inside, session):
    first, second, third = people(inside, 3)
    for one in (first, second, third, third):
        sign_up(session=session, user=one, by=one)
    assert seats(session) == ["coming", "coming", "waiting"]
    withdraw(session=session, user=first, by=first)
    assert seats(session) == ["not", "coming", "coming"]
    sign_up(session=session, user=first, by=first)
    assert seats(session) == ["waiting", "coming", "coming"]


def test_more_places_go_to_those_who_wait(inside, session, lead):
    for one in people(inside, 4):
        sign_up(session=session, user=one, by=one)
    values = {
        name: getattr(session, name)
        for name in ("module", "place", "trainer", "starts_at", "ends_at", "meeting_name", "note")
    }
    save_session(campaign=inside, session=session, meeting=None, places_max=3, by=lead, **values)
    assert seats(session) == ["coming", "coming", "coming", "waiting"]


def test_nobody_signs_up_for_what_is_over(inside, session, volunteer, lead):
    cancel_session(session=session, by=lead)
    with pytest.raises(PerronError):
        sign_up(session=session, user=volunteer, by=volunteer)
    with pytest.raises(PerronError):
        close_session(session=session, by=lead)


def test_a_session_to_come_is_not_ended(inside, lead):
    with pytest.raises(PerronError):
        close_session(session=make_session(inside, lead, hours=5), by=lead)


def test_presences_sent_twice_are_noted_once(inside, session, lead):
    rows = [sign_up(session=session, user=one, by=one) for one in people(inside, 2)]
    at = timezone.now() - timedelta(minutes=20)
    ticks = [
        Tick(rows[0].pk, True, at),
        Tick(rows[1].pk, True, at),
        Tick(rows[1].pk, False, at),
        Tick(9**9, True, at),
    ]
    for _again in range(2):
        told = take_ticks(session=session, ticks=ticks, by=lead)
        assert told == {rows[0].pk: "here", rows[1].pk: "away", 9**9: "unknown"}
    row = Attendance.objects.get(pk=rows[0].pk)
    assert (row.checked_in_at, row.source) == (at, "offline")


def test_an_old_untick_does_not_undo_a_later_presence(inside, session, lead, volunteer):
    row = check_in(session=session, user=volunteer, source=CheckIn.QR, by=volunteer)
    row = check_out(attendance=row, by=lead, at=row.checked_in_at - timedelta(minutes=1))
    assert row.checked_in_at is not None
    assert check_out(attendance=row, by=lead).checked_in_at is None


def test_certificates_come_at_the_end_once_and_late_presences_have_theirs(inside, session, lead):
    first, second, late = people(inside, 3)
    for one in (first, second):
        sign_up(session=session, user=one, by=one)
    check_in(session=session, user=first, source=CheckIn.HAND, by=lead)
    assert close_session(session=session, by=lead) == close_session(session=session, by=lead) == 1
    check_in(session=session, user=late, source=CheckIn.OFFLINE, by=lead)
    held = Certificate.objects.order_by("pk")
    assert [(one.user, one.trained_by, one.generation) for one in held] == [(first, lead, 1), (late, lead, 1)]
    root = Branch.objects.get(user=lead)
    assert (root.generation, root.direct, root.below) == (0, 2, 2)


def test_somebody_from_the_street_is_noted_without_seeing_the_campaign(inside, session, lead):
    row = welcome(session=session, email="Nour@exemple.test", name="Nour Exemple", by=lead)
    assert row.checked_in_at
    assert find_member(User.objects.get(email="nour@exemple.test"), inside.slug) is None


def test_a_trained_person_is_let_train_and_stops_with_the_certificate(inside, lead, volunteer):
    member = find_member(lead, inside.slug)
    plain = make_module(inside, lead, title="Accueil", may_train=False)
    kept = certify(campaign=inside, module=plain, user=volunteer, place="11/75/75056/20/", trained_by=lead)
    branch = Branch.objects.get(user=volunteer)
    with pytest.raises(PerronError):
        let_train(member=member, branch=branch)
    held = certify(
        campaign=inside,
        module=make_module(inside, lead),
        user=volunteer,
        place="11/75/75056/20/",
        trained_by=lead,
    )
    branch.refresh_from_db()
    role = let_train(member=member, branch=branch)
    assert (role.role, role.place) == (Role.TRAINER, "11/75/75056/20/")
    for _again in range(2):
        revoke_certificate(member=member, certificate=held)
    assert not Membership.objects.in_force().filter(user=volunteer, role=Role.TRAINER).exists()
    assert Branch.objects.get(user=volunteer).standing
    revoke_certificate(member=member, certificate=kept)
    assert not Branch.objects.get(user=volunteer).standing
    assert Branch.objects.get(user=lead).below == 0


def test_the_same_certificate_is_given_once_and_printed_to_the_byte(inside, lead, volunteer):
    module = make_module(inside, lead)
    both = [
        certify(campaign=inside, module=module, user=volunteer, place="", trained_by=lead) for _ in range(2)
    ]
    assert both[0] == both[1]
    printed = [print_certificate(certificate=both[0], by=lead) for _ in range(2)]
    assert printed[0] == printed[1]
    assert printed[0].startswith(b"%PDF")


def test_links_tell_one_purpose_from_the_other(inside, session):
    coming, here = (session_token(session.pk, session.nonce, purpose) for purpose in ("coming", "here"))
    assert find_session(coming) == (session, "coming")
    assert find_session(here) == (session, "here")
    assert len(here) < 24
    for wrong in ("", "x", here[:-1], f"{session.pk + 1}{here[len(str(session.pk)) :]}", "9" * 30):
        assert find_session(wrong) is None


def test_places_above():
    assert above(("11/75/75056/20/",)) == ["", "11/", "11/75/", "11/75/75056/"]
    assert above(None) == above(()) == []
